import type { ActInput, ActOutput, ExtractInput, ExtractOutput, ObserveInput, ObserveOutput } from "../contract/agent.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { withSpan } from "../core/telemetry.ts";
import type { Lease } from "../sessions/lease.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { extractFromPage } from "./extract/extract.ts";
import { compileSchema } from "./extract/schema.ts";
import { createModelHealth } from "./model-health.ts";
import { fromModelAnswer, toModelSchema } from "./model-schema.ts";
import { observeByModel, observePage, type Seen } from "./observe.ts";
import { evaluate, navigate, screenshot, uploadFile, waitFor } from "./page-calls.ts";
import { resolveAndAct } from "./resolver/resolver.ts";
import { createRunner } from "./run.ts";
import { createModelTier, MODEL_CONFIDENCE, type ModelTier, type Where } from "./stagehand.ts";

/** Everything that callers do on a page. */
export type Agent = ReturnType<typeof createAgent>;

/** Drives pages in plain language: the resolver first, the model for what that leaves. */
export function createAgent({ sessions, env, events }: { sessions: Pick<Sessions, "lease">; env: Env; events: EventBus }) {
  const run = createRunner({ sessions, events });
  const tier = createModelTier({ env });
  const model = (): ModelTier => {
    if (tier) return tier;
    throw new AppError(
      "MODEL_NOT_CONFIGURED",
      "No model is set up: set GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY, or MODEL_BASE_URL with STAGEHAND_MODEL_NAME, and start again.",
    );
  };
  const where = ({ session, page }: Lease, signal: AbortSignal): Where => ({ session, tabId: page.targetId, signal });

  const actByModel = async (input: ActInput, lease: Lease, signal: AbortSignal): Promise<Omit<ActOutput, "durationMs" | "url">> => {
    assertVariables(input);
    const { result, usage } = await withSpan("model.act", {}, () => model().act(where(lease, signal), input.instruction, input.variables));
    const { success, message, steps } = result;
    return {
      success,
      outcome: success ? "done" : "not_found",
      message,
      via: "model",
      confidence: success ? MODEL_CONFIDENCE : 0,
      steps,
      candidates: [],
      usage,
    };
  };
  const actByResolver = async (input: ActInput, { page }: Lease, signal: AbortSignal): Promise<Omit<ActOutput, "durationMs" | "url">> => {
    const found = await withSpan("resolver.act", {}, () => resolveAndAct(page, input, signal));
    return { ...found, success: found.outcome === "done", via: "resolver", usage: null };
  };

  const see = async ({ instruction, mode }: ObserveInput, lease: Lease, signal: AbortSignal): Promise<Seen> => {
    const byModel = (by: ModelTier, what: string): Promise<Seen> => withSpan("model.observe", {}, () => observeByModel(by, what, lease, signal));
    if (mode === "model" && instruction !== undefined) return byModel(model(), instruction);
    const seen = await withSpan("resolver.observe", {}, () => observePage(lease.page, instruction, signal));
    // What shares no word with the instruction may still be what it means.
    const handOver = mode === "auto" && tier !== null && instruction !== undefined && seen.elements.length === 0;
    return handOver ? byModel(tier, instruction) : seen;
  };

  return {
    /** Whether the model's server answers; null without a model. */
    modelHealth: createModelHealth(env.model),

    navigate: run(navigate(env)),
    screenshot: run(screenshot),
    waitFor: run(waitFor),
    evaluate: run(evaluate),
    uploadFile: run(uploadFile(env)),

    /** Does what the instruction says, or says why not: ambiguous, not found, not understood. Nothing is guessed. */
    act: run<ActInput, ActOutput>({
      kind: "act",
      shown: ({ instruction }) => ({ instruction }),
      counts: { actionsExecuted: 1 },
      work: async (input, lease, signal) => {
        const startedAt = performance.now();
        tier?.hide(lease.session, input.variables);
        const first = input.mode === "model" ? await actByModel(input, lease, signal) : await actByResolver(input, lease, signal);
        // After a step was done the model must not begin anew: it would do that step twice.
        const handOver = input.mode === "auto" && tier !== null && first.outcome !== "done" && first.steps.length === 0;
        const answer = handOver ? await actByModel(input, lease, signal) : first;
        // What the resolver saw still helps a person when the model finds nothing either.
        const candidates = answer.success ? [] : first.candidates;
        return { ...answer, candidates, url: lease.session.tabs.active.url, durationMs: performance.now() - startedAt };
      },
      outcome: ({ success, message, via, usage, steps }) => ({
        success,
        message: success ? null : message,
        via,
        usage,
        // The resolver names elements and variables, never values of variables; what a model says is its own.
        ...(via === "resolver" && steps.length > 0 && { did: steps.map(({ description }) => description).join("; ") }),
      }),
    }),

    /** What can be acted on, or what answers to the instruction, the best first. */
    observe: run<ObserveInput, ObserveOutput>({
      kind: "observe",
      shown: ({ instruction }) => ({ instruction: instruction ?? null }),
      counts: { actionsExecuted: 1 },
      work: async (input, lease, signal) => {
        const startedAt = performance.now();
        const { page } = lease;
        const seen = await see(input, lease, signal);
        const title = await page.evaluate<string>("document.title", { world: "isolated", signal });
        return {
          success: true,
          url: page.url,
          title: title.value,
          elements: seen.elements.slice(0, input.limit),
          truncated: seen.elements.length > input.limit,
          via: seen.usage ? "model" : "resolver",
          durationMs: performance.now() - startedAt,
          usage: seen.usage,
        };
      },
      outcome: ({ via, usage }) => ({ success: true, message: null, via, usage }),
    }),

    /** Data for a JSON Schema from the page; what is there is checked, what is not is said to be missing. */
    extract: run<ExtractInput, ExtractOutput>({
      kind: "extract",
      shown: ({ instruction, schema }) => ({ instruction, schema }),
      counts: { extractionCount: 1 },
      work: async (input, lease, signal) => {
        const startedAt = performance.now();
        const took = () => performance.now() - startedAt;
        if (input.mode !== "model") {
          try {
            const read = await withSpan("resolver.extract", {}, () => extractFromPage(lease.page, input, signal));
            return { success: true, ...read, via: "resolver", usage: null, durationMs: took() };
          } catch (error) {
            if (input.mode === "resolver" || !tier || !(error instanceof AppError) || error.code !== "EXTRACTION_INVALID") throw error;
          }
        }
        const problems = compileSchema(input.schema);
        const asked = () => model().extract(where(lease, signal), input.instruction, toModelSchema(input.schema));
        const { result, usage } = await withSpan("model.extract", {}, asked);
        const { data, missing } = fromModelAnswer(result, input.schema);
        const wrong = problems(data);
        if (wrong.length > 0)
          throw new AppError("EXTRACTION_INVALID", `What the model read does not satisfy the schema: ${wrong.slice(0, 5).join("; ")}.`, {
            details: { problems: wrong, found: data },
          });
        return { success: true, data, missing, via: "model", confidence: MODEL_CONFIDENCE, usage, durationMs: took() };
      },
      outcome: ({ via, usage }) => ({ success: true, message: null, via, usage }),
    }),
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
