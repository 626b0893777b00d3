import type { GetSessionLogsInput, LogEntry } from "../contract/activity.ts";
import type { Db } from "../db/client.ts";
import type { TooOld } from "../settings/settings.ts";
import { toLogEntry } from "./rows.ts";

/** So many lines are kept of one session; beyond, the oldest go. */
const MAX_LOG_LINES = 20_000;
/** Lines are counted from time to time only. */
const TRIM_EVERY = 1_000;

/** Which lines of a session. */
export type LogFilter = Pick<GetSessionLogsInput, "sessionId"> &
  Partial<Pick<GetSessionLogsInput, "level" | "source" | "tabId" | "search" | "fromMs" | "toMs">>;
type Owned<T> = T & { workspaceId: string };

/** The rows of sessions' logs. */
export function createLogStore({ db }: { db: Db }) {
  const sinceTrim = new Map<string, number>();

  const trim = async (workspaceId: string, sessionId: string): Promise<void> => {
    const where = { workspaceId, sessionId };
    const [last] = await db.sessionLog.findMany({ where, orderBy: orderOf("desc"), skip: MAX_LOG_LINES, take: 1, select: { createdAt: true } });
    if (last) await db.sessionLog.deleteMany({ where: { ...where, createdAt: { lt: last.createdAt } } });
  };

  return {
    write: async (lines: readonly Owned<LogEntry>[]): Promise<void> => {
      await db.sessionLog.createMany({ data: [...lines], skipDuplicates: true });
      for (const [sessionId, of] of Map.groupBy(lines, (line) => line.sessionId)) {
        const written = (sinceTrim.get(sessionId) ?? 0) + of.length;
        sinceTrim.set(sessionId, written < TRIM_EVERY ? written : 0);
        if (written >= TRIM_EVERY) await trim(of[0]?.workspaceId ?? "", sessionId);
      }
    },
    /** Forgets how much was written of a session. */
    close: (sessionId: string): void => void sinceTrim.delete(sessionId),
    list: async (workspaceId: string, { limit, order, before, ...filter }: GetSessionLogsInput): Promise<{ entries: LogEntry[]; hasMore: boolean }> => {
      const rows = await db.sessionLog.findMany({ where: whereLines(workspaceId, filter), orderBy: orderOf(order), take: limit + 1, ...behind(before) });
      return { entries: rows.slice(0, limit).map(toLogEntry), hasMore: rows.length > limit };
    },
    /** The next lines, the oldest first. */
    page: async (workspaceId: string, filter: LogFilter, after: string | null, take: number): Promise<LogEntry[]> => {
      return (await db.sessionLog.findMany({ where: whereLines(workspaceId, filter), orderBy: orderOf("asc"), take, ...behind(after ?? undefined) })).map(
        toLogEntry,
      );
    },
    /** Removes the lines of sessions that ended before then, of all or of one workspace; how many. */
    removeBefore: async ({ before, ...of }: TooOld): Promise<number> =>
      (await db.sessionLog.deleteMany({ where: { ...of, session: { terminatedAt: { lt: before } } } })).count,
  };
}

const behind = (id: string | undefined): { cursor?: { id: string }; skip?: number } => (id === undefined ? {} : { cursor: { id }, skip: 1 });

const orderOf = (order: "asc" | "desc") => [{ createdAt: order }, { id: order }];

function whereLines(workspaceId: string, { sessionId, level, source, tabId, search, fromMs, toMs }: LogFilter) {
  const contains = search ? { contains: search, mode: "insensitive" as const } : null;
  const createdAt = { ...(fromMs !== undefined && { gte: new Date(fromMs) }), ...(toMs !== undefined && { lte: new Date(toMs) }) };
  return {
    workspaceId,
    sessionId,
    ...(level && { level: { in: level } }),
    ...(source && { source: { in: source } }),
    ...(tabId !== undefined && { tabId }),
    ...(Object.keys(createdAt).length > 0 && { createdAt }),
    ...(contains && { OR: [{ text: contains }, { url: contains }] }),
  };
}
