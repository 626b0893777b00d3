import type { ActInput, ActOutput, ActStep } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import { isGone } from "../../driver/element.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf, type ModelElement, readPage, toObserved } from "../page-model.ts";
import { untoldAhead } from "./ahead.ts";
import { eachOf } from "./every.ts";
import { type Found, find, lookIn, lookOnce, type Open, readingOf } from "./find.ts";
import { parseByNames, parseInstruction } from "./grammar.ts";
import { isDeclined } from "./patterns/control.ts";
import { perform } from "./perform.ts";
import { reasonFor } from "./reasons.ts";
import type { Step } from "./steps.ts";
import { named } from "./target.ts";

export type Resolution = Pick<ActOutput, "outcome" | "message" | "confidence" | "steps" | "candidates">;

/** What others do along the way. */
export type ActHooks = {
  /** Asked first for each step: its elements where they are known from before, what stands in the way, or null to have them looked for. */
  recall?(step: Step, index: number): Promise<Found | Open | null>;
  /** Shown the elements of a step before anything is done to them; what stands in the way ends it there. */
  stepFound?(step: Step, index: number, found: Found): Promise<Open | null>;
  /** Told of each step that was done, as it was parsed (variables are not filled in). */
  stepDone?(step: Step, found: Found): Promise<void> | void;
  /** Asked when a target is ambiguous or not found: the ref of the element that a person picked, or null to go no further. */
  ask?(open: Open): Promise<string | null>;
};

const SETTLE_LIMIT_MS = 3_000;
const QUIET_MS = 60;
const EXAMPLE = 'Write it as: click "Save", type "x" into Name, select Red from Colour, check "I agree", press Enter, scroll down.';

/**
 * Does what an explicit instruction says, without a model: understands it, finds the one element that is meant, acts
 * and checks. When two fit or none does, it does nothing more and says so with what it saw.
 */
export async function resolveAndAct(
  page: Page,
  { instruction, variables = {} }: Pick<ActInput, "instruction" | "variables">,
  signal: AbortSignal,
  hooks: ActHooks = {},
): Promise<Resolution> {
  const steps = parseInstruction(instruction) ?? (await namedOnPage(page, instruction, signal));
  if (!steps)
    return { outcome: "not_understood", message: `That is not an instruction the resolver knows. ${EXAMPLE}`, confidence: 0, steps: [], candidates: [] };
  return doSteps(page, steps, variables, signal, hooks);
}

/** The steps of what no rule understands, where the page has a control of that name for each: without that it is not understood. */
async function namedOnPage(page: Page, instruction: string, signal: AbortSignal): Promise<Step[] | null> {
  const steps = parseByNames(instruction);
  if (!steps) return null;
  await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
  const model = await readPage(page, signal);
  for (const step of steps) {
    const readings = step.verb === "either" ? step.readings : [[step]];
    const seen = await Promise.all(readings.map(async ([first]) => first !== undefined && "element" in (await lookIn(page, model, first))));
    if (!seen.includes(true)) return null;
  }
  return steps;
}

/** Does one step after the other as far as it is told whom each means; what was done is not undone. */
export async function doSteps(
  page: Page,
  steps: readonly Step[],
  variables: Record<string, string>,
  signal: AbortSignal,
  hooks: ActHooks,
): Promise<Resolution> {
  const done: ActStep[] = [];
  let confidence = 1;
  const ahead = [...steps];
  for (let i = 0; i < ahead.length; i++) {
    const step = ahead[i] as Step;
    if (step.verb === "either") {
      await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
      ahead.splice(i--, 1, ...(await readingOf(page, step, signal)));
      continue;
    }
    if (step.verb === "every") {
      await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
      ahead.splice(i--, 1, ...(await eachOf(page, step, signal)));
      continue;
    }
    // Where a person takes the page over meanwhile, the step waits for it and is looked for anew.
    const came = await page.gate.drive(
      signal,
      () => tried({ page, steps: ahead, index: i, done, variables, signal, hooks }),
      (outcome) => "outcome" in outcome,
    );
    if ("outcome" in came) return came;
    await hooks.stepDone?.(step, came);
    confidence = Math.min(confidence, came.confidence);
    done.push(describe(step, came));
  }
  await page.settle({ effects: true, limitMs: SETTLE_LIMIT_MS, signal });
  return { outcome: "done", message: done.map(({ description }) => description).join("; "), confidence, steps: done, candidates: [] };
}

