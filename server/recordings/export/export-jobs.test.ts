import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EXPORT_KEPT_MS } from "../../contract/recording-exports.ts";
import { ExportJobs, type Work } from "./export-jobs.ts";

const WAIT = { timeout: 20_000, interval: 5 };
const place = { directory: "" };
beforeEach(async () => {
  place.directory = await mkdtemp(join(tmpdir(), "perch-exports-"));
});
afterEach(() => rm(place.directory, { recursive: true, force: true }));

const jobsOf = (limitMs?: number): ExportJobs =>
  new ExportJobs({
    directory: place.directory,
    log: pino({ level: "silent" }),
    faceOf: (error) => ({ code: "INTERNAL", message: error instanceof Error ? error.message : "?" }),
    ...(limitMs !== undefined && { limitMs }),
  });
const job = (work: Work, workspaceId = "ws_a") => ({ workspaceId, sessionId: "sess_1", format: "json" as const, fileName: "a.json", work });
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

it("makes a file, gives it out and removes it", async () => {
  const jobs = jobsOf();
  const { exportId } = jobs.add(job(writes));
  expect(() => jobs.open("ws_a", exportId)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
  const done = await jobs.settled("ws_a", exportId, new AbortController().signal);
  expect(done).toMatchObject({ state: "done", progress: 1, sizeBytes: 7, url: `/api/recordings/sess_1/exports/${exportId}`, error: null });
  expect(await text(jobs.open("ws_a", exportId).stream)).toBe("content");
  expect(() => jobs.open("ws_b", exportId)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
  await jobs.cancel("ws_a", exportId);
  expect(jobs.list("ws_a", "sess_1")).toEqual([]);
  expect(await readdir(place.directory)).toEqual([]);
});

it("makes two at once, lets others wait, and takes five of a workspace", async () => {
  const jobs = jobsOf();
  const made = [1, 2, 3, 4, 5].map(() => jobs.add(job(hangs)));
  expect(() => jobs.add(job(hangs))).toThrow(expect.objectContaining({ code: "LIMIT_EXCEEDED" }));
  const other = jobs.add(job(writes, "ws_b"));
  await vi.waitFor(async () => expect(await readdir(place.directory)).toHaveLength(2), WAIT);
  expect(jobs.list("ws_a", "sess_1").map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting", "running", "running"]);
  // Those that wait are given up as those that run, and whoever is behind them comes to its turn.
  for (const { exportId } of made.reverse()) expect((await jobs.cancel("ws_a", exportId)).state).toBe("cancelled");
  expect((await jobs.settled("ws_b", other.exportId, new AbortController().signal)).state).toBe("done");
  expect(await readdir(place.directory)).toEqual([`${other.exportId}.json`]);
});

it("tells why one failed, ends what takes too long, and leaves nothing of either", async () => {
  const jobs = jobsOf(20);
  const failed = jobs.add(job(() => Promise.reject(new Error("the disk is full"))));
  const late = jobs.add(job(hangs));
  const never = new AbortController().signal;
  expect(await jobs.settled("ws_a", failed.exportId, never)).toMatchObject({ state: "failed", url: null, error: { message: "the disk is full" } });
  expect(await jobs.settled("ws_a", late.exportId, never)).toMatchObject({ state: "failed" });
  expect(await readdir(place.directory)).toEqual([]);
});

it("gives up what nobody waits for any more, and everything when it stops", async () => {
  const jobs = jobsOf();
  const left = new AbortController();
  const alone = jobs.add(job(hangs));
  const waiting = jobs.settled("ws_a", alone.exportId, left.signal);
  left.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  expect(jobs.list("ws_a", "sess_1")[0]?.state).toBe("cancelled");
  jobs.add(job(hangs));
  await jobs.stop();
  await jobs.stop();
  expect(await readdir(place.directory)).toEqual([]);
  expect(() => jobs.add(job(writes))).toThrow(expect.objectContaining({ code: "SHUTTING_DOWN" }));
});

it("removes what an earlier server left, and nothing that may still be wanted", async () => {
  const old = new Date(Date.now() - EXPORT_KEPT_MS - 1_000);
  await writeFile(join(place.directory, "exp_old.webm"), "old");
  await utimes(join(place.directory, "exp_old.webm"), old, old);
  await writeFile(join(place.directory, "exp_new.webm"), "of another server");
  const jobs = jobsOf();
  await jobs.start();
  expect(await readdir(place.directory)).toEqual(["exp_new.webm"]);
  await jobs.stop();
});
