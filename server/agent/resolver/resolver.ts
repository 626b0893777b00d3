import type { ActInput, ActOutput, ActStep } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";
import { type ModelElement, readPage, toObserved } from "../page-model.ts";
import { parseInstruction, type Step, type Target } from "./grammar.ts";
import { FITS, perform } from "./perform.ts";
import { choose } from "./rank.ts";

export type Resolution = Pick<ActOutput, "outcome" | "message" | "confidence" | "steps" | "candidates">;

const SETTLE_LIMIT_MS = 3_000;
const QUIET_MS = 60;
/** How long a target may take to appear: pages draw after they load. */
const APPEAR_LIMIT_MS = 2_500;
const LOOK_MS = 80;
const EXAMPLE = 'Write it as: click "Save", type "x" into Name, select Red from Colour, check "I agree", press Enter, scroll down.';

/**
 * Does what an explicit instruction says, without a model: understands it, finds the one element that is meant, acts
 * and checks. When two fit or none does, it does nothing more and says so with what it saw.
 */
export async function resolveAndAct(
  page: Page,
  { instruction, variables = {} }: Pick<ActInput, "instruction" | "variables">,
  signal: AbortSignal,
): Promise<Resolution> {
  const steps = parseInstruction(instruction);
  if (!steps)
    return { outcome: "not_understood", message: `That is not an instruction the resolver knows. ${EXAMPLE}`, confidence: 0, steps: [], candidates: [] };
  const done: ActStep[] = [];
  let confidence = 1;
  for (const step of steps) {
    await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
    const found = await find(page, step, signal);
    if ("outcome" in found) return { ...found, message: `${found.message}${done.length > 0 ? ` The steps before it were done.` : ""}`, steps: done };
    await perform(page, withVariables(step, variables), found, signal);
    confidence = Math.min(confidence, found.confidence);
    done.push(describe(step, found.element));
  }
  await page.settle({ quietMs: QUIET_MS, limitMs: SETTLE_LIMIT_MS, signal });
  return { outcome: "done", message: done.map(({ description }) => description).join("; "), confidence, steps: done, candidates: [] };
}

type Found = { element: ModelElement | null; onto: ModelElement | null; confidence: number };

async function find(page: Page, step: Step, signal: AbortSignal): Promise<Found | Omit<Resolution, "steps">> {
  const main = "target" in step ? step.target : null;
  if (!main) return { element: null, onto: null, confidence: 1 };
  const until = Date.now() + APPEAR_LIMIT_MS;
  for (;;) {
    const model = await readPage(page, signal);
    const targets: [Target, readonly string[]][] =
      step.verb === "drag"
        ? [
            [step.target, []],
            [step.onto, []],
          ]
        : [[main, FITS[step.verb]]];
    const choices = targets.map(([target, fits]) => ({ target, choice: choose(model, target, fits) }));
    const open = choices.find(({ choice }) => choice.outcome !== "found");
    if (!open) {
      const [element, onto] = choices.map(({ choice }) => (choice.outcome === "found" ? choice : null));
      return { element: element?.element ?? null, onto: onto?.element ?? null, confidence: Math.min(element?.confidence ?? 1, onto?.confidence ?? 1) };
    }
    // Ambiguous now may be clear in a moment no more than missing: only what is missing is worth waiting for.
    if (open.choice.outcome === "ambiguous" || Date.now() > until)
      return unresolved(open.target, open.choice.outcome === "ambiguous" ? "ambiguous" : "not_found", open.choice.candidates);
    await delay(LOOK_MS, signal);
  }
}

function unresolved(target: Target, outcome: "ambiguous" | "not_found", scored: { element: ModelElement; score: number }[]): Omit<Resolution, "steps"> {
  const name = target.words || target.roles?.[0] || "that";
  const message =
    outcome === "ambiguous"
      ? `${scored.length} elements answer to "${name}"; nothing was done. Say which: by its place ("in the row of …") or its order ("the second …").`
      : `Nothing on the page answers to "${name}"${target.within === null ? "" : ` in "${target.within}"`}; nothing was done.`;
  return {
    outcome,
    message,
    confidence: scored[0] ? Math.max(0, Math.min(1, scored[0].score)) : 0,
    candidates: scored.map(({ element, score }) => toObserved(element, Math.max(0, Math.min(1, score)))),
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
  if (step.verb === "type") return { ...step, text: fill(step.text) };
  return step.verb === "select" ? { ...step, option: fill(step.option) } : step;
}

/** What was done, with %variables% as written: their values appear nowhere. */
function describe(step: Step, element: ModelElement | null): ActStep {
  const what = element ? `${element.role} "${element.name}"` : "";
  const args =
    step.verb === "type"
      ? [step.text]
      : step.verb === "select"
        ? [step.option]
        : step.verb === "press"
          ? [step.key]
          : step.verb === "scroll" && "direction" in step
            ? [step.direction]
            : [];
  const description = [step.verb, ...args.map((arg) => `"${arg}"`), what].filter(Boolean).join(" ");
  return { method: step.verb, description, role: element?.role ?? null, name: element?.name ?? null, arguments: args };
}
