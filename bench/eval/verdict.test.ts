import { describe, expect, test } from "vitest";
import { type Seen, sharesOf, verdictOf } from "./verdict.ts";

const step = { method: "click", description: "", role: null, name: null, arguments: [] };
const seen = (over: Partial<Seen>): Seen => ({ answer: { outcome: "done", steps: [step] }, passesBefore: false, passes: true, ...over });
const declinedWith = (over: Partial<Seen>): Seen => seen({ answer: { outcome: "ambiguous", steps: [] }, passesBefore: true, ...over });

describe("an explicit case", () => {
  test("is right when the page shows it", () => expect(verdictOf("explicit", seen({}))).toBe("right"));
  test("is wrong when the act says done and the page does not", () => expect(verdictOf("explicit", seen({ passes: false }))).toBe("wrong"));
  test("is wrong when only some of it was done", () =>
    expect(verdictOf("explicit", seen({ answer: { outcome: "not_found", steps: [step] }, passes: false }))).toBe("wrong"));
  test("is missed when nothing was done", () =>
    expect(verdictOf("explicit", seen({ answer: { outcome: "ambiguous", steps: [] }, passes: false }))).toBe("missed"));
  test("is failed after an error", () => expect(verdictOf("explicit", seen({ answer: null, passes: false }))).toBe("failed"));
  test("is invalid when it passes before", () => expect(verdictOf("explicit", seen({ passesBefore: true }))).toBe("invalid"));
});

describe("a case that must be declined", () => {
  test("is declined when nothing was done", () => expect(verdictOf("nonsense", declinedWith({}))).toBe("declined"));
  test("is wrong when the page changed", () => expect(verdictOf("ambiguous", declinedWith({ passes: false }))).toBe("wrong"));
  test("is wrong when the act says done", () => expect(verdictOf("nonsense", declinedWith({ answer: { outcome: "done", steps: [step] } }))).toBe("wrong"));
  test("is declined by an error that changed nothing", () => expect(verdictOf("nonsense", declinedWith({ answer: null }))).toBe("declined"));
  test("is invalid when its check fails before", () => expect(verdictOf("ambiguous", declinedWith({ passesBefore: false }))).toBe("invalid"));
});

test("shares are of the cases that they are about", () => {
  const of = (kind: "explicit" | "nonsense", verdict: "right" | "wrong" | "missed" | "declined") => ({ kind, verdict });
  const results = [of("explicit", "right"), of("explicit", "right"), of("explicit", "missed"), of("explicit", "wrong"), of("nonsense", "declined")];
  expect(sharesOf(results)).toEqual({ explicit: 0.5, wrong: 0.2, declined: 1 });
});
