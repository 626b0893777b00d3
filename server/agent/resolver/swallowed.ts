import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";
import { type Step, valuesOf } from "./steps.ts";

/** "watch this issue": a word and then one that begins what is named or stands for it, as only clauses have. */
export function isClause(text: string, { articles, pronouns, addressed }: Language): boolean {
  return new RegExp(`^\\p{Ll}{3,}\\s+(?:${anyOf([...articles.filter((word) => word.length > 2), ...pronouns, ...addressed])})(?=\\s|$)`, "u").test(text);
}

/** What is written into has no comma in its name: that much was not understood. */
export const isOverfull = (step: Step): boolean => step.verb === "type" && step.target !== null && !step.target.quoted && /,\s/u.test(step.target.words);

/** "keep me signed in": something that is pressed or ticked, whatever it is. */
const isTick = (step: Step | undefined): boolean => step?.verb === "either" && step.readings.some(([first]) => first?.verb === "check");

/** What a step writes in any of its readings. */
export const anyValuesOf = (step: Step): string[] =>
  step.verb === "either" ? step.readings.flatMap((reading) => reading.flatMap(anyValuesOf)) : valuesOf(step);

/** Who is to stay signed in is asked before the form is sent. */
export function tickedFirst(steps: readonly Step[]): Step[] {
  const at = steps.findIndex(({ verb }, i) => verb === "submit" && isTick(steps[i + 1]));
  const [submit, tick] = [steps[at], steps[at + 1]];
  return submit && tick ? [...steps.slice(0, at), tick, submit, ...steps.slice(at + 2)] : [...steps];
}
