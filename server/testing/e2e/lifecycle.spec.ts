import { chromium, expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

// A server that is soon full.
test.use({ settings: { SESSION_MAX_CONCURRENT: "2", POOL_SIZE: "1" } });

const LIVE_LIMIT_MS = 30_000;
/** Longer than the last warning's lead by so little that the warning comes at once. */
const SOON_OVER_MS = 123_000;

type Made = { sessionId: string };

test.beforeEach(async ({ page, perch }) => {
  await callApi(page, perch.origin, "browser.terminateAllSessions", {});
});

test("a full server offers what to end, or to wait; the place that becomes free is taken by itself", async ({ page, perch }) => {
  // Four browsers are started one after the other.
  test.slow();
  const first = await create(page, perch.origin, { name: "Runs first" });
  await create(page, perch.origin, { name: "Runs second" });
  await page.goto("/sessions?create=true");
  await page.getByLabel("Name").fill("Wants in");
  await page.getByRole("button", { name: "Create session" }).click();
  const closable = page.getByRole("list", { name: "Sessions that could be ended" });
  await expect(closable.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByText("This server runs at most 2 sessions at once.", { exact: false })).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  await page.getByRole("button", { name: "Wait in the queue instead" }).click();
  await expect(page.getByText("Next in the queue")).toBeVisible();
  await expect(page.getByText("Waiting since", { exact: false })).toBeVisible();
  expect(await barriers(page)).toEqual([]);

  const later = await create(page, perch.origin, { name: "Comes later", queue: true });
  const list = await page.context().newPage();
  await list.goto("/sessions?status=queued");
  await expect(list.getByText("2nd in the queue")).toBeVisible();
  expect(await barriers(list)).toEqual([]);

  await callApi(page, perch.origin, "browser.terminateSession", { sessionId: first.sessionId });
  await expect(livePicture(page)).toBeVisible({ timeout: LIVE_LIMIT_MS });
  await expect(page.getByRole("heading", { name: "Wants in" })).toBeVisible();

  await list.goto(`/sessions/${later.sessionId}`);
  await expect(list.getByText("Next in the queue")).toBeVisible();
  await list.getByRole("button", { name: "Cancel" }).click();
  await expect(list.getByText("Taken out of the queue")).toBeVisible();
  await expect(list.getByRole("heading", { name: "Session ended" })).toBeVisible();
  await list.close();
});

test("a session that is in the way is ended where its place is wanted", async ({ page, perch }) => {
  await create(page, perch.origin, { name: "In the way" });
  await create(page, perch.origin, { name: "Stays" });
  await page.goto("/sessions?create=true");
  await page.getByLabel("Name").fill("Takes its place");
  await page.getByRole("button", { name: "Create session" }).click();
  await page.getByRole("button", { name: "End In the way" }).click();
  await expect(page.getByText("A place is free now")).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Takes its place" })).toBeVisible();
  await expect(livePicture(page)).toBeVisible({ timeout: LIVE_LIMIT_MS });
});

test("a session that ends soon says so, and is extended from its page", async ({ page, perch }) => {
  const { sessionId } = await create(page, perch.origin, { name: "Short", timeout: SOON_OVER_MS });
  await page.goto(`/sessions/${sessionId}?panel=details`);
  const warning = page.getByRole("region", { name: "Session ends soon" });
  await expect(warning).toContainText(/Ends in 1:\d\d/);
  await expect(page.getByRole("status").filter({ hasText: "ends in less than 2 minutes" })).toBeAttached();
  expect(await barriers(page)).toEqual([]);
  await warning.getByRole("button", { name: "Extend by 5 min" }).click();
  await expect(warning).toHaveCount(0);
  await expect(page.getByText(/^[56]:\d\d$/)).toBeVisible();
});

test("the list warns of one's own session, and extends it", async ({ page, perch }) => {
  await page.goto("/sessions");
  await expect(page.getByRole("button", { name: "New session" })).toBeVisible();
  await create(page, perch.origin, { name: "Watched", timeout: SOON_OVER_MS });
  const card = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "Watched" }) });
  await expect(card.getByText(/Ends in 1:\d\d/)).toBeVisible();
  await expect(page.getByText("Watched ends in 2 minutes")).toBeVisible();
  await page.getByRole("button", { name: "Extend 5 min" }).click();
  await expect(page.getByText("Watched ends in 2 minutes")).toHaveCount(0);
  await expect(card.getByText(/Ends in/)).toHaveCount(0);
});

test("an ended session shows what was seen last, and goes on in a new one", async ({ page, perch, site }) => {
  const { sessionId } = await create(page, perch.origin, { name: "Goes on", url: site.url });
  await page.goto(`/sessions/${sessionId}`);
  await expect(livePicture(page)).toBeVisible({ timeout: LIVE_LIMIT_MS });
  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
  await expect(page.getByRole("img", { name: "What the session showed last" })).toBeVisible();
  await expect(page.getByText("Someone ended it.")).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Restore session" }).click();
  await expect(livePicture(page)).toBeVisible({ timeout: LIVE_LIMIT_MS });
  expect(page.url()).not.toContain(sessionId);
  await expect(page.getByLabel("Address")).toHaveValue(site.url);
  await page.getByRole("link", { name: "Restored from an earlier session" }).click();
  await expect(page).toHaveURL(new RegExp(sessionId));
  await expect(page.getByRole("button", { name: "Restore session" })).toBeVisible();
});

test("a program connects by the address that the page keeps to itself until asked", async ({ page, perch, site, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { sessionId } = await create(page, perch.origin, { name: "Open to programs", url: site.url });
  await page.goto(`/sessions/${sessionId}`);
  await page.getByRole("button", { name: "Connect" }).click();
  await expect(page.getByRole("tab", { name: "Connect" })).toBeFocused();
  const address = page.locator("[data-address]");
  await expect(address).toContainText("token=•");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Copy the address" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Show" }).click();
  await expect(address).toHaveText(copied);
  const program = await chromium.connectOverCDP(copied);
  expect(await program.contexts()[0]?.pages()[0]?.title()).toBe("Paint");
  await program.close();
});

test("the status page tells of places and providers, and cleans up", async ({ page, perch }) => {
  await create(page, perch.origin, { name: "Takes a place" });
  await page.goto("/status");
  await expect(page.getByText("All is well")).toBeVisible();
  await expect(page.getByText("of 2", { exact: true })).toBeVisible();
  const providers = page.getByRole("region", { name: "Providers" });
  await expect(providers).toContainText("In use");
  await expect(providers).toContainText("Breaker closed");
  await expect(page.getByRole("table", { name: "Servers" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Clean up now" }).click();
  await expect(page.getByText("Nothing to clean up")).toBeVisible();
  await page.getByRole("button", { name: "Clean up my sessions" }).click();
  await expect(page.getByRole("table", { name: "Last clean-ups" }).getByText("by hand", { exact: true })).not.toHaveCount(0);
  expect(await barriers(page)).toEqual([]);
});

const create = (page: Page, origin: string, input: object): Promise<Made> => callApi<Made>(page, origin, "browser.createSession", input);

const livePicture = (page: Page) => page.getByRole("img", { name: "Live picture of the browser tab" });
