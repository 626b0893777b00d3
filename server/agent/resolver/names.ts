import type { ModelElement } from "../page-model.ts";
import type { Names } from "./languages/language.ts";
import { namesOf } from "./languages/languages.ts";
import { normalise } from "./normalise.ts";

/** How well names answer to words. What is below SURE is shown to be chosen from, and never acted on by itself. */
export const SURE = 0.7;

const EXACT = 1;
const SAME_WORDS = 0.99;
/** "orders" for "/orders": as good as the name, but not before one that is written so. */
const SAME_BUT_SIGNS = 0.9;
const SAME_BUT_KEYS = 0.95;
const SYNONYM = 0.9;
const BEGINS = 0.84;
const CONTAINS = 0.78;
const ALL_WORDS = 0.74;
/** Said with more words than the name has, or with a slip of the finger: near, and not sure. */
const NEAR = 0.62;
const LEAST_SHARE = 0.6;
/** Shorter words have other meanings with other endings. */
const LEAST_STEM = 4;
const [DIGRAPH, UMLAUT, UMLAUTS] = [/[aou]e/i, /[äöü]/i, /[äöü]/gi];
const ICON = 0.81;
const OWN_HINT = 0.72;
const PLACED_HINT = 0.7;
/** What a link without words to the very beginning of a site is. */
const HOME = "home";

type NameOptions = { names?: Names; quoted?: boolean };

/** 1 to the letter, less for case, key hints, synonyms, beginnings, shared words; 0 for none. What is quoted is taken by its letters. */
export function nameScore(name: string, words: string, { names = namesOf("en"), quoted = false }: NameOptions = {}): number {
  if (name === "" || words === "") return 0;
  if (name === words) return EXACT;
  const [a, b] = [normalise(written(name, words)), normalise(written(words, name))];
  if (a === "" || b === "") return 0;
  if (a === b) return sameLetters(name, words) ? SAME_WORDS : SAME_BUT_SIGNS;
  if (normalise(withoutKeys(name)) === b) return SAME_BUT_KEYS;
  if (contrary(a, b, names)) return 0;
  if (!quoted && synonymous(a, b, names)) return SYNONYM;
  const [own, said] = [a.split(" "), b.split(" ")];
  // Names often say more than people do ("Save changes").
  if (a.startsWith(`${b} `)) return BEGINS;
  if (` ${a} `.includes(` ${b} `)) return quoted ? NEAR : CONTAINS;
  if (b.startsWith(`${a} `) || b.endsWith(` ${a}`)) return own.length / said.length >= LEAST_SHARE ? NEAR : 0.5;
  const shared = said.filter((word) => own.some((other) => sameWord(word, other, names))).length;
  if (shared === said.length && !quoted) return ALL_WORDS;
  if (said.length === 1 && own.length === 1) return slip(a, b) ? NEAR : 0;
  const share = shared / Math.max(said.length, own.length);
  return share >= LEAST_SHARE ? 0.5 + share * 0.1 : 0;
}

/** How well a control without a readable name answers, by what its author called it and by its icon. */
export function hintScore(
  { name, hints, around, url }: Pick<ModelElement, "name" | "hints" | "around" | "url">,
  phrases: readonly string[],
  names: Names = namesOf("en"),
): number {
  const symbol = names.symbols[name.trim()];
  if (normalise(name) !== "" && symbol === undefined) return 0;
  const said = phrases.map(normalise).filter((phrase) => phrase !== "");
  const home = url !== null && URL.parse(url)?.pathname === "/" ? [HOME] : [];
  const meanings = [...hints, ...home, ...(symbol === undefined ? [] : [symbol])].flatMap((word) => names.icons[word] ?? []).map(normalise);
  if (said.some((phrase) => meanings.includes(phrase))) return ICON;
  const words = said[0]?.split(" ") ?? [];
  if (words.length === 0) return 0;
  const own = new Set([...hints, ...meanings.flatMap((meaning) => meaning.split(" "))]);
  if (words.every((word) => own.has(word))) return OWN_HINT;
  const near = new Set([...own, ...around.slice(0, 2).flat()]);
  return words.every((word) => near.has(word)) && (hints.length === 0 || words.some((word) => own.has(word))) ? PLACED_HINT : 0;
}

/** Marks of what a name stands for ("Name *", "Total:", "Export…") are no part of it, and signs that only tell where lines break. */
const sameLetters = (a: string, b: string): boolean => {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/\p{Cf}/gu, "")
      .replace(/\s+/g, " ")
      .replace(/[\s:*….]+$/u, "")
      .trim();
  return plain(a) === plain(b);
};

/** "Import ctrl-i" and "Inbox (3)" are called Import and Inbox. */
const withoutKeys = (name: string): string =>
  name
    .replace(/\s+(?:(?:ctrl|control|cmd|command|alt|option|shift|meta|⌘|⇧|⌥|⌃)(?:[-+]|(?<=[⌘⇧⌥⌃]))|[⌘⇧⌥⌃])\S.*$/iu, "")
    .replace(/\s*\(?\d+\+?\)?$/, "")
    .trim();

const contrary = (a: string, b: string, { negations }: Names): boolean =>
  negations.some((word) => ` ${a} `.includes(` ${word} `) !== ` ${b} `.includes(` ${word} `));

/** One word, or words for the same thing. Both as names are compared. */
export const sameMeaning = (a: string, b: string, names: Names): boolean => a === b || synonymous(a, b, names);

const synonymous = (a: string, b: string, { synonyms }: Names): boolean => synonyms.some((group) => group.includes(a) && group.includes(b));

/** One word, in the singular or the plural and the like. */
function sameWord(a: string, b: string, { endings }: Names): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short === long || `${short}s` === long) return true;
  return short.length >= LEAST_STEM && long.startsWith(short) && endings.includes(long.slice(short.length));
}

/** "Köln" as "Koeln", where the other is written so. */
const written = (text: string, other: string): string =>
  DIGRAPH.test(other) && UMLAUT.test(text) && !UMLAUT.test(other)
    ? text
        .normalize("NFC")
        .replace(UMLAUTS, (letter) => `${letter}e`)
        .normalize("NFKD")
        .replace(/\u0308/gu, "")
    : text;

/** Two longer words that differ by one letter. */
function slip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
