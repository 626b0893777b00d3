import { expect, it } from "vitest";
import type { Activity } from "../../server/contract/activity.ts";
import { actionMoments, countUntil, placeOf, stacked } from "./moments.ts";

const startedAt = "2026-11-21T10:00:00.000Z";
const startedAtMs = Date.parse(startedAt);
const at = (ms: number): string => new Date(startedAtMs + ms).toISOString();
const activity = (part: Partial<Activity>): Activity => ({
  id: "actv_1",
  sessionId: "sess_1",
  actionType: "navigate",
  actionData: { url: "https://shop.example/" },
  success: true,
  durationMs: 400,
  errorMessage: null,
  via: null,
  actorName: null,
  createdAt: at(0),
  ...part,
});

it("puts what was done in the order of time, from the beginning of the recording", () => {
  const moments = actionMoments(
    [
      activity({ id: "end", actionType: "session.ended", durationMs: 90_000, createdAt: at(90_000), actionData: { reason: "user" } }),
      activity({
        id: "act",
        actionType: "act",
        actionData: { instruction: "click Buy" },
        success: false,
        errorMessage: "There is no Buy.",
        createdAt: at(5_000),
      }),
      activity({ id: "first", createdAt: at(-300) }),
    ],
    startedAtMs,
    60_000,
  );
  expect(moments.map(({ id, atMs, toMs }) => [id, atMs, toMs])).toEqual([
    ["first", 0, 400],
    ["act", 5_000, 5_400],
    ["end", 60_000, 60_000],
  ]);
  expect(moments[1]).toMatchObject({ title: "Act", detail: "click Buy", success: false, error: "There is no Buy." });
  expect([-1, 0, 5_000, 100_000].map((ms) => countUntil(moments, ms))).toEqual([0, 1, 2, 3]);
});

it("places things by their share of the time", () => {
  expect(placeOf(250, 500, 1_000)).toEqual({ left: "25.000%", width: "25.000%" });
  expect(placeOf(900, 5_000, 1_000)).toEqual({ left: "90.000%", width: "10.000%" });
  expect(placeOf(0, 0, 0)).toEqual({ left: "0.000%", width: "0.000%" });
});

it("stacks what overlaps", () => {
  const things = [
    { atMs: 0, toMs: 100 },
    { atMs: 50, toMs: 60 },
    { atMs: 55, toMs: 300 },
    { atMs: 100, toMs: 120 },
  ];
  expect(stacked(things, 2, 20).map(({ row }) => row)).toEqual([0, 1, 1, 0]);
});
