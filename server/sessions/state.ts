import { ENDED_STATUSES, RUNNING_STATUSES, type SessionStatus } from "../contract/sessions.ts";

/** Which status may follow which; whatever is not listed is a mistake of ours. */
const NEXT: Record<SessionStatus, readonly SessionStatus[]> = {
  creating: ["active", "terminating", "error"],
  active: ["idle", "terminating", "error"],
  idle: ["active", "terminating", "error"],
  terminating: ["terminated", "error"],
  terminated: [],
  error: [],
};

/** Whether a session may go from one status to the other. */
export const canMove = (from: SessionStatus, to: SessionStatus): boolean => NEXT[from].includes(to);

/** Whether a session in this status has a browser that calls may use. */
export const isRunning = (status: SessionStatus): boolean => RUNNING_STATUSES.includes(status);

/** Whether nothing about a session in this status changes any more. */
export const isEnded = (status: SessionStatus): boolean => ENDED_STATUSES.includes(status);
