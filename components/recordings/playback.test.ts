import { expect, it } from "vitest";
import { clock, readClock } from "./playback.ts";

it("writes lengths of time", () => {
  expect([0, 999, 61_000, 3_599_999, 3_661_000, -1].map(clock)).toEqual(["0:00", "0:00", "1:01", "59:59", "1:01:01", "0:00"]);
});

it("reads lengths of time as people write them", () => {
  expect(["0:07", "1:30", "1:02:03", " 90 ", "2.5", "1:02.25"].map(readClock)).toEqual([7_000, 90_000, 3_723_000, 90_000, 2_500, 62_250]);
  expect(["", "x", "1:", "1:2:3:4", "-3", "1.5:00"].map(readClock)).toEqual([null, null, null, null, null, null]);
});
