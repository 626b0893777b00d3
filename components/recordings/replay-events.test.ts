import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";
import { expect, it } from "vitest";
import type { RecordingChunk } from "../../server/contract/recordings.ts";
import { chunkAfter, chunksFor, inSteps, ReplayEvents } from "./replay-events.ts";

const chunk = (number: number, tabId: string, fromMs: number, hasFullSnapshot: boolean, events = 2): RecordingChunk => ({
  chunk: number,
  tabId,
  fromMs,
  toMs: fromMs + 1_000,
  events,
  sizeBytes: 10,
  hasFullSnapshot,
  open: false,
});
const chunks = [chunk(0, "A", 0, true), chunk(1, "B", 500, true), chunk(2, "A", 1_000, false), chunk(3, "A", 5_000, true), chunk(4, "A", 6_000, false)];

it("takes a tab's chunks from the last full snapshot on", () => {
  const numbers = (tabId: string, atMs: number): number[] => chunksFor(chunks, tabId, atMs).map((found) => found.chunk);
  expect(numbers("A", 0)).toEqual([0]);
  expect(numbers("A", 4_999)).toEqual([0, 2]);
  expect(numbers("A", 5_000)).toEqual([3]);
  expect(numbers("A", 99_000)).toEqual([3, 4]);
  expect(numbers("B", 499)).toEqual([]);
  expect(numbers("C", 1_000)).toEqual([]);
  expect(chunkAfter(chunks, chunk(0, "A", 0, true))?.chunk).toBe(2);
  expect(chunkAfter(chunks, chunk(4, "A", 6_000, false))).toBeUndefined();
});

it("gives each position of the mouse its own time", () => {
  const scroll: eventWithTime = { type: EventType.IncrementalSnapshot, timestamp: 800, data: { source: IncrementalSource.Scroll, id: 1, x: 0, y: 9 } };
  const position = (x: number, timeOffset: number) => ({ x, y: 1, id: 1, timeOffset });
  const moves: eventWithTime = {
    type: EventType.IncrementalSnapshot,
    timestamp: 1_000,
    data: { source: IncrementalSource.MouseMove, positions: [position(1, -450), position(2, -50), position(3, 0)] },
  };
  // None comes before what the page is built from.
  expect(inSteps([scroll, moves]).map(({ timestamp }) => timestamp)).toEqual([800, 800, 950, 1_000]);
  expect(inSteps([{ ...scroll, timestamp: 500 }, moves]).map(({ timestamp }) => timestamp)).toEqual([500, 550, 950, 1_000]);
});

it("fetches a chunk once, and anew when it has grown or when it failed", async () => {
  const asked: number[] = [];
  const state = { fails: false };
  const events = new ReplayEvents(async (number) => {
    asked.push(number);
    if (state.fails) throw new Error("no connection");
    return [];
  });
  await Promise.all([events.load(chunk(7, "A", 0, true, 2)), events.load(chunk(7, "A", 0, true, 2))]);
  expect(asked).toEqual([7]);
  await events.load(chunk(7, "A", 0, true, 3));
  expect(asked).toEqual([7, 7]);
  state.fails = true;
  await expect(events.load(chunk(8, "A", 0, true))).rejects.toThrow("no connection");
  state.fails = false;
  await events.load(chunk(8, "A", 0, true));
  expect(asked).toEqual([7, 7, 8, 8]);
});
