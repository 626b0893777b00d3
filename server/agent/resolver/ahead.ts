import type { Page } from "../../driver/page.ts";
import { readPage } from "../page-model.ts";
import { lookIn, type Open } from "./find.ts";
import { normalise } from "./names.ts";
import type { Step } from "./steps.ts";

/** After these the page is mostly as it was: what cannot be told from others now will not be told then. */
const QUIET: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["type", "clear", "setValue", "check", "uncheck", "select", "deselect", "pickDate"]);
/** After these nothing new is there, but for what has the words that were typed. */
const TYPING: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["type", "clear"]);

/** A later step that cannot be told, and its place among the steps, counted from 0. */
export type Ahead = { open: Open; index: number };

/**
 * The first of the later steps of which the page already shows that it cannot be told: better to do nothing than to
 * stop half-way. Null where all can be told, or where that hangs on what the steps before them do.
 */
export async function untoldAhead(page: Page, steps: readonly Step[], signal: AbortSignal): Promise<Ahead | null> {
  const loud = steps.findIndex(({ verb }) => !QUIET.has(verb));
  const foreseen = loud < 0 ? steps.length : Math.min(steps.length, loud + 1);
  if (foreseen < 2) return null;
  const model = await readPage(page, signal);
  for (let index = 1; index < foreseen; index++) {
    const step = steps[index];
    if (!step || step.verb === "either" || step.verb === "every") continue;
    const found = await lookIn(page, model, step);
    if (!("choice" in found)) continue;
    const before = steps.slice(0, index);
    const untold = found.choice.outcome === "ambiguous" ? !mayBeNarrowed(found, before) : await isNowhere(page, found, before, signal);
    if (untold) return { open: found, index };
  }
  return null;
}

/** Whether what is typed before stands beside some of those that fit alike: a list that is filtered by it has fewer of them then. */
function mayBeNarrowed({ choice: { candidates } }: Open, before: readonly Step[]): boolean {
  const typed = before.flatMap((step) => (step.verb === "type" ? normalise(step.text) : [])).filter((text) => text !== "");
  return candidates.some(({ element: { name, context } }) =>
    [name, ...context.map((place) => place.name)].some((words) => typed.some((text) => ` ${normalise(words)} `.includes(` ${text} `))),
  );
}

/** Whether what is not found is not even hidden in the page, nor a suggestion for what is typed before. */
async function isNowhere(page: Page, { target }: Open, before: readonly Step[], signal: AbortSignal): Promise<boolean> {
  const words = normalise(target.words);
  if (words === "" || !before.every(({ verb }) => TYPING.has(verb))) return false;
  const typed = before.flatMap((step) => (step.verb === "type" ? normalise(step.text).split(" ") : []));
  if (words.split(" ").some((word) => typed.some((other) => other !== "" && (word.startsWith(other) || other.startsWith(word))))) return false;
  const { value } = await page.evaluate<string>("document.documentElement.outerHTML", { signal });
  const source = ` ${normalise(value)} `;
  return !words.split(" ").some((word) => source.includes(` ${word}`));
}
