import { readdir, readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { Actor } from "../access/actor.ts";
import type { PerchEvent } from "../contract/events.ts";
import { GetNetworkLogInput, type NetworkEntry } from "../contract/network-log.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { createMasker } from "../core/masking/masker.ts";
import { startTestApp } from "../testing/app.ts";
import { recordOf } from "./record.ts";
import { createNetworkStore } from "./store.ts";

const LIMIT = { timeout: 30_000 };
const never = new AbortController().signal;

/** Answers as the path says: `/redirect/2` twice elsewhere, `/status/404`, `/cached`, `/slow` (never), all else a small page. */
function answer(req: IncomingMessage, res: ServerResponse): void {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  const [, what, rest] = pathname.split("/");
  const times = Number(rest);
  if (what === "redirect")
    res.writeHead(302, { location: times > 1 ? `/redirect/${times - 1}` : "/page", "set-cookie": "hop=session-secret-value-1; HttpOnly" }).end();
  else if (what === "status") res.writeHead(times, { "content-type": "text/plain" }).end("as asked");
  else if (what === "cached") res.writeHead(200, { "content-type": "text/css", "cache-control": "max-age=3600" }).end("body { color: green }");
  else if (what === "slow") res.writeHead(200, { "content-type": "text/plain" }).write("it begins");
  else if (what === "echo") void echo(req, res);
  else if (what === "worker.js")
    res.writeHead(200, { "content-type": "text/javascript" }).end("fetch('/status/200?from=worker').then(() => postMessage('done'))");
  else res.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Page</title><link rel=stylesheet href=/cached><p>Here");
}

async function echo(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ got: Buffer.concat(chunks).toString(), access_token: "answered-token-1" }));
}

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
const site = createServer(answer);
const sockets = new WebSocketServer({ server: site });
let origin: string;
let other: string;

beforeAll(async () => {
  sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(`back: ${String(data)}`)));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const { port } = site.address() as AddressInfo;
  // Two sites, so that a frame of one in the other has a process of its own.
  origin = `http://127.0.0.1:${port}`;
  other = `http://localhost:${port}`;
  t = await startTestApp();
  owner = await t.actor();
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  site.closeAllConnections();
  site.close();
  await t?.stop();
});

const open = async (more: object = {}): Promise<{ sessionId: string; run: (script: string) => Promise<unknown> }> => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: `${origin}/page`, ...more }), never);
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  return { sessionId, run: async (script) => (await page?.evaluate(script))?.value };
};
const list = async (sessionId: string, filter: object = {}): Promise<NetworkEntry[]> =>
  (await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, order: "asc", limit: 5_000, ...filter }))).entries;
const only = async (sessionId: string, search: string): Promise<NetworkEntry> => {
  await expect.poll(() => list(sessionId, { search }), LIMIT).toHaveLength(1);
  return (await list(sessionId, { search }))[0] as NetworkEntry;
};
const done = async (sessionId: string, search: string): Promise<NetworkEntry> => {
  await expect.poll(async () => (await only(sessionId, search)).state, LIMIT).not.toBe("pending");
  return only(sessionId, search);
};

