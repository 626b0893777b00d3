import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { delay } from "../core/time.ts";
import { startRunningSession } from "../testing/running-session.ts";
import type { Page } from "./page.ts";

const LIMIT_MS = 8_000;
const signal = AbortSignal.timeout(120_000);

/** Each page has one button; what it brings about ends with `done` in the title. */
const button = (onclick: string, more = ""): string => `<!doctype html><title>-</title><button id=b onclick="${onclick}">Go</button><p id=p></p>${more}`;
const DONE = "document.title = 'done'";
const PAGES: Record<string, string> = {
  "/immediate": button(DONE),
  "/fetch": button(`p.textContent = 'loading'; fetch('/slow?400').then((r) => r.text()).then((t) => { p.textContent = t; ${DONE} })`),
  "/two-fetches": button(`fetch('/slow?150').then(() => fetch('/slow?150')).then(() => { ${DONE} })`),
  "/timer": button(`setTimeout(() => { ${DONE} }, 80)`),
  "/timers": button(`setTimeout(() => { p.textContent = 1; setTimeout(() => { p.textContent = 2; requestAnimationFrame(() => { ${DONE} }) }, 15) }, 50)`),
  "/route": button(
    `history.pushState({}, '', '/route/next'); Promise.resolve().then(() => { document.querySelector('p').innerHTML = '<h1>Next</h1>'; ${DONE} })`,
  ),
  "/leave": button(`location.href = '/arrived'`),
  "/arrived": "<title>done</title><h1>Arrived</h1>",
  "/animation": button(
    `p.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 300 }).onfinish = () => { ${DONE} }`,
    "<style>@keyframes turn { to { rotate: 360deg } } i { animation: turn 1s infinite }</style><i>decoration</i>",
  ),
  "/ticker": button(DONE, "<b id=t></b><script>let n = 0; setInterval(() => { t.textContent = n++ }, 20)</script>"),
  "/poll": button(DONE, "<script>(function poll() { fetch('/slow?20000').finally(poll) })()</script>"),
  "/still": button(""),
  "/frame": `<title>-</title><iframe srcdoc="<button id=b onclick=&quot;setTimeout(() => { this.textContent = 'x'; parent.document.title = 'done' }, 60)&quot;>In</button>"></iframe>`,
};

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;
let page: Page;

beforeAll(async () => {
  server = createServer((req, res) => {
    const [path = "", query = ""] = (req.url ?? "").split("?");
    if (path === "/slow") setTimeout(() => res.end("answer"), Number(query));
    else res.writeHead(200, { "content-type": "text/html" }).end(PAGES[path] ?? "");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
  page = run.page;
}, 90_000);
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

const open = (path: string) => page.navigate(base + path, { waitUntil: "load", timeoutMs: 10_000, signal });
const title = async (): Promise<unknown> => (await page.evaluate("document.title", { signal })).value;
const took = async (work: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};
async function click(): Promise<void> {
  const frameId = page.frames().at(-1)?.frameId ?? page.mainFrameId;
  const element = await page.query("#b", { frameId });
  if (!element) throw new Error("There is no button.");
  await element.click({ signal });
}

test.each(["immediate", "fetch", "two-fetches", "timer", "timers", "route", "leave", "animation", "ticker", "poll", "frame"])(
  "what a click brings about has come when it has settled: %s",
  async (name) => {
    await open(`/${name}`);
    await page.settle({ limitMs: LIMIT_MS, signal });
    await click();
    const tookMs = await took(() => page.settle({ effects: true, limitMs: LIMIT_MS, signal }));
    expect(await title()).toBe("done");
    expect(tookMs).toBeLessThan(LIMIT_MS - 1_000);
  },
);

test("a page that has rested for long is not waited for", async () => {
  await open("/still");
  await delay(400, signal);
  const times: number[] = [];
  for (let i = 0; i < 7; i++) times.push(await took(() => page.settle({ quietMs: 300, limitMs: LIMIT_MS, signal })));
  expect(Math.min(...times)).toBeLessThan(100);
});

test("a page that has just changed is", async () => {
  await open("/still");
  await page.evaluate("document.body.append('new')", { signal });
  expect(await took(() => page.settle({ quietMs: 300, limitMs: LIMIT_MS, signal }))).toBeGreaterThan(200);
});

test("a ticker is known after a while and then costs nothing", async () => {
  await open("/ticker");
  await delay(1_000, signal);
  await page.settle({ limitMs: LIMIT_MS, signal });
  const times: number[] = [];
  for (let i = 0; i < 7; i++) times.push(await took(() => page.settle({ quietMs: 300, limitMs: LIMIT_MS, signal })));
  expect(Math.min(...times)).toBeLessThan(100);
});

test("pages see nothing of what watches them", async () => {
  await open("/still");
  expect((await page.evaluate("typeof perchRest", { signal })).value).toBe("undefined");
  expect((await page.evaluate("typeof perchRest", { world: "isolated", signal })).value).toBe("function");
});
