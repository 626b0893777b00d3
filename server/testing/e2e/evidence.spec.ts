import { readFile } from "node:fs/promises";
import { expect as expectSoon } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

/** Pictures are compared and reports printed by processes that start for it: slow where many do. */
const expect = expectSoon.configure({ timeout: 30_000 });

test("two actions are seen in pictures, compared, redacted, and leave as a PDF that is known again", async ({ page, perch, shop }) => {
  test.slow();
  const { sessionId } = await callApi<{ sessionId: string }>(page, perch.origin, "browser.createSession", { name: "Order 42", evidence: "both" });
  const call = (path: string, input: object) => callApi<{ success: boolean }>(page, perch.origin, `browser.${path}`, { sessionId, ...input });
  await call("navigate", { url: shop.url });
  await page.goto(`/sessions/${sessionId}?panel=evidence`);
  expect((await call("act", { instruction: 'type "Zoe" into Customer' })).success).toBe(true);
  expect((await call("act", { instruction: "click Save order" })).success).toBe(true);
  expect((await call("act", { instruction: 'click "Refund all"', timeoutMs: 10_000 })).success).toBe(false);

  // Beside the session pictures appear by themselves; a failure says so in words.
  const panel = page.getByRole("tabpanel", { name: "Evidence" });
  await expect(panel.getByRole("button", { name: /After: Act: click Save order/ })).toBeVisible();
  await expect(panel.getByRole("listitem").filter({ hasText: "Refund all" })).toContainText("Failed");
  await panel.getByRole("link", { name: "Show all" }).click();
  await expect(page.getByRole("heading", { name: "Evidence of Order 42" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Before: Act: click Save order/ })).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  // Large, and larger.
  await page.getByRole("button", { name: /After: Act: click Save order/ }).click();
  const lightbox = page.getByRole("dialog");
  await expect(lightbox.getByRole("img", { name: "After: Act: click Save order" })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("2");
  await expect(lightbox.getByLabel("Zoom", { exact: true }).last()).toHaveText("200%");
  await expect.poll(async () => (await lightbox.getByRole("img", { name: "After: Act: click Save order" }).boundingBox())?.width).toBe(2560);
  await page.keyboard.press("0");

  await lightbox.getByRole("button", { name: "Compare" }).click();
  await lightbox.getByRole("button", { name: "Differences" }).click();
  await expect(lightbox.getByRole("status")).toHaveText(/^\d+\.\d\d% of the picture differs, in \d+ areas?\.$/);
  await lightbox.getByRole("button", { name: "Slider" }).click();
  await lightbox.getByRole("slider").press("ArrowRight");
  await expect(lightbox.getByRole("slider")).toHaveAttribute("aria-valuetext", "51%");
  await lightbox.getByRole("button", { name: "Stop comparing" }).click();

  // Drawn by mouse, moved by keyboard, named, and listed.
  await lightbox.getByRole("button", { name: "Redact", exact: true }).click();
  const layer = lightbox.locator("[data-redact-layer]");
  const place = await layer.boundingBox();
  if (place === null) throw new Error("The picture to redact is not shown.");
  await page.mouse.move(place.x + place.width * 0.1, place.y + place.height * 0.1);
  await page.mouse.down();
  await page.mouse.move(place.x + place.width * 0.4, place.y + place.height * 0.3, { steps: 4 });
  await page.mouse.up();
  const area = lightbox.getByRole("button", { name: /^Area to redact/ });
  const drawn = (await area.getAttribute("aria-label")) ?? "";
  await area.press("Shift+ArrowRight");
  await expect(area).not.toHaveAttribute("aria-label", drawn);
  await lightbox.getByLabel("Reason").fill("Customer's name");
  expect(await barriers(page)).toEqual([]);
  await lightbox.getByRole("button", { name: "Redact", exact: true }).click();
  await expect(lightbox.getByRole("list", { name: "Redacted areas" })).toContainText("Customer's name");
  await page.keyboard.press("Escape");
  await expect(lightbox).toBeHidden();
  await expect(page.getByText("1 redacted").first()).toBeVisible();

  await page.getByRole("button", { name: "Export evidence" }).click();
  await page.getByLabel("Title").fill("Order 42 was saved");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export PDF" }).click()]);
  expect(download.suggestedFilename()).toBe(`evidence-${sessionId}.pdf`);
  const file = await readFile(await download.path());
  expect(file.subarray(0, 5).toString()).toBe("%PDF-");
  await expect(page.getByText(/^SHA-256 [0-9a-f]{64}$/)).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("table", { name: "Exports" })).toContainText("1 redacted");

  await page.getByRole("button", { name: "Verify a file" }).click();
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "report.pdf", mimeType: "application/pdf", buffer: file });
  await expect(page.getByText("The file is unchanged")).toBeVisible();
  await page
    .getByLabel("File", { exact: true })
    .setInputFiles({ name: "other.pdf", mimeType: "application/pdf", buffer: Buffer.concat([file, Buffer.from(" ")]) });
  await expect(page.getByText("Not from here")).toBeVisible();
});
