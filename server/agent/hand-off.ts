import type { Actor } from "../access/actor.ts";
import type { AnswerQuestionInput, HumanQuestion, QuestionEnd } from "../contract/hand-off.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import { delay } from "../core/time.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";

/** Asks people which element is meant, and hands their answer to the act that waits for it. */
export type HandOff = ReturnType<typeof createHandOff>;
/** What is asked, before it has an id and a limit. */
export type Doubt = Pick<HumanQuestion, "tabId" | "instruction" | "outcome" | "message" | "candidates">;

type Asking = Pick<LiveSession, "id" | "workspaceId">;
type Open = { question: HumanQuestion; answer: (ref: string | null) => void };

/** The questions of the sessions that run on this server: a session's act and its question are always in one place. */
export function createHandOff({ events, sessions }: { events: EventBus; sessions: Pick<Sessions, "running"> }) {
  const open = new Map<string, Open>();

  /**
   * Resolves with the ref of the element that a person picked; null when nobody did within `limitMs`, or said that none
   * of them is meant. The question is told as `action.needsHuman`, and its end as `action.humanAnswered`.
   * @throws the signal's reason
   */
  const ask = async ({ id: sessionId, workspaceId }: Asking, doubt: Doubt, limitMs: number, signal: AbortSignal): Promise<string | null> => {
    const now = Date.now();
    const [askedAt, expiresAt] = [now, now + limitMs].map((at) => new Date(at).toISOString()) as [string, string];
    const question: HumanQuestion = { id: newId("ask"), sessionId, ...doubt, askedAt, expiresAt };
    const answered = Promise.withResolvers<string | null>();
    const waiting = new AbortController();
    const state: { end: QuestionEnd } = { end: "withdrawn" };
    open.set(question.id, {
      question,
      answer: (ref) => {
        state.end = ref === null ? "declined" : "picked";
        answered.resolve(ref);
      },
    });
    events.publish({ type: "action.needsHuman", workspaceId, sessionId, question });
    try {
      const expired = delay(limitMs, AbortSignal.any([signal, waiting.signal])).then(() => {
        state.end = "expired";
        return null;
      });
      return await Promise.race([answered.promise, expired]);
    } finally {
      open.delete(question.id);
      waiting.abort();
      events.publish({ type: "action.humanAnswered", workspaceId, sessionId, questionId: question.id, end: state.end });
    }
  };

  return {
    ask,
    /** The session's questions that wait for an answer, the oldest first. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
    async questions(actor: Actor, sessionId: string): Promise<{ questions: HumanQuestion[] }> {
      const { id } = await sessions.running(actor, sessionId);
      return { questions: [...open.values()].flatMap(({ question }) => (question.sessionId === id ? [question] : [])) };
    },
    /** @throws AppError NOT_FOUND when the question has ended | SESSION_NOT_RUNNING | INVALID_INPUT when the ref is none of its candidates */
    async answer(actor: Actor, { sessionId, questionId, ref }: AnswerQuestionInput): Promise<{ success: true }> {
      await sessions.running(actor, sessionId);
      const asked = open.get(questionId);
      if (!asked || asked.question.sessionId !== sessionId)
        throw new AppError("NOT_FOUND", "That question is no longer open: it was answered, its time was up, or its act has ended.");
      if (ref !== null && !asked.question.candidates.some((candidate) => candidate.ref === ref))
        throw new AppError("INVALID_INPUT", "That element is none of the question's candidates; give the ref of one of them, or null for none.", {
          fields: [{ field: "ref", message: "is none of the candidates" }],
        });
      asked.answer(ref);
      return { success: true };
    },
  };
}
