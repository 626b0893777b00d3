import { expect, it } from "vitest";
import type { ControlStateMessage } from "../../../server/contract/live-control.ts";
import { newsOf } from "./use-control.ts";

const NOW = "2026-01-01T10:00:00.000Z";
const state = (over: Partial<ControlStateMessage>): ControlStateMessage => ({
  type: "control",
  holder: null,
  viewers: [],
  requests: [],
  automation: "idle",
  programs: 0,
  hold: null,
  you: "me",
  yours: [],
  mayTake: true,
  key: "k",
  ...over,
});
const heldBy = (viewerId: string, name: string) => ({ holder: { viewerId, name, since: NOW, still: false } });
const mine = heldBy("me", "Me");
const anns = heldBy("ann", "Ann");

it("tells a viewer of control that came or went without their asking, and nothing else", () => {
  expect(newsOf(state(anns), state(mine), "request")).toBe("You have control now.");
  expect(newsOf(state({}), state(mine), "take")).toBeNull();
  expect(newsOf(state(mine), state(anns), "take")).toBe("Ann has control now.");
  expect(newsOf(state(mine), state(anns), "handOver")).toBeNull();
  expect(newsOf(state(anns), state(anns), null)).toBeNull();
});

it("tells that a request was declined, and that a hold was over by itself", () => {
  expect(newsOf(state({ ...anns, requests: ["me"] }), state(anns), "request")).toBe("Ann keeps control for now.");
  const hold = { viewerId: "me", name: "Me", since: NOW, endsAt: NOW };
  expect(newsOf(state({ ...mine, hold }), state(mine), "takeOver")).toContain("Automation goes on");
  expect(newsOf(state({ ...mine, hold }), state({}), "giveBack")).toBeNull();
});
