import { describe, expect, it } from "vitest";
import { createBitRate } from "./bit-rate.ts";

const EVERY_MS = 100;

/** A video that uses what it is granted, over a road of so many bits a second; returns what it settles at. */
function settle(roadBits: number, seconds: number, usedShare = 1): number {
  const rate = createBitRate(0);
  for (let now = EVERY_MS; now <= seconds * 1_000; now += EVERY_MS) {
    const bytes = (rate.bitsPerSecond * usedShare * EVERY_MS) / 8_000;
    rate.encoded(bytes);
    const delayMs = 40 + (bytes * 8_000) / roadBits;
    rate.arrived([{ delayMs, leastMs: 40 }], now);
  }
  return rate.bitsPerSecond;
}

describe("the rate of a video", () => {
  it("grows until the road is used, and stays below what it carries", () => {
    const bits = settle(4_000_000, 60);
    expect(bits).toBeGreaterThan(2_000_000);
    expect(bits).toBeLessThan(6_000_000);
  });

  it("shrinks on a road that is narrower, never to nothing", () => {
    const bits = settle(400_000, 60);
    expect(bits).toBeGreaterThanOrEqual(250_000);
    expect(bits).toBeLessThan(700_000);
    expect(settle(10_000, 60)).toBe(250_000);
  });

  it("is not raised for a page that hardly changes", () => {
    expect(settle(50_000_000, 60, 0.1)).toBe(1_000_000);
  });
});
