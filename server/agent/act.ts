import type { ActInput, ActOutput, TierTried } from "../contract/agent.ts";
import type { ErrorCode } from "../contract/errors.ts";
import { AppError } from "../core/errors.ts";
import { withSpan } from "../core/telemetry.ts";
import type { Lease } from "../sessions/lease.ts";
import type { ActionCache, Remembering } from "./cache/action-cache.ts";
import type { Intent } from "./cache/entry.ts";
import { choiceOf, modelSteps, stepsOfModel } from "./cache/model-choice.ts";
import type { Replay } from "./cache/replay.ts";
import type { HandOff } from "./hand-off.ts";
import type { Open } from "./resolver/find.ts";
import { doSteps, type Resolution, resolveAndAct, unresolved } from "./resolver/resolver.ts";
import { assertModel, MODEL_CONFIDENCE, type ModelTier, whereOf } from "./stagehand.ts";

/** What an act came to, before it is told where the page is now and how long it took. */
export type ActAnswer = Omit<ActOutput, "durationMs" | "url">;
/** What one tier came to. */
type Tried = Omit<ActAnswer, "tiers" | "cache">;

type ActParts = { tier: ModelTier | null; handOff: Pick<HandOff, "ask">; cache: ActionCache | null };
/** One act on its way through the tiers. */
type Call = {
  input: ActInput;
  lease: Lease;
  signal: AbortSignal;
  memory: Remembering | null;
  tiers: TierTried[];
  result: ActOutput["cache"];
  doubt: string | null;
};

/** Why the model was not even asked. */
const UNASKED: ReadonlySet<string> = new Set<ErrorCode>(["MODEL_UNAVAILABLE", "MODEL_BUDGET_USED"]);

/** Nothing of what was remembered has served. */
const ANEW: Pick<Replay, "changes" | "allRecalled"> = { changes: () => [], allRecalled: () => false };

