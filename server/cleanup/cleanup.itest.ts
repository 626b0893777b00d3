import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { newId } from "../core/ids.ts";
import { startTestApp } from "../testing/app.ts";
import { GRACE_MS } from "./overdue.ts";

const never = new AbortController().signal;
const HOUR_MS = 3_600_000;
/** A run that was under way is in the way until it is taken for dead. */
const BACK_LIMIT_MS = 90_000;

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;

beforeAll(async () => {
  t = await startTestApp({ SESSION_CLEANUP_INTERVAL: "1000" });
  owner = await t.actor();
});
afterAll(() => t.stop());

/** A row as a server leaves it that died, long past its time. */
const abandoned = async (of: Actor, over: Record<string, unknown> = {}): Promise<string> => {
  const id = newId("sess");
  const before = new Date(Date.now() - HOUR_MS);
  const times = { createdAt: before, statusAt: before, lastActivityAt: before, expiresAt: before };
  const owned = { workspaceId: of.workspaceId, userId: of.userId, provider: "local", serverId: t.app.servers.id };
  await t.app.db.browserSession.create({ data: { id, ...owned, status: "active", config: {}, ...times, ...over } });
  return id;
};
const rowOf = (id: string) => t.app.db.browserSession.findUniqueOrThrow({ where: { id } });

