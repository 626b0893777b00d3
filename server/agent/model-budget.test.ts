import { describe, expect, test } from "vitest";
import { assertBudget } from "./model-budget.ts";

const spent = (estimatedCost: number, tokens = 0) => ({ estimatedCost, inputTokens: tokens, outputTokens: 0 });
const NONE = { budgetUsd: null, budgetTokens: null };

describe("a session's budget for the model", () => {
  test("without a limit nothing is refused", () => {
    expect(() => assertBudget({ metrics: spent(1e6, 1e9), config: {} }, NONE)).not.toThrow();
  });

  test("the smaller of the server's and the session's limit holds, and is named", () => {
    const session = { metrics: spent(0.5), config: { modelBudgetUsd: 0.5 } };
    expect(() => assertBudget(session, { ...NONE, budgetUsd: 2 })).toThrow(
      expect.objectContaining({ code: "MODEL_BUDGET_USED", message: expect.stringContaining("modelBudgetUsd") }),
    );
    expect(() => assertBudget({ ...session, config: { modelBudgetUsd: 5 } }, { ...NONE, budgetUsd: 0.4 })).toThrow(/MODEL_BUDGET_USD/);
    expect(() => assertBudget({ metrics: spent(0.49), config: { modelBudgetUsd: 0.5 } }, { ...NONE, budgetUsd: 2 })).not.toThrow();
  });

  test("tokens are limited where they have no price", () => {
    expect(() => assertBudget({ metrics: spent(0, 1_000), config: {} }, { ...NONE, budgetTokens: 1_000 })).toThrow(/1000 of 1000 tokens.*MODEL_BUDGET_TOKENS/);
    expect(() => assertBudget({ metrics: spent(0, 999), config: {} }, { ...NONE, budgetTokens: 1_000 })).not.toThrow();
  });
});
