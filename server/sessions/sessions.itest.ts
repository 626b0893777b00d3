import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Servers } from "../cluster/servers.ts";
import { createContexts } from "../contexts/contexts.ts";
import type { PerchEvent } from "../contract/events.ts";
import { AcquireSessionInput, CreateSessionInput, ListSessionsInput } from "../contract/sessions.ts";
import { type Env, loadEnv } from "../core/env.ts";
import { createEventBus, type EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import { createLog } from "../core/log.ts";
import { createDb, type Db } from "../db/client.ts";
import { createNetworkLog } from "../network-log/network-log.ts";
import { createLocalProvider } from "../providers/local.ts";
import type { GuardedProvider } from "../providers/provider.ts";
import { createResilientProvider } from "../providers/resilient.ts";
import { createSettings } from "../settings/settings.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { actorOf } from "../testing/running-session.ts";
import { Reaper } from "./reaper.ts";
import { Sessions } from "./sessions.ts";

const KEY = "0".repeat(64);
const never = new AbortController().signal;
const log = createLog({ level: "silent" });

let database: TestDatabase;
let db: Db;
let dataDir: string;
let env: Env;
let events: EventBus;
let provider: GuardedProvider;
let servers: Servers;
let sessions: Sessions;
let heard: PerchEvent[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  dataDir = await mkdtemp(join(tmpdir(), "perch-sessions-"));
  env = loadEnv({
    DATABASE_URL: database.url,
    TOKEN_KEY: KEY,
    CONTEXT_ENCRYPTION_KEY: KEY,
    AUTH_SECRET: KEY,
    DATA_DIR: dataDir,
    POOL_SIZE: "1",
    SESSION_MAX_CONCURRENT: "3",
    ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
  });
  events = createEventBus(log);
  provider = createResilientProvider(createLocalProvider({ env, log, serverId: "srv_test" }), { settings: env.resilience, log });
  await provider.start();
  servers = new Servers({ db, log, id: "srv_test", dataDir });
  await servers.start("http://127.0.0.1:1");
  const contexts = createContexts({ db, env });
  const settings = createSettings({ db, env });
  sessions = new Sessions({
    db,
    env,
    settings,
    log,
    events,
    servers,
    contexts,
    networkLog: createNetworkLog({ db, env, settings, events, log }),
    providers: [provider],
    adBlocker: async () => Promise.reject(new Error("no ad blocker here")),
  });
  events.subscribe({}, (event) => heard.push(event));
});
afterEach(async () => {
  for (const session of sessions.all()) await sessions.expire(session.id, "server");
});
afterAll(async () => {
  await sessions?.stop();
  await provider?.stop();
  await servers?.stop();
  await db?.$disconnect();
  await database?.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const create = async (actor = actorOf(newId("ws")), wishes: Parameters<typeof CreateSessionInput.parse>[0] & object = {}) => {
  heard = [];
  const made = await sessions.create(actor, CreateSessionInput.parse(wishes), never);
  return { actor, id: made.sessionId, made };
};
/** A browser starts and opens its page, also on a machine that has much else to do. */
const STARTS = { timeout: 30_000 };
const statuses = (): string[] => heard.flatMap((event) => ("session" in event ? [event.session.status] : []));

/** Another server of the same database and machine, as a restart makes it. */
const otherServer = async (id: string, over: Partial<Env> = {}) => {
  const local = createLocalProvider({ env: { ...env, poolSize: 0 }, log, serverId: id });
  const other = { servers: new Servers({ db, log, id, dataDir }), provider: createResilientProvider(local, { settings: env.resilience, log }) };
  await other.servers.start("http://127.0.0.1:2");
  const settings = createSettings({ db, env });
  const parts = {
    db,
    env: { ...env, ...over },
    settings,
    log,
    events,
    contexts: createContexts({ db, env }),
    networkLog: createNetworkLog({ db, env, settings, events, log }),
    adBlocker: async () => Promise.reject(new Error("unused")),
  };
  return { ...other, sessions: new Sessions({ ...parts, servers: other.servers, providers: [other.provider] }) };
};
const stopServer = async (one: Awaited<ReturnType<typeof otherServer>>): Promise<void> => {
  await one.sessions.stop();
  await one.provider.stop();
  await one.servers.stop();
};

describe("a session's life", () => {
  test("is created, seen, driven, and ended by its user", async () => {
    const { actor, id, made } = await create(undefined, { name: "Prices", tags: ["shop"], timeout: 60_000, url: "data:text/html,<title>Start</title>" });
    expect(made).toMatchObject({ success: true, status: "active", liveViewUrl: `http://127.0.0.1:3000/sessions/${id}`, warnings: [] });
    expect(await sessions.get(actor, id)).toMatchObject({
      name: "Prices",
      tags: ["shop"],
      provider: "local",
      status: "active",
      config: { viewport: { width: 1280, height: 720 }, timeout: 60_000 },
      debuggerUrl: `ws://127.0.0.1:3000/cdp/${id}`,
    });
    {
      await using lease = await sessions.lease(actor, { sessionId: id }, never);
      expect((await lease.page.evaluate("1 + 1", { signal: lease.signal })).value).toBe(2);
      lease.session.count({ actionsExecuted: 1 });
    }
    expect((await sessions.usage(actor, id)).processes).toBeGreaterThan(1);
    await expect.poll(() => sessions.live(id)?.tabs.active.title).toBe("Start");
    expect(await sessions.terminate(actor, id)).toEqual({ success: true, sessionId: id, status: "terminated" });
    expect(await sessions.terminate(actor, id)).toMatchObject({ status: "terminated" });
    expect(await sessions.get(actor, id)).toMatchObject({
      status: "terminated",
      terminationReason: "user",
      title: "Start",
      metrics: { actionsExecuted: 1 },
      liveViewUrl: null,
      debuggerUrl: null,
    });
    expect([...new Set(statuses())]).toEqual(["creating", "active", "terminating", "terminated"]);
    await expect(sessions.lease(actor, { sessionId: id }, never)).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
  });

  test("a start address that fails is a warning, not a failure", async () => {
    const { actor, id, made } = await create(undefined, { url: "http://127.0.0.1:1/" });
    expect(made.warnings).toMatchObject([{ field: "url", message: expect.stringContaining("ERR_") }]);
    expect((await sessions.get(actor, id)).warnings).toHaveLength(1);
  });

  test("a browser that is killed ends the session and the running call at once", async () => {
    const { actor, id } = await create();
    const lease = await sessions.lease(actor, { sessionId: id }, never);
    const call = lease.page.evaluate("new Promise(() => {})", { signal: lease.signal });
    process.kill(-Number(lease.session.browser.externalId), "SIGKILL");
    await expect(call).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
    // Who ends it in the same moment is not why it ended.
    await sessions.terminate(actor, id);
    await expect.poll(async () => (await sessions.get(actor, id)).status).toBe("error");
    expect(await sessions.get(actor, id)).toMatchObject({ terminationReason: "crashed" });
    await expect(sessions.running(actor, id)).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
    expect(await readdir(join(dataDir, "browsers", "srv_test")).then((names) => names.length)).toBeLessThanOrEqual(1);
  });

  test("time that is up, and time unused, end it; keep-alive spares it the second", async () => {
    const reaper = new Reaper({ sessions, events, log });
    const short = await create(undefined, { timeout: 10_000 });
    const long = await create(short.actor, { timeout: 86_400_000 });
    const kept = await create(short.actor, { timeout: 86_400_000, keepAlive: true });
    await reaper.sweep(Date.now() + 61_000);
    expect(await sessions.get(short.actor, short.id)).toMatchObject({ status: "terminated", terminationReason: "timeout" });
    expect(await sessions.get(short.actor, long.id)).toMatchObject({ status: "idle" });
    await reaper.sweep(Date.now());
    expect(await sessions.get(short.actor, long.id)).toMatchObject({ status: "active" });
    await reaper.sweep(Date.now() + env.sessionMaxIdleMs + 1000);
    expect(await sessions.get(short.actor, long.id)).toMatchObject({ status: "terminated", terminationReason: "idle" });
    expect(await sessions.get(short.actor, kept.id)).toMatchObject({ status: "idle" });
  });
});

describe("the end that comes", () => {
  test("is announced at five and at two minutes, and extending moves it", async () => {
    const reaper = new Reaper({ sessions, events, log });
    const { actor, id } = await create(undefined, { timeout: 600_000, keepAlive: true });
    const start = Date.parse((await sessions.get(actor, id)).createdAt);
    const warnings = () => heard.flatMap((event) => (event.type === "session.expiring" ? [event] : []));
    for (const minutes of [4, 5.1, 5.2, 8.1, 8.2]) await reaper.sweep(start + minutes * 60_000);
    expect(warnings()).toHaveLength(2);
    expect(warnings()[0]).toMatchObject({ reason: "timeout", endsAt: new Date(start + 600_000).toISOString() });
    const extended = await sessions.extend(actor, { sessionId: id, byMs: 300_000 });
    expect(Date.parse(extended.expiresAt)).toBe(start + 900_000);
    await reaper.sweep(start + 11 * 60_000);
    expect(warnings()).toHaveLength(3);
    expect((await sessions.get(actor, id)).status).toBe("idle");
  });

  test("an ended session is restored with its cookies, storage, settings and last address", async () => {
    const site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html", "set-cookie": "who=anna; Path=/" }).end("<title>Shop</title>"));
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const { actor, id } = await create(undefined, { url, locale: "fr-FR", tags: ["again"] });
    await sessions.live(id)?.tabs.active.evaluate("localStorage.setItem('basket', '3')", { signal: never });
    await expect(sessions.restore(actor, id, never)).rejects.toMatchObject({ code: "CONFLICT" });
    await sessions.terminate(actor, id);
    expect((await sessions.finalPicture(actor, id))?.toString("hex", 0, 3)).toBe("ffd8ff");
    const again = await sessions.restore(actor, id, never);
    expect(await sessions.get(actor, again.sessionId)).toMatchObject({ restoredFrom: id, tags: ["again"], url });
    const page = sessions.live(again.sessionId)?.tabs.active;
    const script = "[document.cookie, localStorage.getItem('basket'), navigator.language]";
    expect((await page?.evaluate(script, { signal: never }))?.value).toEqual(["who=anna", "3", "fr-FR"]);
    expect(JSON.stringify(await db.browserSession.findUnique({ where: { id } }))).not.toContain("anna");
    site.closeAllConnections();
    site.close();
  });
});

describe("a key of the caller's own", () => {
  test("finds the running session again; calls at once get the same one; an ended one is not given", async () => {
    const actor = actorOf(newId("ws"));
    const input = AcquireSessionInput.parse({ key: "guru:1", name: "kept" });
    const all = await Promise.all([1, 2, 3, 4].map(() => sessions.acquire(actor, input, never)));
    expect(new Set(all.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(all.map(({ reused, status }) => `${reused} ${status}`).sort()).toEqual(["false active", "true active", "true active", "true active"]);
    for (const { debuggerUrl, sessionId } of all) expect(debuggerUrl).toMatch(`/cdp/${sessionId}?token=`);
    const first = all[0]?.sessionId ?? "";
    const stranger = await sessions.acquire(actorOf(newId("ws")), input, never);
    expect(stranger.reused).toBe(false);
    await sessions.terminate(actor, first);
    expect(await sessions.acquire(actor, input, never)).toMatchObject({ reused: false });
  });
});

describe("the queue", () => {
  test("starts what waits when a place is free, in order; one that waits can be ended", { timeout: 180_000 }, async () => {
    const actor = actorOf(newId("ws"));
    const server = await otherServer("srv_queue", { maxSessions: 2 });
    await server.sessions.start();
    const ask = (wishes: object) => server.sessions.create(actor, CreateSessionInput.parse(wishes), never);
    const read = (id: string) => server.sessions.get(actor, id);
    const [first, second] = [await ask({}), await ask({})];
    const waiting = [await ask({ queue: true }), await ask({ queue: true }), await ask({ queue: true, url: "data:text/html,<title>Third</title>" })];
    expect(waiting.map(({ status, queuePosition }) => `${status} ${queuePosition}`)).toEqual(["queued 1", "queued 2", "queued 3"]);
    const [one, two, three] = waiting.map(({ sessionId }) => sessionId) as [string, string, string];
    await server.sessions.terminate(actor, two);
    expect(await read(three)).toMatchObject({ status: "queued", queuePosition: 2 });
    await expect(server.sessions.running(actor, one)).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
    await server.sessions.terminate(actor, first.sessionId);
    await expect.poll(async () => (await read(one)).status, STARTS).toBe("active");
    await server.sessions.terminate(actor, second.sessionId);
    await expect.poll(async () => (await read(three)).title, STARTS).toBe("Third");
    expect(await read(two)).toMatchObject({ status: "terminated", queuePosition: null });
    await stopServer(server);
  });
});

describe("a server that stops and leaves its sessions", () => {
  test("has them adopted with their pages, settings and counters", async () => {
    const actor = actorOf(newId("ws"));
    const first = await otherServer("srv_first", { sessionsOnStop: "keep" });
    await first.sessions.start();
    const wishes = { url: "data:text/html,<title>Kept</title><script>window.kept = 7</script>", locale: "de-CH", timeout: 60_000, name: "goes on" };
    const { sessionId: id } = await first.sessions.create(actor, CreateSessionInput.parse(wishes), never);
    first.sessions.live(id)?.count({ actionsExecuted: 3 });
    await stopServer(first);
    expect((await sessions.get(actor, id)).status).toBe("active");

    const second = await otherServer("srv_second");
    await second.sessions.start();
    await using lease = await second.sessions.lease(actor, { sessionId: id }, never);
    const { value } = await lease.page.evaluate("[window.kept, navigator.language, document.title]", { signal: never });
    expect(value).toEqual([7, "de-CH", "Kept"]);
    await lease.page.navigate("data:text/html,<title>Next</title>", { waitUntil: "load", timeoutMs: 10_000, signal: never });
    expect((await lease.page.evaluate("navigator.language", { signal: never })).value).toBe("de-CH");
    expect(await second.sessions.get(actor, id)).toMatchObject({ name: "goes on", metrics: { actionsExecuted: 3 } });
    await lease[Symbol.asyncDispose]();
    expect(await second.sessions.terminate(actor, id)).toMatchObject({ status: "terminated" });
    await stopServer(second);
  });

  test("those whose browser is gone are ended with a reason, and their directories removed", async () => {
    const actor = actorOf(newId("ws"));
    const first = await otherServer("srv_third", { sessionsOnStop: "keep" });
    await first.sessions.start();
    const { sessionId: id } = await first.sessions.create(actor, CreateSessionInput.parse({}), never);
    const pid = Number(first.sessions.live(id)?.browser.externalId);
    await stopServer(first);
    process.kill(-pid, "SIGKILL");

    const second = await otherServer("srv_fourth");
    await second.sessions.start();
    expect(await second.sessions.get(actor, id)).toMatchObject({ status: "error", terminationReason: "crashed" });
    expect(await readdir(join(dataDir, "browsers"))).not.toContain("srv_third");
    await stopServer(second);
  });
});

describe("limits and owners", () => {
  test("over the limit is refused with what could be closed", async () => {
    const { actor, id } = await create();
    await create(actor);
    await create(actorOf(newId("ws")));
    await expect(create(actor)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", details: { limit: "server", max: 3, closable: [id, expect.any(String)] } });
  });

  test("another workspace's session is not there", async () => {
    const { id } = await create();
    const other = actorOf(newId("ws"));
    const calls = [
      () => sessions.get(other, id),
      () => sessions.terminate(other, id),
      () => sessions.lease(other, { sessionId: id }, never),
      () => sessions.usage(other, id),
      () => sessions.debuggerUrl(other, { sessionId: id, expiresInSeconds: 60 }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await sessions.terminateMany(other, { sessionIds: [id] })).toMatchObject({ success: false, terminated: [], failed: [{ sessionId: id }] });
  });

  test("an unknown provider, a forbidden address and an unknown tab are named", async () => {
    await expect(create(undefined, { provider: "grid" })).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "provider" }] });
    await expect(create(undefined, { url: "file:///etc/passwd" })).rejects.toMatchObject({ code: "URL_BLOCKED" });
    const { actor, id } = await create();
    await expect(sessions.lease(actor, { sessionId: id, tabId: "nope" }, never)).rejects.toMatchObject({ code: "TAB_NOT_FOUND" });
  });

  test("drivers take turns, and one that gives up is passed over", async () => {
    const { actor, id } = await create();
    const first = await sessions.lease(actor, { sessionId: id }, never);
    await expect(sessions.lease(actor, { sessionId: id }, AbortSignal.timeout(50))).rejects.toMatchObject({ code: "CANCELLED" });
    const next = sessions.lease(actor, { sessionId: id }, never);
    await first[Symbol.asyncDispose]();
    await (await next)[Symbol.asyncDispose]();
  });
});

test("lists filter, search, sort and page within the workspace", async () => {
  const actor = actorOf(newId("ws"));
  for (const name of ["Alpha", "Beta"]) await sessions.terminate(actor, (await create(actor, { name, tags: [name.toLowerCase()] })).id);
  await create(actor, { name: "Gamma" });
  const list = async (wishes: object) => (await sessions.list(actor, ListSessionsInput.parse(wishes))).sessions.map((session) => session.name);
  expect(await list({})).toEqual(["Gamma", "Beta", "Alpha"]);
  expect(await list({ status: ["terminated"], sort: "name", order: "asc" })).toEqual(["Alpha", "Beta"]);
  expect(await list({ search: "ALPH" })).toEqual(["Alpha"]);
  expect(await list({ tags: ["beta"] })).toEqual(["Beta"]);
  expect(await list({ createdAfter: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  expect(await sessions.list(actor, ListSessionsInput.parse({ page: 2, pageSize: 2 }))).toMatchObject({ total: 3, sessions: [{ name: "Alpha" }] });
});

test("nothing is left when all have ended", async () => {
  const actor = actorOf(newId("ws"));
  await Promise.all([create(actor), create(actor), create(actor)]);
  expect((await sessions.terminateMany(actor, {})).terminated).toHaveLength(3);
  await provider.stop();
  expect(execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" })).not.toContain(dataDir);
  expect(await readdir(join(dataDir, "browsers"))).toEqual([]);
});
