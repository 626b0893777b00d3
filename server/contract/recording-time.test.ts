import { expect, it } from "vitest";
import { idleStretches, lastAtOrBefore, lengthOf, stretchAt } from "./recording-time.ts";

it("finds where nothing happened, with a rest left at each end", () => {
  expect(idleStretches([9_000, 1_000, 2_000, 20_000, 400_000, -5], 30_000)).toEqual([
    { fromMs: 2_500, toMs: 8_500 },
    { fromMs: 9_500, toMs: 19_500 },
    { fromMs: 20_500, toMs: 29_500 },
  ]);
  expect(idleStretches([], 2_000)).toEqual([]);
  expect(idleStretches([], 60_000)).toEqual([{ fromMs: 500, toMs: 59_500 }]);
});

it("tells the stretch that holds a moment, and how long they are together", () => {
  const stretches = [
    { fromMs: 10, toMs: 20 },
    { fromMs: 30, toMs: 45 },
  ];
  expect([9, 10, 19, 20, 29, 44, 45].map((atMs) => stretchAt(stretches, atMs)?.fromMs)).toEqual([undefined, 10, 10, undefined, undefined, 30, undefined]);
  expect(lengthOf(stretches)).toBe(25);
});

it("finds the last item up to a moment", () => {
  const times = [0, 5, 5, 9];
  expect([-1, 0, 4, 5, 8, 100].map((atMs) => lastAtOrBefore(times, atMs, (time) => time))).toEqual([-1, 0, 0, 2, 2, 3]);
  expect(lastAtOrBefore([], 3, () => 0)).toBe(-1);
});
