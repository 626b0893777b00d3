import { expect, it } from "vitest";
import { clock, frameAt } from "./playback.ts";

it("finds the frame that is shown at a moment", () => {
  const times = [0, 200, 400, 5_000];
  expect([-5, 0, 199, 200, 4_999, 5_000, 9_999].map((atMs) => frameAt(times, atMs))).toEqual([0, 0, 0, 1, 2, 3, 3]);
  expect(frameAt([], 10)).toBe(0);
});

it("writes lengths of time", () => {
  expect([0, 999, 61_000, 3_599_999, 3_661_000, -1].map(clock)).toEqual(["0:00", "0:00", "1:01", "59:59", "1:01:01", "0:00"]);
});
