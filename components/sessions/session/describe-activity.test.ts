import { describe, expect, it } from "vitest";
import { describeActivity } from "../../../server/contract/activity-words.ts";
import { servedBy } from "./describe-activity.ts";

describe("describeActivity", () => {
  it("reads like words and shows the most telling argument", () =>
    expect(describeActivity({ actionType: "waitFor", actionData: { tabId: "t", url: "https://a.test/" } })).toEqual({
      title: "Wait for",
      detail: "https://a.test/",
    }));
  it("says what was done where the instruction names an element by number", () => {
    const did = 'clicked button "Delete"';
    expect(describeActivity({ actionType: "act", actionData: { instruction: "click [e54]", did } }).detail).toBe(did);
    expect(describeActivity({ actionType: "act", actionData: { instruction: "click [e54]" } }).detail).toBe("click [e54]");
    expect(describeActivity({ actionType: "act", actionData: { instruction: "click Delete", did } }).detail).toBe("click Delete");
  });
  it("tells who did it, by which tier, how surely and at what cost", () => {
    const usage = { model: "m", inputTokens: 10, outputTokens: 2, costUsd: 0.0012 };
    expect(servedBy({ actorName: "Ann", via: "cache", actionData: { confidence: 0.944 } })).toEqual(["Ann", "from memory", "94% sure"]);
    expect(servedBy({ actorName: null, via: "model", actionData: { usage } })).toEqual(["by the model", "$0.0012"]);
    expect(servedBy({ actorName: null, via: null, actionData: null })).toEqual([]);
  });
  it("splits dotted names", () =>
    expect(describeActivity({ actionType: "session.created", actionData: null })).toEqual({ title: "Session created", detail: null }));
});
