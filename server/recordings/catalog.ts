import type { Actor } from "../access/actor.ts";
import type { ListRecordingsInput, ListRecordingsOutput, Recording, RecordingSummary } from "../contract/recordings.ts";
import type { Env } from "../core/env.ts";
import { DAY_MS, daysBefore } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import type { KeptItem } from "../settings/kept.ts";
import type { Settings } from "../settings/settings.ts";

/** Sessions that a search may find. */
const MOST_FOUND = 5_000;
/** A recording is closed this soon after its session's end, also on a busy machine. */
const ENDING_MS = 60_000;
const LEFT = "The server that keeps its files has not come back since the session ended; the recording can be played when it has.";

/** What a workspace may keep; null: no limit. The quota counts evidence and bodies of requests too. */
export type RecordingPolicy = { retentionDays: number | null; quotaBytes: number | null };
export type RecordingRow = NonNullable<Awaited<ReturnType<Db["recording"]["findFirst"]>>>;
/** What changes of a recording while it goes on. */
export type RecordingFacts = Pick<Recording, "durationMs" | "sizeBytes" | "frames" | "events">;
/** How one ended; `failure`: why there is nothing to be played. */
export type RecordingEnd = { endedAt: Date; failure?: string };

/** The rows of recordings: whose they are, how large, where their files are. */
export type RecordingCatalog = ReturnType<typeof createRecordingCatalog>;

type CatalogParts = { db: Db; env: Pick<Env, "publicUrl">; settings: Pick<Settings, "kept" | "limitsOf">; hostId: string };

