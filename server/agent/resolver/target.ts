import type { Language } from "./languages/en.ts";
import { anyOf, byLength, isQuoted, type Phrase, withoutArticles } from "./phrase.ts";

/** How an element stands to the words of its place. */
export type Relation = "in" | "row" | "column" | "below" | "above" | "left" | "right" | "beside";

/** Where an element is said to stand. */
export type Place = {
  relation: Relation;
  /** The words that name the place, without the word for its kind; empty for "in the dialog", "in the second row". */
  words: string;
  /** ARIA roles that the word for its kind may mean; null when there was none. */
  roles: readonly string[] | null;
  /** Counted from 1; -1 is the last; null when there was none. */
  ordinal: number | null;
};

/** What an element is said to be like. */
export type State = "checked" | "disabled" | "selected" | "expanded" | "empty" | "focused" | "required" | "readonly" | "invalid" | "pressed";

/** What an instruction says of an element. Plain data. */
export type Target = {
  /** The language that it is said in, for its synonyms: "en", "de". */
  language: string;
  /** The words that name it, without the word for its kind. */
  words: string;
  /** Written in quotes: meant to the letter. */
  quoted: boolean;
  /** Fuller readings to be tried first, as names to the letter: "First name" before the first that is called "name". */
  literal: readonly string[];
  /** The word for its kind; null when there was none. */
  kind: string | null;
  /** ARIA roles that this word may mean. */
  roles: readonly string[] | null;
  /** Counted from 1; -1 is the last; null when there was none. */
  ordinal: number | null;
  /** Where it stands, all of it true; the nearest first. */
  places: readonly Place[];
  states: readonly { state: State; is: boolean }[];
  /** What the field, or its text, holds. */
  value: string | null;
};

/** The inside of what is called by these words. */
export const inside = (words: string): Place => ({ relation: "in", words, roles: null, ordinal: null });

/** A target of nothing but its words. */
export const named = (words: string, over: Partial<Target> = {}): Target => ({
  language: "en",
  words,
  quoted: false,
  literal: [],
  kind: null,
  roles: null,
  ordinal: null,
  places: [],
  states: [],
  value: null,
  ...over,
});

/** "the second \"Edit\" button in the row of Alice" in its parts; null when nothing is named. */
export function parseTarget(text: string, phrase: Phrase, language: Language): Target | null {
  const said = withoutArticles(text, language).replace(new RegExp(`\\s+(?:${anyOf(language.whereabouts)})$`, "i"), "");
  // "the Log in button": its kind goes before places are looked for, so that "in" finds no place.
  const outer = takeKind(said, language);
  const [inner, place] = takePlace(outer.words, language) ?? [outer.words, null];
  const within = place === null ? null : placeName(phrase.plain(withoutArticles(place, language)), language);
  const { words: counted, kind } = place === null ? outer : takeKind(inner, language);
  const [rest, ordinal] = takeOrdinal(counted, language);
  const labelled = rest.replace(new RegExp(`\\s*\\b(?:${anyOf(language.labelled)})\\s+(?=«)`, "i"), " ").trim();
  const words = phrase.plain(labelled);
  const roles = kind === null ? null : (language.roles[kind] ?? null);
  if (words === "" && kind === null) {
    if (within !== null) return named(within, { ordinal });
    // "Last" alone is what a button is called.
    return ordinal === null ? null : named(phrase.plain(counted));
  }
  const quoted = isQuoted(labelled);
  const readings = [...new Set([said, outer.words])].filter((reading) => takeOrdinal(reading, language)[0] !== "").map((reading) => phrase.plain(reading));
  const literal = quoted ? [] : readings.filter((reading) => reading !== "" && reading !== words);
  return named(words, { quoted, literal, kind, roles, ordinal, places: within === null ? [] : [inside(within)] });
}

/** "Settings dialog" is called Settings, and "Bob's row" Bob; what is only "dialog" stays. */
export function placeName(words: string, { places }: Language): string {
  return words.replace(new RegExp(`\\s+(?:${anyOf(Object.keys(places))})$`, "i"), "").replace(/['’]s$/, "");
}

/** The kind stands at the end ("Save button") or before a quoted name (button "Save"). */
function takeKind(text: string, language: Language): { words: string; kind: string | null } {
  for (const kind of byLength(Object.keys(language.roles))) {
    for (const pattern of [
      new RegExp(`(?:^|\\s)${anyOf([kind])}$`, "i"),
      new RegExp(`^${anyOf([kind])}\\s+(?:${anyOf(language.labelled)})\\s+`, "i"),
      new RegExp(`\\b${anyOf([kind])}\\s+(?:(?:${anyOf(language.labelled)})\\s+)?(?=«\\d+»$)`, "i"),
    ])
      if (pattern.test(text)) return { words: text.replace(pattern, "").trim(), kind };
  }
  return { words: text, kind: null };
}

function takePlace(text: string, language: Language): [string, string] | null {
  for (const marker of byLength(language.within)) {
    const at = text.toLowerCase().lastIndexOf(` ${marker} `);
    if (at > 0) return [text.slice(0, at).trim(), text.slice(at + marker.length + 2)];
  }
  return null;
}

function takeOrdinal(text: string, language: Language): [string, number | null] {
  const [first = "", ...others] = text.split(/\s+/);
  const digits = /^(\d+)(?:st|nd|rd|th)$/i.exec(first)?.[1];
  const ordinal = digits === undefined ? language.ordinals[first.toLowerCase()] : Number(digits);
  return ordinal === undefined ? [text, null] : [others.join(" "), ordinal];
}
