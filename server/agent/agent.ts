import type { Actor } from "../access/actor.ts";
import type { ActInput, ActOutput, ExtractEvent, ExtractInput, ExtractOutput, ModelUsage, ObserveInput, ObserveOutput } from "../contract/agent.ts";
import type { Env } from "../core/env.ts";
import type { EventBus } from "../core/events.ts";
import { createRunner, type Witness } from "../sessions/operation.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { createAct } from "./act.ts";
import type { ActionCache } from "./cache/action-cache.ts";
import { streamExtraction } from "./extract/extract-stream.ts";
import { createExtraction, type OnRows } from "./extract/extraction.ts";
import type { HandOff } from "./hand-off.ts";
import { decide } from "./loop/decide.ts";
import { createModelHealth } from "./model-health.ts";
import { createObservation } from "./observe.ts";
import { evaluate, navigate, screenshot, travel, uploadFile, waitFor } from "./page-calls.ts";
import { content } from "./page-content/content.ts";
import { PageWorkers } from "./page-workers/page-workers.ts";
import { assertModel, createModelTier } from "./stagehand.ts";

/** Everything that callers do on a page. */
export type Agent = ReturnType<typeof createAgent>;

type AgentParts = {
  sessions: Pick<Sessions, "lease">;
  env: Env;
  events: EventBus;
  handOff: Pick<HandOff, "ask">;
  cache: ActionCache | null;
  /** Sees every operation before and after. */
  witness?: Witness;
};

/** Drives pages in plain language: the resolver first, the model for what that leaves. */
export function createAgent({ sessions, env, events, handOff, cache, witness }: AgentParts) {
  const tier = createModelTier({ env });
  const run = createRunner({ sessions, events, witness, part: "agent", usedIn: (lease) => tier?.usedIn(lease) ?? null });
  const act = createAct({ tier, handOff, cache });
  const observe = createObservation({ tier, cache });
  const workers = new PageWorkers();
  const extract = createExtraction({ tier, match: (job, signal) => workers.match(job, signal) });
  const extraction = run<ExtractInput & { onRows?: OnRows }, ExtractOutput>({
    kind: "extract",
    reads: true,
    shown: ({ instruction, schema }) => ({ instruction, schema }),
    counts: { extractionCount: 1 },
    work: async ({ onRows, ...input }, lease, signal) => {
      const startedAt = performance.now();
      workers.warm();
      const read = await extract(input, lease, signal, onRows);
      return { ...read, durationMs: performance.now() - startedAt };
    },
    outcome: ({ via, usage }) => ({ success: true, message: null, via, usage }),
  });

  return {
    /** Idempotent. Ends the threads that work on pages. */
    stop: () => workers.stop(),
    /** Whether the model's server answers; null without a model. */
    modelHealth: createModelHealth(env.model, tier),

    /** Nothing used of the model yet. @throws AppError MODEL_NOT_CONFIGURED | INVALID_INPUT for dollars that cannot be reckoned */
    unspent: (inDollars = false): ModelUsage => assertModel(tier).unspent(inDollars),
    /** The next step of a run, chosen by the model. */
    decide: run(decide(tier)),

    navigate: run(navigate(env)),
    goBack: run(travel("goBack")),
    goForward: run(travel("goForward")),
    reload: run(travel("reload")),
    content: run(content((job, signal) => workers.convert(job, signal))),
    screenshot: run(screenshot),
    waitFor: run(waitFor),
    evaluate: run(evaluate),
    uploadFile: run(uploadFile(env)),

    /** Does what the instruction says, or says why not: ambiguous, not found, not understood. Nothing is guessed. */
    act: run<ActInput, ActOutput>({
      kind: "act",
      looksFirst: true,
      shown: ({ instruction }) => ({ instruction }),
      counts: { actionsExecuted: 1 },
      allows: ({ whenUnsure, askTimeoutMs }) => (whenUnsure === "ask" ? askTimeoutMs : 0),
      work: async (input, lease, signal) => {
        const startedAt = performance.now();
        const answer = await act(input, lease, signal);
        return { ...answer, url: lease.session.tabs.active.url, durationMs: performance.now() - startedAt };
      },
      outcome: ({ success, message, via, usage, confidence, steps }) => ({
        success,
        ...(success && { confidence }),
        message: success ? null : message,
        via,
        usage,
        // The resolver and the cache name elements and variables, never values of variables; what a model says is its own.
        ...(via !== "model" && steps.length > 0 && { did: steps.map(({ description }) => description).join("; ") }),
      }),
    }),

    /** What can be acted on, or what answers to the instruction, the best first. */
    observe: run<ObserveInput, ObserveOutput>({
      kind: "observe",
      reads: true,
      shown: ({ instruction }) => ({ instruction: instruction ?? null }),
      counts: { actionsExecuted: 1 },
      work: async (input, lease, signal) => {
        const startedAt = performance.now();
        const seen = await observe(input, lease, signal);
        return { ...seen, durationMs: performance.now() - startedAt };
      },
      outcome: ({ via, usage }) => ({ success: true, message: null, via, usage }),
    }),

    /** Data for a JSON Schema from the page; what is there is checked, what is not is said to be missing. */
    extract: (actor: Actor, input: ExtractInput, signal: AbortSignal): Promise<ExtractOutput> => extraction(actor, input, signal),
    /** The same, with the list's rows as they are read. */
    extractStream: (actor: Actor, input: ExtractInput, signal: AbortSignal): AsyncGenerator<ExtractEvent, void> =>
      streamExtraction((onRows, limit) => extraction(actor, { ...input, onRows }, limit), input.schema, signal),
  };
}