/** @param hostId the machine and data directory of this server */
export function createRecordingCatalog({ db, env, settings, hostId }: CatalogParts) {
  const { kept } = settings;
  const policyOf = async (workspaceId: string): Promise<RecordingPolicy> => {
    const { recordingDays, quotaBytes } = await settings.limitsOf(workspaceId);
    return { retentionDays: recordingDays, quotaBytes };
  };
  const usedBytes = async (workspaceId: string): Promise<number> => (await kept.sizes(workspaceId)).usedBytes;
  const write = async (sessionId: string, { frames, events, durationMs, sizeBytes }: RecordingFacts, end: RecordingEnd | null): Promise<void> => {
    const ended = { endedAt: end?.endedAt ?? null, failure: end?.failure ?? null };
    await db.recording.updateMany({ where: { sessionId }, data: { frames, events, durationMs, sizeBytes: BigInt(sizeBytes), ...ended } });
  };
  /** Of these sessions those that have a row still: their names, and the ends of those that are over. */
  const sessionsOf = async (ids: readonly string[]): Promise<Map<string, { name: string | null; terminatedAt: Date | null }>> => {
    const rows = await db.browserSession.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, terminatedAt: true } });
    return new Map(rows.map(({ id, ...session }) => [id, session]));
  };

  return {
    policyOf,
    usedBytes,
    write,
    sessionsOf,
    /** A recording begins, or goes on with another server. */
    begun: async (sessionId: string, workspaceId: string, startedAt: Date): Promise<void> => {
      const data = { storage: "disk", hostId, endedAt: null, removedAt: null, failure: null };
      await db.recording.upsert({ where: { sessionId }, create: { sessionId, workspaceId, startedAt, ...data }, update: data });
    },
    /** Its files are in the bucket now. */
    moved: async (sessionId: string): Promise<void> => {
      await db.recording.updateMany({ where: { sessionId }, data: { storage: "s3", hostId: null } });
    },
    /** Its files are gone. The row goes too where the session's has gone. */
    removed: async (sessionId: string): Promise<void> => {
      const known = await db.browserSession.findUnique({ where: { id: sessionId }, select: { id: true } });
      if (known === null) await db.recording.deleteMany({ where: { sessionId } });
      else await db.recording.updateMany({ where: { sessionId }, data: { removedAt: new Date(), sizeBytes: 0n } });
    },
    /** Whether somebody removed it. */
    isRemoved: async (sessionId: string): Promise<boolean> => (await db.recording.findUnique({ where: { sessionId } }))?.removedAt != null,
    /** Where the files of a recording are; null for one that is not known. */
    row: (sessionId: string): Promise<RecordingRow | null> => db.recording.findUnique({ where: { sessionId } }),
    /** The machine and data directory that keep a recording's files, where they are not this server's. */
    otherHostOf: async (sessionId: string): Promise<string | null> => {
      const row = await db.recording.findUnique({ where: { sessionId } });
      return row === null || row.removedAt !== null || row.hostId === hostId ? null : row.hostId;
    },
    /** Recordings that are over, began before then, and whose files this server can remove. */
    tooOldHere: (workspaceId: string, before: Date): Promise<RecordingRow[]> =>
      db.recording.findMany({
        where: { workspaceId, removedAt: null, endedAt: { not: null }, startedAt: { lt: before }, OR: [{ storage: "s3" }, { hostId }] },
      }),
    /** What takes room in the workspace and can be removed by this server, the oldest first: of all that the quota counts. */
    removableHere: async (workspaceId: string): Promise<KeptItem[]> =>
      (await kept.items(workspaceId)).filter((item) => item.hostId === null || item.hostId === hostId),
    forget: kept.forget,
    /** Recordings of this machine's disk that nobody has ended; all of them, or that of one session. */
    openHere: (sessionId?: string): Promise<RecordingRow[]> =>
      db.recording.findMany({ where: { hostId, endedAt: null, removedAt: null, ...(sessionId !== undefined && { sessionId }) } }),
    /** Recordings of this machine's disk that are over. */
    onDiskHere: (): Promise<RecordingRow[]> => db.recording.findMany({ where: { hostId, endedAt: { not: null }, removedAt: null } }),
    workspaces: kept.workspaces,
    /** Whose session it is, and when it ended; null for one that has gone. */
    ownerOf: (sessionId: string): Promise<{ workspaceId: string; terminatedAt: Date | null } | null> =>
      db.browserSession.findUnique({ where: { id: sessionId }, select: { workspaceId: true, terminatedAt: true } }),
    /** Recordings whose sessions have gone. */
    orphans: (): Promise<RecordingRow[]> =>
      db.$queryRaw<RecordingRow[]>`select session_id as "sessionId", workspace_id as "workspaceId", storage, host_id as "hostId" from recordings r
        where (storage = 's3' or host_id = ${hostId}) and not exists (select 1 from browser_sessions s where s.id = r.session_id) limit 500`,
    /** The recordings of the caller's workspace, the newest first. */
    list: async ({ workspaceId }: Actor, { search, page, pageSize }: ListRecordingsInput): Promise<ListRecordingsOutput> => {
      const contains = { contains: search ?? "", mode: "insensitive" as const };
      const found = search
        ? await db.browserSession.findMany({ where: { workspaceId, OR: [{ id: contains }, { name: contains }] }, select: { id: true }, take: MOST_FOUND })
        : null;
      const where = { workspaceId, removedAt: null, ...(found && { sessionId: { in: found.map(({ id }) => id) } }) };
      const [rows, total, used, policy] = await Promise.all([
        db.recording.findMany({ where, orderBy: [{ startedAt: "desc" }, { sessionId: "desc" }], skip: (page - 1) * pageSize, take: pageSize }),
        db.recording.count({ where }),
        usedBytes(workspaceId),
        policyOf(workspaceId),
      ]);
      const known = await sessionsOf(rows.map(({ sessionId }) => sessionId));
      const recordings = rows.map((row) => summaryOf(row, known.get(row.sessionId) ?? null, { ...policy, publicUrl: env.publicUrl }));
      return { recordings, total, page, pageSize, usedBytes: used, ...policy };
    },
  };
}

type Known = { name: string | null; terminatedAt: Date | null };

function summaryOf(row: RecordingRow, session: Known | null, { retentionDays, publicUrl }: RecordingPolicy & { publicUrl: string }): RecordingSummary {
  const { sessionId, startedAt, endedAt, durationMs, frames, events } = row;
  const overSinceMs = Date.now() - (session?.terminatedAt?.getTime() ?? Date.now());
  // What a session leaves is written for a moment after its end; later than that nobody is there who could.
  const isLeft = endedAt === null && overSinceMs > ENDING_MS;
  const expiresAt = retentionDays === null ? null : new Date(startedAt.getTime() + retentionDays * DAY_MS);
  return {
    sessionId,
    sessionName: session?.name ?? null,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    recording: endedAt === null && !isLeft,
    failure: isLeft ? LEFT : row.failure,
    durationMs,
    sizeBytes: Number(row.sizeBytes),
    frames,
    events,
    expiresAt: expiresAt?.toISOString() ?? null,
    url: `${publicUrl}/recordings/${sessionId}`,
  };
}

/** The moment before which a recording is too old; null: none is. */
export const oldestKept = ({ retentionDays }: RecordingPolicy, now: Date): Date | null => (retentionDays === null ? null : daysBefore(now, retentionDays));
