import { expect, it } from "vitest";
import { zoomBy } from "./zoom.ts";

it("goes on from what is seen, step by step, and stops at both ends", () => {
  expect(zoomBy("in", "fit", 0.6)).toBe(0.75);
  expect(zoomBy("out", "fit", 0.6)).toBe(0.5);
  expect(zoomBy("in", 1, 0.6)).toBe(1.25);
  expect(zoomBy("out", 0.25, 0.6)).toBe(0.25);
  expect(zoomBy("in", 3, 0.6)).toBe(3);
});
