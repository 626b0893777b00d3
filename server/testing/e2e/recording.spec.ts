import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";
import { servePage } from "./serve-page.ts";

const PAGE = `<!doctype html><html lang="en"><title>Notes</title><body style="font-family:sans-serif;margin:24px">
<h1>Notes</h1><ul id="list"></ul><button onclick="add()">Add a note</button>
<script>let n = 0; function add() { n += 1; const item = document.createElement("li"); item.textContent = "Note " + n; list.append(item); console.log("added note " + n); }</script>`;

const RECORDED_LIMIT_MS = 30_000;
type Recording = { recording: boolean; events: number; frames: number; durationMs: number };

/** What stands in the rebuilt page. Its frame is closed to the reader's hands and eyes, not to the document around it. */
const rebuiltText = (page: Page) => page.getByRole("img", { name: "The page, rebuilt" }).locator("iframe").contentFrame().locator("body");
const position = (page: Page) => page.getByRole("slider", { name: "Position" });
const playedMs = async (page: Page): Promise<number> => Number(await position(page).inputValue());

test("a recorded session is played by its actions and tabs, skips what is idle, and is taken away as a video", async ({ page, perch, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // A browser is started, and pictures are made and packed.
  test.slow();
  const site = await servePage(PAGE);
  const { sessionId } = await callApi<{ sessionId: string }>(page, perch.origin, "browser.createSession", { name: "Taking notes", recordSession: true });
  const recorded = async (): Promise<Recording> => (await page.request.get(`${perch.origin}/api/recordings/${sessionId}`)).json();
  const act = (instruction: string) => callApi(page, perch.origin, "browser.act", { sessionId, instruction });
  await callApi(page, perch.origin, "browser.navigate", { sessionId, url: site.url });
  await act("click Add a note");
  await act("click Add a note");
  await callApi(page, perch.origin, "browser.openTab", {
    sessionId,
    url: `data:text/html,${encodeURIComponent("<title>Other</title><h1>The other tab</h1>")}`,
  });
  await expect.poll(async () => (await recorded()).events, { timeout: RECORDED_LIMIT_MS }).toBeGreaterThan(6);
  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
  await expect.poll(async () => (await recorded()).recording, { timeout: RECORDED_LIMIT_MS }).toBe(false);

  await page.goto(`/sessions/${sessionId}`);
  await page.getByRole("link", { name: "Play the recording" }).click();
  await expect(page.getByRole("heading", { name: "Taking notes" })).toBeVisible();
  const actions = page.getByRole("list", { name: "Actions" });
  await expect(actions.getByRole("listitem").filter({ hasText: "click Add a note" })).toHaveCount(2);
  expect(await barriers(page)).toEqual([]);

  // The page of the second click's beginning has the first note; at the end of the first tab's time it has both.
  await actions.getByRole("button").filter({ hasText: "click Add a note" }).nth(1).click();
  await expect(rebuiltText(page)).toContainText("Note 1");
  await expect(rebuiltText(page)).not.toContainText("Note 2");
  const first = page.getByRole("button", { name: "Show only Notes" });
  await first.click();
  await expect(first).toHaveAttribute("aria-pressed", "true");
  await position(page).press("End");
  await expect(rebuiltText(page)).toContainText("Note 2");
  await first.click();
  await expect(rebuiltText(page)).toContainText("The other tab");
  await position(page).press("Home");
  await expect.poll(() => playedMs(page)).toBe(0);
  await page.getByRole("tab", { name: "Console" }).click();
  await expect(page.getByText("added note 1")).toHaveCount(0);
  await position(page).press("End");
  await expect(page.getByText("added note 2")).toBeVisible();

  // A link to the moment leads back to it, and keys do what their list says.
  await page.keyboard.press("?");
  await expect(page.getByText("copy a link to this moment")).toBeVisible();
  await page.keyboard.press("Escape");
  await position(page).press("Home");
  await page.keyboard.press("]");
  await page.keyboard.press("]");
  const soughtMs = await playedMs(page);
  expect(soughtMs).toBeGreaterThan(0);
  await page.keyboard.press("c");
  await expect(page.getByText(/^The link to \d+:\d\d is copied\.$/)).toBeVisible();
  await page.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await expect.poll(() => playedMs(page), { timeout: RECORDED_LIMIT_MS }).toBe(Math.floor(soughtMs / 100) * 100);
  await page.getByRole("button", { name: "Full screen (F)" }).click();
  await expect(page.getByRole("button", { name: "Leave full screen (F)" })).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("button", { name: "Full screen (F)" })).toBeVisible();

  await page.getByRole("button", { name: "Skip idle" }).click();
  await page.getByLabel("Speed").selectOption("8");
  await position(page).press("Home");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const { durationMs } = await recorded();
  await expect.poll(() => playedMs(page), { timeout: RECORDED_LIMIT_MS }).toBe(durationMs);

  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("radio", { name: "WebM video" }).check({ force: true });
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click({ timeout: RECORDED_LIMIT_MS });
  const file = await readFile(await (await saving).path());
  // The first bytes of every WebM file (EBML).
  expect(file.subarray(0, 4).toString("hex")).toBe("1a45dfa3");
  expect(await barriers(page)).toEqual([]);

  await page.goto("/recordings");
  await page.getByRole("link", { name: "Play Taking notes" }).click();
  await expect(page.getByRole("region", { name: "Recording" })).toBeVisible();
  await site.stop();
});
