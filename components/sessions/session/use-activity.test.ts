import { describe, expect, it } from "vitest";
import type { Activity } from "../../../server/contract/activity.ts";
import { withActivity } from "./use-activity.ts";

const activity = (id: string, success: boolean | null = true): Activity => ({
  ...{ id, success, sessionId: "sess_1", actionType: "act", actionData: null, durationMs: null },
  ...{ errorMessage: null, via: null, actorName: null, createdAt: "2026-01-01T00:00:00.000Z" },
});
const pages = [
  { activities: [activity("c", null), activity("b")], hasMore: true },
  { activities: [activity("a")], hasMore: false },
];
const ids = (list: typeof pages) => list.map((page) => page.activities.map(({ id }) => id));

describe("withActivity", () => {
  it("puts what is new first", () => expect(ids(withActivity(pages, activity("d")))).toEqual([["d", "c", "b"], ["a"]]));
  it("replaces what is known where it stands, on any page", () => {
    expect(withActivity(pages, activity("c"))[0]?.activities[0]?.success).toBe(true);
    expect(ids(withActivity(pages, activity("a")))).toEqual(ids(pages));
  });
});
