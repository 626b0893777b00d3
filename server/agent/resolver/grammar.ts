import { en, type Language, type Verb } from "./languages/en.ts";

/** What an instruction says of an element. */
export type Target = {
  /** The words that name it, without the word for its kind. */
  words: string;
  /** Written in quotes: meant to the letter. */
  quoted: boolean;
  /** ARIA roles that its word for a kind may mean; null when there was none. */
  roles: readonly string[] | null;
  /** Counted from 1; -1 is the last; null when there was none. */
  ordinal: number | null;
  /** The words of the place it stands in. */
  within: string | null;
};

export type Step =
  | { verb: "click" | "hover" | "doubleClick" | "rightClick" | "clear" | "check" | "uncheck"; target: Target }
  | { verb: "type"; text: string; target: Target | null }
  | { verb: "select"; option: string; target: Target | null }
  | { verb: "drag"; target: Target; onto: Target }
  | { verb: "press"; key: string }
  | { verb: "scroll"; direction: "up" | "down" | "top" | "bottom" }
  | { verb: "scroll"; target: Target }
  | { verb: "back" | "forward" | "reload" };

/** Quoted parts and variables are taken out first, so that words inside them are never read as grammar. */
const HOLD = /«(\d+)»/g;
type Held = { text: string }[];

/**
 * The steps that an instruction asks for; null when any part of it is not understood, so that nothing is half done.
 * Pure: knows language, not the page.
 */
export function parseInstruction(instruction: string, language: Language = en): Step[] | null {
  const held: Held = [];
  const hold = (text: string): string => `«${held.push({ text }) - 1}»`;
  const plain = instruction
    .trim()
    .replace(/[.!\s]+$/, "")
    .replace(/"([^"]*)"|“([^”]*)”|(?<=^|[\s(])'([^']*)'(?=$|[\s,;.)])|‘([^’]*)’/g, (_, a?: string, b?: string, c?: string, d?: string) =>
      hold(a ?? b ?? c ?? d ?? ""),
    )
    .replace(/%\w+%/g, (variable) => hold(variable))
    .replace(/^please\s+/i, "");
  const clauses = splitSteps(plain, language);
  const steps = clauses.map((clause) => parseStep(clause, held, language));
  return steps.length > 0 && steps.every((step) => step !== null) ? steps : null;
}

