import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { GetSessionLogsInput } from "../contract/activity.ts";
import { GetNetworkLogInput } from "../contract/network-log.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";
import { type DatabaseGate, openDatabaseGate } from "../testing/database-gate.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";

const LIMIT = { timeout: 60_000 };
const never = new AbortController().signal;
/** As long as the chaos test stops the database: longer than a query may take. */
const SILENT_MS = 10_000;

const site = createServer((_, res) => void res.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Page</title>"));
let database: TestDatabase;
let gate: DatabaseGate;
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  database = await createTestDatabase();
  gate = await openDatabaseGate(database.url);
  t = await startTestApp({ DATABASE_URL: gate.url });
  owner = await t.actor();
});
afterAll(async () => {
  gate?.set("open");
  site.closeAllConnections();
  site.close();
  await t?.stop();
  await gate?.stop();
  await database?.drop();
});

test.each([
  ["refused", 0],
  ["silent", SILENT_MS],
] as const)("what happens while the database is %s is stored when it is back", { timeout: 240_000 }, async (way, forMs) => {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: `${origin}/page` }), never);
  const page = t.app.sessions.live(sessionId)?.tabs.active;
  gate.set(way);
  const until = Date.now() + forMs;
  const said = { lines: 0 };
  const say = async (): Promise<void> => {
    said.lines += 1;
    await page?.evaluate(`console.log("while it is away: ${said.lines}"), fetch("/away?n=${said.lines}").then((r) => r.text())`);
  };
  await say();
  const isOver = async (): Promise<boolean> => {
    await say();
    return Date.now() > until;
  };
  await expect.poll(isOver, { timeout: forMs + 60_000, interval: 500 }).toBe(true);
  gate.set("open");
  const logs = async () =>
    (await t.app.activities.logs(owner, GetSessionLogsInput.parse({ sessionId, search: "while it is away", limit: 5_000 })).catch(() => null))?.entries.length;
  const requests = async () =>
    (await t.app.networkLog.list(owner, GetNetworkLogInput.parse({ sessionId, search: "/away?n=", limit: 5_000 })).catch(() => null))?.entries.length;
  await expect.poll(logs, LIMIT).toBe(said.lines);
  await expect.poll(requests, LIMIT).toBe(said.lines);
  await t.app.sessions.terminate(owner, sessionId);
});
