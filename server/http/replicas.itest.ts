import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { createTRPCClient, httpBatchLink, httpLink } from "@trpc/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { packActor } from "../access/passed-actor.ts";
import type { AppRouter } from "../api/root.ts";
import { createPeerTokens } from "../cluster/peer-token.ts";
import { PEER_HEADER } from "../cluster/peers.ts";
import type { ErrorBody } from "../contract/errors.ts";
import type { PerchEvent } from "../contract/events.ts";
import { newId } from "../core/ids.ts";
import { startTestApp } from "../testing/app.ts";
import { startServerProcess } from "../testing/server-process.ts";

const ANSWER_LIMIT_MS = 15_000;
const PAGE = "data:text/html,<title>One</title><button onclick=\"document.title='Pressed'\">Go</button>";

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let key: string;

beforeAll(async () => {
  a = await startTestApp({ SESSION_MAX_CONCURRENT: "2", MIN_FREE_MEMORY_MB: "0" });
  b = await a.startBeside();
  owner = await a.actor();
  key = await a.apiKey(owner);
});
// What a failed test left must not fill the places of the next one.
afterEach(async () => {
  for (const { app } of [a, b]) for (const { id } of app.sessions.all()) await app.sessions.terminate(owner, id);
});
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

const clientOf = (url: string, link: typeof httpLink | typeof httpBatchLink = httpLink) =>
  createTRPCClient<AppRouter>({ links: [link({ url: `${url}/api/trpc`, headers: () => ({ "x-api-key": key }) })] });
const onA = () => clientOf(a.url).browser;
const onB = () => clientOf(b.url).browser;

/** What a call fails with, as a client reads it. */
const failureOf = (call: Promise<unknown>): Promise<Omit<ErrorBody, "requestId">> =>
  call.then(
    () => expect.unreachable("the call succeeded"),
    (error: { data: { perch: ErrorBody } }) => {
      const { requestId: _, ...failure } = error.data.perch;
      return failure;
    },
  );

/** A server that others believe to live, and a session of it. */
async function inventServer(address: string) {
  const [serverId, sessionId] = [newId("srv"), newId("sess")];
  const started = { hostId: "elsewhere:/", pid: 1, processStart: "", startedAt: new Date(), heartbeatAt: new Date(Date.now() + 60_000) };
  await a.app.db.server.create({ data: { id: serverId, address, ...started } });
  await Promise.all([a, b].map(({ app }) => app.servers.look()));
  const { workspaceId, userId } = owner;
  const expiresAt = new Date(Date.now() + 60_000);
  await a.app.db.browserSession.create({
    data: { id: sessionId, workspaceId, userId, provider: "local", status: "active", serverId, config: {}, expiresAt },
  });
  const remove = async (): Promise<void> => {
    await a.app.db.browserSession.deleteMany({ where: { id: sessionId } });
    await a.app.db.server.deleteMany({ where: { id: serverId } });
  };
  return { serverId, sessionId, remove };
}

it("servers hear of each other as soon as one starts", async () => {
  await expect.poll(() => [a, b].map(({ app }) => app.servers.all().length), { timeout: 1_500 }).toEqual([2, 2]);
});