/** Cuts at "and", "then", commas and semicolons, but only where a verb follows: "bread and butter" stays whole. */
function splitSteps(text: string, language: Language): string[] {
  const joins = [...language.joins].map(escapePattern).join("|");
  const verbs = byLength(Object.keys(language.verbs)).map(escapePattern).join("|");
  const cut = new RegExp(`\\s*(?:[,;]\\s*(?:(?:${joins})\\s+)?|\\s(?:${joins})\\s+)(?=(?:${verbs})\\b)`, "gi");
  return text
    .split(cut)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function parseStep(clause: string, held: Held, language: Language): Step | null {
  const verbs = byLength(Object.keys(language.verbs));
  const said = verbs.find((verb) => new RegExp(`^${escapePattern(verb)}(?=\\s|$)`, "i").test(clause));
  if (said === undefined) return null;
  const verb = language.verbs[said] as Verb;
  const rest = clause.slice(said.length).trim();
  switch (verb) {
    case "back":
    case "forward":
    case "reload":
      return { verb };
    case "press":
      return parsePress(rest, held, language);
    case "scroll":
      return parseScroll(rest, held, language);
    case "type":
      return parseInto(rest, held, language, said === "fill" || said === "fill in" || said === "set");
    case "select":
      return parseSelect(rest, held, language);
    case "drag":
      return parseDrag(rest, held, language);
    default: {
      const target = parseTarget(rest, held, language);
      return target && { verb, target };
    }
  }
}

function parsePress(rest: string, held: Held, language: Language): Step | null {
  const words = strip(rest, language).replace(/^(key|keys)\s+|\s+(key|keys)$/gi, "");
  const key = unhold(words, held);
  // "press Enter" is a key; "press the Save button" is a click.
  if (
    /^(enter|return|tab|escape|esc|space|spacebar|backspace|delete|del|home|end|page ?up|page ?down|(arrow ?)?(up|down|left|right)|f\d{1,2}|.|((control|ctrl|alt|shift|meta|cmd|command|option)\s*\+\s*)+\S+)$/i.test(
      key,
    )
  )
    return { verb: "press", key: key.replace(/\s*\+\s*/g, "+").replace(/^arrow (\w+)$/i, "Arrow$1") };
  const target = parseTarget(rest, held, language);
  return target && { verb: "click", target };
}

function parseScroll(rest: string, held: Held, language: Language): Step | null {
  const words = rest
    .toLowerCase()
    .replace(/^(all the way |to the |to )/, "")
    .replace(/\s+(of|on) the page$/, "");
  if (/^(down|up)\b/.test(words) && !/\bto\b\s+(?!the (top|bottom))/.test(words))
    return { verb: "scroll", direction: /bottom/.test(words) ? "bottom" : /top/.test(words) ? "top" : words.startsWith("up") ? "up" : "down" };
  if (/^(top|bottom|end|start)$/.test(words)) return { verb: "scroll", direction: /top|start/.test(words) ? "top" : "bottom" };
  if (words === "") return { verb: "scroll", direction: "down" };
  const target = parseTarget(rest.replace(/^((down|up)\s+)?(to|until)\s+/i, ""), held, language);
  return target && { verb: "scroll", target };
}

/** "x into y" and, for `fill`, "y with x". */
function parseInto(rest: string, held: Held, language: Language, fieldFirst: boolean): Step | null {
  const other = fieldFirst ? /^(.*?)\s+(?:with|to|as)\s+(.+)$/i.exec(rest) : null;
  if (other) {
    const target = parseTarget(other[1] ?? "", held, language);
    return target && { verb: "type", text: unhold(other[2] ?? "", held), target };
  }
  const split = splitAt(rest, language.into);
  if (!split) return rest === "" ? null : { verb: "type", text: unhold(rest, held), target: null };
  const target = parseTarget(split[1], held, language);
  return target && { verb: "type", text: unhold(split[0], held), target };
}

function parseSelect(rest: string, held: Held, language: Language): Step | null {
  const split = splitAt(rest, ["from", "in", "as", "for", "on"]);
  const option = (text: string): string => unhold(strip(text, language), held).replace(/\s+option$/i, "");
  if (!split) return rest === "" ? null : { verb: "select", option: option(rest), target: null };
  const target = parseTarget(split[1], held, language);
  return target && { verb: "select", option: option(split[0]), target };
}

function parseDrag(rest: string, held: Held, language: Language): Step | null {
  const split = splitAt(rest, language.onto);
  if (!split) return null;
  const [target, onto] = [parseTarget(split[0], held, language), parseTarget(split[1], held, language)];
  return target && onto && { verb: "drag", target, onto };
}

/** "the second \"Edit\" button in the row of Alice" in its parts. */
export function parseTarget(text: string, held: Held, language: Language): Target | null {
  let words = strip(text, language);
  let within: string | null = null;
  for (const marker of byLength(language.within)) {
    const at = words.toLowerCase().lastIndexOf(` ${marker} `);
    if (at <= 0) continue;
    within = unhold(strip(words.slice(at + marker.length + 2), language), held).replace(/\s+(row|section|dialog|area|panel|form|menu|table)$/i, "");
    words = words.slice(0, at).trim();
    break;
  }
  let ordinal: number | null = null;
  for (const [word, count] of Object.entries(language.ordinals)) {
    const pattern = new RegExp(`^${word}\\s+`, "i");
    if (!pattern.test(words)) continue;
    ordinal = count;
    words = words.replace(pattern, "");
    break;
  }
  let roles: readonly string[] | null = null;
  for (const word of byLength(Object.keys(language.roles))) {
    const pattern = new RegExp(`(?:^|\\s)${escapePattern(word)}s?$`, "i");
    const leading = new RegExp(`^${escapePattern(word)}\\s+(?=«)`, "i");
    if (!pattern.test(words) && !leading.test(words)) continue;
    roles = language.roles[word] ?? null;
    words = words.replace(pattern.test(words) ? pattern : leading, "").trim();
    break;
  }
  words = words.replace(/\s+(labell?ed|named|called|titled|that says|with text)\s+(?=«)/i, " ").trim();
  const quoted = /^«\d+»$/.test(words);
  const name = unhold(words, held).trim();
  if (name === "" && roles === null) return within === null ? null : { words: within, quoted: false, roles: null, ordinal, within: null };
  return { words: name, quoted, roles, ordinal, within };
}

/** Puts quoted parts and variables back. */
const unhold = (text: string, held: Held): string => text.replace(HOLD, (_, i: string) => held[Number(i)]?.text ?? "").trim();

function strip(text: string, language: Language): string {
  const pattern = new RegExp(`^(?:${language.articles.map(escapePattern).join("|")})\\s+`, "i");
  let out = text.trim();
  while (pattern.test(out)) out = out.replace(pattern, "");
  return out;
}

/** Cuts at the first of the words between two parts; what is typed is quoted when it has such words itself. */
function splitAt(text: string, markers: readonly string[]): [string, string] | null {
  const found = new RegExp(`^(.+?)\\s(?:${byLength(markers).map(escapePattern).join("|")})\\s+(.+)$`, "i").exec(text);
  return found?.[1] && found[2] ? [found[1], found[2]] : null;
}

const byLength = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
