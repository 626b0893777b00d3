import { type GetNetworkLogInput, MAX_NETWORK_ENTRIES, NetworkDetails, NetworkEntry, type NetworkFilter } from "../contract/network-log.ts";
import type { Db } from "../db/client.ts";
import type { TooOld } from "../settings/settings.ts";
import type { NetworkRecord } from "./record.ts";

const ROWS_A_STATEMENT = 500;
/** Rows are counted from time to time only. */
const TRIM_EVERY = 1_000;

type Row = NonNullable<Awaited<ReturnType<Db["networkEntry"]["findFirst"]>>>;
type ListedRow = Omit<Row, "details">;
/** A record with what only its details show. */
export type StoredRequest = { entry: NetworkEntry; details: NetworkDetails };

/** The rows of requests. */
export type NetworkStore = ReturnType<typeof createNetworkStore>;

/** @param most requests that are kept of one session */
export function createNetworkStore({ db, most = MAX_NETWORK_ENTRIES }: { db: Db; most?: number }) {
  const sinceTrim = new Map<string, number>();

  /** What is beyond the limit of a session goes, the oldest first. */
  const trim = async (workspaceId: string, sessionId: string): Promise<void> => {
    const where = { workspaceId, sessionId };
    const [last] = await db.networkEntry.findMany({ where, orderBy: { id: "desc" }, skip: most, take: 1, select: { id: true } });
    if (last) await db.networkEntry.deleteMany({ where: { ...where, id: { lte: last.id } } });
  };

  return {
    /** Writes records that are new or have changed: one statement for many. */
    write: async (records: readonly NetworkRecord[]): Promise<void> => {
      for (let at = 0; at < records.length; at += ROWS_A_STATEMENT) {
        const rows = JSON.stringify(records.slice(at, at + ROWS_A_STATEMENT).map(rowOf));
        await db.$executeRaw`
          INSERT INTO network_entries (id, workspace_id, session_id, tab_id, frame_id, method, url, resource_type, state, status, failure, mime_type,
            served_from, started_at, duration_ms, transfer_bytes, body_bytes, redirected_from, messages, details)
          SELECT id, workspace_id, session_id, tab_id, frame_id, method, url, resource_type, state, status, failure, mime_type,
            served_from, started_at, duration_ms, transfer_bytes, body_bytes, redirected_from, messages, details
          FROM jsonb_to_recordset(${rows}::jsonb) AS r (id text, workspace_id text, session_id text, tab_id text, frame_id text, method text, url text,
            resource_type text, state text, status int, failure text, mime_type text, served_from text, started_at timestamp(3),
            duration_ms double precision, transfer_bytes double precision, body_bytes double precision, redirected_from text, messages jsonb, details jsonb)
          ON CONFLICT (id) DO UPDATE SET resource_type = excluded.resource_type, state = excluded.state, status = excluded.status,
            failure = excluded.failure, mime_type = excluded.mime_type, served_from = excluded.served_from, started_at = excluded.started_at,
            duration_ms = excluded.duration_ms, transfer_bytes = excluded.transfer_bytes, body_bytes = excluded.body_bytes,
            messages = excluded.messages, details = excluded.details`;
      }
      const sessions = new Map(records.map(({ workspaceId, entry }) => [entry.sessionId, workspaceId]));
      for (const [sessionId, workspaceId] of sessions) {
        const written = (sinceTrim.get(sessionId) ?? 0) + records.filter(({ entry }) => entry.sessionId === sessionId).length;
        sinceTrim.set(sessionId, written < TRIM_EVERY ? written : 0);
        if (written >= TRIM_EVERY) await trim(workspaceId, sessionId);
      }
    },
    /** Forgets how much was written of a session. */
    close: (sessionId: string): void => void sinceTrim.delete(sessionId),
    /** One page of a session's requests, without details. */
    list: async (workspaceId: string, { limit, order, after, ...filter }: GetNetworkLogInput): Promise<{ entries: NetworkEntry[]; hasMore: boolean }> => {
      const where = { ...whereRequests(workspaceId, filter), ...(after !== undefined && { id: order === "desc" ? { lt: after } : { gt: after } }) };
      const rows = await db.networkEntry.findMany({ where, orderBy: { id: order }, take: limit + 1, omit: { details: true } });
      return { entries: rows.slice(0, limit).map(toEntry), hasMore: rows.length > limit };
    },
    /** The next requests with their details, the oldest first. */
    page: async (workspaceId: string, filter: NetworkFilter, after: string | null, take: number): Promise<StoredRequest[]> => {
      const where = { ...whereRequests(workspaceId, filter), ...(after !== null && { id: { gt: after } }) };
      return (await db.networkEntry.findMany({ where, orderBy: { id: "asc" }, take })).map(toStored);
    },
    /** One request; null where there is none. */
    get: async (workspaceId: string, sessionId: string, id: string): Promise<StoredRequest | null> => {
      const row = await db.networkEntry.findFirst({ where: { workspaceId, sessionId, id } });
      return row && toStored(row);
    },
    /** The request that was redirected to another, or that another was redirected to. */
    beside: async (workspaceId: string, sessionId: string, of: { id: string } | { redirectedFrom: string }): Promise<NetworkEntry | null> => {
      const row = await db.networkEntry.findFirst({ where: { workspaceId, sessionId, ...of }, omit: { details: true } });
      return row && toEntry(row);
    },
    /** Requests since then of sessions of other servers than this, the oldest first. */
    elsewhere: async (serverId: string, since: Date, take: number): Promise<{ workspaceId: string; entry: NetworkEntry }[]> => {
      const where = { startedAt: { gte: since }, session: { serverId: { not: serverId } } };
      const rows = await db.networkEntry.findMany({ where, orderBy: { id: "desc" }, take, omit: { details: true } });
      return rows.reverse().map((row) => ({ workspaceId: row.workspaceId, entry: toEntry(row) }));
    },
    /** Removes the requests of sessions that ended before then, of all or of one workspace; how many. Their bodies count no more. */
    removeBefore: async ({ before, ...of }: TooOld): Promise<number> => {
      const session = { terminatedAt: { lt: before } };
      await db.browserSession.updateMany({ where: { ...of, ...session, networkBodyBytes: { gt: 0n } }, data: { networkBodyBytes: 0n } });
      return (await db.networkEntry.deleteMany({ where: { ...of, session } })).count;
    },
  };
}

