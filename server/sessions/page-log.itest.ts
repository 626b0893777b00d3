import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { GetSessionLogsInput, type LogEntry } from "../contract/activity.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const LIMIT = { timeout: 30_000 };
const never = new AbortController().signal;
const PAGES: Readonly<Record<string, [type: string, body: string]>> = {
  "/": ["text/html", "<!doctype html><title>Speaks</title><p>Here"],
  "/framed": ["text/html", "<!doctype html><script>\nconsole.info('from the frame');\n</script>"],
  "/worker.js": ["text/javascript", "console.warn('from the worker'); setTimeout(() => { throw new TypeError('worker broke'); });"],
  "/script.js": [
    "text/javascript",
    "function inner() {\n  console.error('with a place');\n}\nfunction outer() { inner(); }\nouter();\nthrow new RangeError('uncaught here');",
  ],
};

const site = createServer((req: IncomingMessage, res: ServerResponse) => {
  const [type, body] = PAGES[new URL(req.url ?? "/", "http://localhost").pathname] ?? [];
  if (body === undefined) res.writeHead(req.url === "/missing" ? 404 : 204).end();
  else res.writeHead(200, { "content-type": type }).end(body);
});
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let origin: string;
let other: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  other = `http://localhost:${port}`;
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await t?.stop();
});

const open = async () => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: `${origin}/` }), never);
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  if (!page) throw new Error("The session has no page.");
  const read = async (filter: object = {}): Promise<LogEntry[]> =>
    (await t.app.activities.logs(owner, GetSessionLogsInput.parse({ sessionId, order: "asc", limit: 5_000, ...filter }))).entries;
  const line = async (search: string): Promise<LogEntry> => {
    await expect.poll(() => read({ search }), LIMIT).toHaveLength(1);
    return (await read({ search }))[0] as LogEntry;
  };
  return { sessionId, page, read, line };
};

test("values are shown as a console shows them, in the order in which they were written", async () => {
  const { page, read } = await open();
  await page.evaluate(`console.log("a %s is %d%%", "cup", 50, { b: [1, "x"], n: null, deep: { er: 1 } }), console.log([1, 2, 3], new Map([["k", 1]]), undefined, 10n, -0),
    console.log(document.body, /re/g, class A {}, Symbol("s")), console.assert(false, "no"), console.table([{ a: 1 }]), console.log("%cstyled", "color: red"), console.log("z\\0")`);
  await expect
    .poll(async () => (await read()).map(({ text }) => text), LIMIT)
    .toEqual([
      "a cup is 50% {b: Array(2), n: null, deep: {…}}",
      '[1, 2, 3] Map(1) {"k" => 1} undefined 10n -0',
      "body /re/g class A {} Symbol(s)",
      "Assertion failed: no",
      "[{a: 1}]",
      "styled",
      "z␀",
    ]);
});

test("lines have their place, errors their stack, and rejections are told as such", async () => {
  const { page, line } = await open();
  await page.evaluate(`document.body.append(Object.assign(document.createElement("script"), { src: "/script.js" }))`);
  expect(await line("with a place")).toMatchObject({
    source: "console",
    level: "error",
    url: `${origin}/script.js`,
    line: 2,
    column: 11,
    tabId: page.targetId,
    stack: expect.stringMatching(/^at inner \(.*:2:11\)\nat outer \(.*:4:20\)/),
  });
  expect(await line("uncaught here")).toMatchObject({
    source: "exception",
    text: "RangeError: uncaught here",
    url: `${origin}/script.js`,
    line: 6,
    stack: expect.stringContaining("script.js:6:7"),
  });
  await page.evaluate(`void Promise.reject({ reason: "nobody cared" })`);
  expect(await line("nobody cared")).toMatchObject({ source: "exception", level: "error", text: 'Unhandled rejection: {reason: "nobody cared"}' });
  await page.evaluate(`fetch("/missing").then((r) => r.text())`);
  expect(await line("404")).toMatchObject({ source: "network", level: "error", url: `${origin}/missing` });
});

test("workers and frames of other processes are heard, and entries are found by level, source, tab and time", async () => {
  const { page, read, line } = await open();
  const before = Date.now();
  await page.evaluate(`new Worker("/worker.js"), document.body.append(Object.assign(document.createElement("iframe"), { src: "${other}/framed" }))`);
  expect(await line("from the worker")).toMatchObject({ level: "warning", url: `${origin}/worker.js`, line: 1 });
  expect(await line("worker broke")).toMatchObject({ source: "exception" });
  expect(await line("from the frame")).toMatchObject({ level: "info", url: `${other}/framed`, line: 2 });
  expect((await read({ level: ["warning"] })).map(({ text }) => text)).toEqual(["from the worker"]);
  expect((await read({ source: ["exception"] })).map(({ text }) => text)).toEqual([expect.stringContaining("worker broke")]);
  expect(await read({ tabId: "another" })).toEqual([]);
  expect(await read({ toMs: before - 60_000 })).toEqual([]);
  expect((await read({ fromMs: before - 60_000, tabId: page.targetId })).length).toBeGreaterThanOrEqual(3);
});

test("a page that never stops writing is cut short, and the log says by how much", async () => {
  const { page, read } = await open();
  const LINES = 6_000;
  await page.evaluate(`for (let i = 0; i < ${LINES}; i++) console.log("flood " + i)`);
  await expect.poll(() => read({ search: "lines were left out" }), LIMIT).not.toEqual([]);
  const accounted = async (): Promise<number> => {
    const told = (await read({ search: "lines were left out" })).map(({ text }) => Number(text.split(" ")[0]?.replaceAll(",", "")));
    return told.reduce((sum, count) => sum + count, 0) + (await read({ search: "flood " })).length;
  };
  await expect.poll(accounted, LIMIT).toBe(LINES);
  const kept = await read({ search: "flood " });
  expect(kept.length).toBeLessThan(LINES);
  expect(kept.slice(0, 1_000).map(({ text }) => text)).toEqual(Array.from({ length: 1_000 }, (_, i) => `flood ${i}`));
});
