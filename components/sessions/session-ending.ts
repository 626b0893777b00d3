import { WARN_BEFORE_MS } from "../../server/contract/events.ts";
import type { Session } from "../../server/contract/sessions.ts";
import { isRunning } from "./session-state.ts";

/** A session too short for the server's warnings is warned of in its last quarter, at most this long. */
const SHORT_WARNING_MS = 30_000;

/** What ends a running session next if nobody does anything; moments in milliseconds since the epoch. */
export type SessionEnding = {
  reason: "timeout" | "idle";
  at: number;
  /** From then on it is worth a warning. */
  warnAt: number;
};

type Limits = Pick<Session, "status" | "createdAt" | "lastActivityAt" | "expiresAt" | "config">;

/** The nearer of a running session's two ends, as the server reckons it; null for one that does not run. */
export function endingOf(session: Limits): SessionEnding | null {
  if (!isRunning(session)) return null;
  const { createdAt, lastActivityAt, expiresAt, config } = session;
  const usedAt = Date.parse(lastActivityAt);
  const timeout = { reason: "timeout", at: Date.parse(expiresAt), since: Date.parse(createdAt) } as const;
  const idle = { reason: "idle", at: usedAt + config.idleTimeout, since: usedAt } as const;
  const { reason, at, since } = !config.keepAlive && idle.at < timeout.at ? idle : timeout;
  return { reason, at, warnAt: at - leadOf(at - since) };
}

/** How long before its end a wait of that length is warned of: the first of the server's leads that is shorter than it. */
function leadOf(spanMs: number): number {
  return WARN_BEFORE_MS.find((lead) => spanMs > lead) ?? Math.min(SHORT_WARNING_MS, spanMs / 4);
}
