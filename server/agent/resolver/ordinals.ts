import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";

/** The order that a name begins or ends with ("second", "3rd", "last but one", "number 2"): what is left, and the order; -1 is the last. */
export function takeOrdinal(text: string, language: Language): [string, number | null] {
  for (const form of language.fromEnd) {
    const found = new RegExp(`^${sourceOf(form, language)}(?=\\s|$)`, "iu").exec(text);
    const order = orderOf(found?.groups?.n ?? "", language);
    if (found && order !== null && order > 0) return [text.slice(found[0].length).trim(), -order];
  }
  const first = new RegExp(`^(?:${orderWords(language)})(?=\\s|$)`, "iu").exec(text)?.[0];
  if (first !== undefined) return [text.slice(first.length).trim(), orderOf(first, language)];
  const behind = new RegExp(`^(.*?)(?:\\s*#|(?:^|\\s+)(?:${anyOf(language.numbered)})\\s+)(\\d+)$`, "iu").exec(text);
  return behind?.[2] === undefined ? [text, null] : [behind[1] ?? "", Number(behind[2])];
}

/** "the third button from the end": what is counted stands between. */
export function takeOrderBehind(text: string, language: Language): [string, number | null] {
  for (const form of language.fromEnd) {
    const [order = "", ...behind] = form.split(" ");
    if (order !== "{n}" || behind.length === 0) continue;
    const found = new RegExp(`^(${orderWords(language)})\\s+(.+?)\\s+${behind.join("\\s+")}$`, "iu").exec(text);
    const n = orderOf(found?.[1] ?? "", language);
    if (found?.[2] && n !== null && n > 0) return [found[2], -n];
  }
  return [text, null];
}

const orderWords = ({ ordinals, ordinalEndings }: Language): string => `${anyOf(Object.keys(ordinals))}|\\d+(?:${anyOf(ordinalEndings)})`;

const sourceOf = (form: string, language: Language): string =>
  form
    .replace(/\[-\| \]/g, "[-\\s]")
    .replace(/ /g, "\\s+")
    .replace("{n}", `(?<n>${orderWords(language)})`);

function orderOf(word: string, { ordinals }: Language): number | null {
  const digits = /^\d+/.exec(word)?.[0];
  return digits === undefined ? (ordinals[word.toLowerCase()] ?? null) : Number(digits);
}
