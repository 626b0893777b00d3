import { appendFile, mkdtemp, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDiskStore } from "../../core/storage/disk-store.ts";
import { folderIn } from "../recording-folder.ts";
import { openFrameLog, readImage, readIndex } from "./frame-log.ts";

const place = { directory: "" };
beforeEach(async () => {
  place.directory = join(await mkdtemp(join(tmpdir(), "perch-recording-")), "sess_1");
});
afterEach(() => rm(join(place.directory, ".."), { recursive: true, force: true }));

/** As readers see it: a folder of the store around it. */
const folder = () => folderIn(createDiskStore(join(place.directory, "..")), "sess_1");
const frame = (seenAtMs: number, image: Buffer) => ({ seenAtMs, width: 640, height: 480, tabId: "T1", image });

it("gives back pictures in order over several appends and keeps others out of the directory", async () => {
  const writer = await openFrameLog(place.directory);
  const images = ["one", "twotwo", "three"].map((text) => Buffer.from(text));
  await writer.append(images.slice(0, 2).map((image, i) => frame(1_000 + i, image)));
  await writer.append(images.slice(2).map((image) => frame(2_000, image)));
  const entries = (await readIndex(folder())).entries;
  expect(entries.map(({ seenAtMs }) => seenAtMs)).toEqual([1_000, 1_001, 2_000]);
  expect(await Promise.all(entries.map((entry) => readImage(folder(), entry)))).toEqual(images);
  expect(writer.sizeBytes).toBe(14);
  expect((await stat(place.directory)).mode & 0o777).toBe(0o700);
});

it("writes pictures that come in turns once, and forgets them with their file", async () => {
  const writer = await openFrameLog(place.directory);
  const [on, off] = [Buffer.from("caret"), Buffer.from("none")];
  await writer.append([frame(1, on), frame(2, off), frame(3, on)]);
  await writer.append([frame(4, off), frame(5, Buffer.alloc(33 * 1024 * 1024, 7)), frame(6, Buffer.from("next")), frame(7, on)]);
  const { entries } = await readIndex(folder());
  expect(entries.map(({ chunk, offset }) => [chunk, offset])).toEqual([
    [0, 0],
    [0, 5],
    [0, 0],
    [0, 5],
    [0, 9],
    [1, 0],
    [1, 4],
  ]);
  expect((await Promise.all([2, 3, 6].map((at) => readImage(folder(), entries[at] ?? expect.unreachable())))).map(String)).toEqual(["caret", "none", "caret"]);
  expect([writer.frames, writer.sizeBytes]).toEqual([7, 9 + 33 * 1024 * 1024 + 9]);
  expect((await openFrameLog(place.directory)).sizeBytes).toBe(writer.sizeBytes);
});

it("begins a new chunk file once one is full", async () => {
  const writer = await openFrameLog(place.directory);
  const big = Buffer.alloc(33 * 1024 * 1024, 7);
  await writer.append([frame(1, big), frame(2, Buffer.from("next"))]);
  const entries = (await readIndex(folder())).entries;
  expect(entries.map(({ chunk, offset }) => [chunk, offset])).toEqual([
    [0, 0],
    [1, 0],
  ]);
  expect((await readImage(folder(), entries[1] ?? expect.unreachable())).toString()).toBe("next");
});

it("reads a recording that a crash cut off, up to the last whole line", async () => {
  const writer = await openFrameLog(place.directory);
  await writer.append([frame(1, Buffer.from("kept"))]);
  await appendFile(join(place.directory, "index.jsonl"), '{"chunk":0,"off');
  expect((await readIndex(folder())).entries).toHaveLength(1);
});

it("goes on with a recording that a crash cut off, and loses nothing that was in its index", async () => {
  const before = await openFrameLog(place.directory);
  await before.append([frame(1, Buffer.from("before"))]);
  // A picture that never came into the index, and a line that was being written.
  await appendFile(join(place.directory, "frames-0000.bin"), "half of a pict");
  await appendFile(join(place.directory, "index.jsonl"), '{"chunk":0,"off');
  const after = await openFrameLog(place.directory);
  expect(after.sizeBytes).toBe(6);
  await after.append([frame(2, Buffer.from("after")), frame(3, Buffer.from("later"))]);
  const entries = (await readIndex(folder())).entries;
  expect(entries.map(({ seenAtMs }) => seenAtMs)).toEqual([1, 2, 3]);
  expect((await Promise.all(entries.map((entry) => readImage(folder(), entry)))).map(String)).toEqual(["before", "after", "later"]);
  expect(after.sizeBytes).toBe(16);
});

it("says so when the picture itself is gone", async () => {
  const writer = await openFrameLog(place.directory);
  await writer.append([frame(1, Buffer.from("gone"))]);
  const [entry] = (await readIndex(folder())).entries;
  await truncate(join(place.directory, "frames-0000.bin"), 2);
  await expect(readImage(folder(), entry ?? expect.unreachable())).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("takes a session without a recording as one of no frames", async () => {
  expect((await readIndex(folder())).entries).toEqual([]);
});

it("reads what was added since the last time, also behind a line that was cut off or is none", async () => {
  const writer = await openFrameLog(place.directory);
  await writer.append([frame(1, Buffer.from("one"))]);
  const index = join(place.directory, "index.jsonl");
  await appendFile(index, '{"chunk":0,"off');
  const first = await readIndex(folder());
  expect(first.entries.map(({ seenAtMs }) => seenAtMs)).toEqual([1]);
  await appendFile(index, 'set":\n');
  await writer.append([frame(2, Buffer.from("two"))]);
  const second = await readIndex(folder(), first);
  expect(second.entries.map(({ seenAtMs }) => seenAtMs)).toEqual([1, 2]);
  expect(await readIndex(folder(), second)).toBe(second);
  expect(second).toEqual(await readIndex(folder()));
});
