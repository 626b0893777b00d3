import { describe, expect, it } from "vitest";
import { beginning, clearer } from "./wording.ts";

describe("clearer", () => {
  const element = { ref: "e7" };
  it.each([
    ["click Delete", "click [e7]"],
    ["hover the menu", "hover [e7]"],
    ['type "Ada" into the name field', 'type "Ada" into [e7]'],
    ["select Blue from Colour", "select Blue from [e7]"],
  ])("%s becomes %s", (instruction, wanted) => expect(clearer(instruction, element)).toBe(wanted));
});

describe("beginning", () => {
  it.each([
    [["click", "type"], 'type "" into [e7]'],
    [["click", "select"], 'select "" from [e7]'],
    [["click"], undefined],
  ])("of what can %s is %s", (methods, wanted) => expect(beginning({ ref: "e7", methods })?.instruction).toBe(wanted));
});
