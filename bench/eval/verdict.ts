import type { ActOutput, Via } from "../../server/contract/agent.ts";
import type { EvalCase, Half } from "./case.ts";

/**
 * What came of a case.
 * - `right`: an explicit instruction was done, and the page shows it.
 * - `wrong`: something was done that was not asked for: the page does not show what an act says it did (wholly or in part), or
 *   anything was done where the instruction must be declined.
 * - `declined`: nothing was done, as it must be where the instruction does not tell what to do; by an answer or by a typed error.
 * - `missed`: an explicit instruction was not done, and nothing else was.
 * - `failed`: the call for an explicit instruction ended with an error; whether it did anything is not known.
 * - `invalid`: the case itself is at fault: its check says the same before the instruction.
 */
export type Verdict = "right" | "wrong" | "declined" | "missed" | "failed" | "invalid";

/** What was seen of one case; `answer` is null when the call failed, with the failure's words in `message`. */
export type Seen = { answer: Pick<ActOutput, "outcome" | "steps"> | null; passesBefore: boolean; passes: boolean };

/** Judges a case by what the page says, not by what the act says of itself. */
export function verdictOf(kind: EvalCase["kind"], { answer, passesBefore, passes }: Seen): Verdict {
  const toDo = kind === "explicit";
  if (passesBefore === toDo) return "invalid";
  if (toDo) {
    if (answer === null) return "failed";
    if (answer.outcome === "done" && passes) return "right";
    return answer.outcome === "done" || answer.steps.length > 0 ? "wrong" : "missed";
  }
  return !passes || answer?.outcome === "done" ? "wrong" : "declined";
}

/** A case with what came of it. */
export type CaseResult = {
  id: string;
  half: Half;
  kind: EvalCase["kind"];
  instruction: string;
  verdict: Verdict;
  outcome: string;
  message: string;
  confidence: number;
  via: Via | null;
  durationMs: number;
};

/** Shares from 0 to 1 of a set of results; NaN where there is no case of the kind. */
export type Shares = { explicit: number; wrong: number; declined: number };

/**
 * How well it went: `explicit` is the share of explicit cases that are right, `wrong` that of wrong ones among all cases,
 * `declined` that of declined ones among those that must be.
 */
export function sharesOf(results: readonly Pick<CaseResult, "kind" | "verdict">[]): Shares {
  const share = (of: typeof results, verdict: Verdict): number => of.filter((result) => result.verdict === verdict).length / of.length;
  const [explicit, others] = [results.filter(({ kind }) => kind === "explicit"), results.filter(({ kind }) => kind !== "explicit")];
  return { explicit: share(explicit, "right"), wrong: share(results, "wrong"), declined: share(others, "declined") };
}
