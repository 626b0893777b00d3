import type { LiveServerMessage } from "../../contract/live.ts";
import type { LivePrompt, LivePromptKind, PromptAnswer } from "../../contract/live-prompts.ts";
import { newId } from "../../core/ids.ts";
import { misfit } from "./answers.ts";

/** A question without what the desk adds to it. */
export type Question = DistributiveOmit<LivePrompt, "promptId" | "remainingMs">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

type AskOptions = {
  /** After this time it counts as not answered, in milliseconds; null: for as long as somebody is there. */
  limitMs: number | null;
  /** Aborts when the page asks no more. */
  gone: AbortSignal;
};

/** What a question came to: what a person said, or null when nobody did. */
export type Outcome = { prompt: LivePrompt; answer: PromptAnswer; by: string } | null;
type Open = { question: Question; endsAtMs: number | null; settle: (answer: PromptAnswer | null, by: string | null) => void };

/** The open questions of one session's pages, told to all viewers and answered by those in control. */
export class PromptDesk {
  readonly #tell: (message: LiveServerMessage) => void;
  readonly #open = new Map<string, Open>();

  constructor(tell: (message: LiveServerMessage) => void) {
    this.#tell = tell;
  }

  /** Every question that waits now. */
  list(): LivePrompt[] {
    return [...this.#open].map(([promptId, open]) => promptOf(promptId, open));
  }

  /** Tells the viewers a question and waits for an answer. Never rejects. */
  ask(question: Question, { limitMs, gone }: AskOptions): Promise<Outcome> {
    const promptId = newId("ask");
    return new Promise((resolve) => {
      const onGone = (): void => open.settle(null, null);
      const timer = limitMs === null ? undefined : setTimeout(onGone, limitMs);
      const open: Open = {
        question,
        endsAtMs: limitMs === null ? null : Date.now() + limitMs,
        settle: (answer, by) => {
          if (!this.#open.delete(promptId)) return;
          clearTimeout(timer);
          gone.removeEventListener("abort", onGone);
          this.#tell({ type: "promptEnded", promptId, by });
          resolve(answer === null || by === null ? null : { prompt: promptOf(promptId, open), answer, by });
        },
      };
      this.#open.set(promptId, open);
      this.#tell({ type: "prompt", prompt: promptOf(promptId, open) });
      if (gone.aborted) onGone();
      else gone.addEventListener("abort", onGone, { once: true });
    });
  }

  /** Tells anew what a waiting question of that kind and tab shows by now. False when there is none. */
  renew(question: Question): boolean {
    for (const [promptId, open] of this.#open) {
      if (open.question.kind !== question.kind || open.question.tabId !== question.tabId) continue;
      open.question = question;
      this.#tell({ type: "prompt", prompt: promptOf(promptId, open) });
      return true;
    }
    return false;
  }

  /** Takes a person's answer. Gives a sentence when it is none. */
  answer(promptId: string, answer: PromptAnswer, by: string): string | null {
    const open = this.#open.get(promptId);
    if (open === undefined) return "The page does not ask that any more.";
    const why = misfit(promptOf(promptId, open), answer);
    if (why === null) open.settle(answer, by);
    return why;
  }

  /** Ends all that wait as not answered, or those of one kind: nobody is there to answer. */
  giveUp(kind?: LivePromptKind): void {
    for (const { question, settle } of [...this.#open.values()]) if (kind === undefined || question.kind === kind) settle(null, null);
  }
}

function promptOf(promptId: string, { question, endsAtMs }: Open): LivePrompt {
  return { ...question, promptId, remainingMs: endsAtMs === null ? null : Math.max(0, Math.round(endsAtMs - Date.now())) };
}
