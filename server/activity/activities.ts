import type { Actor } from "../access/actor.ts";
import type { Activity, GetSessionLogsInput, ListActivityInput, LogEntry } from "../contract/activity.ts";
import type { PerchEvent } from "../contract/events.ts";
import { BatchWriter } from "../core/batch-writer.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { LossNotes } from "../core/loss-notes.ts";
import type { Db } from "../db/client.ts";
import type { Settings } from "../settings/settings.ts";
import { createLogStore, type LogFilter } from "./log-store.ts";
import { activityData, toActivity, toLogEntry } from "./rows.ts";

const WRITE_DELAY_MS = 250;
const WRITE_AT_ONCE = 1_000;
/** Of each kind while the database is away. */
const MAX_WAITING = 10_000;
const MAX_BACKLOG = 500;
const EXPORT_PAGE = 1_000;
/** What was finished since a moment began at most so long before it: no call lasts longer. */
const LONGEST_CALL_MS = 330_000;
/** A session's birth and end: rows of its timeline that no event tells as an activity. */
const MILESTONES = ["session.created", "session.ended"];
const NEWEST_FIRST = [{ createdAt: "desc" as const }, { id: "desc" as const }];

type Owned<T> = T & { workspaceId: string };
type AskedLogs = Omit<GetSessionLogsInput, "order"> & { order?: GetSessionLogsInput["order"] };

/** What was done in sessions and what their pages logged: written from events, read by the session's workspace. */
export type Activities = ReturnType<typeof createActivities>;

