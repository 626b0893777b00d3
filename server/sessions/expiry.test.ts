import { expect, test } from "vitest";
import { dueWarning, nextEnding } from "./expiry.ts";

const MINUTE = 60_000;
const end = 60 * MINUTE;

test("the nearer end counts; keep-alive has only the timeout", () => {
  expect(nextEnding({ expiresAt: 10, idleAt: 5 })).toEqual({ reason: "idle", at: 5 });
  expect(nextEnding({ expiresAt: 10, idleAt: 15 })).toEqual({ reason: "timeout", at: 10 });
  expect(nextEnding({ expiresAt: 10, idleAt: null })).toEqual({ reason: "timeout", at: 10 });
});

test.each([
  { at: 50, given: null, due: null },
  { at: 55, given: null, due: 5 },
  { at: 56, given: 5, due: null },
  { at: 58, given: 5, due: 2 },
  { at: 59, given: 2, due: null },
  { at: 59, given: null, due: 2 },
  { at: 60, given: 2, due: null },
])("after $at of 60 minutes, warned at $given: due is $due", ({ at, given, due }) => {
  expect(dueWarning(at * MINUTE, end, 0, given && given * MINUTE)).toBe(due && due * MINUTE);
});

test("a session shorter than a warning's lead is not warned of that one", () => {
  const start = 57 * MINUTE;
  expect(dueWarning(57.5 * MINUTE, end, start, null)).toBeNull();
  expect(dueWarning(58 * MINUTE, end, start, null)).toBe(2 * MINUTE);
});
