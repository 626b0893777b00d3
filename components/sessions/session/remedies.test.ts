import { describe, expect, it } from "vitest";
import { explain } from "./remedies.ts";

const failed = (code: string, retryable = false) => ({ data: { perch: { code, message: "No.", retryable } } });

describe("explain", () => {
  it("names the remedy of a known failure", () =>
    expect(explain(failed("MODEL_NOT_CONFIGURED"))).toMatchObject({ remedy: expect.stringContaining("STAGEHAND_MODEL_NAME") }));
  it("offers a second try only where it may help", () =>
    expect([explain(failed("EXTRACTION_INVALID")), explain(failed("TIMEOUT", true)), explain(new TypeError("fetch failed"))]).toMatchObject([
      { retryable: false },
      { retryable: true },
      { title: "That did not work", remedy: null, retryable: true },
    ]));
});
