import type { Language } from "./languages/en.ts";

/** Quoted parts and variables, taken out of the text so that words inside them are never read as grammar. */
export class Phrase {
  readonly #held: string[] = [];
  readonly text: string;

  /** Takes the quoted parts («0», «1»…) and the `%variables%` out. */
  constructor(instruction: string) {
    const hold = (part: string): string => `«${this.#held.push(part) - 1}»`;
    this.text = instruction
      .trim()
      .replace(/[.!\s]+$/, "")
      .replace(/"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|(?<=^|[\s(])'([^']*)'(?=$|[\s,;.)])|‘([^’]*)’|`([^`]*)`/g, (_, ...groups) =>
        hold(groups.slice(0, 6).find((group) => typeof group === "string") ?? ""),
      )
      .replace(/%\w+%/g, hold);
  }

  /** Puts quoted parts and variables back. */
  plain(text: string): string {
    return text.replace(/«(\d+)»/g, (_, index: string) => this.#held[Number(index)] ?? "").trim();
  }
}

/** A text that is nothing but one quoted part. */
export const isQuoted = (text: string): boolean => /^«\d+»$/.test(text.trim());

/** Without the words in front that carry nothing. */
export function withoutArticles(text: string, { articles }: Language): string {
  const pattern = new RegExp(`^(?:${anyOf(articles)})\\s+`, "i");
  let out = text.trim();
  while (pattern.test(out)) out = out.replace(pattern, "");
  return out;
}

/** Cuts at the first of the markers that is there at all: they are tried in their order, the surest first. */
export function splitAt(text: string, markers: readonly string[]): [string, string] | null {
  for (const marker of markers) {
    const found = new RegExp(`^(.+?)\\s+${escapePattern(marker)}\\s+(.+)$`, "i").exec(text);
    if (found?.[1] && found[2]) return [found[1], found[2]];
  }
  return null;
}

export const byLength = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);

/** An alternation of a pattern, the longest first. */
export const anyOf = (words: readonly string[]): string => byLength(words).map(escapePattern).join("|");

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
