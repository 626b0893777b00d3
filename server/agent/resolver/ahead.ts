import type { Page } from "../../driver/page.ts";
import { handleOf, type PageModel, readPage } from "../page-model.ts";
import { type Found, lookIn, type Open } from "./find.ts";
import { normalise } from "./normalise.ts";
import { isUnheardOf, type PageSource, sourceOf } from "./page-source.ts";
import { pick } from "./patterns/pick.ts";
import { type Step, valuesOf } from "./steps.ts";

/** After these the page is mostly as it was: what cannot be told from others now will not be told then. */
const QUIET: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["type", "clear", "setValue", "check", "uncheck", "select", "deselect", "pickDate"]);
/** After these nothing new is there, but for what has the words that were typed. */
const TYPING: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["type", "clear"]);
/** After these the lists of the platform have the options that they had. */
const NARROW: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["type", "clear", "check", "uncheck", "focus", "hover"]);
/** After these another document may be there. */
const LEAVING: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["back", "forward", "reload", "submit", "either", "every", "upload"]);

/** A later step that cannot be told, and its place among the steps, counted from 0. */
export type Ahead = { open: Open; index: number };

/**
 * The first of the later steps of which the page already shows that it cannot be told: better to do nothing than to
 * stop half-way. Null where all can be told, or where that hangs on what the steps before them do.
 */
export async function untoldAhead(page: Page, steps: readonly Step[], signal: AbortSignal): Promise<Ahead | null> {
  if (steps.length < 2) return null;
  const loud = steps.findIndex(({ verb }) => !QUIET.has(verb));
  const foreseen = loud < 0 ? steps.length : Math.min(steps.length, loud + 1);
  const seen: Seen = { page, model: await readPage(page, signal), source: lazily(() => sourceOf(page, signal)) };
  for (const [index, step] of steps.entries()) {
    const before = steps.slice(0, index);
    const open = index === 0 ? null : await untold(seen, step, before, index < foreseen);
    if (open) return { open, index };
  }
  return null;
}

/** What is seen before the first step. */
type Seen = { page: Page; model: PageModel; source: () => Promise<PageSource> };

/** Of a step that may be read in several ways none can be told; of several in one way, one cannot. */
async function untold(seen: Seen, step: Step, before: readonly Step[], isForeseen: boolean): Promise<Open | null> {
  if (step.verb === "every") return null;
  if (step.verb !== "either") return (isForeseen ? await untoldNow(seen, step, before) : null) ?? neverTold(seen, step, before, isForeseen);
  const answers = await Promise.all(
    step.readings.map(async (reading) => {
      for (const [i, one] of reading.entries()) {
        const open = await untold(seen, one, [...before, ...reading.slice(0, i)], isForeseen && i === 0);
        if (open) return open;
      }
      return null;
    }),
  );
  return answers.includes(null) ? null : (answers[0] ?? null);
}

/** Whether a step cannot be told on a page that stays as it is. */
async function untoldNow({ page, model, source }: Seen, step: Step, before: readonly Step[]): Promise<Open | null> {
  const found = await lookIn(page, model, step);
  if (!("choice" in found)) return hasNoSuchOption(page, step, found, before);
  if (found.choice.outcome === "ambiguous") return mayBeNarrowed(found, before) ? null : found;
  return (await isNowhere(found, before, source)) ? found : null;
}

/** Whether what a step needs is nowhere in a page that has all that it ever shows. */
async function neverTold({ page, model, source }: Seen, step: Step, before: readonly Step[], stays: boolean): Promise<Open | null> {
  if (!("target" in step) || before.some(({ verb }) => LEAVING.has(verb))) return null;
  const found = await lookIn(page, model, step);
  if (!("choice" in found) || found.choice.outcome !== "not_found" || found.target.words === "" || isOfWhatIsGiven(found, before)) return null;
  const whole = await source();
  return !(stays ? whole.grows : whole.open) && isUnheardOf(whole, found.target.words, found.target.language) ? found : null;
}

/** A list of the platform that has no option of that name, and will not get one. */
async function hasNoSuchOption(page: Page, step: Step, { element }: Found, before: readonly Step[]): Promise<Open | null> {
  if (step.verb !== "select" || step.options.length > 0 || step.item.ordinal !== null || /%\w+%/.test(step.option)) return null;
  if (element === null || !before.every(({ verb }) => NARROW.has(verb))) return null;
  const names = await handleOf(page, element).call<string[] | null>(
    `function () { return this.localName === "select" && !this.matches(":disabled") ? [...this.options].flatMap((option) => [(option.label || option.text).trim(), option.value]) : null }`,
  );
  if (names === null || !("none" in pick(names, { words: step.option, ordinal: null }))) return null;
  return { end: "target", target: { ...step.item, words: step.option }, choice: { outcome: "not_found", candidates: [] } };
}

/** Whether what is typed before stands beside some of those that fit alike: a list that is filtered by it has fewer of them then. */
function mayBeNarrowed({ choice: { candidates } }: Open, before: readonly Step[]): boolean {
  const typed = before.flatMap((step) => (step.verb === "type" ? normalise(step.text) : [])).filter((text) => text !== "");
  return candidates.some(({ element: { name, context } }) =>
    [name, ...context.map((place) => place.name)].some((words) => typed.some((text) => ` ${normalise(words)} `.includes(` ${text} `))),
  );
}

/** Whether what is not found is not even hidden in the page, nor a suggestion for what is typed before. */
async function isNowhere(open: Open, before: readonly Step[], source: () => Promise<PageSource>): Promise<boolean> {
  const words = normalise(open.target.words);
  if (words === "" || !before.every(({ verb }) => TYPING.has(verb)) || isOfWhatIsGiven(open, before)) return false;
  const whole = await source();
  return !words.split(" ").some((word) => whole.words.includes(` ${word}`));
}

/** Whether the words have to do with what is typed before: suggestions and what is made of it are called so. */
function isOfWhatIsGiven({ target }: Open, before: readonly Step[]): boolean {
  const given = before.flatMap(valuesOf);
  const words = normalise(target.words).split(" ");
  const typed = given.flatMap((text) => normalise(text).split(" ")).filter((word) => word !== "");
  return given.some((text) => /%\w+%/.test(text)) || words.some((word) => typed.some((other) => word.startsWith(other) || other.startsWith(word)));
}

/** What is made when it is first needed. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