/** Makes it; nothing is written before start(). */
export function createActivities({ db, settings, events, log }: { db: Db; settings: Pick<Settings, "tooOld">; events: EventBus; log: Log }) {
  const lines = createLogStore({ db });
  const state: { unsubscribe: (() => void) | null } = { unsubscribe: null };
  const losses = new LossNotes(events);
  const common = {
    delayMs: WRITE_DELAY_MS,
    mostAtOnce: WRITE_AT_ONCE,
    maxWaiting: MAX_WAITING,
    keyOf: ({ id }: { id: string }) => id,
    log,
    onRound: () => losses.tell(),
  };
  const activities = new BatchWriter<Owned<Activity>>({
    ...common,
    what: "activities",
    write: async (rows) => void (await db.sessionActivity.createMany({ data: rows.map(activityData), skipDuplicates: true })),
    onLost: (rows, why) => losses.add("actions", rows, why),
  });
  const entries = new BatchWriter<Owned<LogEntry>>({
    ...common,
    what: "log entries",
    write: (rows) => lines.write(rows),
    onLost: (rows, why) => losses.add("lines", rows, why),
  });

  const onEvent = (event: PerchEvent): void => {
    const { workspaceId } = event;
    if (event.type === "action.finished") activities.add({ ...event.activity, workspaceId });
    else if (event.type === "log.written") entries.add({ ...event.entry, workspaceId });
    else if (event.type === "session.created" || event.type === "session.ended") activities.add(milestone(event));
    if (event.type === "session.ended") lines.close(event.sessionId);
  };

  const assertOwned = async (actor: Actor, sessionId: string): Promise<void> => {
    const row = await db.browserSession.findFirst({ where: { id: sessionId, workspaceId: actor.workspaceId }, select: { id: true } });
    if (row === null) throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
  };

  const readSince = async (where: { createdAt: { gte: Date }; workspaceId?: string; sessionId?: string; session?: object }): Promise<PerchEvent[]> => {
    const query = { where, orderBy: NEWEST_FIRST, take: MAX_BACKLOG };
    const [done, logged] = await Promise.all([db.sessionActivity.findMany(query), db.sessionLog.findMany(query)]);
    return asEvents(done, logged);
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
      await Promise.all([activities.stop(), entries.stop()]);
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

    /** What a session's pages and browser logged, newest first unless asked otherwise. @throws AppError NOT_FOUND also for another workspace's session */
    logs: async (actor: Actor, input: AskedLogs): Promise<{ entries: LogEntry[]; hasMore: boolean }> => {
      await assertOwned(actor, input.sessionId);
      await entries.flush();
      return lines.list(actor.workspaceId, { ...input, order: input.order ?? "desc" });
    },

    /** A session's log line by line, the oldest first: for exports. @throws AppError NOT_FOUND also for another workspace's session */
    readLogs: async (actor: Actor, filter: LogFilter): Promise<AsyncGenerator<LogEntry, void>> => {
      await assertOwned(actor, filter.sessionId);
      await entries.flush();
      return inPages((last: LogEntry | null) => lines.page(actor.workspaceId, filter, last?.id ?? null, EXPORT_PAGE));
    },

    /** What was done in a session, one after the other, the oldest first: for exports. @throws AppError NOT_FOUND also for another workspace's session */
    readActivities: async (actor: Actor, sessionId: string): Promise<AsyncGenerator<Activity, void>> => {
      await assertOwned(actor, sessionId);
      await activities.flush();
      const orderBy = [{ createdAt: "asc" as const }, { id: "asc" as const }];
      const where = { workspaceId: actor.workspaceId, sessionId };
      return inPages(async (last: Activity | null) =>
        (await db.sessionActivity.findMany({ where, orderBy, take: EXPORT_PAGE, ...after(last?.id) })).map(toActivity),
      );
    },

    /** Removes the logs of sessions that ended longer ago than their workspace keeps them; how many lines. What was done in them stays. */
    trim: async (): Promise<number> => {
      const removed = await Promise.all((await settings.tooOld("logDays", new Date())).map((tooOld) => lines.removeBefore(tooOld)));
      return removed.reduce((sum, count) => sum + count, 0);
    },

    /** What was done and logged since then in sessions of other servers than this, oldest first, as events. */
    elsewhere: (serverId: string, since: Date): Promise<PerchEvent[]> => readSince({ createdAt: { gte: since }, session: { serverId: { not: serverId } } }),

    /**
     * A session's lines since then, as events: the newest MAX_BACKLOG of what was finished and of what was logged.
     * `left`: how many older ones there are besides. Whose session it is must be known before.
     */
    linesSince: async (owner: { workspaceId: string; sessionId: string }, since: Date): Promise<{ events: PerchEvent[]; left: number }> => {
      await Promise.all([activities.flush(), entries.flush()]);
      const logged = { ...owner, createdAt: { gte: since } };
      const begun = new Date(since.getTime() - LONGEST_CALL_MS);
      const done = { ...owner, createdAt: { gte: begun }, actionType: { notIn: MILESTONES } };
      const newest = { orderBy: NEWEST_FIRST, take: MAX_BACKLOG };
      const [doneRows, loggedRows, loggedInAll] = await Promise.all([
        db.sessionActivity.findMany({ ...newest, where: done }),
        db.sessionLog.findMany({ ...newest, where: logged }),
        db.sessionLog.count({ where: logged }),
      ]);
      const finished = doneRows.filter(({ createdAt, durationMs }) => createdAt.getTime() + (durationMs ?? 0) >= since.getTime());
      return { events: asEvents(finished, loggedRows), left: loggedInAll - loggedRows.length };
    },

    /** What a stream that broke off at `since` has missed: activities and log lines, oldest first, as events. */
    missed: async (actor: Actor, sessionId: string, since: Date): Promise<PerchEvent[]> => {
      await assertOwned(actor, sessionId);
      await Promise.all([activities.flush(), entries.flush()]);
      return readSince({ workspaceId: actor.workspaceId, sessionId, createdAt: { gte: since } });
    },
  };
}

/** Rows, the newest first, as events, the oldest first. */
const asEvents = (done: readonly Parameters<typeof toActivity>[0][], logged: readonly Parameters<typeof toLogEntry>[0][]): PerchEvent[] => [
  ...done.toReversed().map((row) => ({ ...ownerOf(row), type: "action.finished" as const, activity: toActivity(row) })),
  ...logged.toReversed().map((row) => ({ ...ownerOf(row), type: "log.written" as const, entry: toLogEntry(row) })),
];

const ownerOf = ({ workspaceId, sessionId }: { workspaceId: string; sessionId: string }) => ({ workspaceId, sessionId });

const after = (id: string | undefined): { cursor?: { id: string }; skip?: number } => (id === undefined ? {} : { cursor: { id }, skip: 1 });

/** Rows page by page until there are no more: no more than a page is held at once. */
async function* inPages<T>(read: (last: T | null) => Promise<T[]>): AsyncGenerator<T, void> {
  for (let last: T | null = null; ; ) {
    const page = await read(last);
    yield* page;
    last = page.at(-1) ?? null;
    if (page.length < EXPORT_PAGE) return;
  }
}

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
