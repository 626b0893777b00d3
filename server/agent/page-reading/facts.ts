import type { Rect } from "../../driver/element.ts";
import type { DrawnDocument } from "./drawn-document.ts";

/** What the drawn document tells of an element beyond what it is and is called. */
export type NodeFacts = {
  /** Viewport CSS pixels; null for what has no box. */
  bounds: Rect | null;
  /** Reacts to clicks: it, or what it closely stands in, listens for them or shows the hand. */
  clickable: boolean;
  /** Words of the author's own names for it: id, class, icon, test id. */
  hints: readonly string[];
  /** The same of what it stands in, the nearest first. */
  around: readonly (readonly string[])[];
  /** What it stands in, up to what holds many of its kind (a table, a list, the page); the nearest first. Alike for two of one card. */
  path: readonly number[];
};

const HINTS = new Set(["id", "class", "name", "data-testid", "data-test", "data-icon", "data-action", "data-command", "data-tooltip", "data-original-title"]);
/** Addresses are hints only as names of icons: by their last part. */
const ICON_ADDRESSES = new Set(["href", "xlink:href", "src"]);
const ICON_TAGS = new Set(["i", "span", "img", "svg", "use"]);
/** What holds many of a kind: standing in one of these together says nothing. */
const HOLDERS = new Set(["body", "html", "main", "form", "table", "tbody", "ul", "ol", "nav", "#document"]);
/** How far below its control an icon stands at most, above its words a listener, and above an element what names its place. */
const ICON_DEPTH = 3;
const LISTENER_HEIGHT = 3;
const PLACE_HEIGHT = 14;
const CARD_HEIGHT = 7;
const NO_WORDS: readonly string[] = [];

/** Tells the facts of one document's nodes; what many of them share is worked out once. */
export function factsIn(document: DrawnDocument): (index: number) => NodeFacts {
  const known = new Map<number, readonly string[]>();
  const places = new Map<number, readonly (readonly string[])[]>();

  const wordsOf = (index: number): readonly string[] => {
    const before = known.get(index);
    if (before) return before;
    const words: string[] = [];
    for (const [name, value] of document.attrs(index)) {
      if (HINTS.has(name)) words.push(...wordsIn(value));
      else if (ICON_ADDRESSES.has(name) && ICON_TAGS.has(document.tag(index))) words.push(...wordsIn(lastPart(value)));
    }
    known.set(index, words.length > 0 ? words : NO_WORDS);
    return words;
  };
  const iconWords = (index: number, depth: number): string[] => {
    if (depth === 0) return [];
    const icons = document.children(index).filter((child) => ICON_TAGS.has(document.tag(child)));
    return icons.flatMap((child) => [...wordsOf(child), ...iconWords(child, depth - 1)]);
  };
  /** The same for all that stand in one parent. */
  const aroundOf = (index: number, above: readonly number[]): readonly (readonly string[])[] => {
    const parent = document.parent(index);
    const before = places.get(parent);
    if (before) return before;
    const around = above.map(wordsOf).filter((words) => words.length > 0);
    places.set(parent, around);
    return around;
  };

  return (index) => {
    const above = document.above(index, PLACE_HEIGHT);
    const holder = above.findIndex((at) => HOLDERS.has(document.tag(at)));
    const icons = document.isText(index) ? [] : iconWords(index, ICON_DEPTH);
    const own = wordsOf(index);
    return {
      bounds: document.bounds(index),
      path: above.slice(0, Math.min(CARD_HEIGHT, holder < 0 ? above.length : holder)),
      clickable: document.showsHand(index) || document.listens(index) || above.slice(0, LISTENER_HEIGHT).some((at) => document.listens(at)),
      hints: own.length + icons.length === 0 ? NO_WORDS : [...new Set([...own, ...icons])],
      around: aroundOf(index, above),
    };
  };
}

/** "sprite.svg#icon-menu" as icon-menu, "/img/trash.svg" as trash; a picture that is its own address is called nothing. */
const lastPart = (address: string): string =>
  address
    .replace(/^data:.*$/is, "")
    .split(/[/#]/)
    .at(-1)
    ?.replace(/\.\w+$/, "") ?? "";

/** "red-ui-sideMenu" as red, ui, side, menu. Digits and long runs are made by machines and say nothing to anyone. */
const wordsIn = (text: string): string[] =>
  text
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && word.length < 24);
