import type { Actor } from "../../access/actor.ts";
import { ModelUsage } from "../../contract/agent.ts";
import type { AgentInput, AgentStep } from "../../contract/agent-run.ts";
import type { Json } from "../../contract/common.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import { AppError } from "../../core/errors.ts";
import type { Agent } from "../agent.ts";
import type { Decision } from "./decide.ts";
import type { Gate } from "./gate.ts";
import { type Done, takeStep } from "./tools.ts";

/** How a run ended that nobody stopped. */
export type Ending = { status: "done" | "failed"; result: string | null; reason: string | null; errorCode: ErrorCode | null };

/** What a loop works with; `onStep` is told of each step before the next begins. */
export type LoopParts = {
  runId: string;
  agent: Pick<Agent, "act" | "extract" | "navigate" | "waitFor" | "decide">;
  actor: Actor;
  input: AgentInput;
  gate: Gate;
  /** Notes that the run is at work; not while it is held. */
  atWork: () => Disposable;
  signal: AbortSignal;
  /** Told of what the model used as soon as it is known, also by what failed. */
  onUsed: (usage: ModelUsage) => void;
  onStep: (step: AgentStep, data: Json | undefined) => Promise<void>;
};

/** For one answer of the model with all its tries, and for reading the page before. */
const DECIDE_LIMIT_MS = 120_000;
/** Answers in a row that are no step, and steps in a row that do not work, before it is given up. */
const MAX_UNUSABLE = 3;
const MAX_FAILED_STEPS = 5;

/** Failures after which no other step could work either. */
const FATAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "CANCELLED",
  "SHUTTING_DOWN",
  "SESSION_NOT_RUNNING",
  "BROWSER_CRASHED",
  "NOT_FOUND",
  "MODEL_NOT_CONFIGURED",
  "MODEL_UNAVAILABLE",
  "MODEL_BUDGET_USED",
]);

const failed = (reason: string, errorCode: ErrorCode | null = null): Ending => ({ status: "failed", result: null, reason, errorCode });

/**
 * Steps towards a goal until the model says that it is reached or cannot be, or a limit is met.
 * @throws AppError the signal's reason · MODEL_UNAVAILABLE | MODEL_BUDGET_USED | SESSION_NOT_RUNNING | BROWSER_CRASHED …
 */
export async function runLoop({ runId, agent, actor, input, gate, atWork, signal, onUsed, onStep }: LoopParts): Promise<Ending> {
  const steps: AgentStep[] = [];
  const state = { failedInARow: 0, costUsd: 0 };
  const used = (usage: ModelUsage | null): ModelUsage | null => {
    if (usage !== null) onUsed(usage);
    state.costUsd += usage?.costUsd ?? 0;
    return usage;
  };

  /** Unusable answers are asked for again with what was wrong about them; what they cost is paid all the same. */
  const choose = async (number: number): Promise<{ decision: Decision; usage: ModelUsage } | Ending> => {
    const unusable: AppError[] = [];
    while (unusable.length < MAX_UNUSABLE) {
      const { goal, variables = {}, hosts, maxSteps } = input;
      const complaint = unusable.at(-1)?.message ?? null;
      const situation = { goal, variables: Object.keys(variables), hosts, number, maxSteps, steps, complaint };
      try {
        const decision = await agent.decide(actor, { sessionId: input.sessionId, timeoutMs: DECIDE_LIMIT_MS, runId, situation }, signal);
        return { decision, usage: sumOf([used(decision.usage), ...unusable.map(usageOf)]) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        used(usageOf(error));
        if (error.code !== "MODEL_FAILED") throw error;
        unusable.push(error);
      }
    }
    return failed(`The model gave ${MAX_UNUSABLE} answers in a row that could not be used. ${unusable.at(-1)?.message}`, "MODEL_FAILED");
  };

  for (let number = 1; number <= input.maxSteps; number++) {
    await gate.pass(signal);
    using _atWork = atWork();
    const startedAt = performance.now();
    const chosen = await choose(number);
    if (!("decision" in chosen)) return chosen;
    const { decision } = chosen;
    const { done, fatal } = await takeStep(decision, { agent, actor, input, signal }).then(
      (done) => ({ done, fatal: null }),
      (error: unknown) => failedStep(error, decision.url),
    );
    const usage = sumOf([chosen.usage, used(done.usage)]);
    if (fatal !== null) throw fatal;
    const step: AgentStep = {
      number,
      tool: decision.tool,
      input: decision.input,
      thought: decision.thought,
      success: done.success,
      outcome: done.outcome,
      via: done.via,
      url: done.url,
      durationMs: Math.round(performance.now() - startedAt),
      usage,
    };
    steps.push(step);
    await onStep(step, done.data);
    if (decision.tool === "done") return { status: "done", result: decision.input, reason: null, errorCode: null };
    if (decision.tool === "fail") return failed(decision.input);
    if (input.budgetUsd !== undefined && state.costUsd >= input.budgetUsd)
      return failed(`The run has used its budget: $${state.costUsd.toFixed(4)} of $${input.budgetUsd}. Raise budgetUsd.`, "MODEL_BUDGET_USED");
    state.failedInARow = done.success ? 0 : state.failedInARow + 1;
    if (state.failedInARow >= MAX_FAILED_STEPS) return failed(`${MAX_FAILED_STEPS} steps in a row did not work; the last one: ${done.outcome}`);
  }
  return failed(`The goal was not reached in ${input.maxSteps} steps. Raise maxSteps, or make the goal smaller.`, "LIMIT_EXCEEDED");
}

/** A step that failed is one that the model learns of; `fatal` where no other step could work either. @throws what is no AppError */
function failedStep(error: unknown, url: string): { done: Done; fatal: AppError | null } {
  if (!(error instanceof AppError)) throw error;
  const done: Done = { success: false, outcome: `${error.code}: ${error.message}`, via: null, usage: usageOf(error), url };
  return { done, fatal: FATAL.has(error.code) ? error : null };
}

/** What a failed call used; null where the model was not asked. */
const usageOf = (error: AppError): ModelUsage | null => ModelUsage.safeParse(error.details?.usage).data ?? null;

/** What several uses of one model make together. Pure. */
export function sumOf(usages: readonly (ModelUsage | null)[]): ModelUsage {
  const sum = { model: "", inputTokens: 0, outputTokens: 0, costUsd: 0 };
  for (const usage of usages) {
    if (usage === null) continue;
    sum.model = usage.model;
    sum.inputTokens += usage.inputTokens;
    sum.outputTokens += usage.outputTokens;
    sum.costUsd += usage.costUsd;
  }
  return sum;
}
