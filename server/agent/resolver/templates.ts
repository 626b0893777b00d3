import type { Action, Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";

/** What a clause says, by slots of the rule that it follows. */
export type Slots = Readonly<Record<string, string | undefined>>;
/** A rule that a clause follows to its end; `head` is what stands before its first slot. */
export type Match = { action: Action; slots: Slots; head: string };

type Compiled = {
  action: Action;
  whole: RegExp;
  head: RegExp;
  /** Its verb stands at the end: only as a whole can it be told from a name. */
  verbLast: boolean;
};

/** A language's rules, ready to be asked. Pure. */
export class Templates {
  readonly #rules: readonly Compiled[];

  constructor(language: Language) {
    this.#rules = language.rules.flatMap(([action, patterns]) =>
      patterns.flatMap((pattern) => spelledOut(pattern, language.markers)).map((pattern) => compile(action, pattern, language)),
    );
  }

  /** The rules that the whole clause follows, the surest first. */
  *matches(clause: string): Generator<Match> {
    for (const { action, whole, head } of this.#rules) {
      const found = whole.exec(clause);
      if (found) yield { action, slots: { ...found.groups }, head: head.exec(clause)?.[0].trim() ?? "" };
    }
  }

  /** Whether the clause says its verb last, as one step and no other. */
  endsWithVerb(clause: string): boolean {
    return this.#rules.some(({ verbLast, whole }) => verbLast && whole.test(clause));
  }

  /** Whether a step may begin here. */
  begins(clause: string): boolean {
    return this.#rules.some(({ head, verbLast }) => !verbLast && head.test(clause));
  }
}

/** A pattern for each word of the list that it names. */
const spelledOut = (pattern: string, markers: Language["markers"]): string[] => {
  const name = /<(\w+)>/.exec(pattern)?.[1];
  return name === undefined ? [pattern] : (markers[name] ?? []).flatMap((word) => spelledOut(pattern.replace(`<${name}>`, word), markers));
};

function compile(action: Action, pattern: string, language: Language): Compiled {
  const verbLast = pattern.startsWith("~");
  const said = verbLast ? pattern.slice(1) : pattern;
  const source = sourceOf(said, language);
  const slot = said.search(/\{\w+\}/);
  const head = slot < 0 ? `${source}$` : sourceOf(said.slice(0, slot), language);
  // What has a slot needs something to fill it with.
  return { action, whole: new RegExp(`^${source}$`, "iu"), head: new RegExp(`^${head}${slot < 0 ? "" : "(?=\\S)"}`, "iu"), verbLast };
}

/** The pattern as a regular expression's source. */
function sourceOf(pattern: string, language: Language): string {
  // " [a]" brings the space before it along, "[a] " the one behind.
  const optional = pattern.replace(/( ?)\[([^\]]+)\]( ?)/g, (_, before: string, inner: string, behind: string) =>
    before ? `(?: (${inner}))?${behind}` : behind ? `(?:(${inner}) )?` : `(?:${inner})?`,
  );
  return optional
    .replace(/(?<!\\)\((?!\?)/g, "(?:")
    .replace(/ \?/g, "\\s*")
    .replace(/ /g, "\\s+")
    .replace(/\{(\w+)=([^}]+)\}/g, "(?<$1>$2)")
    .replace(/\{(\w+)\}/g, (_, slot: string) => `(?<${slot}>${slotSource(slot, language)})`);
}

function slotSource(slot: string, { directions, numbers, markers, repeats, relations, ends, orders, deeds, offered, usual: { stars } }: Language): string {
  switch (slot) {
    case "way":
      return anyOf(Object.keys(directions));
    case "n":
      return `-?\\d+(?:[.,]\\d+)?%?|${anyOf(Object.keys(numbers))}`;
    case "px":
    case "x":
    case "y":
      return "-?\\d+";
    case "repeat":
      return anyOf(Object.keys(repeats));
    case "by":
      return anyOf(markers.by ?? []);
    case "place":
      return `(?!(?:${anyOf(markers.whither ?? [])})\\s)(?:${anyOf(markers.where ?? [])})\\s+.+?`;
    case "where":
      return `(?:${anyOf(Object.keys(relations))})\\s+.+`;
    case "end":
      return anyOf(Object.keys(ends));
    case "order":
      return anyOf(Object.keys(orders));
    case "deed":
      return anyOf(Object.keys(deeds));
    case "stars":
      return anyOf(stars);
    case "offered":
      return anyOf(offered);
    case "clock":
      return "\\d{1,2}[:.]\\d\\d(?:\\s?[ap]\\.?m\\.?)?";
    case "code":
      return "\\uE000\\d+\\uE001|[\\p{L}\\d_-]+";
    case "address":
      return "\\uE000\\d+\\uE001|\\S+@\\S+";
    case "unit":
      return `(?!(?:${anyOf(Object.keys(relations))})(?![\\p{L}]))[\\p{L}°%€$£]+`;
    case "word":
      return "\\S+";
    case "quote":
      return "\\uE000\\d+\\uE001";
    default:
      return ".+?";
  }
}
