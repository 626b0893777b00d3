import type { SessionConfig, TerminationReason } from "../contract/sessions.ts";
import type { SessionRow } from "../sessions/session-row.ts";

/** So long after its time a session is left to its own server, which is quicker than this. */
export const GRACE_MS = 60_000;
/** Longer than a launch and the opening of a start address may take together. */
const CREATING_LIMIT_MS = 90_000;
/** Longer than a graceful end may take. */
const TERMINATING_LIMIT_MS = 60_000;

/** Why a session should have ended, and as what it is ended. */
export type Overdue = { status: "terminated" | "error"; reason: TerminationReason };
type Facts = Pick<SessionRow, "status" | "statusAt" | "expiresAt" | "lastActivityAt" | "config">;

/** What is wrong with a session's row; null where its server has yet to do something about it, or nothing is. Pure. */
export function overdue(row: Facts, now: number): Overdue | null {
  const since = now - row.statusAt.getTime();
  switch (row.status) {
    case "queued":
      return now >= row.expiresAt.getTime() ? { status: "terminated", reason: "expired" } : null;
    case "creating":
      return since >= CREATING_LIMIT_MS ? { status: "error", reason: "server" } : null;
    case "terminating":
      return since >= TERMINATING_LIMIT_MS ? { status: "error", reason: "server" } : null;
    case "active":
    case "idle":
      return runningOverdue(row, now);
    default:
      return null;
  }
}

function runningOverdue({ expiresAt, lastActivityAt, config }: Facts, now: number): Overdue | null {
  const { keepAlive, idleTimeout } = config as Partial<SessionConfig>;
  if (now >= expiresAt.getTime() + GRACE_MS) return { status: "terminated", reason: "timeout" };
  if (keepAlive || idleTimeout === undefined) return null;
  return now >= lastActivityAt.getTime() + idleTimeout + GRACE_MS ? { status: "terminated", reason: "idle" } : null;
}