describe("a session of another server", () => {
  it("is driven, seen, extended and ended through this one, and audited once", async () => {
    const { sessionId } = await onA().createSession.mutate({ url: PAGE });
    expect([a, b].map(({ app }) => app.sessions.live(sessionId) !== undefined)).toEqual([true, false]);
    expect(await onB().act.mutate({ sessionId, instruction: "click Go" })).toMatchObject({ success: true });
    expect((await onB().evaluate.mutate({ sessionId, expression: "document.title" })).value).toBe("Pressed");
    expect((await onB().listTabs.query({ sessionId })).tabs).toHaveLength(1);
    expect((await onB().getSessionUsage.query({ sessionId })).processes).toBeGreaterThan(1);
    const before = await onB().getSession.query({ sessionId });
    const extended = await onB().extendSession.mutate({ sessionId, byMs: 600_000 });
    expect(Date.parse(extended.expiresAt)).toBeGreaterThan(Date.parse(before.expiresAt));
    expect(await onB().terminateSession.mutate({ sessionId })).toMatchObject({ status: "terminated" });
    expect(a.app.sessions.live(sessionId)).toBeUndefined();
    const audited = await a.app.db.auditLog.findMany({ where: { targetId: sessionId, action: "browser.terminateSession" } });
    expect(audited).toMatchObject([{ actorId: expect.any(String), success: true }]);
  });

  it("fails through this one as it does there, and is nobody else's", async () => {
    const { sessionId } = await onA().createSession.mutate({});
    for (const call of [
      (at: ReturnType<typeof onA>) => at.evaluate.mutate({ sessionId, expression: "nothing.at.all" }),
      (at: ReturnType<typeof onA>) => at.switchTab.mutate({ sessionId, tabId: "none" }),
      (at: ReturnType<typeof onA>) => at.navigate.mutate({ sessionId, url: "http://127.0.0.1:1/" }),
    ])
      expect(await failureOf(call(onB()))).toEqual(await failureOf(call(onA())));
    const stranger = await a.apiKey(await a.actor());
    const foreign = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${b.url}/api/trpc`, headers: { "x-api-key": stranger } })] });
    expect(await failureOf(foreign.browser.terminateSession.mutate({ sessionId }))).toMatchObject({ code: "NOT_FOUND" });
    const reader = await a.apiKey(owner, ["sessions:read"]);
    const reading = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${b.url}/api/trpc`, headers: { "x-api-key": reader } })] });
    expect(await failureOf(reading.browser.evaluate.mutate({ sessionId, expression: "1" }))).toMatchObject({ code: "FORBIDDEN" });
    expect((await reading.browser.listTabs.query({ sessionId })).tabs).toHaveLength(1);
    await onA().terminateSession.mutate({ sessionId });
  });

  it("is listed, batched and ended together with this one's", async () => {
    const [one, two] = await Promise.all([onA().createSession.mutate({}), onB().createSession.mutate({})]);
    const ids = [one.sessionId, two.sessionId];
    for (const at of [onA(), onB()]) {
      const { sessions } = await at.listSessions.query({ status: ["active"] });
      expect(sessions.map(({ id }) => id).sort()).toEqual([...ids].sort());
    }
    const batched = clientOf(b.url, httpBatchLink).browser;
    expect(await Promise.all(ids.map(async (sessionId) => (await batched.listTabs.query({ sessionId })).tabs.length))).toEqual([1, 1]);
    const ended = await onB().terminateAllSessions.mutate({});
    expect({ ...ended, terminated: ended.terminated.sort() }).toEqual({ success: true, terminated: [...ids].sort(), failed: [] });
    expect([a, b].flatMap(({ app }) => app.sessions.all())).toEqual([]);
  });

  it("is watched, pictured, recorded and debugged through this one", async () => {
    const { sessionId } = await onA().createSession.mutate({ url: PAGE, recordSession: true });
    const frame = await new Promise<Buffer>((resolve, reject) => {
      const socket = new WebSocket(`${b.url.replace("http", "ws")}/ws/live/${sessionId}?mode=view`, { headers: { "x-api-key": key } });
      socket.on("message", (data, isBinary) => {
        if (!isBinary) return;
        socket.close();
        resolve(data as Buffer);
      });
      socket.on("error", reject);
    });
    expect(frame.length).toBeGreaterThan(1_000);
    const get = (path: string, as = key): Promise<Response> =>
      fetch(`${b.url}${path}`, { headers: { "x-api-key": as }, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    const picture = await get(`/api/live/${sessionId}/thumbnail.jpg`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect(Buffer.from(await picture.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    await expect.poll(async () => (await onB().getRecording.query({ sessionId })).frames).toBeGreaterThan(0);
    expect(await onB().getRecording.query({ sessionId })).toMatchObject({ recording: true });
    expect(await (await get(`/api/recordings/${sessionId}`)).json()).toMatchObject({ available: true, recording: true });
    expect((await get(`/api/recordings/${sessionId}/frames/0.jpg`)).status).toBe(200);

    const version = (await (await get(`/cdp/${sessionId}/json/version`)).json()) as { webSocketDebuggerUrl: string };
    expect(new URL(version.webSocketDebuggerUrl).host).toBe(new URL(b.url).host);
    const product = await new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(version.webSocketDebuggerUrl, { headers: { "x-api-key": key } });
      socket.on("open", () => socket.send(JSON.stringify({ id: 1, method: "Browser.getVersion" })));
      socket.on("message", (data) => {
        socket.close();
        resolve((JSON.parse(String(data)) as { result: { product: string } }).result.product);
      });
      socket.on("error", reject);
    });
    expect(product).toMatch(/chrom/i);
    // The form whose host says which session is meant: the path is made below /cdp/ once, by the server that is asked.
    const { debuggerAddress } = await onB().getDebuggerUrl.query({ sessionId });
    const opened = await new Promise<boolean>((resolve, reject) => {
      const socket = new WebSocket(`${b.url.replace("http", "ws")}/`, { headers: { host: debuggerAddress } });
      socket.on("open", () => {
        socket.close();
        resolve(true);
      });
      socket.on("error", reject);
    });
    expect(opened).toBe(true);

    const stranger = await a.apiKey(await a.actor());
    expect((await get(`/api/live/${sessionId}/thumbnail.jpg`, stranger)).status).toBe(404);
    expect((await get(`/api/recordings/${sessionId}`, stranger)).status).toBe(404);
    await onB().terminateSession.mutate({ sessionId });
  });

  it("is told of on this one's streams, and stored once", async () => {
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const seen: PerchEvent[] = [];
    const { sessionId } = await onA().createSession.mutate({});
    const input = encodeURIComponent(JSON.stringify({ sessionId }));
    const response = await fetch(`${b.url}/api/trpc/activity.onSession?input=${input}`, { headers: { "x-api-key": key }, signal: stop.signal });
    const reading = (async () => {
      let text = "";
      // A character may come in two pieces.
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        seen.splice(0, seen.length, ...[...text.matchAll(/^data: (\{.*"type":.*\})$/gm)].map(([, json]) => JSON.parse(json ?? "")));
      }
    })().catch((error: unknown) => stop.signal.aborted || Promise.reject(error));
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    await onA().evaluate.mutate({ sessionId, expression: "console.log('from the page')" });
    await expect.poll(() => seen.map(({ type }) => type)).toEqual(expect.arrayContaining(["action.started", "action.finished", "log.written"]));
    const saidAt = performance.now();
    // Longer than a notification may be.
    const title = "é".repeat(40_000);
    const tab = { tabId: "T1", url: "about:blank", title, status: "ready" as const, active: true, openerTabId: null };
    a.app.events.publish({ type: "tabs.changed", workspaceId: owner.workspaceId, sessionId, tabs: [tab] });
    await expect.poll(() => seen.some((event) => event.type === "tabs.changed" && event.tabs[0]?.title === title), { interval: 5 }).toBe(true);
    process.stdout.write(`an event of 80 kB is on the other server's stream after ${Math.round(performance.now() - saidAt)} ms\n`);
    // The connections that carry events break, and a page goes on talking.
    await a.app.db.$executeRawUnsafe(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'perch events' and datname = current_database()",
    );
    await onA().evaluate.mutate({ sessionId, expression: "console.log('in the break')" });
    await expect.poll(() => seen.some((event) => event.type === "log.written" && event.entry.text === "in the break")).toBe(true);
    await onA().terminateSession.mutate({ sessionId });
    await expect.poll(() => seen.some(({ type }) => type === "session.ended")).toBe(true);
    stop.abort();
    await reading;
    const stored = async () => (await a.app.db.sessionActivity.findMany({ where: { sessionId } })).map(({ actionType }) => actionType);
    await expect.poll(stored).toContain("session.ended");
    expect((await stored()).filter((type) => type.startsWith("session.")).sort()).toEqual(["session.created", "session.ended"]);
  });
});

