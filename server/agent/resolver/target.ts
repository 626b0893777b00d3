import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";

/** How an element stands to the words of its place. */
export type Relation = "in" | "row" | "column" | "below" | "above" | "left" | "right" | "beside" | "after" | "before" | Extreme;

/** Of several, the one that is seen there. */
export type Extreme = "top" | "bottom" | "leftmost" | "rightmost";

/** Where an element is said to stand. */
export type Place = {
  relation: Relation;
  /** The words that name the place, without the word for its kind; empty for "in the dialog", "in the second row". */
  words: string;
  /** The word for its kind; null when there was none. */
  kind: string | null;
  /** ARIA roles that this word may mean. */
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
  /** Others that take fewer of the words for places, tried after those. */
  readings: readonly Target[];
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

/** ARIA roles of what is pressed. */
export const PRESSED: readonly string[] = ["button", "link", "tab", "menuitem"];
/** The same with entries of menus that are chosen or ticked: what a clause may be the name of. */
export const PRESSED_OR_MARKED: readonly string[] = [...PRESSED, "menuitemradio", "menuitemcheckbox"];

/** ARIA roles of what repeats on a page and stands for one thing each: a message, an order, a product. */
export const THINGS: readonly string[] = ["article", "listitem", "row", "treeitem", "option"];

/** The inside of what is called by these words. */
export const inside = (words: string): Place => ({ relation: "in", words, kind: null, roles: null, ordinal: null });

/** A target of nothing but its words. */
export const named = (words: string, over: Partial<Target> = {}): Target => ({
  language: "en",
  words,
  quoted: false,
  literal: [],
  readings: [],
  kind: null,
  roles: null,
  ordinal: null,
  places: [],
  states: [],
  value: null,
  ...over,
});

/** "Settings dialog" is called Settings, and "Bob's row" Bob; what is only "dialog" stays. */
export function placeName(words: string, { places }: Pick<Language, "places">): string {
  return words.replace(new RegExp(`\\s+(?:${anyOf(Object.keys(places))})$`, "iu"), "").replace(/['’]s$/, "");
}
