import { describe, expect, it } from "vitest";
import { describeActivity } from "./describe-activity.ts";

describe("describeActivity", () => {
  it("reads like words and shows the most telling argument", () =>
    expect(describeActivity({ actionType: "waitFor", actionData: { tabId: "t", url: "https://a.test/" } })).toEqual({
      title: "Wait for",
      detail: "https://a.test/",
    }));
  it("splits dotted names", () =>
    expect(describeActivity({ actionType: "session.created", actionData: null })).toEqual({ title: "Session created", detail: null }));
});
