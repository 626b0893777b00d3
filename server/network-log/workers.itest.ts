import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { GetSessionLogsInput } from "../contract/activity.ts";
import { GetNetworkLogInput, type NetworkEntry } from "../contract/network-log.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const LIMIT = { timeout: 60_000 };
const never = new AbortController().signal;
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) Workers/1";

const SCRIPTS: Readonly<Record<string, string>> = {
  "/service.js": `console.log("service worker begins");
    const early = fetch("/early?token=worker-secret-1");
    oninstall = (event) => event.waitUntil(early.then(() => fetch("http://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js", { mode: "no-cors" })).catch(() => {}).then(() => skipWaiting()));
    onactivate = (event) => event.waitUntil(clients.claim());
    onfetch = (event) => { if (event.request.url.includes("/through")) event.respondWith(fetch("/instead")); };`,
  "/shared.js": `console.warn("shared worker begins"); onconnect = ({ ports: [port] }) => fetch("/by-shared").then(() => port.postMessage("done"));`,
};

const site = createServer((req: IncomingMessage, res: ServerResponse) => {
  const script = SCRIPTS[req.url ?? ""];
  if (script !== undefined) res.writeHead(200, { "content-type": "text/javascript" }).end(script);
  else res.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Page</title>${req.headers["user-agent"]}`);
});
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await t?.stop();
});

async function open() {
  const input = { url: `${origin}/page`, userAgent: AGENT, logNetwork: "bodies", options: { adBlocking: true } };
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse(input), never);
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  const run = async (script: string): Promise<unknown> => (await page?.evaluate(script))?.value;
  const find = async (search: string): Promise<NetworkEntry | undefined> =>
    (await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, search }))).entries[0];
  const done = async (search: string): Promise<NetworkEntry> => {
    await expect.poll(async () => (await find(search))?.state, LIMIT).toMatch(/done|failed/);
    return (await find(search)) as NetworkEntry;
  };
  const details = async (search: string) => t.app.networkLog.get(owner, { sessionId, entryId: (await done(search)).id });
  const lines = async (search: string) => (await t.app.activities.logs(owner, GetSessionLogsInput.parse({ sessionId, search }))).entries;
  return { sessionId, run, done, details, lines };
}

test("a service worker's requests and lines are logged from its first one on, and pass the session's rules", { timeout: 240_000 }, async () => {
  const { sessionId, run, done, details, lines } = await open();
  await run(`navigator.serviceWorker.register("/service.js").then(() => navigator.serviceWorker.ready).then(() => {})`);
  const early = await details("/early");
  expect(early).toMatchObject({ state: "done", status: 200, initiator: { type: "service worker", url: `${origin}/service.js` } });
  expect(early.tabId).toMatch(/^service-worker:\w+$/);
  expect(early.url).toBe(`${origin}/early?token=***`);
  await expect.poll(async () => (await details("/early")).responseBody?.text, LIMIT).toContain(AGENT);
  expect((await done("adsbygoogle")).failure).toContain("ERR_BLOCKED_BY_CLIENT");
  await expect.poll(() => lines("service worker begins"), LIMIT).toHaveLength(1);
  expect((await lines("service worker begins"))[0]).toMatchObject({ source: "console", level: "info", tabId: null, url: `${origin}/service.js` });

  await run(
    `(async () => { while (!navigator.serviceWorker.controller) await new Promise((r) => setTimeout(r, 20)); await (await fetch("/through")).text(); })()`,
  );
  expect(await done("/through")).toMatchObject({ servedFrom: "worker", status: 200 });
  expect(await done("/instead")).toMatchObject({ tabId: early.tabId, status: 200, state: "done" });
  const tabId = (await done("/through")).tabId;
  const ofTab = await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, tabId, limit: 100 }));
  expect(ofTab.entries.some(({ url }) => url.includes("/instead"))).toBe(false);
});

test("a shared worker's are too, and its script, which a page began to load, ends as well", { timeout: 240_000 }, async () => {
  const { run, done, details, lines } = await open();
  await run(`new Promise((resolve) => { const { port } = new SharedWorker("/shared.js"); port.onmessage = resolve; }).then(() => {})`);
  expect(await details("/by-shared")).toMatchObject({ state: "done", status: 200, initiator: { type: "shared worker" } });
  expect(await done("/shared.js")).toMatchObject({ state: "done", status: 200, mimeType: "text/javascript" });
  await expect.poll(() => lines("shared worker begins"), LIMIT).toHaveLength(1);
});
