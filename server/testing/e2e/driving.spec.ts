import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

const INVOICES = {
  type: "object",
  properties: {
    invoices: { type: "array", items: { type: "object", properties: { number: { type: "string" }, total: { type: "string" } }, required: ["number"] } },
  },
  required: ["invoices"],
};
const HEADING = { type: "object", properties: { heading: { type: "string" }, discount: { type: "number" } }, required: ["heading"] };

test.describe("without a model, on a page of one's own", () => {
  test.beforeEach(async ({ page, perch, shop }, { title }) => {
    const { sessionId } = await callApi<{ sessionId: string }>(page, perch.origin, "browser.createSession", { name: title.slice(0, 60) });
    await callApi(page, perch.origin, "browser.navigate", { sessionId, url: shop.url });
    // What one test was taught must not be known to the next.
    await callApi(page, perch.origin, "cache.clear", { all: true, pinned: true });
    await page.goto(`/sessions/${sessionId}`);
    await expect(page.getByRole("img", { name: "Live picture of the browser tab" })).toBeVisible();
  });

  test("what is ambiguous is asked, and the answer is done", async ({ page }) => {
    await run(page, 'click "Delete"');
    const candidates = page.getByRole("list", { name: "Candidates" }).getByRole("button");
    await expect(candidates).toHaveCount(2);
    expect(await barriers(page)).toEqual([]);
    await expect(page.locator("[data-highlight]")).toHaveCount(2);
    await candidates.filter({ hasText: "Grace" }).hover();
    await candidates.filter({ hasText: "Grace" }).click();
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await expect(page.locator("[data-highlight]")).toHaveCount(0);
    await mode(page, "Observe");
    await run(page, "");
    const controls = page.getByRole("list", { name: "Controls" });
    await expect(controls).toContainText("Ada");
    await expect(controls).not.toContainText("Grace");
  });

  test("what is meant is picked on the live picture, or nothing is", async ({ page }) => {
    await run(page, 'click "Delete"');
    const question = page.getByRole("region", { name: "A question for you" });
    await expect(question).toContainText("Which one is meant?");
    await question.getByRole("button", { name: "None of these" }).click();
    await expect(page.getByText("Several fit: choose one")).toBeVisible();
    await run(page, 'click "Delete"');
    await expect(page.locator("[data-over-page]")).toHaveCount(2);
    await page.locator("[data-over-page]").first().click();
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await mode(page, "Observe");
    await run(page, "");
    await expect(page.getByRole("list", { name: "Controls" })).toContainText("Grace");
    await expect(page.getByRole("list", { name: "Controls" })).not.toContainText("Ada");
  });

  test("what was observed is clicked and typed into from the list", async ({ page }) => {
    await mode(page, "Observe");
    await run(page, "");
    await expect(page.getByRole("list", { name: "Controls" })).toBeVisible();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole("list", { name: "Controls" }).getByRole("button", { name: "Type Customer" }).click();
    await expect(page.getByLabel("Instruction")).toBeFocused();
    await page.keyboard.type("Zoe");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Done", { exact: true })).toBeVisible();
    await mode(page, "Observe");
    await run(page, "the customer field");
    await expect(page.getByRole("list", { name: "Controls" })).toContainText("= Zoe");
    await run(page, "save order");
    await page.getByRole("button", { name: "Click Save order" }).click();
    await mode(page, "Extract");
    await extract(page, { type: "object", properties: { status: { type: "string" } }, required: ["status"] });
    await expect(page.getByText('"Saved Zoe, Red"')).toBeVisible();
  });

  test("an extraction shows its rows, names what is missing, and is copied as JSON", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await mode(page, "Extract");
    await extract(page, INVOICES);
    await expect(page.getByRole("table", { name: "Extracted data" }).getByRole("row")).toHaveCount(3);
    await page.getByRole("button", { name: "Copy JSON" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toEqual({
      invoices: [
        { number: "Invoice 7", total: "12.50 EUR" },
        { number: "Invoice 8", total: "99.00 EUR" },
      ],
    });
    await extract(page, HEADING);
    await expect(page.getByRole("list", { name: "Missing fields" })).toHaveText("discount");
    expect(await barriers(page)).toEqual([]);
    await extract(page, { ...HEADING, required: ["discount"] });
    await expect(page.getByRole("alert").filter({ hasText: "The page does not give what the schema wants" })).toContainText('out of "required"');
    await page.getByLabel("JSON Schema").fill("{ not json");
    await page.getByRole("button", { name: "Run" }).click();
    await expect(page.getByText("This is not valid JSON", { exact: false })).toBeVisible();
    await expect(page.getByText("The page does not give what the schema wants")).toHaveCount(0);
  });

  test("what cannot be done says why and what helps", async ({ page }) => {
    await run(page, 'click "Print order"');
    await expect(page.getByText("Not done", { exact: true })).toBeVisible();
    const drive = page.getByRole("region", { name: "Drive" });
    await expect(drive).toContainText("is disabled");
    await run(page, "make me a sandwich");
    await expect(page.getByText("Not understood", { exact: true })).toBeVisible();
    await run(page, 'select "Green" from "Colour"');
    await expect(drive).toContainText("Red, Blue");
  });

  test("older activity is loaded, and what is new comes first", async ({ page, perch }) => {
    // More than a page of activity takes more than a hundred calls, one after the other.
    test.slow();
    const sessionId = page.url().split("/").at(-1);
    for (let done = 0; done < 105; done += 1) await callApi(page, perch.origin, "browser.evaluate", { sessionId, expression: "1" });
    await page.reload();
    const activity = page.getByRole("list", { name: "Activity" });
    await expect(activity.getByRole("listitem")).toHaveCount(100);
    await expect(activity).not.toContainText("Session created");
    await page.getByRole("button", { name: "Load older" }).click();
    await expect(activity).toContainText("Session created");
    await expect(page.getByRole("button", { name: "Load older" })).toHaveCount(0);
    await run(page, 'check "Gift wrap"');
    await expect(activity.getByRole("listitem").first()).toContainText("Gift wrap");
    await expect(activity).toContainText("Session created");
    await expect(page.getByRole("tab", { name: "Connect" })).toBeVisible();
  });
});

const mode = (page: Page, name: "Act" | "Observe" | "Extract"): Promise<void> => page.getByRole("button", { name, exact: true }).click();

async function run(page: Page, instruction: string): Promise<void> {
  await page.getByLabel("Instruction").fill(instruction);
  await page.getByRole("button", { name: "Run" }).click();
}

async function extract(page: Page, schema: object): Promise<void> {
  await page.getByLabel("JSON Schema").fill(JSON.stringify(schema));
  await run(page, "");
}
