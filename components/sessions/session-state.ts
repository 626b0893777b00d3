import { ENDED_STATUSES, RUNNING_STATUSES, type Session } from "../../server/contract/sessions.ts";

/** True while the session has a browser that can be driven. */
export const isRunning = (session: Pick<Session, "status">): boolean => RUNNING_STATUSES.includes(session.status);

/** True once nothing about the session changes any more. */
export const isEnded = (session: Pick<Session, "status">): boolean => ENDED_STATUSES.includes(session.status);

/** What to call a session: its name, else its id. */
export const titleOf = (session: Pick<Session, "id" | "name">): string => session.name ?? session.id;

/** Why a session ended, as a sentence. */
export const END_REASONS: Readonly<Record<NonNullable<Session["terminationReason"]>, string>> = {
  user: "Someone ended it.",
  timeout: "It reached its time limit.",
  idle: "Nothing happened in it for too long.",
  expired: "It expired.",
  crashed: "Its browser crashed.",
  provider: "Its provider ended it.",
  server: "The server was stopped.",
};

/**
 * The session of an event, with the debugger's address that was known: events go to everyone who may read and so never
 * carry it.
 */
export function withDebugger(told: Session, known: Session | undefined): Session {
  return { ...told, debuggerUrl: told.debuggerUrl ?? (isRunning(told) ? (known?.debuggerUrl ?? null) : null) };
}
