import { expect, it } from "vitest";
import { buttonName, modifierBits, nextClick, wheelPixels } from "./input-mapping.ts";

const keys = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };

it("gives modifiers as CDP's bits, and command as control on a Mac", () => {
  expect(modifierBits({ ...keys, altKey: true, shiftKey: true }, false)).toBe(9);
  expect(modifierBits({ ...keys, metaKey: true }, false)).toBe(4);
  expect(modifierBits({ ...keys, metaKey: true }, true)).toBe(2);
});

it("names mouse buttons", () => {
  expect([0, 1, 2, 3].map(buttonName)).toEqual(["left", "middle", "right", "none"]);
});

it("turns lines and pages of a wheel into pixels", () => {
  expect(wheelPixels({ deltaX: 0, deltaY: 3, deltaMode: 0 }, 600)).toEqual({ deltaX: 0, deltaY: 3 });
  expect(wheelPixels({ deltaX: 1, deltaY: 3, deltaMode: 1 }, 600)).toEqual({ deltaX: 16, deltaY: 48 });
  expect(wheelPixels({ deltaX: 0, deltaY: -1, deltaMode: 2 }, 600)).toEqual({ deltaX: 0, deltaY: -600 });
});

it("counts quick clicks in one place up to three, and others as one", () => {
  const press = { x: 10, y: 10, button: "left", atMs: 0 };
  const first = nextClick(null, press);
  const second = nextClick(first, { ...press, atMs: 200, x: 12 });
  const third = nextClick(second, { ...press, atMs: 400 });
  expect([first, second, third].map(({ count }) => count)).toEqual([1, 2, 3]);
  expect(nextClick(third, { ...press, atMs: 600 }).count).toBe(1);
  expect(nextClick(first, { ...press, atMs: 900 }).count).toBe(1);
  expect(nextClick(first, { ...press, atMs: 100, x: 40 }).count).toBe(1);
  expect(nextClick(first, { ...press, atMs: 100, button: "right" }).count).toBe(1);
});