describe("what is logged", () => {
  test("a page with its phases, sizes, headers and what asked for the rest", async () => {
    const { sessionId } = await open();
    const page = await done(sessionId, "/page");
    expect(page).toMatchObject({ method: "GET", resourceType: "document", state: "done", status: 200, mimeType: "text/html", servedFrom: "network" });
    expect(page.frameId).toBe(page.tabId);
    expect(Math.abs(page.startedAtMs - Date.now())).toBeLessThan(120_000);
    expect(page.bodyBytes).toBeGreaterThan(50);
    const details = await t.app.networkLog.get(owner, { sessionId, entryId: page.id });
    expect(details.timings).toMatchObject({ send: expect.any(Number), wait: expect.any(Number), receive: expect.any(Number) });
    expect(details.responseHeaders).toMatchObject({ "content-type": "text/html" });
    expect(details.remoteAddress).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(details.requestHeaders["User-Agent"]).toContain("Chrome");
    const sheet = await done(sessionId, "/cached");
    expect(await t.app.networkLog.get(owner, { sessionId, entryId: sheet.id })).toMatchObject({
      initiator: { type: "parser", url: `${origin}/page`, line: 1 },
    });
  });

  test("redirects one by one, failures with their reason, answers from a cache", async () => {
    const { sessionId, run } = await open();
    await run(`fetch("/redirect/2").then((r) => r.text())`);
    await done(sessionId, "/redirect/1");
    const [first, second] = await list(sessionId, { search: "/redirect/" });
    expect([first?.status, second?.status, second?.redirectedFrom]).toEqual([302, 302, first?.id]);
    const chain = await t.app.networkLog.get(owner, { sessionId, entryId: second?.id ?? "" });
    expect(chain.redirects.map(({ url, status }) => `${status} ${new URL(url).pathname}`)).toEqual(["302 /redirect/2", "302 /redirect/1", "200 /page"]);
    expect(chain.responseHeaders["set-cookie"]).toBe("hop=***; HttpOnly");

    await run(`Promise.allSettled([fetch("http://127.0.0.1:1/refused"), fetch("/status/503")])`);
    expect(await done(sessionId, "/refused")).toMatchObject({
      state: "failed",
      status: null,
      failure: expect.stringMatching(/ERR_CONNECTION_REFUSED|ERR_UNSAFE_PORT/),
    });
    expect((await list(sessionId, { failed: true })).map(({ status }) => status).sort()).toEqual([503, null]);
    expect((await list(sessionId, { statusClass: [5] })).map(({ url }) => url)).toEqual([`${origin}/status/503`]);

    await run(`fetch("/cached").then((r) => r.text())`);
    await expect
      .poll(async () => (await list(sessionId, { search: "/cached" })).map(({ servedFrom }) => servedFrom), LIMIT)
      .toEqual(["network", expect.stringMatching(/memory|disk/)]);
  });

  test("what is still under way, frames of other processes, workers and WebSockets", async () => {
    const { sessionId, run } = await open();
    await run(`void fetch("/slow")`);
    expect(await only(sessionId, "/slow")).toMatchObject({ state: "pending", durationMs: null });
    await run(
      `new Promise((resolve) => { const f = document.createElement("iframe"); f.onload = resolve; f.src = "${other}/page?framed"; document.body.append(f); })`,
    );
    const framed = await done(sessionId, "framed");
    expect(framed).toMatchObject({ state: "done", status: 200, resourceType: "document" });
    expect(framed.frameId).not.toBe(framed.tabId);
    await run(`new Promise((resolve) => { new Worker("/worker.js").onmessage = resolve; })`);
    expect(await done(sessionId, "from=worker")).toMatchObject({ state: "done", status: 200 });
    await run(
      `new Promise((resolve) => { const s = new WebSocket("ws" + location.origin.slice(4) + "/socket?token=abcdef"); s.onopen = () => s.send("hello"); s.onmessage = () => { s.onclose = resolve; s.close(); }; })`,
    );
    const socket = await done(sessionId, "/socket");
    expect(socket).toMatchObject({
      resourceType: "websocket",
      status: 101,
      state: "done",
      messages: { sent: 1, received: 1, sentBytes: 5, receivedBytes: 11 },
    });
    expect(socket.url).toMatch(/token=\*\*\*$/);
    await t.app.sessions.terminate(owner, sessionId);
    await expect.poll(async () => (await only(sessionId, "/slow")).state, LIMIT).toBe("failed");
  });

  test("nothing where it is off; bodies of text where they are wanted, masked, sealed on disk", async () => {
    const off = await open({ logNetwork: "off" });
    expect(await list(off.sessionId)).toEqual([]);
    const { sessionId, run } = await open({ logNetwork: "bodies", maskPatterns: ["EMP-\\d{6}"] });
    await run(
      `fetch("/echo", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ user: "EMP-123456", password: "hunter2-typed" }) }).then((r) => r.text())`,
    );
    const entry = await done(sessionId, "/echo");
    const bodies = async () => t.app.networkLog.get(owner, { sessionId, entryId: entry.id });
    await expect.poll(async () => (await bodies()).responseBody?.text, LIMIT).toBeTruthy();
    const { requestBody, responseBody } = await bodies();
    expect(JSON.parse(requestBody?.text ?? "")).toEqual({ user: "***", password: "***" });
    expect(responseBody?.text).not.toMatch(/hunter2|EMP-1|answered-token/);
    expect(responseBody?.text).toContain('"access_token":"***"');
    const folder = join(t.app.env.dataDir, "network", sessionId);
    const names = await readdir(folder);
    expect(names).toEqual(expect.arrayContaining([`${entry.id}.request`, `${entry.id}.response`]));
    for (const name of names) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      expect((await readFile(join(folder, name))).includes("password")).toBe(false);
    }
  });

  test("2,000 requests at once, told of in batches", { timeout: 300_000 }, async () => {
    const { sessionId, run } = await open();
    const told: PerchEvent[] = [];
    const stop = t.app.events.subscribe({ sessionId, types: ["network.logged"] }, (event) => void told.push(event));
    // Not waited for: on a busy machine a page needs longer for it than a script may run.
    await run(
      `void (async () => { for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 100 }, (_, j) => fetch("/status/200?many=" + (i * 100 + j)).then((r) => r.text()))); })()`,
    );
    await expect
      .poll(async () => (await list(sessionId, { search: "many=" })).filter(({ state }) => state === "done").length, { timeout: 240_000 })
      .toBe(2_000);
    stop();
    // Each request changes several times.
    expect(told.length).toBeLessThan(2_000);
    const newest = await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, search: "many=", limit: 700 }));
    expect(newest.hasMore).toBe(true);
    const older = await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, search: "many=", limit: 5_000, after: newest.entries.at(-1)?.id }));
    expect(new Set([...newest.entries, ...older.entries].map(({ url }) => url)).size).toBe(2_000);
  });
});

