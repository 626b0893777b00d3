import type { ActInput, ActOutput } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import { withSpan } from "../core/telemetry.ts";
import type { Lease } from "../sessions/lease.ts";
import type { HandOff } from "./hand-off.ts";
import type { Open } from "./resolver/find.ts";
import { resolveAndAct, unresolved } from "./resolver/resolver.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, whereOf } from "./stagehand.ts";

/** What an act came to, before it is told where the page is now and how long it took. */
export type ActAnswer = Omit<ActOutput, "durationMs" | "url">;

/** Does an instruction tier by tier: the resolver first, the model for what that leaves. */
export function createAct({ tier, handOff }: { tier: ModelTier | null; handOff: Pick<HandOff, "ask"> }) {
  const byModel = async (input: ActInput, lease: Lease, signal: AbortSignal): Promise<ActAnswer> => {
    assertVariables(input);
    const { result, usage } = await withSpan("model.act", {}, () => assertModel(tier).act(whereOf(lease, signal), input.instruction, input.variables));
    const { success, message, steps } = result;
    const confidence = success ? MODEL_CONFIDENCE : 0;
    return { success, outcome: success ? "done" : "not_found", message, via: "model", confidence, steps, candidates: [], usage };
  };
  const byResolver = async (input: ActInput, { session, page }: Lease, signal: AbortSignal, asks: boolean): Promise<ActAnswer> => {
    const { instruction, askTimeoutMs } = input;
    const ask = (open: Open): Promise<string | null> => {
      const { outcome, message, candidates } = unresolved(open);
      return handOff.ask(session, { tabId: page.targetId, instruction, outcome, message, candidates }, askTimeoutMs, signal);
    };
    const found = await withSpan("resolver.act", {}, () => resolveAndAct(page, input, signal, asks ? { ask } : {}));
    return { ...found, success: found.outcome === "done", via: "resolver", usage: null };
  };

  return async (input: ActInput, lease: Lease, signal: AbortSignal): Promise<ActAnswer> => {
    const modelNext = input.mode === "auto" && tier !== null;
    const asks = input.whenUnsure === "ask";
    const first = input.mode === "model" ? await byModel(input, lease, signal) : await byResolver(input, lease, signal, asks && !modelNext);
    // After a step was done the model must not begin anew: it would do that step twice.
    const answer = modelNext && first.outcome !== "done" && first.steps.length === 0 ? await byModel(input, lease, signal) : first;
    // A person is asked last: after the model, where there is one.
    if (asks && modelNext && !answer.success && answer.steps.length === 0) return byResolver(input, lease, signal, true);
    // What the resolver saw still helps a person when the model finds nothing either.
    return { ...answer, candidates: answer.success ? [] : first.candidates };
  };
}

/** A model would type the name of a variable that has no value. @throws AppError INVALID_INPUT */
function assertVariables({ instruction, variables = {} }: ActInput): void {
  const missing = [...instruction.matchAll(/%(\w+)%/g)].map(([, name = ""]) => name).filter((name) => variables[name] === undefined);
  if (missing.length > 0)
    throw new AppError("INVALID_INPUT", `The variable %${missing[0]}% has no value; give it in variables.${missing[0]}.`, {
      fields: missing.map((name) => ({ field: `variables.${name}`, message: "has no value" })),
    });
}
