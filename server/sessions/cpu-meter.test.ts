import { expect, test } from "vitest";
import { createCpuMeter } from "./cpu-meter.ts";

test("the share is that since the last look, and stays for looks that follow quickly", () => {
  const meter = createCpuMeter();
  const [one, other] = [{}, {}];
  expect(meter.percentOf(one, 1_000, 0)).toBeNull();
  expect(meter.percentOf(one, 1_250, 1_000)).toBe(25);
  expect(meter.percentOf(one, 9_999, 1_100)).toBe(25);
  expect(meter.percentOf(one, 4_250, 3_000)).toBe(150);
  expect(meter.percentOf(one, 4_000, 4_000)).toBe(0);
  expect(meter.percentOf(other, 4_000, 4_000)).toBeNull();
});
