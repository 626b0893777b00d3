import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDiskStore } from "../../core/storage/disk-store.ts";
import type { EventLine } from "../capture/event-line.ts";
import { folderIn } from "../recording-folder.ts";
import { chunkFile, EventLog, readChunks } from "./event-log.ts";

const place = { root: "" };
const directory = (): string => join(place.root, "sess_1");
const folder = () => folderIn(createDiskStore(place.root), "sess_1");
beforeEach(async () => {
  place.root = await mkdtemp(join(tmpdir(), "perch-events-"));
});
afterEach(() => rm(place.root, { recursive: true, force: true }));

const line = (atMs: number, mark: EventLine["mark"] = "e", text = ""): EventLine => ({
  atMs,
  mark,
  json: JSON.stringify({ type: 3, data: text, timestamp: atMs }),
});
const timesIn = async (chunk: number): Promise<number[]> => {
  const events = JSON.parse(gunzipSync((await folder().get(chunkFile(chunk))) ?? Buffer.alloc(0)).toString()) as { timestamp: number }[];
  return events.map(({ timestamp }) => timestamp);
};

it("keeps each tab's events in chunks of its own, sorted, and serves those that are open", async () => {
  const log = await EventLog.open(directory());
  log.append("T1", [line(1, "m"), line(2, "f"), line(9)]);
  log.append("T2", [line(3, "m"), line(4, "f")]);
  // A frame of the page is heard of later than the page.
  log.append("T1", [line(5)]);
  await log.flush();
  expect(log.chunks().map(({ chunk, tabId, events, open, hasFullSnapshot, toAtMs }) => [chunk, tabId, events, open, hasFullSnapshot, toAtMs])).toEqual([
    [0, "T1", 4, true, true, 9],
    [1, "T2", 2, true, true, 4],
  ]);
  const open = JSON.parse(gunzipSync((await log.readOpen(0)) ?? Buffer.alloc(0)).toString()) as { timestamp: number }[];
  expect(open.map(({ timestamp }) => timestamp)).toEqual([1, 2, 5, 9]);
  await log.close();
  expect([await timesIn(0), await timesIn(1), await log.readOpen(0)]).toEqual([[1, 2, 5, 9], [3, 4], null]);
  expect((await readdir(directory())).sort()).toEqual(["events-000000.json.gz", "events-000001.json.gz", "events.jsonl"]);
  expect(await readChunks(folder())).toEqual(log.chunks().map(({ open: _, ...entry }) => entry));
});

it("closes a chunk that is long in size or time, and begins one with a snapshot that is worth it", async () => {
  const log = await EventLog.open(directory());
  const big = "x".repeat(300 * 1024);
  log.append("T1", [line(0, "m"), line(1, "f"), line(2), line(3, "m"), line(4, "f"), line(5, "e", big), line(6, "m"), line(7, "f")]);
  log.append("T1", [line(30_000), line(70_000), line(70_001, "m"), line(70_002, "f")]);
  await log.close();
  expect(log.chunks().map(({ fromAtMs, events, hasFullSnapshot }) => [fromAtMs, events, hasFullSnapshot])).toEqual([
    [0, 6, true],
    [6, 3, true],
    [70_000, 1, false],
    [70_001, 2, true],
  ]);
});

it("loses nothing that was flushed when it is cut off, wherever that was, and numbers on", async () => {
  const cut = await EventLog.open(directory());
  cut.append("T1", [line(1, "m"), line(2, "f")]);
  await cut.close();
  cut.append("T1", [line(3), line(4)]);
  await cut.flush();
  cut.append("T1", [line(5)]);
  // Half of a line, and half of the index's next one.
  await appendFile(join(directory(), "events-000001.T1.log"), '5\te\t{"type":3,"da');
  await appendFile(join(directory(), "events.jsonl"), '{"chunk":1,"tab');
  const next = await EventLog.open(directory());
  expect([await timesIn(1), next.events]).toEqual([[3, 4], 4]);
  next.append("T1", [line(6, "m")]);
  await next.close();
  expect([(await readChunks(folder())).map(({ chunk }) => chunk), await timesIn(2)]).toEqual([[0, 1, 2], [6]]);
});