type Trial = {
  page: Page;
  steps: readonly Step[];
  index: number;
  done: ActStep[];
  variables: Record<string, string>;
  signal: AbortSignal;
  hooks: ActHooks;
};

/** Looks for what one step means and does it. Gives what it was done to, or the answer to end with: it was not begun. */
async function tried({ page, steps, index, done, variables, signal, hooks }: Trial): Promise<Found | Resolution> {
  const step = steps[index] as Step;
  const recalled = await hooks.recall?.(step, index);
  const found = recalled ?? (await settleAndFind(page, step, signal, hooks));
  const checked = "choice" in found ? found : ((await hooks.stepFound?.(step, index, found)) ?? found);
  if ("choice" in checked) {
    const answer = unresolved(checked);
    return { ...answer, message: done.length > 0 ? `${answer.message} The steps before it were done.` : answer.message, steps: done };
  }
  const untold = index === 0 && !recalled && !hooks.ask ? await untoldAhead(page, steps, signal) : null;
  if (untold) {
    const answer = unresolved(untold.open);
    return { ...answer, message: `${answer.message} That is step ${untold.index + 1} of ${steps.length}; the steps before it were not begun.`, steps: [] };
  }
  const told = withVariables(await replacing(page, step, steps[index - 1], checked), variables);
  await page.gate.begun(signal);
  const { why, found: worked } = await performed(page, told, checked, signal);
  if (why === null) return worked;
  const message = done.length > 0 ? `${why} The steps before it were done.` : `${why} Nothing was done.`;
  return { outcome: "not_found", message, confidence: 0, steps: done, candidates: [] };
}

/** After these a field that has the caret was opened or chosen for what is typed next. */
const POINTED: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["click", "doubleClick", "rightClick", "select", "menu", "focus"]);

/** Text for the field that a click has just opened or chosen takes the place of what is in it, as where the field is named. */
async function replacing(page: Page, step: Step, before: Step | undefined, { element }: Found): Promise<Step> {
  if (step.verb !== "type" || step.target !== null || !before || !POINTED.has(before.verb) || element === null) return step;
  const isLine = await handleOf(page, element).call<boolean>(`function () { return this.localName === "input" }`);
  return isLine ? { ...step, target: named(`[${element.ref}]`) } : step;
}

/** Where trying anew does nothing twice. */
const REPEATABLE: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>([
  ...(["click", "doubleClick", "rightClick", "hover", "focus", "expand", "collapse", "check", "uncheck", "clear", "type", "select", "deselect"] as const),
]);
const DRAWN_ANEW_MOST = 3;

/** Does a step; where the page draws its element anew meanwhile, on the one that stands in its place. Tells why it was not begun. */
async function performed(page: Page, step: Step, found: Found, signal: AbortSignal): Promise<{ why: string | null; found: Found }> {
  let on = found;
  for (let tries = DRAWN_ANEW_MOST; ; tries--) {
    const why = await refusal(perform(page, step, on, signal));
    if (why === null || tries === 0 || !REPEATABLE.has(step.verb)) return { why, found: on };
    const again = await drawnAnew(page, step, on, signal);
    if (!again) return { why, found: on };
    on = again;
  }
}

/** What stands where an element stood that has left the page: of its role, its name and its places; null for anything else. */
async function drawnAnew(page: Page, step: Step, { element, onto }: Found, signal: AbortSignal): Promise<Found | null> {
  if (element === null || onto !== null || (await isThere(page, element))) return null;
  const again = await lookOnce(page, step, signal);
  if ("choice" in again || again.element === null) return null;
  const placeOf = ({ role, name, context }: ModelElement): string => JSON.stringify([role, name, context.map((place) => [place.role, place.name])]);
  return placeOf(again.element) === placeOf(element) ? again : null;
}

