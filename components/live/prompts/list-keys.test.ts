import { describe, expect, it } from "vitest";
import { moveActive, typeAhead } from "./list-keys.ts";

const options = ["Apple", "Banana", "Blackberry", "Cherry"].map((label, index) => ({
  index,
  label,
  group: null,
  disabled: label === "Banana",
  selected: false,
}));

describe("moveActive", () => {
  it("goes past what cannot be chosen and stops at the ends", () => {
    expect(moveActive(options, 0, "ArrowDown")).toBe(2);
    expect(moveActive(options, 0, "ArrowUp")).toBe(0);
    expect(moveActive(options, 2, "End")).toBe(3);
    expect(moveActive(options, 3, "PageUp")).toBe(0);
    expect(moveActive(options, 0, "F1")).toBeNull();
  });
});

describe("typeAhead", () => {
  it("finds by the beginning of the label", () => {
    expect(typeAhead(options, 0, "ch")).toBe(3);
    expect(typeAhead(options, 0, "b")).toBe(2);
    expect(typeAhead(options, 0, "zz")).toBe(0);
  });

  it("goes round with one letter", () => {
    const twice = [...options, { index: 4, label: "Currant", group: null, disabled: false, selected: false }];
    expect(typeAhead(twice, 3, "c")).toBe(4);
    expect(typeAhead(twice, 4, "cc")).toBe(3);
  });
});
