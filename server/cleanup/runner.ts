import type { CleanupFailure } from "../contract/cleanup.ts";
import { messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { raceAbort } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { overdue } from "./overdue.ts";

/** Sessions that are ended at a time. */
const AT_ONCE = 8;
/** A run looks at this many rows; the next one goes on. */
const MAX_ROWS = 2_000;

/** Whose sessions a run looks at; null for everybody's. */
export type CleanupTarget = { workspaceId: string; userId: string | null } | null;
export type CleanupTrigger = "cron" | "start" | "user";
/** What a run did to the sessions of one workspace. */
export type Share = { found: number; ended: number; failures: CleanupFailure[] };
export type CleanupRow = NonNullable<Awaited<ReturnType<Db["cleanupRun"]["findFirst"]>>>;

type RunnerParts = { db: Db; sessions: Sessions; serverId: string };
/** `leftovers`: whether browsers and directories of this machine that belong to no session are looked for too. */
export type CleanupOrder = { trigger: CleanupTrigger; target: CleanupTarget; leftovers: boolean };

/** Looks once for sessions that should have ended and for what is left of others, ends them, and stores what it did. */
export async function runCleanup({ db, sessions, serverId }: RunnerParts, order: CleanupOrder, signal: AbortSignal): Promise<CleanupRow> {
  const startedAt = new Date();
  const failures: CleanupFailure[] = [];
  const fail = (error: unknown): null => {
    failures.push({ sessionId: null, message: messageOf(error) });
    return null;
  };
  const shares = await endOverdue({ db, sessions }, order.target, signal);
  const left = order.leftovers ? await raceAbort(sessions.cleanLeftovers(), signal).catch(fail) : null;
  const all = [...shares.values()];
  return db.cleanupRun.create({
    data: {
      id: newId("clean"),
      serverId,
      trigger: order.trigger,
      workspaceId: order.target?.workspaceId ?? null,
      userId: order.target?.userId ?? null,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      found: all.reduce((sum, { found }) => sum + found, 0),
      ended: all.reduce((sum, { ended }) => sum + ended, 0),
      processes: left?.processes ?? 0,
      directories: left?.directories ?? 0,
      freedBytes: BigInt(left?.freedBytes ?? 0),
      failures,
      shares: Object.fromEntries(shares),
    },
  });
}

async function endOverdue({ db, sessions }: Pick<RunnerParts, "db" | "sessions">, target: CleanupTarget, signal: AbortSignal): Promise<Map<string, Share>> {
  const whose = target === null ? {} : { workspaceId: target.workspaceId, ...(target.userId !== null && { userId: target.userId }) };
  const rows = await db.browserSession.findMany({
    where: { ...whose, status: { notIn: ["terminated", "error"] } },
    select: { id: true, workspaceId: true, status: true, statusAt: true, expiresAt: true, lastActivityAt: true, config: true },
    orderBy: { expiresAt: "asc" },
    take: MAX_ROWS,
  });
  const now = Date.now();
  const waiting = rows.flatMap((row) => {
    const wrong = overdue(row, now);
    return wrong ? [{ ...row, ...wrong }] : [];
  });
  const shares = new Map<string, Share>();
  const endNext = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const share = shares.get(one.workspaceId) ?? { found: 0, ended: 0, failures: [] };
      shares.set(one.workspaceId, share);
      try {
        signal.throwIfAborted();
        const ended = await raceAbort(sessions.endOverdue(one.id, one.status, one.reason), signal);
        // One that its server has ended meanwhile was not in our way.
        if (!ended) continue;
        share.ended += 1;
      } catch (error) {
        share.failures.push({ sessionId: one.id, message: messageOf(error) });
      }
      share.found += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, endNext));
  return shares;
}
