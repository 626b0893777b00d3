import type { Found } from "../resolver/find.ts";
import type { Step } from "../resolver/steps.ts";
import type { Target } from "../resolver/target.ts";
import type { Intent } from "./entry.ts";

/** What these do, they do on one element that was found by its words. */
const REMEMBERED = new Set<Step["verb"]>([
  "click",
  "doubleClick",
  "rightClick",
  "hover",
  "focus",
  "clear",
  "check",
  "uncheck",
  "expand",
  "collapse",
  "type",
  "select",
  "deselect",
  "setValue",
  "pickDate",
  "menu",
  "drag",
  "press",
  "scroll",
]);
const WITHOUT_ELEMENT = new Set<Step["verb"]>(["press", "scroll", "back", "forward", "reload"]);

/** Steps that work on the page as a whole, or where the caret is. */
export const isWithoutElement = (step: Step): boolean => WITHOUT_ELEMENT.has(step.verb) && (!("target" in step) || step.target === null);

/** Where the instruction counts: 0 for the first, -1 for the last; null where it does not. */
export function ordinalOf(step: Step): number | null {
  const ordinal = "target" in step ? (step.target?.ordinal ?? null) : null;
  return ordinal !== null && ordinal > 0 ? ordinal - 1 : ordinal;
}

/**
 * Whether the same step may later be done on the same element without understanding the instruction anew. Not where it
 * means whichever element is in some state, or counts in a way that cannot be checked quickly.
 */
export function isCacheable(step: Step, { element, onto }: Found, intent: Intent | null): boolean {
  if (isWithoutElement(step)) return true;
  // What is typed where the caret is has its element from the step before.
  if (step.verb === "type" && step.target === null) return true;
  if (!REMEMBERED.has(step.verb) || !element || !intent || intent.facts.nth < 0) return false;
  if (onto && step.verb !== "drag") return false;
  const ends = [...("target" in step && step.target ? [step.target] : []), ...(step.verb === "drag" && "onto" in step.to ? [step.to.onto] : [])];
  if (!ends.every(isPlain) || (step.verb === "drag" && ends.some(({ ordinal }) => ordinal !== null))) return false;
  const ordinal = ordinalOf(step);
  const { nth, of } = intent.facts;
  return ordinal === null || nth === (ordinal < 0 ? of + ordinal : ordinal);
}

/** Says what it means by words alone: not by a number of an observation, a state, a value, or by counting rows. */
const isPlain = ({ words, states, value, places }: Target): boolean =>
  !/^\[e[\w-]+\]$/.test(words) && states.length === 0 && value === null && places.every(({ ordinal, words: place }) => ordinal === null && place !== "");
