import type { Actor } from "../access/actor.ts";
import type { AcquireSessionInput, AcquireSessionOutput, CreateSessionInput, CreateSessionOutput, SessionWarning } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { delay, withTimeout } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import { type SessionRow, toSession } from "./session-row.ts";

const CREATED_LIMIT_MS = 60_000;
/** Another server may be creating it: its events come to us, and this is for when one was lost. */
const LOOK_MS = 500;

type AcquireParts = {
  db: Db;
  events: EventBus;
  pageOf: (sessionId: string) => string;
  debuggerLinkFor: (actor: Actor, sessionId: string) => Promise<string | null>;
  create: (actor: Actor, input: CreateSessionInput, signal: AbortSignal, origin: { key: string }) => Promise<CreateSessionOutput>;
};

/**
 * Reuse by key. An index of the database allows one session of a key that has not ended: of several calls at once one
 * creates it, and the others wait until it runs.
 */
export async function acquire(parts: AcquireParts, actor: Actor, { key, ...input }: AcquireSessionInput, signal: AbortSignal): Promise<AcquireSessionOutput> {
  return withTimeout(CREATED_LIMIT_MS, "getting the session of that key", (limit) => attempt(parts, actor, key, input, limit), signal);
}

async function attempt(parts: AcquireParts, actor: Actor, key: string, input: CreateSessionInput, signal: AbortSignal): Promise<AcquireSessionOutput> {
  for (;;) {
    const running = await runningOf(parts.db, actor, key);
    if (running?.status === "creating") {
      await change(parts.events, running, signal);
      continue;
    }
    if (running) return reused(running, parts.pageOf(running.id), running.status === "queued" ? null : await parts.debuggerLinkFor(actor, running.id));
    try {
      return { ...(await parts.create(actor, input, signal, { key })), reused: false };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

const runningOf = (db: Db, { workspaceId, userId }: Actor, key: string): Promise<SessionRow | null> =>
  db.browserSession.findFirst({ where: { workspaceId, userId, key, status: { in: ["queued", "creating", "active", "idle"] } } });

function reused(row: SessionRow, liveViewUrl: string, debuggerUrl: string | null): AcquireSessionOutput {
  return {
    success: true,
    sessionId: row.id,
    browserbaseSessionId: row.browserbaseSessionId,
    liveViewUrl,
    debuggerUrl,
    status: toSession(row).status,
    queuePosition: null,
    warnings: row.warnings as SessionWarning[],
    reused: true,
  };
}

/** Resolves when something is heard of the session, or after LOOK_MS. */
async function change(events: EventBus, row: SessionRow, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  const stop = events.subscribe({ sessionId: row.id, types: ["session.updated", "session.ended"], from: "anywhere" }, () => done.abort());
  try {
    await delay(LOOK_MS, AbortSignal.any([signal, done.signal])).catch(() => signal.throwIfAborted());
  } finally {
    stop();
  }
}

/** Prisma's P2002: a unique index refused the row. */
const isTaken = (error: unknown): boolean => !(error instanceof AppError) && (error as { code?: unknown }).code === "P2002";
