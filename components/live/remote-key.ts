import { modifierBits } from "./input-mapping.ts";

/** What is read of a keyboard event. */
export type PressedKey = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "getModifierState">;
/** A key as the page is told of it; modifiers are CDP's bits. */
export type RemoteKey = { key: string; code: string; modifiers: number };

const ALT = 1;
const CTRL = 2;
const SHIFT = 8;
/** What command and an arrow do on a Mac, where the browser watched runs. */
const WITH_COMMAND: Readonly<Record<string, { key: string; modifiers: number }>> = {
  ArrowLeft: { key: "Home", modifiers: 0 },
  ArrowRight: { key: "End", modifiers: 0 },
  ArrowUp: { key: "Home", modifiers: CTRL },
  ArrowDown: { key: "End", modifiers: CTRL },
};
/** Keys that option makes go by words on a Mac, as control does elsewhere. */
const BY_WORDS = new Set(["ArrowLeft", "ArrowRight", "Backspace", "Delete"]);

/**
 * The key that the page is told of for one that a viewer pressed: characters of a keyboard's third level are characters and
 * no commands, and on a Mac command is control, with the keys that edit text as they are where the browser watched runs.
 */
export function remoteKey(event: PressedKey, onMac: boolean): RemoteKey {
  const { key, code, altKey, ctrlKey, metaKey } = event;
  const modifiers = modifierBits(event, onMac);
  const isThirdLevel = event.getModifierState("AltGraph") || (onMac && altKey && !ctrlKey && !metaKey);
  if (isThirdLevel && [...key].length === 1) return { key, code, modifiers: modifiers & SHIFT };
  if (!onMac) return { key, code, modifiers };
  if (key === "Meta") return { key: "Control", code: code.replace("Meta", "Control"), modifiers };
  const edits = metaKey ? WITH_COMMAND[key] : undefined;
  if (edits) return { key: edits.key, code: edits.key, modifiers: (modifiers & ~CTRL) | edits.modifiers };
  if (altKey && BY_WORDS.has(key)) return { key, code, modifiers: (modifiers & ~ALT) | CTRL };
  return { key, code, modifiers };
}
