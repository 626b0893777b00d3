import { expect, test } from "vitest";
import type { AgentStep } from "../../../server/contract/agent-run.ts";
import { withRun, withStep } from "./use-agent-runs.ts";

const usage = { model: "m", inputTokens: 1, outputTokens: 1, costUsd: 0 };
const step = (number: number, outcome = ""): AgentStep => ({
  ...{ number, tool: "act", input: "click Save", thought: "", success: true, outcome, via: "resolver", url: "", durationMs: 1, usage },
});
const run = (id: string, status: "running" | "done" = "running") => ({
  ...{ id, status, sessionId: "s", goal: "g", pausedBy: null, reason: null, errorCode: null, result: null, data: null, stepCount: 0, maxSteps: 5, usage },
  ...{ actorName: "Ann", createdAt: "2026-01-01T00:00:00.000Z", endedAt: null },
});

test("a step that comes twice or late stands once, in its place", () => {
  expect(withStep([step(1), step(3)], step(2)).map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(withStep([step(1), step(2)], step(2, "again"))).toEqual([step(1), step(2, "again")]);
});

test("a run that changed stays where it was, a new one comes first", () => {
  expect(withRun([run("b"), run("a")], run("a", "done"))).toEqual([run("b"), run("a", "done")]);
  expect(withRun([run("a")], run("b")).map(({ id }) => id)).toEqual(["b", "a"]);
});
