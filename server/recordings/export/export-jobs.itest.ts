import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { EXPORT_KEPT_MS } from "../../contract/recording-exports.ts";
import { newId } from "../../core/ids.ts";
import { startTestApp } from "../../testing/app.ts";
import { ExportJobs, type Work } from "./export-jobs.ts";

const WAIT = { timeout: 20_000, interval: 5 };
const never = new AbortController().signal;

const place: { t: Awaited<ReturnType<typeof startTestApp>> | null; ids: string[]; directory: string; made: ExportJobs[] } = {
  t: null,
  ids: [],
  directory: "",
  made: [],
};
const db = () => (place.t ?? expect.unreachable("not started")).app.db;
/** Two workspaces with a session each, and the second one's workspace. */
const ids = () => ({ ours: place.ids[0] ?? "", theirs: place.ids[1] ?? "", session: place.ids[2] ?? "", theirSession: place.ids[3] ?? "" });

async function sessionIn(workspaceId: string): Promise<string> {
  const id = newId("sess");
  const data = { id, workspaceId, userId: "user_1", provider: "local", status: "terminated", config: {}, expiresAt: new Date() };
  await db().browserSession.create({ data });
  return id;
}

beforeAll(async () => {
  place.t = await startTestApp();
});
afterAll(() => place.t?.stop());
beforeEach(async () => {
  const workspaces = await Promise.all(["Ours", "Theirs"].map((name) => (place.t ?? expect.unreachable("not started")).workspace(name)));
  place.ids = [...workspaces, ...(await Promise.all(workspaces.map(sessionIn)))];
  place.directory = await mkdtemp(join(tmpdir(), "perch-exports-"));
});
afterEach(async () => {
  await Promise.all(place.made.splice(0).map((jobs) => jobs.stop()));
  await rm(place.directory, { recursive: true, force: true });
});

/** The jobs of a server of that name; `gone` are servers that are not there any more. */
function jobsOf({ limitMs, server = "srv_1", gone = [] }: { limitMs?: number; server?: string; gone?: string[] } = {}): ExportJobs {
  const jobs = new ExportJobs({
    db: db(),
    servers: { id: server, hostId: "host:/data", isAlive: (id: string) => !gone.includes(id), look: async () => undefined },
    directory: place.directory,
    log: (place.t ?? expect.unreachable("not started")).app.log,
    faceOf: (error) => ({ code: "INTERNAL", message: error instanceof Error ? error.message : "?", ...codeOf(error) }),
    ...(limitMs !== undefined && { limitMs }),
  });
  place.made.push(jobs);
  return jobs;
}
const codeOf = (error: unknown) => (error instanceof Error && "code" in error && error.code === "CANCELLED" ? { code: "CANCELLED" as const } : {});
const options = { speed: 1, skipIdle: false, fromMs: 10 };
const job = () => ({ workspaceId: ids().ours, sessionId: ids().session, format: "json" as const, options, fileName: "a.json" });
const theirs = () => ({ ...job(), workspaceId: ids().theirs, sessionId: ids().theirSession });
const writes: Work = ({ file, onProgress }) => {
  onProgress(0.5);
  return writeFile(file, "content");
};
/** Work that writes a beginning and goes on until it is told to give up. */
const hangs: Work = async ({ file, signal }) => {
  await writeFile(file, "begun");
  signal.throwIfAborted();
  await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
};
const listed = (jobs: ExportJobs) => jobs.list(ids().ours, ids().session);

