import { expect, it } from "vitest";
import { keyLocation, typedText, virtualKeyCode } from "./key-codes.ts";

it.each([
  ["a", "KeyA", 65],
  ["A", "KeyA", 65],
  ["ä", "Quote", 222],
  ["q", "", 81],
  ["5", "Digit5", 53],
  ["%", "Digit5", 53],
  ["Enter", "NumpadEnter", 13],
  ["F1", "F1", 112],
  ["F24", "F24", 135],
  ["ArrowLeft", "ArrowLeft", 37],
  [" ", "Space", 32],
  ["Dead", "", 0],
])("the virtual key code of %j (%s) is %i", (key, code, expected) => {
  expect(virtualKeyCode(key, code)).toBe(expected);
});

it("types characters and line breaks, not names of keys", () => {
  expect(["a", "é", "😀", " ", "Enter", "Tab", "Shift", "F5", "Dead"].map(typedText)).toEqual([
    "a",
    "é",
    "😀",
    " ",
    "\r",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it("tells left, right and keypad keys apart", () => {
  expect(["ShiftLeft", "ControlRight", "Numpad7", "KeyA", "Space"].map(keyLocation)).toEqual([1, 2, 3, 0, 0]);
});
