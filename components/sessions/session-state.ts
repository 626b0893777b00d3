import { ENDED_STATUSES, RUNNING_STATUSES, type Session } from "../../server/contract/sessions.ts";

/** True while the session has a browser that can be driven. */
export const isRunning = (session: Pick<Session, "status">): boolean => RUNNING_STATUSES.includes(session.status);

/** True when ending it is a thing to do: it runs, or waits to. */
export const isEndable = (session: Pick<Session, "status">): boolean => session.status === "queued" || isRunning(session);

/** True while there is no browser yet: the session waits for its place, or is being started. */
export const isWaiting = (session: Pick<Session, "status">): boolean => session.status === "queued" || session.status === "creating";

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
 * The session of an event, with what was known and events do not tell: the debugger's address, because events go to
 * everyone who may read, and the place in the queue, which changes by what happens to others.
 */
export function withKnown(told: Session, known: Session | undefined): Session {
  return {
    ...told,
    debuggerUrl: told.debuggerUrl ?? (isRunning(told) ? (known?.debuggerUrl ?? null) : null),
    queuePosition: told.queuePosition ?? (told.status === "queued" ? (known?.queuePosition ?? null) : null),
  };
}
