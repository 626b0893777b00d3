import type { SessionConfig, SessionMetrics } from "../contract/sessions.ts";
import type { ModelSettings } from "../core/env.ts";
import { AppError } from "../core/errors.ts";

type Spender = {
  readonly metrics: Pick<SessionMetrics, "inputTokens" | "outputTokens" | "estimatedCost">;
  readonly config: Pick<SessionConfig, "modelBudgetUsd">;
};
type Limits = Pick<ModelSettings, "budgetUsd" | "budgetTokens">;

/**
 * Before each request: has the session something left to spend? The request that goes over it is still made: what an
 * answer costs is known only afterwards.
 * @throws AppError MODEL_BUDGET_USED naming what to raise
 */
export function assertBudget({ metrics, config: { modelBudgetUsd } }: Spender, { budgetUsd, budgetTokens }: Limits): void {
  const limitUsd = Math.min(modelBudgetUsd ?? Number.POSITIVE_INFINITY, budgetUsd ?? Number.POSITIVE_INFINITY);
  if (metrics.estimatedCost >= limitUsd) {
    const raise = limitUsd === budgetUsd ? "MODEL_BUDGET_USD on the server" : "modelBudgetUsd of a new session";
    throw used(`$${metrics.estimatedCost.toFixed(4)} of $${limitUsd}`, raise, { limitUsd, spentUsd: metrics.estimatedCost });
  }
  const tokens = metrics.inputTokens + metrics.outputTokens;
  if (budgetTokens !== null && tokens >= budgetTokens)
    throw used(`${tokens} of ${budgetTokens} tokens`, "MODEL_BUDGET_TOKENS on the server", { limitTokens: budgetTokens, spentTokens: tokens });
}

const used = (spent: string, raise: string, details: Record<string, number>): AppError =>
  new AppError("MODEL_BUDGET_USED", `The session has used its budget for the model: ${spent}. Word it as an explicit step, or raise ${raise}.`, { details });
