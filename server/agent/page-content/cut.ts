import { tokensOf } from "./tokens.ts";

/** A part of a longer text. */
export type Part = {
  text: string;
  /** Where the next part begins, in characters; null when this is the last. */
  next: number | null;
};

/** A border between blocks counts where at least this share of the room is used. */
const LEAST_SHARE = 0.4;
/** From the best place to cut to the worst. */
const BORDERS = ["\n\n", "\n", " "];
const VOID = new Set(["br", "hr", "img", "input", "wbr"]);

/** The longest part of the text from `from` on that has at most so many tokens and ends between blocks, else between lines or words. */
export function cutText(text: string, from: number, maxTokens: number): Part {
  const rest = text.slice(from);
  if (tokensOf(rest) <= maxTokens) return { text: rest, next: null };
  let [fits, tooLong] = [1, rest.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (tokensOf(rest.slice(0, middle)) <= maxTokens) fits = middle;
    else tooLong = middle;
  }
  const ends = BORDERS.map((border) => ({ at: rest.lastIndexOf(border, fits - border.length), length: border.length }));
  const end = ends.find(({ at }) => at > fits * LEAST_SHARE) ?? { at: fits, length: 0 };
  return { text: rest.slice(0, end.at), next: from + end.at + end.length };
}

/** The same for HTML of our own: what is open at an end is closed there, and opened again where the next part begins. */
export function cutHtml(html: string, from: number, maxTokens: number): Part {
  const begins = openAt(html, from);
  const head = begins.map(({ tag }) => tag).join("");
  const part = cutText(html, from, Math.max(1, maxTokens - 2 * tokensOf(head)));
  // A tag is not cut in two.
  const end = part.next === null ? html.length : tagBorder(html, from, from + part.text.length);
  const closing = openAt(html, end)
    .reverse()
    .map(({ name }) => `</${name}>`)
    .join("");
  return { text: head + html.slice(from, end) + closing, next: part.next === null ? null : end };
}

function tagBorder(html: string, from: number, at: number): number {
  const opens = html.lastIndexOf("<", at - 1);
  return opens > from && html.lastIndexOf(">", at - 1) < opens ? opens : at;
}

/** Which elements are open at a place. */
function openAt(html: string, at: number): { name: string; tag: string }[] {
  const open: { name: string; tag: string }[] = [];
  for (const [tag, slash, name = ""] of html.slice(0, at).matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s(?:[^>"]|"[^"]*")*)?>/gi)) {
    if (slash) open.splice(open.findLastIndex((known) => known.name === name));
    else if (!VOID.has(name.toLowerCase())) open.push({ name, tag });
  }
  return open;
}
