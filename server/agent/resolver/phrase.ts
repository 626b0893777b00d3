/** Around the number of a part that is held: of a private range, so that no one writes them. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const QUOTES = [
  /"([^"]*)"/,
  /“([^”“]*)[”“]/,
  /„([^“”"]*)[“”"]/,
  /‚([^‘’']*)[‘’']/,
  /«\s*([^»]*?)\s*»/,
  /»([^«]*)«/,
  /‹([^›]*)›/,
  /「([^」]*)」/,
  // An apostrophe within ("Don't") closes nothing.
  /(?<=^|[\s(,:])'(.*?)'(?=$|[\s,;.:)!?])/,
  /(?<=^|[\s(,:])‘(.*?)’(?=$|[\s,;.:)!?])/,
  /`([^`]*)`/,
];
const QUOTED = new RegExp(QUOTES.map(({ source }) => source).join("|"), "gu");

/** Quoted parts and variables, taken out of the text so that words inside them are never read as grammar. */
export class Phrase {
  readonly #held: string[] = [];
  readonly text: string;

  /** Takes the quoted parts and the `%variables%` out. */
  constructor(instruction: string) {
    const hold = (part: string): string => `${OPEN}${this.#held.push(part) - 1}${CLOSE}`;
    this.text = instruction
      .replaceAll(OPEN, "")
      .replaceAll(CLOSE, "")
      .trim()
      .replace(/[.!?\s]+$/, "")
      .replace(QUOTED, (_, ...groups) => hold(groups.slice(0, QUOTES.length).find((group) => typeof group === "string") ?? ""))
      .replace(/%\w+%/g, hold);
  }

  /** Puts quoted parts and variables back, to the letter. */
  plain(text: string): string {
    return text.trim().replace(/\uE000(\d+)\uE001/g, (_, index: string) => this.#held[Number(index)] ?? "");
  }
}

/** A text that is nothing but one quoted part or variable. */
export const isQuoted = (text: string): boolean => /^\uE000\d+\uE001$/.test(text.trim());

/** Has a quoted part or a variable in it. */
export const hasQuote = (text: string): boolean => text.includes(OPEN);

/** Without the words in front that carry nothing. */
export function withoutArticles(text: string, { articles }: { articles: readonly string[] }): string {
  const pattern = new RegExp(`^(?:${anyOf(articles)})\\s+(?=\\S)`, "iu");
  let out = text.trim();
  // A capital letter alone is a name.
  while (pattern.test(out) && !/^\p{Lu}\s/u.test(out)) out = out.replace(pattern, "");
  return out;
}

export const byLength = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);

/** An alternation of a pattern, the longest first. */
export const anyOf = (words: readonly string[]): string => byLength(words).map(escapePattern).join("|");

/** The text as a pattern that means just it. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