describe("servers together", () => {
  it("give one session for a key that both are asked for at once", async () => {
    const [one, two] = await Promise.all([onA().acquireSession.mutate({ key: "shared" }), onB().acquireSession.mutate({ key: "shared" })]);
    expect(one.sessionId).toBe(two.sessionId);
    expect([one.reused, two.reused].sort()).toEqual([false, true]);
    await onB().terminateSession.mutate({ sessionId: one.sessionId });
  });

  it("serve one queue: whichever has a place starts what waits", async () => {
    const running = await Promise.all([onA(), onA(), onB(), onB()].map((at) => at.createSession.mutate({})));
    const waiting = await onA().createSession.mutate({ queue: true });
    expect(waiting).toMatchObject({ status: "queued", queuePosition: 1 });
    await onA().terminateSession.mutate({ sessionId: running[3]?.sessionId ?? "" });
    await expect.poll(async () => (await onA().getSession.query({ sessionId: waiting.sessionId })).status).toBe("active");
    expect(b.app.sessions.live(waiting.sessionId)).toBeDefined();
    expect(await onA().terminateAllSessions.mutate({})).toMatchObject({ success: true });
  });
});

describe("a server that cannot be reached", () => {
  it("is a failure with a name, at once, for calls and for sockets", async () => {
    const { sessionId, serverId, remove } = await inventServer("http://127.0.0.1:1");
    const from = performance.now();
    expect(await failureOf(onA().listTabs.query({ sessionId }))).toMatchObject({ code: "PROVIDER_UNAVAILABLE", retryable: true, details: { serverId } });
    const status = await new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`${a.url.replace("http", "ws")}/ws/live/${sessionId}`, { headers: { "x-api-key": key } });
      socket.on("unexpected-response", (_, response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", reject);
    });
    expect(status).toBe(503);
    expect((await fetch(`${a.url}/api/live/${sessionId}/thumbnail.jpg`, { headers: { "x-api-key": key } })).status).toBe(503);
    expect(performance.now() - from).toBeLessThan(5_000);
    await remove();
  });

  it("holds no call for ever: it ends when the server is known to be gone", async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { sessionId, remove } = await inventServer(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const asked = new Promise((resolve) => silent.once("connection", resolve));
    const call = failureOf(onA().listTabs.query({ sessionId }));
    await asked;
    const from = performance.now();
    await remove();
    expect(await call).toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    expect(performance.now() - from).toBeLessThan(6_000);
    silent.close();
  });
});

