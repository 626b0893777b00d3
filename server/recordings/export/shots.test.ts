import { expect, it } from "vitest";
import type { RecordingFrame } from "../../contract/recordings.ts";
import { cutOf } from "./shots.ts";

const frame = (atMs: number, tabId = "A", width = 1_280, height = 720): RecordingFrame => ({ atMs, tabId, width, height });
const frames = [frame(0), frame(1_000), frame(2_000, "B", 801, 1_601), frame(12_000)];
const all = { speed: 1, skipIdle: false };

it("shows each picture until the next one, the last until the end", () => {
  expect(cutOf(frames, 14_000, [], all)).toEqual({
    shots: [
      { frame: 0, atMs: 0, lastsMs: 1_000 },
      { frame: 1, atMs: 1_000, lastsMs: 1_000 },
      { frame: 2, atMs: 2_000, lastsMs: 10_000 },
      { frame: 3, atMs: 12_000, lastsMs: 2_000 },
    ],
    durationMs: 14_000,
    width: 960,
    height: 1_200,
  });
});

it("begins with a picture", () => {
  const { shots, durationMs } = cutOf([frame(700), frame(1_000)], 2_000, [], all);
  expect([shots[0], durationMs]).toEqual([{ frame: 0, atMs: 0, lastsMs: 1_000 }, 2_000]);
});

it("holds the last picture, with which a recording ends, for a second", () => {
  const { shots, durationMs } = cutOf(frames, 12_000, [], { ...all, speed: 4 });
  expect([shots.at(-1), durationMs]).toEqual([{ frame: 3, atMs: 3_000, lastsMs: 1_000 }, 4_000]);
  expect(cutOf(frames, 12_000, [], { ...all, toMs: 11_000 }).durationMs).toBe(11_000);
});

it("takes a stretch, begins with what was seen last before it, and plays quicker", () => {
  const { shots, durationMs } = cutOf(frames, 14_000, [], { ...all, fromMs: 1_500, toMs: 4_000, speed: 2 });
  expect(shots).toEqual([
    { frame: 1, atMs: 0, lastsMs: 250 },
    { frame: 2, atMs: 250, lastsMs: 1_000 },
  ]);
  expect(durationMs).toBe(1_250);
});

it("leaves out what is idle, but nothing in which something was done", () => {
  expect(cutOf(frames, 14_000, [], { ...all, skipIdle: true }).durationMs).toBe(5_000);
  expect(cutOf(frames, 14_000, [5_000, 8_000], { ...all, skipIdle: true }).durationMs).toBe(11_000);
  const { shots, durationMs } = cutOf(frames, 14_000, [], { ...all, skipIdle: true, fromMs: 7_000 });
  expect(shots.map(({ lastsMs }) => lastsMs)).toEqual([500, 2_000]);
  expect(durationMs).toBe(2_500);
});

it("shows one tab alone, and refuses by the name of the field", () => {
  expect(cutOf(frames, 14_000, [], { ...all, tabId: "A" }).shots.map((shot) => shot.frame)).toEqual([0, 1, 3]);
  const refusal = (field: string) => expect.objectContaining({ code: "INVALID_INPUT", fields: [expect.objectContaining({ field })] });
  expect(() => cutOf(frames, 14_000, [], { ...all, tabId: "C" })).toThrow(refusal("tabId"));
  expect(() => cutOf([], 14_000, [], all)).toThrow(refusal("format"));
  expect(() => cutOf(frames, 14_000, [], { ...all, fromMs: 14_000 })).toThrow(refusal("fromMs"));
  expect(() => cutOf(frames, 14_000, [], { ...all, fromMs: 500, toMs: 500 })).toThrow(refusal("toMs"));
});
