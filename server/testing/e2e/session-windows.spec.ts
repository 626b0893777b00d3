import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

const SEEN = { timeout: 60_000 };
const PANELS = ["Activity", "Agent", "Evidence", "Logs", "Network", "Metrics", "Details", "Connect"];

test.describe.configure({ timeout: 240_000 });

const startSession = (page: Page, origin: string) => callApi<{ sessionId: string }>(page, origin, "browser.createSession", { name: "In windows" });
const picture = (page: Page) => page.getByRole("img", { name: "Live picture of the browser tab" });

test("every panel of a session is in sight, on wide screens and on narrow ones", async ({ page, perch }) => {
  const { sessionId } = await startSession(page, perch.origin);
  await page.goto(`/sessions/${sessionId}`);
  const panels = page.getByRole("tablist", { name: "About the session" });
  for (const width of [1440, 1280, 1024, 768, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(panels.getByRole("tab")).toHaveText(PANELS);
    const isAllInside = await panels.evaluate((list) => {
      const inside = list.getBoundingClientRect();
      return [...list.children].every((tab) => {
        const { left, right } = tab.getBoundingClientRect();
        return left >= inside.left && right <= inside.right && tab.scrollWidth <= tab.clientWidth;
      });
    });
    expect([width, isAllInside]).toEqual([width, true]);
  }
  await panels.getByRole("tab", { name: "Activity" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(panels.getByRole("tab", { name: "Connect" })).toHaveAttribute("aria-selected", "true");
  expect(await barriers(page)).toEqual([]);
  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
});

test("a session is watched in a small window, and its tab is opened in DevTools", async ({ page, perch }) => {
  const { sessionId } = await startSession(page, perch.origin);
  // An ordinary window, as in browsers that have none that stays on top.
  await page.addInitScript(() => Object.defineProperty(window, "documentPictureInPicture", { value: undefined }));
  await page.goto(`/sessions/${sessionId}`);
  await expect(picture(page)).toBeVisible(SEEN);
  const small = page.waitForEvent("popup", SEEN);
  await page.getByRole("button", { name: "Watch in a small window" }).click();
  await expect(picture(await small)).toBeVisible(SEEN);
  expect(await barriers(await small)).toEqual([]);
  await (await small).close();

  const tools = page.waitForEvent("popup", SEEN);
  await page.getByRole("button", { name: "Open DevTools on this tab" }).click();
  await expect.poll(async () => (await tools).url(), SEEN).toContain("/devtools/");
  await (await tools).close();
  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
});
