import { expect, type Locator, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { test } from "./fixtures.ts";

const LIVE_LIMIT_MS = 20_000;

test("the main path: create, watch, drive, read and end a session", async ({ page, site }) => {
  await page.goto("/sessions");
  await page.getByRole("button", { name: "New session" }).click();
  await page.getByLabel("Name").fill("Main path");
  await page.getByLabel("Width").fill("100");
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Use a whole number from 320 to 3840.")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Main path");
  await page.getByRole("button", { name: "Tablet" }).click();
  await page.getByLabel("First page").fill(site.url);
  await page.getByRole("button", { name: "Create session" }).click();

  await expect(page.getByRole("heading", { name: "Main path" })).toBeVisible();
  const canvas = page.getByRole("img", { name: "Live picture of the browser tab" });
  await expect(canvas).toBeVisible({ timeout: LIVE_LIMIT_MS });
  await expect(page.getByLabel("Address")).toHaveValue(site.url);
  expect(nearlyRed(await middlePixel(canvas))).toBe(false);

  await drive(page, 'click "Paint it red"');
  await expect(page.getByText("Done", { exact: true })).toBeVisible();
  await expect.poll(() => middlePixel(canvas).then(nearlyRed), { timeout: LIVE_LIMIT_MS }).toBe(true);
  await expect(page.getByRole("list", { name: "Activity" })).toContainText("Paint it red");

  await page.getByRole("button", { name: "Observe" }).click();
  await drive(page, "");
  await expect(page.getByRole("button", { name: "Click Paint it red" })).toBeVisible();

  await page.getByRole("button", { name: "Extract" }).click();
  await drive(page, "");
  await expect(page.getByText('"heading": "Paint shop"')).toBeVisible();

  await page.getByRole("button", { name: "Open a tab" }).click();
  await expect(page.getByRole("list", { name: "Browser tabs" }).getByRole("listitem")).toHaveCount(2);

  await page.getByRole("button", { name: "Terminate" }).click();
  await page.getByRole("button", { name: "Terminate session" }).click();
  await expect(page.getByText("Session ended").first()).toBeVisible();
  await expect(page.getByText("Someone ended it.")).toBeVisible();
});

test("a session is created and ended by keyboard alone", async ({ page }) => {
  await page.goto("/sessions");
  await expect(page.getByRole("button", { name: "New session" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("new session");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "By keyboard" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Terminate" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Terminate session" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Someone ended it.")).toBeVisible();
});

test("filters and the view are held in the address", async ({ page }) => {
  await page.goto("/sessions");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await page.getByLabel("Search sessions").fill("no such session");
  await expect(page.getByText("No session fits these filters")).toBeVisible();
  await expect(page).toHaveURL(/search=no/);
  await page.reload();
  await expect(page.getByLabel("Search sessions")).toHaveValue("no such session");
});

test("a link works once, and without a login there is only the way in", async ({ browser, perch }) => {
  const stranger = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await stranger.newPage();
  await page.goto(perch.loginUrl);
  await expect(page.getByText("You are not signed in")).toBeVisible();
  await page.goto(`${perch.origin}/audit`);
  await expect(page).toHaveURL(/\/login\?next=%2Faudit/);
  await stranger.close();
});

for (const theme of ["light", "dark", "contrast"]) {
  for (const path of [
    "/sessions",
    "/sessions?view=table",
    "/sessions?create=true",
    "/status",
    "/cache",
    "/audit",
    "/settings",
    "/help",
    "/login",
    "/invite/unknown",
  ]) {
    test(`axe finds nothing on ${path} in ${theme}`, async ({ page }) => {
      await page.addInitScript((chosen) => localStorage.setItem("theme", chosen), theme);
      await page.goto(path);
      await expect(page.getByRole(path.includes("create") ? "dialog" : "main")).toBeVisible();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      expect(await barriers(page)).toEqual([]);
    });
  }
}

async function drive(page: Page, instruction: string): Promise<void> {
  await page.getByLabel("Instruction").fill(instruction);
  await page.getByRole("button", { name: "Run" }).click();
}

/** Red, green and blue in the middle of the canvas, whichever way it is painted. */
function middlePixel(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    const source = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(1, 1).getContext("2d");
    copy?.drawImage(source, source.width / 2, source.height / 2, 1, 1, 0, 0, 1, 1);
    return [...(copy?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])];
  });
}

/** The picture is a JPEG: its red is not exact. */
const nearlyRed = ([red = 0, green = 255, blue = 255]: number[]): boolean => red > 230 && green < 40 && blue < 40;

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const limit = 60;
  for (let pressed = 0; pressed < limit; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Not reached with ${limit} presses of Tab.`);
}
