import { expect, it } from "vitest";
import type { Recording, RecordingChunk, RecordingFrame } from "../../server/contract/recordings.ts";
import { grown, type LoadedRecording, placesOf } from "./growth.ts";

const recording: Recording = {
  ...{ sessionId: "sess_1", available: true, recording: true, frames: 0, events: 0, durationMs: 0, sizeBytes: 0 },
  ...{ startedAt: "2026-11-21T20:00:00.000Z", tabs: [], warnings: [], url: null },
};
const frame = (atMs: number): RecordingFrame => ({ atMs, width: 1, height: 1, tabId: "T1" });
const chunk = (number: number, fromMs: number, over: Partial<RecordingChunk> = {}): RecordingChunk => ({
  ...{ chunk: number, tabId: "T1", fromMs, toMs: fromMs + 10, events: 5, sizeBytes: 9, hasFullSnapshot: true, open: false },
  ...over,
});
const known: LoadedRecording = {
  recording,
  startedAtMs: 1_000,
  frames: [frame(0), frame(200)],
  chunks: [chunk(0, 0), chunk(2, 40, { open: true }), chunk(1, 50), chunk(3, 90, { open: true })],
};

it("reads on behind what it has, and again what was open", () => {
  expect(placesOf(known)).toEqual({ frames: 2, chunks: 2 });
  expect(placesOf({ frames: [], chunks: [] })).toEqual({ frames: 0, chunks: 0 });
  expect(placesOf({ frames: [frame(0)], chunks: [chunk(0, 0), chunk(4, 10)] })).toEqual({ frames: 1, chunks: 5 });
});

it("puts what is new behind it, in the order of time", () => {
  const next = grown(
    known,
    { recording, from: 2, frames: [frame(400)] },
    { recording, startedAtMs: 1_000, from: 2, chunks: [chunk(2, 40, { events: 8 }), chunk(3, 90, { open: true }), chunk(4, 95, { open: true })] },
  );
  expect(next?.frames.map(({ atMs }) => atMs)).toEqual([0, 200, 400]);
  expect(next?.chunks.map((one) => [one.chunk, one.events, one.open])).toEqual([
    [0, 5, false],
    [2, 8, false],
    [1, 5, false],
    [3, 5, true],
    [4, 5, true],
  ]);
});

it("takes nothing of another recording", () => {
  const events = { recording, startedAtMs: 1_000, from: 2, chunks: [] };
  expect(grown(known, { recording, from: 2, frames: [] }, { ...events, startedAtMs: 9_000 })).toBeNull();
  expect(grown(known, { recording, from: 0, frames: [] }, events)).toBeNull();
  expect(grown(known, { recording, from: 2, frames: [] }, events)?.frames).toBe(known.frames);
});