describe("what is kept", () => {
  test("of one session the newest requests, up to a limit", async () => {
    const { sessionId } = await open({ logNetwork: "off" });
    const store = createNetworkStore({ db: t.app.db, most: 100 });
    const mask = createMasker();
    const known = { workspaceId: owner.workspaceId, sessionId, tabId: "t", frameId: null, method: "GET", resourceType: "fetch", startedAtMs: Date.now() };
    const none = { headers: {}, initiator: null, priority: null, redirectedFrom: null };
    const record = (n: number) => recordOf({ ...known, ...none, id: `req_${sessionId}_${String(n).padStart(5, "0")}`, url: `https://x.test/${n}` }, mask);
    await store.write(Array.from({ length: 1_000 }, (_, n) => record(n)));
    await store.write([record(999), record(1_000)]);
    const kept = await list(sessionId);
    expect(kept).toHaveLength(101);
    expect([kept[0]?.url, kept.at(-1)?.url]).toEqual(["https://x.test/900", "https://x.test/1000"]);
  });

  test("of a session that ended longer ago than LOG_DAYS nothing", async () => {
    const [old, recent] = [await open({ logNetwork: "bodies" }), await open({ logNetwork: "bodies" })];
    const folder = join(t.app.env.dataDir, "network");
    for (const { sessionId } of [old, recent]) {
      await done(sessionId, "/page");
      await expect.poll(() => readdir(join(folder, sessionId)).catch(() => []), LIMIT).not.toEqual([]);
      await t.app.sessions.terminate(owner, sessionId);
    }
    await t.app.db.browserSession.update({ where: { id: old.sessionId }, data: { terminatedAt: new Date(Date.now() - 31 * 24 * 3_600_000) } });
    expect(await t.app.networkLog.trim()).toBeGreaterThan(0);
    expect(await list(old.sessionId)).toEqual([]);
    expect((await list(recent.sessionId)).length).toBeGreaterThan(0);
    expect(await readdir(folder)).toContain(recent.sessionId);
    expect(await readdir(folder)).not.toContain(old.sessionId);
  });
});
