import { expect, test } from "vitest";
import { runFor, sumsOf } from "./statistics.ts";

const row = {
  id: "clean_1",
  serverId: "srv_1",
  trigger: "cron",
  workspaceId: null,
  userId: null,
  startedAt: new Date(0),
  durationMs: 12,
  found: 5,
  ended: 4,
  processes: 2,
  directories: 1,
  freedBytes: 1024n,
  failures: [{ sessionId: null, message: "no leftovers today" }],
  shares: { ws_a: { found: 2, ended: 1, failures: [{ sessionId: "sess_a", message: "stuck" }] }, ws_b: { found: 3, ended: 3, failures: [] } },
};

test("a workspace sees its own share of a run, and what belongs to nobody", () => {
  expect(runFor("ws_a", row)).toMatchObject({ found: 2, ended: 1, processes: 2, freedBytes: 1024, startedAt: "1970-01-01T00:00:00.000Z" });
  expect(runFor("ws_a", row).failures.map(({ sessionId }) => sessionId)).toEqual([null, "sess_a"]);
  expect(runFor("ws_c", row)).toMatchObject({ found: 0, ended: 0, directories: 1, failures: [{ sessionId: null }] });
});

test("sums count runs, and tell how soon sessions recovered", () => {
  const runs = [runFor("ws_a", row), runFor("ws_b", row)];
  const recoveries = [300, 100, 200].map((tookMs, i) => ({ outcome: i === 0 ? "ended" : "adopted", at: new Date(0), tookMs }));
  expect(sumsOf(runs, recoveries)).toEqual({
    runs: 2,
    found: 5,
    ended: 4,
    processes: 4,
    directories: 2,
    freedBytes: 2048,
    failures: 3,
    recoveries: { adopted: 2, ended: 1, p50Ms: 200, longestMs: 300 },
  });
  expect(sumsOf([], []).recoveries).toEqual({ adopted: 0, ended: 0, p50Ms: null, longestMs: null });
});
