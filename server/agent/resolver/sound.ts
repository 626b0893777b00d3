import type { Language } from "./languages/language.ts";
import { anyOf, escapePattern } from "./phrase.ts";
import { type Step, valuesOf } from "./steps.ts";

const QUOTE = "[\"'“”„‚‘’«»‹›「」`]";
/** Brackets around words; a smile's are none. */
const BRACKETS: readonly [RegExp, RegExp][] = [
  [/\((?=[\p{L}\d%#"'])/gu, /(?<=[\p{L}\d%.!?"'])\)/gu],
  [/\[(?=[\p{L}\d%#"'])/gu, /(?<=[\p{L}\d%.!?"'])\]/gu],
];

/**
 * Whether what the steps write and name may be meant so. Where a text that was not quoted takes the rest of the
 * sentence, a clause that was not understood may be in it ("set the title to Minutes and keep me signed in"): then
 * nothing is sure. Pure.
 */
export function isSound(steps: readonly Step[], instruction: string, language: Language): boolean {
  const said = instruction.trim().replace(/[.!?\s]+$/, "");
  return steps.every((step, i) => {
    if (step.verb === "either") return step.readings.every((reading) => isSound(reading, instruction, language));
    const names = "target" in step && step.target && !step.target.quoted ? [step.target.words, ...step.target.places.map(({ words }) => words)] : [];
    if (names.some((name) => isHalf(name) && !isQuotedIn(name, said))) return false;
    // "search for bed and breakfast" is read on to its end.
    const next = steps[i + 1];
    const isSearch = step.verb === "type" && next?.verb === "press" && next.target === null;
    return valuesOf(step).every((value) => isQuotedIn(value, said) || (!isHalf(value) && (isSearch || !said.endsWith(value) || !goesOn(value, language))));
  });
}

const isQuotedIn = (value: string, said: string): boolean => new RegExp(`${QUOTE}\\s*${escapePattern(value)}\\s*${QUOTE}`, "u").test(said);

/** Has one of two brackets. */
const isHalf = (text: string): boolean => BRACKETS.some(([open, close]) => (text.match(open)?.length ?? 0) !== (text.match(close)?.length ?? 0));

/** Behind a full stop or a word that joins steps it goes on in small letters, as clauses do and names do not. */
const goesOn = (value: string, { joins }: Language): boolean => new RegExp(`(?:[.;!?]|\\s(?:${anyOf(joins)}),?)\\s+\\p{Ll}`, "u").test(value);
