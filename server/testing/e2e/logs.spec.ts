import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";
import { startLogsSite } from "./logs-site.ts";

/** For what appears first: a busy machine takes its time to draw a page. */
const FIRST = { timeout: 60_000 };

let site: Awaited<ReturnType<typeof startLogsSite>>;
test.describe.configure({ timeout: 240_000 });
test.beforeAll(async () => {
  site = await startLogsSite();
});
test.afterAll(() => site?.stop());

const open = async (page: Page, origin: string, panel: string): Promise<string> => {
  const { sessionId } = await callApi<{ sessionId: string }>(page, origin, "browser.createSession", { url: site.url, logNetwork: "bodies" });
  await page.goto(`/sessions/${sessionId}?panel=${panel}`);
  return sessionId;
};

test("the log is searched, follows its end while one is there, and is exported", async ({ page, perch }) => {
  const sessionId = await open(page, perch.origin, "logs");
  const lines = page.getByRole("list", { name: "Logs" });
  await expect(lines).toContainText("basket {items: Array(2), total: 12.5}", FIRST);
  await expect(lines).toContainText("TypeError: price is undefined");
  await expect(lines).toContainText("main.js:2:9");
  expect(await barriers(page)).toEqual([]);

  await page.getByRole("combobox", { name: "Lowest level" }).selectOption("warning");
  await expect(lines).not.toContainText("The shop is open");
  await expect(lines).toContainText("Few are left");
  await page.getByRole("combobox", { name: "Lowest level" }).selectOption("debug");
  await page.getByRole("searchbox", { name: "Search logs" }).fill("few are");
  await expect(lines.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search logs" }).fill("");

  const write = (count: number) => callApi(page, perch.origin, "browser.evaluate", { sessionId, expression: `postMessage(${count})` });
  await write(60);
  await expect(lines.getByText("tick 60", { exact: true })).toBeAttached();
  const fromEnd = () => page.getByRole("region", { name: "Lines" }).evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
  await expect.poll(fromEnd).toBeLessThan(10);
  await lines.getByText("tick 1", { exact: true }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("button", { name: "Newest" })).toBeVisible();
  await write(5);
  await expect(lines.getByText("tick 65", { exact: true })).toBeAttached();
  expect(await fromEnd()).toBeGreaterThan(100);
  await page.getByRole("button", { name: "Newest" }).click();
  await expect.poll(fromEnd).toBeLessThan(10);

  await page.getByRole("searchbox", { name: "Search logs" }).fill("few are");
  await expect(lines.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Export logs" }).click();
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV", exact: true }).click();
  const csv = await readFile(await (await file).path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  expect(csv).toContain("Few are left");
});

test("requests are listed, told apart, opened by the keyboard, kept after the end and exported", async ({ page, perch }) => {
  const sessionId = await open(page, perch.origin, "network");
  const table = page.getByRole("table", { name: "Requests" });
  const row = (name: string) => table.getByRole("row").filter({ has: page.getByRole("button", { name }) });
  await expect(row("GET main.js")).toContainText("200", FIRST);
  await expect(row("GET stock")).toContainText("503");
  await expect(row("GET moved")).toContainText("302");
  await expect(page.getByText(/\d+ requests · .* transferred · 1 failed/)).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await page.getByRole("button", { name: "Fetch/XHR" }).click();
  await expect(row("GET main.js")).toHaveCount(0);

  await table.getByRole("button", { name: "GET moved" }).focus();
  await page.keyboard.press("Home");
  await expect(table.getByRole("button", { name: "GET cart?token=***" })).toBeFocused();
  await page.keyboard.press("Enter");
  const details = page.getByRole("dialog");
  await expect(details).toContainText("/api/cart?token=***");
  expect(await barriers(page)).toEqual([]);
  await details.getByRole("tab", { name: "Timing" }).click();
  await expect(details).toContainText("Waiting for the answer");
  await details.getByRole("tab", { name: "Response body" }).click();
  await expect(details).toContainText('"password": "***"');
  await page.keyboard.press("Escape");
  await expect(table.getByRole("button", { name: "GET cart?token=***" })).toBeFocused();
  await page.getByRole("button", { name: "All", exact: true }).click();

  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
  await page.reload();
  await expect(row("GET stock")).toContainText("503", FIRST);
  await page.getByRole("button", { name: "Export requests" }).click();
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "HAR archive" }).click();
  const har = await readFile(await (await file).path(), "utf8");
  expect(har).toContain("/api/stock");
  expect(har).not.toMatch(/abc123|planted-secret/);
});

test("messages of a WebSocket are shown without their secrets, and a request can be made again", async ({ page, perch, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, perch.origin, "network");
  const table = page.getByRole("table", { name: "Requests" });
  await expect(table.getByRole("button", { name: "GET prices" })).toBeVisible(FIRST);
  await page.getByRole("button", { name: "WS", exact: true }).click();
  await expect(table.getByRole("row")).toHaveCount(2, FIRST);
  await table.getByRole("button", { name: "GET prices" }).click();
  const details = page.getByRole("dialog");
  await details.getByRole("tab", { name: "Messages" }).click(FIRST);
  const messages = details.getByRole("list", { name: "Messages" });
  await expect(messages.getByRole("listitem")).toHaveCount(2, FIRST);
  await expect(messages).toContainText('{"follow":"cups","token":"***"}', FIRST);
  await expect(messages).toContainText('{"cups":12.5}');
  expect(await barriers(page)).toEqual([]);
  await details.getByRole("combobox", { name: "Direction" }).selectOption("received");
  await expect(messages.getByRole("listitem")).toHaveCount(1, FIRST);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("combobox", { name: "Status" }).selectOption("5");
  await expect(table.getByRole("row")).toHaveCount(2, FIRST);
  await page.getByRole("combobox", { name: "Status" }).selectOption("");
  await table.getByRole("button", { name: "GET cart?token=***" }).click();
  await details.getByRole("button", { name: "Copy as cURL" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), FIRST).toMatch(/^curl '.*\/api\/cart\?token=\*\*\*'/);
  await expect(details).toContainText("Secrets are masked");
});
