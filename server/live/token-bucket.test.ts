import { expect, it } from "vitest";
import { createTokenBucket } from "./token-bucket.ts";

it("lets a burst through, then as many as the rate allows, and never saves up more than the burst", () => {
  const clock = { nowMs: 0 };
  const bucket = createTokenBucket({ perSecond: 10, burst: 3 }, () => clock.nowMs);
  const takeAll = (): number => {
    const taken = { count: 0 };
    while (bucket.take()) taken.count += 1;
    return taken.count;
  };
  expect(takeAll()).toBe(3);
  clock.nowMs = 99;
  expect(takeAll()).toBe(0);
  clock.nowMs = 205;
  expect(takeAll()).toBe(2);
  clock.nowMs = 60_000;
  expect(takeAll()).toBe(3);
});
