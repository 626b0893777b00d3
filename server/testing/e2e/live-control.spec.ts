import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

/** A page that tells what was done to it. */
const PAGE = `<!doctype html><meta charset=utf-8><title>Steps</title><body style="margin:0;font:16px sans-serif"><script>log=[]</script>
<input id=box aria-label=Box autofocus style="position:absolute;left:20px;top:20px;width:600px;height:60px;font-size:30px">
<button style="position:absolute;left:20px;top:120px;height:60px;width:200px" onclick="log.push('one')">One</button>
<button style="position:absolute;left:20px;top:220px;height:60px;width:200px" onclick="log.push('two')">Two</button>
<button style="position:absolute;left:20px;top:420px;height:60px;width:200px" onclick="log.push('by hand')">By hand</button>
<div style="position:absolute;left:320px;top:120px;width:300px;height:300px;background:#eee" ondragover="event.preventDefault()"
  ondrop="event.preventDefault();for(const f of event.dataTransfer.files)f.text().then(t=>log.push(f.name+': '+t))">Drop here</div>`;
/** So many steps that a person comes while the act is under way, however slow the machine is. */
const ROUNDS = 12;
const HELD_FOR_MS = 1_500;
const CONNECTED_LIMIT_MS = 60_000;

test.describe.configure({ timeout: 180_000 });

let site: Server;
let siteUrl: string;
test.beforeAll(async () => {
  site = createServer((_req, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
});
test.afterAll(async () => {
  site?.closeAllConnections();
  await new Promise((resolve) => (site ? site.close(resolve) : resolve(null)));
});

let sessionId: string;
test.beforeEach(async ({ page, perch }, { title }) => {
  const created = await callApi<{ sessionId: string }>(page, perch.origin, "browser.createSession", { name: title.slice(0, 60) });
  sessionId = created.sessionId;
  await callApi(page, perch.origin, "browser.navigate", { sessionId, url: siteUrl });
  await page.goto(`/sessions/${sessionId}`);
  await expect(picture(page)).toBeVisible({ timeout: CONNECTED_LIMIT_MS });
});

const picture = (page: Page) => page.getByRole("img", { name: "Live picture of the browser tab" });

/** What the remote page has for an expression. Asked as whoever is signed in, whose calls pass while they have taken over. */
async function remote<T>(page: Page, origin: string, expression: string): Promise<T> {
  return (await callApi<{ value: T }>(page, origin, "browser.evaluate", { sessionId, expression })).value;
}

/** Clicks a place of the remote page on its picture. */
async function clickAt(page: Page, x: number, y: number): Promise<void> {
  const box = await picture(page).boundingBox();
  if (box === null) throw new Error("The picture has no place.");
  const scale = Math.min(box.width / 1280, box.height / 720);
  const [left, top] = [(box.width - 1280 * scale) / 2, (box.height - 720 * scale) / 2];
  await picture(page).click({ position: { x: left + x * scale, y: top + y * scale }, force: true });
}

test("a person takes over from a running act, acts, and gives back; the act goes on, and the timeline tells it", async ({ page, perch }) => {
  const instruction = Array.from({ length: ROUNDS }, () => "click One, click Two").join(", ");
  const act = callApi<{ success: boolean }>(page, perch.origin, "browser.act", { sessionId, instruction, timeoutMs: 120_000 });
  await page.getByRole("button", { name: "Take over" }).click();
  await expect(page.getByText("You have taken over.")).toBeVisible();
  const before = await remote<string[]>(page, perch.origin, "log");
  expect(before.length).toBeLessThan(2 * ROUNDS);
  await clickAt(page, 120, 450);
  await expect.poll(() => remote(page, perch.origin, "log")).toEqual([...before, "by hand"]);
  expect(await barriers(page)).toEqual([]);
  const since = Date.now();
  await expect.poll(() => Date.now() - since).toBeGreaterThan(HELD_FOR_MS);
  expect(await remote(page, perch.origin, "log")).toEqual([...before, "by hand"]);
  await page.getByRole("button", { name: "Give back" }).click();
  expect(await act).toMatchObject({ success: true });
  const done = await remote<string[]>(page, perch.origin, "log");
  expect(done.filter((entry) => entry !== "by hand")).toEqual(Array.from({ length: ROUNDS }, () => ["one", "two"]).flat());
  const timeline = page.getByRole("list", { name: "Activity" });
  await expect(timeline).toContainText("Taken over from automation");
  await expect(timeline).toContainText("It was given back.");
});

test("Japanese is composed by an input method, text is pasted, and what is copied there is on the viewer's clipboard", async ({ page, perch, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await clickAt(page, 300, 50);
  await expect(page.getByLabel("Keyboard of the remote page")).toBeFocused();
  const own = await context.newCDPSession(page);
  for (const text of ["に", "にほ", "にほんご"]) await own.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  // The page shows what is being composed, before anything is chosen.
  await expect.poll(() => remote(page, perch.origin, "box.value")).toBe("にほんご");
  await own.send("Input.insertText", { text: "日本語" });
  await expect.poll(() => remote(page, perch.origin, "box.value")).toBe("日本語");
  await page.evaluate(() => navigator.clipboard.writeText(" を貼る"));
  await page.keyboard.press("Control+v");
  await expect.poll(() => remote(page, perch.origin, "box.value")).toBe("日本語 を貼る");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect(page.getByText("Copied to your clipboard.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("日本語 を貼る");
  await page.keyboard.press("Shift+Escape");
  await expect(page.getByLabel("Keyboard of the remote page")).not.toBeFocused();
});

test("of two viewers one has control: the other asks for it and gets it", async ({ page, context }) => {
  const other = await context.newPage();
  await other.goto(`/sessions/${sessionId}`);
  await expect(picture(other)).toBeVisible({ timeout: CONNECTED_LIMIT_MS });
  await clickAt(page, 300, 50);
  await expect(other.getByText("You have control in another window")).toBeVisible();
  expect(await barriers(other)).toEqual([]);
  // The same person may take it at once, and need not ask.
  await other.getByRole("button", { name: "Take control" }).click();
  await expect(other.getByText("You have control", { exact: true })).toBeVisible();
  await expect(page.getByText("You have control in another window")).toBeVisible();
  await other.getByLabel("Hand control over to").selectOption({ index: 1 });
  await expect(page.getByText("You have control now.")).toBeVisible();
  await page.getByRole("button", { name: "Control settings and keys" }).click();
  await expect(page.getByRole("switch", { name: "Fit the page to this view" })).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await other.close();
});

test("files from the viewer's machine are dropped where they are dropped on the picture", async ({ page, perch }) => {
  await clickAt(page, 300, 50);
  const box = await picture(page).boundingBox();
  if (box === null) throw new Error("The picture has no place.");
  const [clientX, clientY] = [box.x + (box.width * 470) / 1280, box.y + (box.height * 270) / 720];
  const dataTransfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["from afar"], "notes.txt", { type: "text/plain" }));
    return data;
  });
  for (const type of ["dragover", "drop"]) await picture(page).dispatchEvent(type, { dataTransfer, clientX, clientY });
  await expect(page.getByText("The file was dropped on the page.")).toBeVisible();
  await expect.poll(() => remote(page, perch.origin, "log")).toEqual(["notes.txt: from afar"]);
});