/** Does an instruction tier by tier: what was done before, the resolver, the model for what that leaves. */
export function createAct({ tier, handOff, cache }: ActParts) {
  const byModel = (call: Call): Promise<Tried> =>
    timed(call, async () => {
      const { input, lease, signal, memory } = call;
      assertVariables(input);
      await lease.session.gate.begun(signal);
      const choices: (Intent | null)[] = [];
      const where = whereOf(lease, signal);
      const noting = memory && {
        onChoice: async (choice: Parameters<typeof choiceOf>[1]) => void choices.push(await noted(choiceOf(lease.page, choice, signal), signal)),
      };
      const { result, usage } = await withSpan("model.act", {}, () => assertModel(tier).act({ ...where, ...noting }, input.instruction, input.variables));
      const { success, message, steps } = result;
      const confidence = success ? MODEL_CONFIDENCE : 0;
      if (success && memory) {
        const known = modelSteps(steps, choices);
        call.result = memory.succeeded(known && { via: "model", confidence, steps: known }, ANEW);
      }
      return { success, outcome: success ? "done" : "not_found", message, via: "model", confidence, steps, candidates: [], usage };
    });

  const asking = ({ input, lease, signal }: Call) => ({
    ask: async (open: Open): Promise<string | null> => {
      const { outcome, message, candidates } = unresolved(open);
      // Nobody can choose from nothing.
      if (candidates.length === 0) return null;
      const doubt = { tabId: lease.page.targetId, instruction: input.instruction, outcome, message, candidates };
      return handOff.ask(lease.session, doubt, input.askTimeoutMs, signal);
    },
  });

  /** `anew`: what is remembered has been tried already. */
  const byResolver = async (call: Call, asks: boolean, anew: boolean): Promise<Tried & { declined: boolean }> => {
    const { input, lease, signal, memory } = call;
    const replay = memory?.replay(anew) ?? null;
    const startedAt = performance.now();
    const found = await withSpan("resolver.act", {}, () => resolveAndAct(lease.page, input, signal, { ...replay?.hooks, ...(asks && asking(call)) }));
    const durationMs = performance.now() - startedAt;
    if (!memory || !replay) {
      call.tiers.push({ via: "resolver", outcome: found.outcome, durationMs });
      return { ...answerOf(found, "resolver"), declined: false };
    }
    if (found.outcome === "done") {
      const steps = replay.steps();
      call.result = memory.succeeded(steps && { via: "resolver", confidence: found.confidence, steps }, replay);
    }
    const served = memory.known !== null && !anew && replay.allRecalled();
    if (memory.known && !anew) call.tiers.push({ via: "cache", outcome: served ? call.result : "miss", durationMs: served ? durationMs : replay.recallMs() });
    if (!served) call.tiers.push({ via: "resolver", outcome: found.outcome, durationMs: durationMs - replay.recallMs() });
    const doubt = replay.doubt();
    if (found.outcome !== "done" && doubt !== null) {
      call.doubt = doubt;
      return { ...answerOf(found, "resolver"), message: doubtful(doubt), declined: true };
    }
    return { ...answerOf(found, served ? "cache" : "resolver"), declined: false };
  };

  /** What the model did before, done again without it; null when the page does not have it so any more, and nothing was done. */
  const byModelsChoice = async (call: Call): Promise<Tried | null> => {
    const { input, lease, signal, memory } = call;
    const known = memory?.known?.value;
    const steps = known?.via === "model" ? stepsOfModel(known.steps) : null;
    if (!memory || !known || !steps) return null;
    const replay = memory.replay();
    const startedAt = performance.now();
    const found = await withSpan("cache.act", {}, () => doSteps(lease.page, steps, input.variables ?? {}, signal, replay.hooks));
    const done = replay.steps();
    if (found.outcome === "done") call.result = memory.succeeded(done && { via: "model", confidence: found.confidence, steps: done }, replay);
    call.tiers.push({ via: "cache", outcome: found.outcome === "done" ? call.result : "miss", durationMs: performance.now() - startedAt });
    return found.outcome === "done" || found.steps.length > 0 ? answerOf(found, "cache") : null;
  };

  const through = async (call: Call): Promise<Tried> => {
    const { input, memory } = call;
    const modelNext = input.mode === "auto" && tier !== null;
    const asks = input.whenUnsure === "ask";
    if (input.mode === "model") return byModel(call);
    const again = await byModelsChoice(call);
    if (again) return again;
    const anew = memory?.known?.value.via === "model";
    const { declined, ...first } = await byResolver(call, asks && !modelNext, anew);
    // After a step was done the model must not begin anew: it would do that step twice. Nor may it choose what was doubted.
    const next = modelNext && first.outcome !== "done" && first.steps.length === 0 && !declined;
    const answer = next ? await byModel(call).catch(unasked(first)) : first;
    // A person is asked last: after the model, where there is one.
    if (asks && next && !answer.success && answer.steps.length === 0) return byResolver(call, true, true);
    // What the resolver saw still helps a person when the model finds nothing either.
    return { ...answer, candidates: answer.success ? [] : first.candidates };
  };

  return async (input: ActInput, lease: Lease, signal: AbortSignal): Promise<ActAnswer> => {
    // Who names a tier wants that tier.
    const memories = input.useCache && input.mode === "auto" ? cache : null;
    if (!memories) cache?.notUsed();
    const startedAt = performance.now();
    const memory = memories && (await withSpan("cache.lookup", {}, () => memories.open("act", input, lease, signal)));
    const call: Call = { input, lease, signal, memory, tiers: [], result: memory ? "miss" : "off", doubt: null };
    if (memory && !memory.known) call.tiers.push({ via: "cache", outcome: "miss", durationMs: performance.now() - startedAt });
    const { success, outcome, message, via, confidence, steps, candidates, usage } = await through(call);
    if (!success) memory?.failed(call.doubt);
    return { success, outcome, message, via, confidence, steps, candidates, usage, cache: call.result, tiers: call.tiers };
  };
}

const answerOf = (found: Resolution, via: ActOutput["via"]): Tried => ({ ...found, success: found.outcome === "done", via, usage: null });

const doubtful = (doubt: string): string =>
  `What answers to that may be another than was meant before: ${doubt}. Nothing was done to it; asked again, it is taken.`;

async function timed(call: Call, work: () => Promise<Tried>): Promise<Tried> {
  const startedAt = performance.now();
  const answer = await work();
  call.tiers.push({ via: answer.via, outcome: answer.outcome, durationMs: performance.now() - startedAt });
  return answer;
}

/** What cannot be noted is not remembered; the act goes on. */
async function noted<T>(work: Promise<T | null>, signal: AbortSignal): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError && error.code === "BROWSER_CRASHED") throw error;
    return null;
  }
}

/** A model that cannot be asked now is no reason to keep back what the resolver saw. */
const unasked =
  (first: Tried) =>
  (error: unknown): Tried => {
    if (!(error instanceof AppError) || !UNASKED.has(error.code)) throw error;
    return { ...first, message: `${first.message} ${error.message}` };
  };

/** A model would type the name of a variable that has no value. @throws AppError INVALID_INPUT */
function assertVariables({ instruction, variables = {} }: ActInput): void {
  const missing = [...instruction.matchAll(/%(\w+)%/g)].map(([, name = ""]) => name).filter((name) => variables[name] === undefined);
  if (missing.length > 0)
    throw new AppError("INVALID_INPUT", `The variable %${missing[0]}% has no value; give it in variables.${missing[0]}.`, {
      fields: missing.map((name) => ({ field: `variables.${name}`, message: "has no value" })),
    });
}
