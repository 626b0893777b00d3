import { describe, expect, it } from "vitest";
import { describeActivity } from "./describe-activity.ts";

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
  it("splits dotted names", () =>
    expect(describeActivity({ actionType: "session.created", actionData: null })).toEqual({ title: "Session created", detail: null }));
});
