import { ENDED_STATUSES, RUNNING_STATUSES, SESSION_STATUSES, type SessionStatus } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";

/** Which status may follow which; whatever is not listed is a mistake of ours. */
const NEXT: Record<SessionStatus, readonly SessionStatus[]> = {
  queued: ["creating", "terminated", "error"],
  creating: ["queued", "active", "terminating", "error"],
  active: ["idle", "terminating", "error"],
  idle: ["active", "terminating", "error"],
  terminating: ["terminated", "error"],
  terminated: [],
  error: [],
};

/** Whether a session may go from one status to the other. Pure. */
export const canMove = (from: SessionStatus, to: SessionStatus): boolean => NEXT[from].includes(to);

/** Every status from which a session may go to this one. Pure. */
export const sourcesOf = (to: SessionStatus): SessionStatus[] => SESSION_STATUSES.filter((from) => canMove(from, to));

/** The error for a move that may not be. */
export const illegalMove = (id: string, from: SessionStatus, to: SessionStatus): AppError =>
  new AppError("CONFLICT", `The session is ${from} and cannot become ${to}.`, { details: { sessionId: id, from, to } });

/** Whether a session in this status has a browser that calls may use. */
export const isRunning = (status: SessionStatus): boolean => RUNNING_STATUSES.includes(status);

/** Whether nothing about a session in this status changes any more. */
export const isEnded = (status: SessionStatus): boolean => ENDED_STATUSES.includes(status);
