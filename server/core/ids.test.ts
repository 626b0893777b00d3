import { expect, test } from "vitest";
import { createIdSequence, newId } from "./ids.ts";

test("identifiers have their prefix and are not made twice", () => {
  const ids = new Set(Array.from({ length: 1_000 }, () => newId("x")));
  expect(ids.size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^x_[0-9a-z]{20}$/);
});

test("a sequence sorts in the order of time, within a millisecond, beyond its counter and when the clock goes back", { timeout: 30_000 }, () => {
  const clock = { ms: 1_700_000_000_000 };
  const next = createIdSequence("log", () => clock.ms);
  const ids: string[] = [];
  for (let i = 0; i < 40_000; i++) ids.push(next());
  clock.ms -= 5_000;
  ids.push(next());
  clock.ms += 3_600_000;
  ids.push(next());
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^log_[0-9a-z]{20}$/);
});
