import { describe, expect, it } from "vitest";
import { formatBytes, formatClock, formatDuration, formatOrdinal, spokenLength } from "./format.ts";

describe("format", () => {
  it.each([
    [340, "340 ms"],
    [4_200, "4.2 s"],
    [59_999, "59 s"],
    [188_000, "3m 08s"],
    [7_500_000, "2h 05m"],
  ])("a duration of %d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [7_000, "0:07"],
    [760_000, "12:40"],
    [3_723_000, "1:02:03"],
    [-5, "0:00"],
  ])("a clock at %d ms is %s", (ms, text) => expect(formatClock(ms)).toBe(text));

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_500, "1.5 kB"],
    [212_000_000, "212 MB"],
  ])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [300_000, "5 minutes"],
    [119_600, "2 minutes"],
    [61_000, "1 minute"],
    [30_400, "30 seconds"],
    [3_600_000, "1 hour"],
    [-1, "a moment"],
  ])("%i ms is said as %s", (ms, wanted) => expect(spokenLength(ms)).toBe(wanted));

  it.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [11, "11th"],
    [22, "22nd"],
  ])("place %d is %s", (place, text) => expect(formatOrdinal(place)).toBe(text));
});
