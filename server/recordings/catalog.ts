import type { Actor } from "../access/actor.ts";
import type { ListRecordingsInput, ListRecordingsOutput, Recording, RecordingSummary } from "../contract/recordings.ts";
import type { Env } from "../core/env.ts";
import type { Db } from "../db/client.ts";

const DAY_MS = 86_400_000;
/** Sessions that a search may find. */
const MOST_FOUND = 5_000;

/** What a workspace may keep; null: no limit. */
export type RecordingPolicy = { retentionDays: number | null; quotaBytes: number | null };
export type RecordingRow = NonNullable<Awaited<ReturnType<Db["recording"]["findFirst"]>>>;
/** What changes of a recording while it goes on. */
export type RecordingFacts = Pick<Recording, "durationMs" | "sizeBytes" | "frames" | "events">;

/** The rows of recordings: whose they are, how large, where their files are. */
export type RecordingCatalog = ReturnType<typeof createRecordingCatalog>;

/** @param hostId the machine and data directory of this server */
export function createRecordingCatalog({ db, env, hostId }: { db: Db; env: Pick<Env, "recordings" | "publicUrl">; hostId: string }) {
  const policyOf = async (workspaceId: string): Promise<RecordingPolicy> => {
    const own = await db.workspaceSettings.findUnique({ where: { workspaceId } });
    const { retentionDays, quotaBytes } = env.recordings;
    return {
      retentionDays: own?.recordingRetentionDays ?? retentionDays,
      quotaBytes: own?.recordingQuotaBytes == null ? quotaBytes : Number(own.recordingQuotaBytes),
    };
  };
  const usedBytes = async (workspaceId: string): Promise<number> => {
    const { _sum } = await db.recording.aggregate({ where: { workspaceId, removedAt: null }, _sum: { sizeBytes: true } });
    return Number(_sum.sizeBytes ?? 0n);
  };
  const write = async (sessionId: string, { sizeBytes, ...facts }: RecordingFacts, endedAt: Date | null): Promise<void> => {
    await db.recording.updateMany({ where: { sessionId }, data: { ...facts, sizeBytes: BigInt(sizeBytes), endedAt } });
  };

  return {
    policyOf,
    usedBytes,
    write,
    /** A recording begins, or goes on with another server. */
    begun: async (sessionId: string, workspaceId: string, startedAt: Date): Promise<void> => {
      const data = { storage: "disk", hostId, endedAt: null, removedAt: null };
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
    /** Recordings that are over and whose files this server can remove, the oldest first. */
    endedHere: (workspaceId: string): Promise<RecordingRow[]> =>
      db.recording.findMany({
        where: { workspaceId, removedAt: null, endedAt: { not: null }, OR: [{ storage: "s3" }, { hostId }] },
        orderBy: { startedAt: "asc" },
      }),
    /** Recordings of this machine's disk that nobody has ended. */
    openHere: (): Promise<RecordingRow[]> => db.recording.findMany({ where: { hostId, endedAt: null, removedAt: null } }),
    /** Recordings of this machine's disk that are over. */
    onDiskHere: (): Promise<RecordingRow[]> => db.recording.findMany({ where: { hostId, endedAt: { not: null }, removedAt: null } }),
    workspaces: async (): Promise<string[]> =>
      (await db.recording.findMany({ where: { removedAt: null }, distinct: ["workspaceId"], select: { workspaceId: true } })).map((row) => row.workspaceId),
    /** Whose session it is, and when it ended; null for one that has gone. */
    ownerOf: (sessionId: string): Promise<{ workspaceId: string; terminatedAt: Date | null } | null> =>
      db.browserSession.findUnique({ where: { id: sessionId }, select: { workspaceId: true, terminatedAt: true } }),
    /** Of these sessions the ones that have a row still, with the end of those that are over. */
    sessionEnds: async (ids: readonly string[]): Promise<Map<string, Date | null>> =>
      new Map(
        (await db.browserSession.findMany({ where: { id: { in: [...ids] } }, select: { id: true, terminatedAt: true } })).map((row) => [
          row.id,
          row.terminatedAt,
        ]),
      ),
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
      const named = await db.browserSession.findMany({ where: { id: { in: rows.map(({ sessionId }) => sessionId) } }, select: { id: true, name: true } });
      const names = new Map(named.map(({ id, name }) => [id, name]));
      const recordings = rows.map((row) => summaryOf(row, names.get(row.sessionId) ?? null, { ...policy, publicUrl: env.publicUrl }));
      return { recordings, total, page, pageSize, usedBytes: used, ...policy };
    },
  };
}

function summaryOf(row: RecordingRow, sessionName: string | null, { retentionDays, publicUrl }: RecordingPolicy & { publicUrl: string }): RecordingSummary {
  const { sessionId, startedAt, endedAt, durationMs, frames, events } = row;
  const expiresAt = retentionDays === null ? null : new Date(startedAt.getTime() + retentionDays * DAY_MS);
  return {
    sessionId,
    sessionName,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    recording: endedAt === null,
    durationMs,
    sizeBytes: Number(row.sizeBytes),
    frames,
    events,
    expiresAt: expiresAt?.toISOString() ?? null,
    url: `${publicUrl}/recordings/${sessionId}`,
  };
}

/** The moment before which a recording is too old; null: none is. */
export const oldestKept = ({ retentionDays }: RecordingPolicy, now: number): Date | null =>
  retentionDays === null ? null : new Date(now - retentionDays * DAY_MS);
