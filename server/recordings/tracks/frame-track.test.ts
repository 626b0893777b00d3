import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDiskStore } from "../../core/storage/disk-store.ts";
import { folderIn } from "../recording-folder.ts";
import { openFrameLog, readImage, readIndex } from "./frame-log.ts";
import { FrameTrack } from "./frame-track.ts";

const place = { root: "" };
const folder = () => folderIn(createDiskStore(place.root), "sess_1");
beforeEach(async () => {
  place.root = await mkdtemp(join(tmpdir(), "perch-recorder-"));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(place.root, { recursive: true, force: true });
});

const frame = (capturedAtMs: number) => ({ tabId: "T1", width: 640.4, height: 480, capturedAtMs, image: Buffer.from(`picture ${capturedAtMs}`) });
const onLost = vi.fn();
const recorderOf = async (): Promise<FrameTrack> =>
  new FrameTrack({ writer: await openFrameLog(join(place.root, "sess_1")), onLost, log: pino({ level: "silent" }) });
const times = async (): Promise<number[]> => (await readIndex(folder())).entries.map(({ seenAtMs }) => seenAtMs);

it("keeps five pictures a second of sixty, and the last one", async () => {
  const recorder = await recorderOf();
  for (let i = 0; i <= 60; i += 1) {
    recorder.accept(frame(i));
    vi.advanceTimersByTime(1000 / 60);
  }
  vi.advanceTimersByTime(1_000);
  await recorder.flush();
  const kept = await times();
  expect(kept.length).toBeGreaterThanOrEqual(6);
  expect(kept.length).toBeLessThanOrEqual(7);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(60);
});

it("writes within a second without being asked", async () => {
  const recorder = await recorderOf();
  recorder.accept(frame(1));
  vi.advanceTimersByTime(1_000);
  await vi.waitFor(async () => expect(await times()).toEqual([1]), { timeout: 2_000 });
  await recorder.stop();
});

it("writes at stop what it still held, and takes nothing afterwards", async () => {
  const recorder = await recorderOf();
  recorder.accept(frame(1));
  recorder.accept(frame(2));
  await recorder.stop();
  recorder.accept(frame(3));
  await recorder.stop();
  const entries = (await readIndex(folder())).entries;
  expect(entries.map(({ seenAtMs, width }) => [seenAtMs, width])).toEqual([
    [1, 640],
    [2, 640],
  ]);
  expect((await readImage(folder(), entries[1] ?? expect.unreachable())).toString()).toBe("picture 2");
});

it("leaves out what is the same as the picture before, and takes it again for another tab", async () => {
  const recorder = await recorderOf();
  for (const [i, tabId] of ["T1", "T1", "T1", "T2", "T2", "T1"].entries()) {
    recorder.accept({ ...frame(1), capturedAtMs: i, tabId });
    vi.advanceTimersByTime(250);
  }
  await recorder.stop();
  expect(await times()).toEqual([0, 3, 5]);
});

it("keeps the order of time where a tab is shown again whose last picture is old", async () => {
  const recorder = await recorderOf();
  const nowMs = Date.now();
  for (const [tabId, agoMs] of [
    ["T1", 9_000],
    ["T2", 3_000],
    ["T1", 9_000],
  ] as const) {
    recorder.accept({ ...frame(nowMs - agoMs), tabId });
    vi.advanceTimersByTime(500);
  }
  await recorder.stop();
  const [first, second, third] = await times();
  expect([first, second]).toEqual([nowMs - 9_000, nowMs - 3_000]);
  expect(third).toBeGreaterThanOrEqual(nowMs);
});

it("tells of pictures that could not be written, and goes on", async () => {
  const recorder = await recorderOf();
  await rm(join(place.root, "sess_1"), { recursive: true });
  recorder.accept(frame(1));
  await recorder.flush();
  expect(onLost).toHaveBeenCalledTimes(1);
  await mkdir(join(place.root, "sess_1"));
  recorder.accept(frame(2));
  await recorder.stop();
  expect(await times()).toEqual([2]);
});