function whereRequests(workspaceId: string, { sessionId, search, resourceType, statusClass, failed, tabId, fromMs, toMs }: NetworkFilter) {
  const contains = search ? { contains: search, mode: "insensitive" as const } : null;
  const all: object[] = [];
  if (contains) all.push({ OR: [{ url: contains }, { method: contains }, { failure: contains }] });
  if (statusClass && statusClass.length > 0) all.push({ OR: statusClass.map((first) => ({ status: { gte: first * 100, lt: (first + 1) * 100 } })) });
  if (failed) all.push({ OR: [{ state: "failed" }, { status: { gte: 400 } }] });
  const startedAt = { ...(fromMs !== undefined && { gte: new Date(fromMs) }), ...(toMs !== undefined && { lte: new Date(toMs) }) };
  return {
    workspaceId,
    sessionId,
    ...(resourceType && resourceType.length > 0 && { resourceType: { in: resourceType } }),
    ...(tabId !== undefined && { tabId }),
    ...(Object.keys(startedAt).length > 0 && { startedAt }),
    AND: all,
  };
}

/** A record as the statement above takes it. */
const rowOf = ({ workspaceId, entry, details }: NetworkRecord) => ({
  id: entry.id,
  workspace_id: workspaceId,
  session_id: entry.sessionId,
  tab_id: entry.tabId,
  frame_id: entry.frameId,
  method: entry.method,
  url: entry.url,
  resource_type: entry.resourceType,
  state: entry.state,
  status: entry.status,
  failure: entry.failure,
  mime_type: entry.mimeType,
  served_from: entry.servedFrom,
  started_at: new Date(entry.startedAtMs).toISOString(),
  duration_ms: entry.durationMs,
  transfer_bytes: entry.transferBytes,
  body_bytes: entry.bodyBytes,
  redirected_from: entry.redirectedFrom,
  messages: entry.messages,
  details,
});

function toEntry({ workspaceId: _, startedAt, state, servedFrom, messages, ...row }: ListedRow): NetworkEntry {
  return {
    ...row,
    state: NetworkEntry.shape.state.parse(state),
    servedFrom: NetworkEntry.shape.servedFrom.parse(servedFrom),
    startedAtMs: startedAt.getTime(),
    messages: NetworkEntry.shape.messages.parse(messages),
  };
}

const toStored = ({ details, ...row }: Row): StoredRequest => ({ entry: toEntry(row), details: NetworkDetails.parse(details) });