it("makes a file, gives it out and removes it", async () => {
  const jobs = jobsOf();
  const { exportId } = await jobs.add(job(), writes);
  const done = await jobs.settled(ids().ours, exportId, never);
  const url = `/api/recordings/${ids().session}/exports/${exportId}`;
  expect(done).toMatchObject({ state: "done", progress: 1, sizeBytes: 7, url, error: null, options });
  expect(await text((await jobs.open(ids().ours, exportId)).stream)).toBe("content");
  await expect(jobs.open(ids().theirs, exportId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await jobs.cancel(ids().ours, exportId);
  expect([await listed(jobs), await readdir(place.directory)]).toEqual([[], []]);
});

it("makes two at once, lets others wait, and takes five of a workspace", async () => {
  const jobs = jobsOf();
  const made = await Promise.all([1, 2, 3, 4, 5].map(() => jobs.add(job(), hangs)));
  await expect(jobs.add(job(), hangs)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  await expect(jobs.open(ids().ours, made[0]?.exportId ?? "")).rejects.toMatchObject({ code: "CONFLICT" });
  const other = await jobs.add(theirs(), writes);
  await vi.waitFor(async () => expect(await readdir(place.directory)).toHaveLength(2), WAIT);
  expect((await listed(jobs)).map(({ state }) => state).sort()).toEqual(["running", "running", "waiting", "waiting", "waiting"]);
  // Those that wait are given up as those that run, and whoever is behind them comes to its turn.
  for (const { exportId } of made.reverse()) expect((await jobs.cancel(ids().ours, exportId)).state).toBe("cancelled");
  expect((await jobs.settled(ids().theirs, other.exportId, never)).state).toBe("done");
  expect(await readdir(place.directory)).toEqual([`${other.exportId}.json`]);
});

it("tells why one failed, ends what takes too long, and leaves nothing of either", async () => {
  const jobs = jobsOf({ limitMs: 20 });
  const failed = await jobs.add(job(), () => Promise.reject(new Error("the disk is full")));
  const late = await jobs.add(job(), hangs);
  expect(await jobs.settled(ids().ours, failed.exportId, never)).toMatchObject({ state: "failed", url: null, error: { message: "the disk is full" } });
  expect(await jobs.settled(ids().ours, late.exportId, never)).toMatchObject({ state: "failed" });
  expect(await readdir(place.directory)).toEqual([]);
});

it("gives up what nobody waits for any more, and fails everything when it stops", async () => {
  const jobs = jobsOf();
  const left = new AbortController();
  const alone = await jobs.add(job(), hangs);
  const waiting = jobs.settled(ids().ours, alone.exportId, left.signal);
  left.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  await vi.waitFor(async () => expect((await listed(jobs))[0]?.state).toBe("cancelled"), WAIT);
  await jobs.add(job(), hangs);
  await jobs.stop();
  await jobs.stop();
  expect(await readdir(place.directory)).toEqual([]);
  expect((await listed(jobs))[0]).toMatchObject({ state: "failed", options, error: { message: expect.stringContaining("Make it again") } });
  await expect(jobs.add(job(), writes)).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
});

it("keeps finished ones over a restart; those that were being made by a killed server fail", async () => {
  const killed = jobsOf({ server: "srv_killed" });
  const { exportId } = await killed.add(job(), writes);
  await killed.settled(ids().ours, exportId, never);
  const cut = await killed.add(job(), hangs);
  const next = jobsOf({ server: "srv_next", gone: ["srv_killed"] });
  await next.start();
  expect(await listed(next)).toMatchObject([
    { exportId: cut.exportId, state: "failed", error: { code: "SHUTTING_DOWN" } },
    { exportId, state: "done" },
  ]);
  expect(await text((await next.open(ids().ours, exportId)).stream)).toBe("content");
});

it("is cancelled through another server, and known there as long as its own lives", async () => {
  const [one, other] = [jobsOf({ server: "srv_1" }), jobsOf({ server: "srv_2" })];
  await one.start();
  const { exportId } = await one.add(job(), hangs);
  await vi.waitFor(async () => expect(await listed(other)).toMatchObject([{ exportId, state: "running" }]), WAIT);
  expect((await other.cancel(ids().ours, exportId)).state).toBe("cancelled");
  await vi.waitFor(async () => expect(await readdir(place.directory)).toEqual([]), WAIT);
});

it("removes what is kept no longer, and nothing that may still be wanted", async () => {
  const first = jobsOf({ server: "srv_old" });
  const [over, kept] = await Promise.all([first.add(job(), writes), first.add(job(), writes)]);
  for (const { exportId } of [over, kept]) await first.settled(ids().ours, exportId, never);
  await db().recordingExport.update({ where: { id: over.exportId }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  const long = new Date(Date.now() - EXPORT_KEPT_MS - 1_000);
  await writeFile(join(place.directory, "exp_old.webm"), "of a server that was killed");
  await utimes(join(place.directory, "exp_old.webm"), long, long);
  const jobs = jobsOf();
  await jobs.start();
  expect(await readdir(place.directory)).toEqual([`${kept.exportId}.json`]);
  expect((await listed(jobs)).map(({ exportId }) => exportId)).toEqual([kept.exportId]);
  expect(await readFile(join(place.directory, `${kept.exportId}.json`), "utf8")).toBe("content");
});
