import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionStatus } from "../contract/sessions.ts";
import { CreationClock } from "./creation-clock.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** What is told of a session that goes through these statuses, 100 ms apart. */
function told(...statuses: SessionStatus[]): unknown[] {
  const done: unknown[] = [];
  const clock = new CreationClock((...args) => done.push(args));
  for (const status of statuses) {
    clock.note({ id: "sess_1", status, provider: status === "active" ? "local" : "grid" });
    vi.advanceTimersByTime(100);
  }
  return done;
}

test.each<[SessionStatus[], unknown[]]>([
  [["creating", "active", "idle", "active", "terminating", "terminated"], [["local", "active", 100]]],
  [["creating", "error"], [["grid", "failed", 100]]],
  [["queued", "creating", "active"], [["local", "active", 100]]],
  [["queued", "creating", "queued", "creating", "active"], [["local", "active", 100]]],
  [["queued", "terminated"], []],
  [["active", "terminated"], []],
])("%j", (statuses, expected) => {
  expect(told(...statuses)).toEqual(expected);
});
