import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, type Page } from "@playwright/test";
import { PROMPT_PAGES } from "../prompt-pages.ts";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

/** The live page's viewport, as sessions have it unless told. */
const VIEWPORT = { width: 1280, height: 720 };
/** A session of a loaded machine comes late. */
const FIRST_PICTURE_LIMIT_MS = 45_000;

let site: Server | undefined;
let origin: string;
let sessionId: string;

// A test starts a session, and a loaded machine takes its time for one.
test.setTimeout(120_000);
test.beforeAll(async () => {
  const server = createServer((req, res) => {
    if (req.url === "/report.csv") res.writeHead(200, { "content-type": "text/csv", "content-disposition": "attachment; filename=report.csv" }).end("a,b\n");
    else res.writeHead(200, { "content-type": "text/html" }).end(PROMPT_PAGES[req.url ?? ""]?.(origin.replace("localhost", "127.0.0.1")) ?? "");
  });
  site = server;
  await once(server.listen(0), "listening");
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
test.afterEach(async ({ page, perch }) => {
  await callApi(page, perch.origin, "browser.terminateSession", { sessionId });
});
test.afterAll(async () => {
  site?.closeAllConnections();
  site?.close();
  if (site) await once(site, "close");
});

/** A session that shows one of the pages, in the dashboard. */
async function show(page: Page, server: string, path: string): Promise<void> {
  ({ sessionId } = await callApi<{ sessionId: string }>(page, server, "browser.createSession", { name: `Prompts ${path}` }));
  await callApi(page, server, "browser.navigate", { sessionId, url: `${origin}${path}` });
  await page.goto(`/sessions/${sessionId}`);
  await expect(picture(page)).toBeVisible({ timeout: FIRST_PICTURE_LIMIT_MS });
}

const picture = (page: Page) => page.getByRole("img", { name: "Live picture of the browser tab" });
const view = (page: Page) => page.getByRole("region", { name: "Live view" });

/** Clicks a place of the remote page on its picture. */
async function clickAt(page: Page, x: number, y: number): Promise<void> {
  const box = await picture(page).boundingBox();
  if (box === null) throw new Error("The picture has no place.");
  const scale = Math.min(box.width / VIEWPORT.width, box.height / VIEWPORT.height);
  const [left, top] = [(box.width - VIEWPORT.width * scale) / 2, (box.height - VIEWPORT.height * scale) / 2];
  await picture(page).click({ position: { x: left + x * scale, y: top + y * scale }, force: true });
}

/** What the remote page has for an expression. */
async function remote(page: Page, server: string, expression: string): Promise<unknown> {
  return (await callApi<{ value: unknown }>(page, server, "browser.evaluate", { sessionId, expression })).value;
}

test("a dialog of the page is answered in the live view, by mouse and by keyboard", async ({ page, perch }) => {
  await show(page, perch.origin, "/dialogs");
  await clickAt(page, 40, 20);
  const dialog = view(page).getByRole("alertdialog", { name: `${origin} says` });
  await expect(dialog).toContainText("Delete it?");
  expect(await barriers(page)).toEqual([]);
  await dialog.getByRole("button", { name: "OK" }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => remote(page, perch.origin, "document.title")).toBe("confirmed true");
  await clickAt(page, 40, 60);
  // The field has the focus and its text is selected, as in a browser's own.
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Grace");
  await page.keyboard.press("Enter");
  await expect.poll(() => remote(page, perch.origin, "document.title")).toBe("name Grace");
  await clickAt(page, 40, 20);
  await expect(dialog).toContainText("Delete it?");
  await page.keyboard.press("Escape");
  await expect.poll(() => remote(page, perch.origin, "document.title")).toBe("confirmed false");
  await page.reload();
  await expect(page.getByText(`question of ${origin}: accepted`)).toBeVisible();
});

test("a file of one's own machine is given to the page's file chooser, and what is downloaded can be saved", async ({ page, perch }) => {
  await show(page, perch.origin, "/files");
  await clickAt(page, 60, 20);
  const card = view(page).getByRole("alertdialog", { name: `${origin} asks for a file` });
  await expect(card).toBeVisible();
  expect(await barriers(page)).toEqual([]);
  await card.getByLabel("Files of your machine").setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("written at home") });
  await expect(card).toHaveCount(0);
  await expect.poll(() => remote(page, perch.origin, "document.title")).toBe("notes.txt: written at home");
  await clickAt(page, 60, 100);
  const downloads = view(page).getByRole("list", { name: "Downloads of the session" });
  await expect(downloads).toContainText("report.csv");
  const saved = page.waitForEvent("download");
  await downloads.getByRole("link", { name: "Save" }).click();
  expect((await saved).suggestedFilename()).toBe("report.csv");
  await downloads.getByRole("button", { name: "Hide report.csv" }).click();
  await expect(downloads).toHaveCount(0);
});

test("the list of a select opens over the picture, and its keys choose", async ({ page, perch }) => {
  await show(page, perch.origin, "/lists");
  await clickAt(page, 120, 40);
  const list = view(page).getByRole("listbox", { name: "Fruit" });
  await expect(list).toBeFocused();
  await expect(list.getByRole("option", { name: "Durian" })).toHaveAttribute("aria-disabled", "true");
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(list).toHaveCount(0);
  await expect.poll(() => remote(page, perch.origin, "document.title")).toBe("input:pear change:pear");
  // In a frame of another site, by the mouse.
  await clickAt(page, 340, 122);
  const framed = view(page).getByRole("listbox");
  await framed.getByRole("option", { name: "three" }).click();
  await expect.poll(() => remote(page, perch.origin, "window.heard")).toBe("three");
  // Escape closes it and chooses nothing.
  await clickAt(page, 120, 40);
  await expect(list).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
  expect(await remote(page, perch.origin, "fruit.value")).toBe("pear");
});
