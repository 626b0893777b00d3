import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FloodGate } from "./flood-gate.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const taken = (gate: FloodGate, times: number): number => Array.from({ length: times }, () => gate.take()).filter(Boolean).length;

test("a burst passes, then so many a second, and what was kept out is told once a second", () => {
  const told: number[] = [];
  const gate = new FloodGate({ perSecond: 10, burst: 5 }, (count) => void told.push(count));
  expect(taken(gate, 8)).toBe(5);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(300);
  expect(taken(gate, 8)).toBe(3);
  vi.advanceTimersByTime(700);
  expect(told).toEqual([8]);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([8]);
  expect(taken(gate, 8)).toBe(5);
  gate.close();
  gate.close();
  expect(told).toEqual([8, 3]);
});
