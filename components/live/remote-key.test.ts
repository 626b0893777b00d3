import { expect, it } from "vitest";
import { type PressedKey, remoteKey } from "./remote-key.ts";

const pressed = (key: string, code: string, over: Partial<PressedKey> & { altGraph?: boolean } = {}): PressedKey => ({
  ...{ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
  getModifierState: (name) => name === "AltGraph" && (over.altGraph ?? false),
  ...over,
});

it("types the third level of a keyboard, on whatever system", () => {
  const at = { key: "@", code: "KeyQ", modifiers: 0 };
  expect(remoteKey(pressed("@", "KeyQ", { altGraph: true }), false)).toEqual(at);
  // Windows tells of control and alt.
  expect(remoteKey(pressed("@", "KeyQ", { altGraph: true, ctrlKey: true, altKey: true }), false)).toEqual(at);
  expect(remoteKey(pressed("@", "KeyL", { altKey: true }), true)).toEqual({ ...at, code: "KeyL" });
  expect(remoteKey(pressed("Ω", "KeyQ", { altGraph: true, shiftKey: true }), false).modifiers).toBe(8);
});

it("leaves commands what they are", () => {
  expect(remoteKey(pressed("f", "KeyF", { altKey: true }), false).modifiers).toBe(1);
  expect(remoteKey(pressed("F5", "F5", { altGraph: true, ctrlKey: true, altKey: true }), false).modifiers).toBe(3);
  expect(remoteKey(pressed("a", "KeyA", { ctrlKey: true }), true)).toEqual({ key: "a", code: "KeyA", modifiers: 2 });
});

it("makes control of command on a Mac, and what edits text as it is elsewhere", () => {
  expect(remoteKey(pressed("a", "KeyA", { metaKey: true }), true)).toEqual({ key: "a", code: "KeyA", modifiers: 2 });
  expect(remoteKey(pressed("Meta", "MetaRight", { metaKey: true }), true)).toEqual({ key: "Control", code: "ControlRight", modifiers: 2 });
  expect(remoteKey(pressed("ArrowLeft", "ArrowLeft", { metaKey: true, shiftKey: true }), true)).toEqual({ key: "Home", code: "Home", modifiers: 8 });
  expect(remoteKey(pressed("ArrowDown", "ArrowDown", { metaKey: true }), true)).toEqual({ key: "End", code: "End", modifiers: 2 });
  expect(remoteKey(pressed("ArrowRight", "ArrowRight", { altKey: true }), true)).toEqual({ key: "ArrowRight", code: "ArrowRight", modifiers: 2 });
  expect(remoteKey(pressed("ArrowLeft", "ArrowLeft", { metaKey: true }), false)).toEqual({ key: "ArrowLeft", code: "ArrowLeft", modifiers: 4 });
});
