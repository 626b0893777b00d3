import type { Actor } from "../access/actor.ts";
import type { Activity, GetSessionLogsInput, ListActivityInput, LogEntry } from "../contract/activity.ts";
import type { PerchEvent } from "../contract/events.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import { BatchWriter } from "./batch-writer.ts";
import { activityData, toActivity, toLogEntry } from "./rows.ts";

const WRITE_DELAY_MS = 250;
const MAX_WAITING = 10_000;
const MAX_BACKLOG = 500;
const NEWEST_FIRST = [{ createdAt: "desc" as const }, { id: "desc" as const }];

type Owned<T> = T & { workspaceId: string };

/** What was done in sessions and what their pages logged: written from events, read by the session's workspace. */
export type Activities = ReturnType<typeof createActivities>;

/** Makes it; nothing is written before start(). */
export function createActivities({ db, events, log }: { db: Db; events: EventBus; log: Log }) {
  const state: { unsubscribe: (() => void) | null } = { unsubscribe: null };
  const guarded = (what: string, write: () => Promise<unknown>) =>
    write().then(
      () => {},
      (error: unknown) => log.error({ err: error }, `${what} could not be stored`),
    );
  const activities = new BatchWriter<Owned<Activity>>({
    delayMs: WRITE_DELAY_MS,
    maxWaiting: MAX_WAITING,
    write: (rows) => guarded("activities", () => db.sessionActivity.createMany({ data: rows.map(activityData), skipDuplicates: true })),
  });
  const entries = new BatchWriter<Owned<LogEntry>>({
    delayMs: WRITE_DELAY_MS,
    maxWaiting: MAX_WAITING,
    write: (rows) => guarded("log entries", () => db.sessionLog.createMany({ data: rows, skipDuplicates: true })),
  });

  const onEvent = (event: PerchEvent): void => {
    const { workspaceId } = event;
    if (event.type === "action.finished") activities.add({ ...event.activity, workspaceId });
    else if (event.type === "log.written") entries.add({ ...event.entry, workspaceId });
    else if (event.type === "session.created" || event.type === "session.ended") activities.add(milestone(event));
  };

  const assertOwned = async (actor: Actor, sessionId: string): Promise<void> => {
    const row = await db.browserSession.findFirst({ where: { id: sessionId, workspaceId: actor.workspaceId }, select: { id: true } });
    if (row === null) throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
  };

  const readSince = async (where: { createdAt: { gte: Date }; workspaceId?: string; sessionId?: string; session?: object }): Promise<PerchEvent[]> => {
    const query = { where, orderBy: NEWEST_FIRST, take: MAX_BACKLOG };
    const [done, logged] = await Promise.all([db.sessionActivity.findMany(query), db.sessionLog.findMany(query)]);
    return [
      ...done.reverse().map((row) => ({ ...ownerOf(row), type: "action.finished" as const, activity: toActivity(row) })),
      ...logged.reverse().map((row) => ({ ...ownerOf(row), type: "log.written" as const, entry: toLogEntry(row) })),
    ];
  };

  return {
    /** Idempotent. From here on events are written down. */
    start: (): void => {
      state.unsubscribe ??= events.subscribe({ types: ["action.finished", "log.written", "session.created", "session.ended"] }, onEvent);
    },
    /** Idempotent. Writes what is still waiting. */
    stop: async (): Promise<void> => {
      state.unsubscribe?.();
      state.unsubscribe = null;
      await Promise.all([activities.flush(), entries.flush()]);
    },

    /** What was done in a session, newest first. @throws AppError NOT_FOUND also for another workspace's session */
    list: async (actor: Actor, { sessionId, limit, before }: ListActivityInput): Promise<{ activities: Activity[]; hasMore: boolean }> => {
      await assertOwned(actor, sessionId);
      await activities.flush();
      const rows = await db.sessionActivity.findMany({
        where: { workspaceId: actor.workspaceId, sessionId },
        orderBy: NEWEST_FIRST,
        take: limit + 1,
        ...after(before),
      });
      return { activities: rows.slice(0, limit).map(toActivity), hasMore: rows.length > limit };
    },

    /** What a session's pages and browser logged, newest first. @throws AppError NOT_FOUND also for another workspace's session */
    logs: async (actor: Actor, { sessionId, level, search, limit, before }: GetSessionLogsInput): Promise<{ entries: LogEntry[]; hasMore: boolean }> => {
      await assertOwned(actor, sessionId);
      await entries.flush();
      const where = {
        workspaceId: actor.workspaceId,
        sessionId,
        ...(level && { level: { in: level } }),
        ...(search && { text: { contains: search, mode: "insensitive" as const } }),
      };
      const rows = await db.sessionLog.findMany({ where, orderBy: NEWEST_FIRST, take: limit + 1, ...after(before) });
      return { entries: rows.slice(0, limit).map(toLogEntry), hasMore: rows.length > limit };
    },

    /** What was done and logged since then in sessions of other servers than this, oldest first, as events. */
    elsewhere: (serverId: string, since: Date): Promise<PerchEvent[]> => readSince({ createdAt: { gte: since }, session: { serverId: { not: serverId } } }),

    /** What a stream that broke off at `since` has missed: activities and log lines, oldest first, as events. */
    missed: async (actor: Actor, sessionId: string, since: Date): Promise<PerchEvent[]> => {
      await assertOwned(actor, sessionId);
      await Promise.all([activities.flush(), entries.flush()]);
      return readSince({ workspaceId: actor.workspaceId, sessionId, createdAt: { gte: since } });
    },
  };
}

const ownerOf = ({ workspaceId, sessionId }: { workspaceId: string; sessionId: string }) => ({ workspaceId, sessionId });

const after = (id: string | undefined): { cursor?: { id: string }; skip?: number } => (id === undefined ? {} : { cursor: { id }, skip: 1 });

/** A session's birth and end as entries of its timeline. */
function milestone(event: Extract<PerchEvent, { type: "session.created" | "session.updated" | "session.ended" }>): Owned<Activity> {
  const ended = event.type === "session.ended";
  const { terminationReason, metrics, provider, status } = event.session;
  return {
    id: newId("actv"),
    workspaceId: event.workspaceId,
    sessionId: event.sessionId,
    actionType: event.type,
    actionData: ended ? { reason: terminationReason } : { provider },
    success: status !== "error",
    durationMs: ended ? metrics.totalDuration : 0,
    errorMessage: null,
    via: null,
    actorName: null,
    createdAt: new Date().toISOString(),
  };
}
