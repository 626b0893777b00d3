import { afterAll, beforeAll, expect, it } from "vitest";
import type { PerchEvent } from "../contract/events.ts";
import { createEventBus } from "../core/events.ts";
import { createLog } from "../core/log.ts";
import { createDb } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { EventBridge } from "./event-bridge.ts";
import { Servers } from "./servers.ts";

const log = createLog({ level: "silent" });
const tabs = (sessionId: string, title = ""): PerchEvent => ({
  type: "tabs.changed",
  workspaceId: "w",
  sessionId,
  tabs: [{ tabId: "T1", url: "about:blank", title, status: "ready", active: true, openerTabId: null }],
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** One server as far as its events go. */
async function startServer(id: string) {
  const db = createDb(database.url);
  const events = createEventBus(log);
  const servers = new Servers({ db, log, id, dataDir: `/${id}` });
  const asked: Date[] = [];
  const missed = async (since: Date): Promise<PerchEvent[]> => {
    asked.push(since);
    return [tabs("missed")];
  };
  const bridge = new EventBridge({ db, databaseUrl: database.url, log, events, servers, missed });
  const [heard, here]: [string[], string[]] = [[], []];
  events.subscribe({ from: "anywhere" }, ({ sessionId }) => heard.push(sessionId));
  events.subscribe({}, ({ sessionId }) => here.push(sessionId));
  await servers.start("http://127.0.0.1:1");
  await bridge.start();
  const stop = async (): Promise<void> => {
    await servers.stop();
    await bridge.stop();
    await db.$disconnect();
  };
  return { db, events, servers, heard, here, asked, stop };
}

it("carries events over in their order, long ones too, and none back", async () => {
  const one = await startServer("srv_one");
  one.events.publish(tabs("alone"));
  const two = await startServer("srv_two");
  await expect.poll(() => one.servers.all().length, { interval: 10 }).toBe(2);
  const names = Array.from({ length: 300 }, (_, i) => `s${i}`);
  for (const [i, name] of names.entries()) one.events.publish(tabs(name, i % 10 === 0 ? "\u0000é".repeat(9_000) : "short"));
  two.events.publish(tabs("back"));
  await expect.poll(() => two.heard.length).toBe(301);
  expect(two.heard.filter((name) => name !== "back")).toEqual(names);
  await expect.poll(() => one.heard).toContain("back");
  expect(one.heard).toEqual(["alone", ...names, "back"]);
  expect([one.here.length, two.here]).toEqual([301, ["back"]]);
  await two.stop();
  await expect.poll(() => one.servers.all().length, { interval: 10, timeout: 1_000 }).toBe(1);
  await one.stop();
});

it("comes back after its connection broke, and reads what it missed meanwhile", async () => {
  const [one, two] = [await startServer("srv_three"), await startServer("srv_four")];
  await expect.poll(() => one.servers.all().length, { interval: 10 }).toBe(2);
  const brokenAt = Date.now();
  await one.db.$executeRawUnsafe(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'perch events' and datname = current_database()",
  );
  one.events.publish(tabs("during"));
  await expect.poll(() => [one.asked.length, two.asked.length]).toEqual([1, 1]);
  expect(two.asked[0]?.getTime()).toBeLessThanOrEqual(Date.now());
  expect(two.asked[0]?.getTime()).toBeGreaterThan(brokenAt - 30_000);
  await expect.poll(() => two.heard).toContain("missed");
  one.events.publish(tabs("after"));
  await expect.poll(() => two.heard).toContain("after");
  expect(one.here).toEqual(["during", "after"]);
  await two.stop();
  await one.stop();
});
