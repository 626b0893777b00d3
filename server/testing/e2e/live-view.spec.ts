import { expect, type Page } from "@playwright/test";
import { barriers } from "./barriers.ts";
import { callApi } from "./call-api.ts";
import { test } from "./fixtures.ts";

const html = (body: string): string => `data:text/html,${encodeURIComponent(body)}`;
/** Much text and something that moves: pictures that are worth making smaller. */
const BUSY = html(
  '<title>Busy</title><body style="margin:0;background:rgb(250,200,0);font:12px sans-serif;padding-top:40px"><div id=box style="position:fixed;top:300px;width:60px;height:60px;background:black"></div>' +
    "<script>for(let i=0;i<400;i+=1)document.write('<b style=\"color:hsl('+i*7+' 60% 40%)\">Word '+i+' of many</b> ');let n=0;setInterval(()=>{box.style.left=(n+=9)%900+'px'},100)</script>",
);
const CALM = html(`<title>Calm</title><body style="background:rgb(0,90,200)"><h1>A heading of the calm page</h1>`);
/** The far corner of both pages shows their background alone. */
const CORNER = { x: 1270, y: 10 };

/** The picture's colour there, and how wide the picture is in its own pixels. */
const picture = (page: Page): Promise<{ colour: string; width: number }> =>
  page.getByRole("img", { name: "Live picture of the browser tab" }).evaluate((canvas, { x, y }) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("The picture is no canvas.");
    const scale = canvas.width / 1280;
    const [red = 0, green = 0, blue = 0] = canvas.getContext("2d")?.getImageData(x * scale, y * scale, 1, 1).data ?? [];
    // JPEG changes colours a little.
    const colour = blue > 150 && red < 60 ? "blue" : red > 200 && green > 150 && blue < 60 ? "yellow" : `${red},${green},${blue}`;
    return { colour, width: canvas.width };
  }, CORNER);

/** A busy machine takes its time for a session, a page and its first picture. */
const SOON = { timeout: 45_000 };
test.describe.configure({ timeout: 240_000 });
let sessionId = "";
test.beforeEach(async ({ page, perch }) => {
  ({ sessionId } = await callApi<{ sessionId: string }>(page, perch.origin, "browser.createSession", { url: BUSY }));
  await callApi(page, perch.origin, "browser.openTab", { sessionId, url: CALM });
  await page.goto(`/sessions/${sessionId}`);
  await expect(page.getByRole("img", { name: "Live picture of the browser tab" })).toBeVisible(SOON);
});
test.afterEach(({ page, perch }) => callApi(page, perch.origin, "browser.terminateSession", { sessionId }));

test("a viewer chooses tab, quality and size of the picture, and the browser does not notice", async ({ page }) => {
  await expect.poll(() => picture(page), SOON).toEqual({ colour: "blue", width: 1280 });
  // On a machine that falls behind, automatic quality may choose less.
  await page.getByLabel("Picture quality").selectOption("high");
  await page.getByLabel("Tab in view").selectOption({ label: "Busy" });
  await expect.poll(() => picture(page), SOON).toEqual({ colour: "yellow", width: 1280 });
  const activeTab = page.getByRole("list", { name: "Browser tabs" }).locator("[aria-current=true]");
  await expect(activeTab).toHaveText("Calm", SOON);

  await page.getByLabel("Picture quality").selectOption("low");
  await expect.poll(() => picture(page), SOON).toEqual({ colour: "yellow", width: 640 });
  await page.getByLabel("Picture quality").selectOption("high");
  await expect.poll(() => picture(page), SOON).toEqual({ colour: "yellow", width: 1280 });

  const canvas = page.getByRole("img", { name: "Live picture of the browser tab" });
  const widthOf = async (): Promise<number> => Math.round((await canvas.boundingBox())?.width ?? 0);
  await page.getByLabel("Zoom", { exact: true }).selectOption("1");
  await expect.poll(widthOf, SOON).toBe(1280);
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(widthOf, SOON).toBe(1600);
  await page.getByLabel("Zoom", { exact: true }).selectOption("fit");
  await expect.poll(widthOf, SOON).toBeLessThan(1280);

  await page.getByLabel("Tab in view").selectOption({ label: "Active tab" });
  await expect.poll(async () => (await picture(page)).colour, SOON).toBe("blue");
});

test("DevTools opens on a tab and shows what is in it", async ({ page }) => {
  await page.getByRole("button", { name: "Connect" }).click();
  const [devtools] = await Promise.all([page.waitForEvent("popup", SOON), page.getByRole("link", { name: "Open DevTools: Calm" }).click(SOON)]);
  await expect(devtools.getByText("A heading of the calm page")).toBeVisible(SOON);
  await devtools.close();
});
