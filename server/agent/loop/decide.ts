import type { ModelUsage } from "../../contract/agent.ts";
import { AppError } from "../../core/errors.ts";
import type { Operation } from "../../sessions/operation.ts";
import { outlineOf } from "../page-content/outline.ts";
import { readPage } from "../page-model.ts";
import { assertModel, type ModelTier } from "../stagehand.ts";
import { Choice, problemOf } from "./choice.ts";
import { questionOf, type Situation } from "./prompt.ts";

/** What a run asks of the model before each step. */
export type DecideInput = { sessionId: string; timeoutMs: number; runId: string; situation: Situation };
/** The step that the model chose, where the page was, and what choosing it used. */
export type Decision = Choice & { url: string; usage: ModelUsage };

/** Of a page, in tokens: what stands further down is left out, and the model is told so. */
const PAGE_TOKENS = 6_000;
const SETTLE_LIMIT_MS = 3_000;

/**
 * Lets the model choose a run's next step by what the page shows.
 * @throws AppError MODEL_FAILED when its answer is no step | MODEL_UNAVAILABLE | MODEL_BUDGET_USED | MODEL_NOT_CONFIGURED
 */
export const decide = (tier: ModelTier | null): Operation<DecideInput, Decision> => ({
  kind: "agent.decide",
  reads: true,
  shown: ({ runId, situation }) => ({ runId, step: situation.number }),
  counts: {},
  work: async ({ situation }, lease, signal) => {
    const { page, session } = lease;
    await page.settle({ limitMs: SETTLE_LIMIT_MS, signal });
    const { text } = outlineOf(await readPage(page, signal), { maxTokens: PAGE_TOKENS });
    const { result, usage } = await assertModel(tier).answer(lease, questionOf(situation, text), Choice, signal);
    const problem = problemOf(result);
    if (problem !== null) throw new AppError("MODEL_FAILED", `The model's answer is no step that can be taken: ${problem}.`);
    // What it says may repeat the page.
    return { ...result, thought: session.mask.known(result.thought), input: session.mask.known(result.input.trim()), url: page.url, usage };
  },
  outcome: ({ tool, input, usage }) => ({ success: true, message: null, via: "model", usage, did: `${tool}: ${input}` }),
});
