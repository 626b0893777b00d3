import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../core/ids.ts";
import { createLog } from "../core/log.ts";
import { createDb, type Db } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { Servers } from "./servers.ts";

const LONG_SILENCE_MS = 60_000;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});

/** A server of another machine that was last heard of then. */
const farServer = async (heartbeatAt: Date): Promise<string> => {
  const id = newId("srv");
  await db.server.create({ data: { id, address: "http://far.test", hostId: "far:/data", pid: 1, processStart: "", startedAt: heartbeatAt, heartbeatAt } });
  return id;
};

test("a silent server is gone only for one that has listened long enough, and when it was last heard of is remembered", async () => {
  const lastBeat = new Date(Date.now() - LONG_SILENCE_MS);
  const far = await farServer(lastBeat);
  const servers = new Servers({ db, log: createLog({ level: "silent" }), id: newId("srv"), dataDir: "/near" });
  await servers.start("http://near.test");
  try {
    // As after an outage of the database: nobody could beat, so nobody's silence says anything yet.
    expect(servers.isAlive(far)).toBe(true);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    await servers.look();
    expect(servers.isAlive(far)).toBe(false);
    expect(await db.server.findUnique({ where: { id: far } })).toBeNull();
    expect(servers.lastSeen(far)).toBe(lastBeat.getTime());
    expect(servers.lastSeen(newId("srv"))).toBeNull();
  } finally {
    await servers.stop();
  }
});
