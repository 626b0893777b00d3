import {
  ProviderName,
  type Session,
  type SessionConfig,
  type SessionMetrics,
  SessionStatus,
  type SessionWarning,
  TerminationReason,
} from "../contract/sessions.ts";
import type { Db } from "../db/client.ts";
import { isEnded } from "./state.ts";

/** A session as the database keeps it. */
export type SessionRow = NonNullable<Awaited<ReturnType<Db["browserSession"]["findFirst"]>>>;

export const NO_METRICS: SessionMetrics = {
  actionsExecuted: 0,
  screenshotsTaken: 0,
  extractionCount: 0,
  errorsEncountered: 0,
  totalDuration: 0,
  estimatedCost: 0,
  bytesTransferred: 0,
  inputTokens: 0,
  outputTokens: 0,
};

/**
 * A row in the shape that clients see. The duration runs until the session's end or until now.
 * @param queuePosition for a queued session, how many start before it, from 1
 * `debuggerUrl` is left to the caller: it gives full control of the browser and is not for every reader.
 */
export function toSession(row: SessionRow, queuePosition: number | null = null, now = Date.now()): Session {
  const status = SessionStatus.parse(row.status);
  const end = row.terminatedAt?.getTime() ?? now;
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    userId: row.userId,
    name: row.name,
    tags: row.tags,
    provider: ProviderName.parse(row.provider),
    browserbaseSessionId: row.browserbaseSessionId,
    status,
    liveViewUrl: isEnded(status) ? null : row.liveViewUrl,
    debuggerUrl: null,
    recordingUrl: row.recordingUrl,
    config: row.config as SessionConfig,
    metrics: { ...NO_METRICS, ...(row.metrics as Partial<SessionMetrics>), totalDuration: Math.max(0, end - row.createdAt.getTime()) },
    warnings: row.warnings as SessionWarning[],
    url: row.url,
    title: row.title,
    createdAt: row.createdAt.toISOString(),
    lastActivityAt: row.lastActivityAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    key: row.key,
    queuePosition,
    restoredFrom: row.restoredFrom,
    terminatedAt: row.terminatedAt?.toISOString() ?? null,
    terminationReason: row.terminationReason === null ? null : TerminationReason.parse(row.terminationReason),
  };
}