describe("a call that was passed on", () => {
  const ask = (token: string, path: string, body: unknown): Promise<Response> =>
    fetch(`${b.url}${path}`, { method: "POST", headers: { "content-type": "application/json", [PEER_HEADER]: token }, body: JSON.stringify(body) });

  it("is believed from a server of this installation alone, and passed on once only", async () => {
    const { sessionId } = await onA().createSession.mutate({});
    const path = "/api/trpc/browser.evaluate";
    const input = { sessionId, expression: "1" };
    const claims = { to: b.app.servers.id, path, who: packActor(owner) };
    const forged = await createPeerTokens(Buffer.alloc(32, 1)).sign(claims);
    expect((await ask(forged, path, input)).status).toBe(401);
    const genuine = createPeerTokens(b.app.env.tokenKey);
    expect((await ask(await genuine.sign({ ...claims, to: a.app.servers.id }), path, input)).status).toBe(401);
    const answer = await ask(await genuine.sign(claims), path, input);
    expect([answer.status, await answer.json()]).toMatchObject([412, { error: { data: { perch: { code: "SESSION_NOT_RUNNING" } } } }]);
    await onA().terminateSession.mutate({ sessionId });
  });
});

describe("a server that is killed", () => {
  it("leaves its sessions to the other one of its machine within ten seconds", { timeout: 120_000 }, async () => {
    const killed = await startServerProcess(a.variables);
    const { browser } = clientOf(killed.url);
    const ids = await Promise.all([0, 1].map(async () => (await browser.createSession.mutate({ url: PAGE })).sessionId));
    await Promise.all(ids.map((sessionId, i) => browser.evaluate.mutate({ sessionId, expression: `window.kept = ${i}` })));
    expect((await onB().evaluate.mutate({ sessionId: ids[0] ?? "", expression: "window.kept" })).value).toBe(0);
    await killed.end("SIGKILL");
    const from = performance.now();
    const kept = (): Promise<unknown[]> =>
      Promise.all(ids.map(async (sessionId) => (await onB().evaluate.mutate({ sessionId, expression: "window.kept" })).value));
    await expect.poll(() => kept().catch(() => null), { timeout: 10_000 }).toEqual([0, 1]);
    process.stdout.write(`the sessions of a killed server answer through another one after ${Math.round(performance.now() - from)} ms\n`);
    expect(await onB().terminateAllSessions.mutate({})).toMatchObject({ success: true });
  });
});
