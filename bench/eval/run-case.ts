import type { Actor } from "../../server/access/actor.ts";
import type { App } from "../../server/app.ts";
import { ActInput, type ActOutput, EvaluateInput, NavigateInput, WaitForInput } from "../../server/contract/agent.ts";
import { messageOf } from "../../server/core/errors.ts";
import { delay } from "../../server/core/time.ts";
import type { EvalCase, Half } from "./case.ts";
import { type CaseResult, verdictOf } from "./verdict.ts";

const PASSES_LIMIT_MS = 3_000;
const PASSES_LOOK_MS = 50;
const ACT_LIMIT_MS = 15_000;
const READY_LIMIT_MS = 15_000;
const CASE_LIMIT_MS = 60_000;

/** Where a case is tried: a session of the real product, and who calls. */
export type Bench = { app: App; actor: Actor; sessionId: string };

/** A case, its half's name and its page's whole address. */
export type Task = EvalCase & { half: Half; address: string };

/** Tries one case in a tab of its own, without cache and without model. Never throws: what fails is a verdict. */
export async function runCase(bench: Bench, task: Task): Promise<CaseResult> {
  const { id, half, kind, instruction } = task;
  const signal = AbortSignal.timeout(CASE_LIMIT_MS);
  const base = { id, half, kind, instruction, confidence: 0, via: null, durationMs: 0 };
  try {
    const tabId = await freshTab(bench, signal);
    const page = pageOf({ ...bench, tabId }, signal);
    await page.open(task);
    const passesBefore = await page.holds(task.passes, 0);
    const began = performance.now();
    const { answer, message } = await tried(page.act(task));
    const durationMs = performance.now() - began;
    // Where nothing was done nothing is to come.
    const waits = kind === "explicit" && (answer === null || answer.outcome === "done" || answer.steps.length > 0);
    const passes = await page.holds(task.passes, waits ? PASSES_LIMIT_MS : 0);
    const verdict = verdictOf(kind, { answer, passesBefore, passes });
    return { ...base, verdict, outcome: answer?.outcome ?? "error", message, confidence: answer?.confidence ?? 0, via: answer?.via ?? null, durationMs };
  } catch (error) {
    return { ...base, verdict: "invalid", outcome: "error", message: messageOf(error) };
  }
}

async function tried(act: Promise<ActOutput>): Promise<{ answer: ActOutput | null; message: string }> {
  return act.then(
    (answer) => ({ answer, message: answer.message }),
    (error: unknown) => ({ answer: null, message: messageOf(error) }),
  );
}

/** A new tab, and no other: neither history nor a tab's storage is left of the case before. */
async function freshTab({ app, actor, sessionId }: Bench, signal: AbortSignal): Promise<string> {
  const { tabs } = await app.tabs.openTab(actor, { sessionId, activate: true }, signal);
  const active = tabs.find((tab) => tab.active);
  if (!active) throw new Error("The new tab is not the active one.");
  for (const { tabId } of tabs) if (tabId !== active.tabId) await app.tabs.closeTab(actor, { sessionId, tabId }, signal);
  return active.tabId;
}

/** What a case does with its page. */
function pageOf({ app, actor, sessionId, tabId }: Bench & { tabId: string }, signal: AbortSignal) {
  const evaluate = async (expression: string) => (await app.agent.evaluate(actor, EvaluateInput.parse({ sessionId, tabId, expression }), signal)).value;
  const holdsNow = (expression: string): Promise<boolean> => evaluate(`Boolean(${expression})`).then(Boolean, () => false);
  return {
    open: async ({ address, ready, prepare }: Task): Promise<void> => {
      await app.agent.navigate(actor, NavigateInput.parse({ sessionId, tabId, url: address }), signal);
      if (ready !== undefined) {
        const condition = { kind: "function", expression: ready };
        await app.agent.waitFor(actor, WaitForInput.parse({ sessionId, tabId, condition, timeoutMs: READY_LIMIT_MS }), signal);
      }
      if (prepare !== undefined) await evaluate(`{ ${prepare} }`);
    },
    act: ({ instruction, variables }: Task): Promise<ActOutput> => {
      const input = { sessionId, instruction, variables, mode: "resolver", useCache: false, timeoutMs: ACT_LIMIT_MS };
      return app.agent.act(actor, ActInput.parse(input), signal);
    },
    /** Whether it becomes true within the limit; an expression that throws is not true (the page may be on its way to another). */
    holds: async (expression: string, limitMs: number): Promise<boolean> => {
      for (const until = performance.now() + limitMs; ; await delay(PASSES_LOOK_MS, signal)) {
        if (await holdsNow(expression)) return true;
        if (performance.now() >= until) return false;
      }
    },
  };
}