describe("by hand", () => {
  // The clock would be quicker than these tests.
  let quiet: Awaited<ReturnType<typeof startTestApp>>;
  beforeAll(async () => {
    quiet = t;
    t = await startTestApp();
    owner = await t.actor();
  });
  afterAll(async () => {
    await t.stop();
    t = quiet;
    owner = await t.actor();
  });

  test("ends what its server did not, each with its reason, and counts it", async () => {
    const [timeout, queued, creating, terminating, fine] = await Promise.all([
      abandoned(owner),
      abandoned(owner, { status: "queued", serverId: null }),
      abandoned(owner, { status: "creating" }),
      abandoned(owner, { status: "terminating" }),
      abandoned(owner, { expiresAt: new Date(Date.now() + HOUR_MS), lastActivityAt: new Date(), config: { idleTimeout: HOUR_MS } }),
    ]);
    const run = await t.app.cleanup.run(owner, "workspace", never);
    expect(run).toMatchObject({ trigger: "user", found: 4, ended: 4, failures: [] });
    expect(await rowOf(timeout)).toMatchObject({ status: "terminated", terminationReason: "timeout", terminatedAt: expect.any(Date) });
    expect(await rowOf(queued)).toMatchObject({ status: "terminated", terminationReason: "expired" });
    expect(await rowOf(creating)).toMatchObject({ status: "error", terminationReason: "server" });
    expect(await rowOf(terminating)).toMatchObject({ status: "error", terminationReason: "server" });
    expect(await rowOf(fine)).toMatchObject({ status: "active" });
    expect(await t.app.cleanup.run(owner, "workspace", never)).toMatchObject({ found: 0, ended: 0 });
    const { day, week, lastRuns, policy } = await t.app.cleanup.statistics(owner);
    expect(day).toMatchObject({ found: 4, ended: 4, failures: 0 });
    expect(week.ended).toBe(4);
    expect(lastRuns[1]).toEqual(run);
    expect(policy.graceMs).toBe(GRACE_MS);
  });

  test("a session that runs here past its time is ended with its browser", async () => {
    const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), never);
    const browser = t.app.sessions.live(sessionId)?.browser;
    const past = new Date(Date.now() - HOUR_MS);
    await t.app.db.browserSession.update({ where: { id: sessionId }, data: { expiresAt: past } });
    expect(await t.app.cleanup.run(owner, "mine", never)).toMatchObject({ found: 1, ended: 1 });
    expect(await browser?.exited).toMatchObject({ asked: true });
    expect(await rowOf(sessionId)).toMatchObject({ status: "terminated", terminationReason: "timeout" });
  });

  test("a session that another server ended is let go of here, with its browser", async () => {
    const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), never);
    const browser = t.app.sessions.live(sessionId)?.browser;
    await t.app.db.browserSession.update({ where: { id: sessionId }, data: { status: "error", terminatedAt: new Date(), terminationReason: "server" } });
    expect(await t.app.sessions.closeEnded()).toBe(1);
    expect(await browser?.exited).toMatchObject({ asked: true });
    expect(t.app.sessions.live(sessionId)).toBeUndefined();
    expect(await rowOf(sessionId)).toMatchObject({ status: "error", terminationReason: "server" });
  });

  test("how soon a session without its browser was ended is remembered", async () => {
    const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), never);
    process.kill(-Number(t.app.sessions.live(sessionId)?.browser.externalId), "SIGKILL");
    const recoveries = async () => (await t.app.cleanup.statistics(owner)).day.recoveries;
    await expect.poll(recoveries).toMatchObject({ adopted: 0, ended: 1, longestMs: expect.any(Number) });
    expect((await t.app.cleanup.statistics(await t.actor())).day.recoveries.ended).toBe(0);
  });

  test("touches nobody else's sessions, shows nobody else's counts, and is for managers", async () => {
    const stranger = await t.actor();
    const colleague = await t.actor({ workspaceId: owner.workspaceId, role: "operator" });
    const [theirs, colleagues, own] = await Promise.all([abandoned(stranger), abandoned(colleague), abandoned(owner)]);
    await expect(t.app.cleanup.run(colleague, "workspace", never)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await t.app.cleanup.run(colleague, "mine", never)).toMatchObject({ found: 1, ended: 1 });
    expect(await rowOf(own)).toMatchObject({ status: "active" });
    expect(await t.app.cleanup.run(owner, "workspace", never)).toMatchObject({ found: 1, ended: 1 });
    expect(await rowOf(colleagues)).toMatchObject({ status: "terminated" });
    expect(await rowOf(theirs)).toMatchObject({ status: "active" });
    expect((await t.app.cleanup.statistics(stranger)).week).toMatchObject({ found: 0, ended: 0 });
  });

  test("removes directories that belong to no session", async () => {
    const folder = join(t.app.env.dataDir, "browsers");
    await mkdir(join(folder, "srv_gone", "br_gone"), { recursive: true });
    expect(await t.app.cleanup.run(owner, "workspace", never)).toMatchObject({ directories: 1, processes: 0 });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("by the clock", () => {
  test("one of the servers does it for everybody, and each workspace sees its share", async () => {
    const stranger = await t.actor();
    const [own, theirs] = await Promise.all([abandoned(owner), abandoned(stranger)]);
    await expect.poll(async () => [(await rowOf(own)).status, (await rowOf(theirs)).status], { timeout: 20_000 }).toEqual(["terminated", "terminated"]);
    await expect.poll(async () => (await t.app.cleanup.statistics(owner)).week).toMatchObject({ found: 1, ended: 1 });
    expect((await t.app.cleanup.statistics(stranger)).week).toMatchObject({ found: 1, ended: 1 });
    const runs = await t.app.db.cleanupRun.findMany({ where: { trigger: "cron", found: { gt: 0 } } });
    expect(runs.reduce((sum, { ended }) => sum + ended, 0)).toBe(2);
  });

  test("goes on after the database has cut every connection", { timeout: 2 * BACK_LIMIT_MS }, async () => {
    const other = new pg.Client({ connectionString: t.app.env.databaseUrl });
    await other.connect();
    await other.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    await other.end();
    // The first call may still meet a connection that was cut.
    const late = await vi.waitFor(() => abandoned(owner), { timeout: BACK_LIMIT_MS });
    await expect.poll(async () => (await rowOf(late).catch(() => null))?.status, { timeout: BACK_LIMIT_MS }).toBe("terminated");
  });
});