async function isThere(page: Page, element: ModelElement): Promise<boolean> {
  try {
    return await handleOf(page, element).call<boolean>("function () { return this.isConnected }");
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Why a step was not begun: what it asks for is not there to be done. What fails half-way is an error. */
async function refusal(work: Promise<void>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (isDeclined(error)) return error.message;
    throw error;
  }
}

async function settleAndFind(page: Page, step: Step, signal: AbortSignal, hooks: ActHooks): Promise<Found | Open> {
  await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
  return findOrAsk(page, step, signal, hooks);
}

/** A step has two ends at most, and each is asked about once. */
async function findOrAsk(page: Page, step: Step, signal: AbortSignal, { ask }: ActHooks): Promise<Found | Open> {
  let wanted = step;
  const asked = new Set<Open["end"]>();
  for (;;) {
    const found = await find(page, wanted, signal);
    if (!("choice" in found) || !ask || asked.has(found.end)) return found;
    asked.add(found.end);
    const ref = await ask(found);
    if (ref === null) return found;
    wanted = withPicked(wanted, found.end, ref);
  }
}

/** The step with the element that was picked in place of the words that did not tell. */
function withPicked(step: Step, end: Open["end"], ref: string): Step {
  const picked = named(`[${ref}]`);
  if (end === "onto") return step.verb === "drag" && "onto" in step.to ? { ...step, to: { ...step.to, onto: picked } } : step;
  return "target" in step ? { ...step, target: picked } : step;
}

/** What is said of a target that was not told from others, or not found. */
export function unresolved({ target, choice }: Open): Omit<Resolution, "steps" | "outcome"> & { outcome: Open["choice"]["outcome"] } {
  const { candidates: scored, outcome } = choice;
  const name = target.words || target.kind || "that";
  const message =
    outcome === "ambiguous"
      ? `${scored.length} elements answer to "${name}"; nothing was done. Say which: by its place ("in the row of …") or its order ("the second …").`
      : `Nothing on the page answers to "${name}"${target.places[0]?.words ? ` at "${target.places[0].words}"` : ""}; nothing was done.`;
  const sure = (score: number): number => Math.max(0, Math.min(1, score));
  return {
    outcome,
    message,
    confidence: sure(scored[0]?.score ?? 0),
    candidates: scored.map(({ element, score }) => toObserved(element, sure(score), reasonFor(element, target))),
  };
}

/** @throws AppError INVALID_INPUT naming a variable that has no value */
function withVariables(step: Step, variables: Record<string, string>): Step {
  const fill = (text: string): string =>
    text.replace(/%(\w+)%/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined)
        throw new AppError("INVALID_INPUT", `The variable %${name}% has no value; give it in variables.${name}.`, {
          fields: [{ field: `variables.${name}`, message: "has no value" }],
        });
      return value;
    });
  switch (step.verb) {
    case "type":
      return { ...step, text: fill(step.text) };
    case "select":
    case "deselect":
      return { ...step, option: fill(step.option), options: step.options.map(fill), item: { ...step.item, words: fill(step.item.words) } };
    case "setValue":
      return "to" in step.amount ? { ...step, amount: { to: fill(step.amount.to) } } : step;
    case "pickDate":
      return { ...step, date: fill(step.date), said: fill(step.said) };
    default:
      return step;
  }
}

/** What was done, with %variables% as written: their values appear nowhere. */
function describe(step: Step, { element, onto }: Found): ActStep {
  // What has no name is called as it was asked for.
  const said = "target" in step ? (step.target?.words ?? "") : "";
  const what = element ? `${element.role} "${element.name || said}"` : "";
  const args = argumentsOf(step);
  const description = [step.verb, ...args.map((arg) => `"${arg}"`), what, onto && `onto ${onto.role} "${onto.name}"`].filter(Boolean).join(" ");
  return { method: step.verb, description, role: element?.role ?? null, name: element?.name ?? null, arguments: args };
}

function argumentsOf(step: Step): string[] {
  switch (step.verb) {
    case "type":
      return [step.text];
    case "select":
    case "deselect":
      return [step.option];
    case "setValue":
      return Object.values(step.amount).map(String);
    case "pickDate":
      return [step.said];
    case "menu":
      return step.path.map(({ words }) => words);
    case "upload":
      return [...step.files];
    case "press":
      return step.times === 1 ? [step.key] : [step.key, String(step.times)];
    case "scroll":
      return step.direction === null ? [] : [step.direction];
    case "sort":
      return [step.order];
    case "drag": {
      if ("end" in step.to) return [step.to.end];
      const [how, by] = "point" in step.to ? ["to", step.to.point] : "by" in step.to ? ["by", step.to.by] : ["at", step.to.at];
      return by ? [`${how} ${by.x},${by.y}`] : [];
    }
    default:
      return [];
  }
}
