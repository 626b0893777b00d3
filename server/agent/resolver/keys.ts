import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";

const NAMED = [
  "Enter",
  "Tab",
  "Escape",
  "Space",
  "Backspace",
  "Delete",
  "Insert",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
];
const MODIFIERS: Record<string, string> = {
  ctrl: "Ctrl",
  control: "Control",
  alt: "Alt",
  option: "Alt",
  shift: "Shift",
  meta: "Meta",
  cmd: "Meta",
  command: "Meta",
};

/** The key or combination that words mean, as the browser calls it ("Ctrl+A", "ArrowDown"); null where they mean none. */
export function keyOf(text: string, language: Language): string | null {
  const { keys } = language;
  const parts = text.trim().split(/\s*\+\s*/);
  const last = single(parts.pop() ?? "", keys);
  const [first, ...more] = parts.map((part) => modifier(part, keys));
  if (last !== null) return first === undefined ? last : [first, ...more].includes(null) ? null : [first, ...more, last].join("+");
  // "Ctrl-A", "shift tab": known by the modifier that comes first.
  const chord = /^([\p{L}]+)[-\s]+(.+)$/u.exec(text.trim());
  const [held, rest] = [modifier(chord?.[1] ?? "", keys), chord?.[2] === undefined ? null : keyOf(chord[2], language)];
  return held !== null && rest !== null ? `${held}+${rest}` : null;
}

function single(word: string, keys: Language["keys"]): string | null {
  const said = word.toLowerCase();
  const known = keys[said] ?? NAMED.find((name) => name.toLowerCase() === said);
  if (known !== undefined) return known;
  if (/^f([1-9]|1\d|2[0-4])$/i.test(word)) return word.toUpperCase();
  return /^\S$/u.test(word) ? word : null;
}

const modifier = (word: string, keys: Language["keys"]): string | null => MODIFIERS[(keys[word.toLowerCase()] ?? word).toLowerCase()] ?? null;

/** The keys of a list ("Tab, Tab and Enter"), in order; null where one is none. */
export function keysOf(text: string, language: Language): string[] | null {
  const whole = keyOf(text, language);
  if (whole !== null) return [whole];
  const keys = text
    .split(new RegExp(`\\s*,\\s*(?:(?:${anyOf(language.joins)})\\s+)?|\\s+(?:${anyOf(language.joins)})\\s+`, "iu"))
    .map((part) => keyOf(part, language));
  return keys.length > 1 && keys.every((key) => key !== null) ? keys : null;
}
