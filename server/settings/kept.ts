import type { WorkspaceStorage } from "../contract/workspace-settings.ts";
import type { Db } from "../db/client.ts";

/** What an ended session has left of one kind: its recording, its pictures, or the bodies of its requests. */
export type KeptItem = {
  kind: "recording" | "evidence" | "bodies";
  sessionId: string;
  sizeBytes: number;
  /** Pictures; else 1. */
  count: number;
  /** The machine whose disk it must be removed from; null: any server can. */
  hostId: string | null;
};
/** The moments from which on things are not too old; null: nothing ever is. */
export type KeptSince = { recordings: Date | null; evidence: Date | null; logs: Date | null };
const EVER: KeptSince = { recordings: null, evidence: null, logs: null };

type ItemRow = Omit<KeptItem, "sizeBytes"> & { sizeBytes: bigint };
type SizesRow = Record<"recording" | "evidence" | "bodies" | "exports", bigint>;
const bytesOf = (sum: bigint | undefined): number => Number(sum ?? 0n);
/** As PostgreSQL reads it: columns hold UTC without saying so. */
const momentOf = (date: Date | null): string => date?.toISOString() ?? "-infinity";

/** What sessions of a workspace have left that takes room, told by its rows: the same for every server. */
export type Kept = ReturnType<typeof createKept>;

export function createKept({ db }: { db: Db }) {
  return {
    /** In bytes as stored. A picture that was taken several times is one file. */
    sizes: async (workspaceId: string): Promise<Omit<WorkspaceStorage, "quotaBytes">> => {
      const [row] = await db.$queryRaw<SizesRow[]>`
        SELECT
          (SELECT coalesce(sum(size_bytes), 0) FROM recordings WHERE workspace_id = ${workspaceId} AND removed_at IS NULL)::bigint AS recording,
          (SELECT coalesce(sum(size_bytes), 0) FROM (
            SELECT DISTINCT ON (session_id, sha256) size_bytes FROM evidence_shots WHERE workspace_id = ${workspaceId}
          ) files)::bigint AS evidence,
          (SELECT coalesce(sum(network_body_bytes), 0) FROM browser_sessions WHERE workspace_id = ${workspaceId} AND network_body_bytes > 0)::bigint AS bodies,
          (SELECT coalesce(sum(size_bytes), 0) FROM recording_exports WHERE workspace_id = ${workspaceId} AND state = 'done')::bigint AS exports`;
      const [recordingBytes, evidenceBytes, bodyBytes, exportBytes] = [
        bytesOf(row?.recording),
        bytesOf(row?.evidence),
        bytesOf(row?.bodies),
        bytesOf(row?.exports),
      ];
      return { recordingBytes, evidenceBytes, bodyBytes, exportBytes, usedBytes: recordingBytes + evidenceBytes + bodyBytes };
    },

    /** What of ended sessions can be removed, the oldest first. @param since leaves out what is older */
    items: async (workspaceId: string, since: KeptSince = EVER): Promise<KeptItem[]> => {
      const rows = await db.$queryRaw<ItemRow[]>`
        SELECT kind, "sessionId", "sizeBytes", count, "hostId" FROM (
          SELECT 'recording' AS kind, session_id AS "sessionId", size_bytes AS "sizeBytes", 1 AS count,
            CASE WHEN storage = 'disk' THEN host_id END AS "hostId", started_at AS at
          FROM recordings
          WHERE workspace_id = ${workspaceId} AND removed_at IS NULL AND ended_at IS NOT NULL AND started_at >= ${momentOf(since.recordings)}::timestamp
          UNION ALL
          SELECT 'evidence', files.session_id, sum(files.size_bytes)::bigint, count(*)::int, NULL, min(files.at)
          FROM (
            SELECT session_id, sha256, max(size_bytes) AS size_bytes, max(at) AS at FROM evidence_shots
            WHERE workspace_id = ${workspaceId} AND at >= ${momentOf(since.evidence)}::timestamp GROUP BY session_id, sha256
          ) files JOIN browser_sessions s ON s.id = files.session_id AND s.terminated_at IS NOT NULL
          GROUP BY files.session_id
          UNION ALL
          SELECT 'bodies', id, network_body_bytes, 1, NULL, created_at FROM browser_sessions
          WHERE workspace_id = ${workspaceId} AND network_body_bytes > 0 AND terminated_at >= ${momentOf(since.logs)}::timestamp
        ) items ORDER BY at, kind, "sessionId"`;
      return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }));
    },

    /** Sessions that ended before then and have a log still. */
    logsEndedBefore: async (workspaceId: string, before: Date): Promise<number> =>
      db.browserSession.count({ where: { workspaceId, terminatedAt: { lt: before }, OR: [{ logs: { some: {} } }, { network: { some: {} } }] } }),

    /** Workspaces whose sessions have left something that takes room. */
    workspaces: async (): Promise<string[]> => {
      const rows = await db.$queryRaw<{ workspaceId: string }[]>`
        SELECT workspace_id AS "workspaceId" FROM recordings WHERE removed_at IS NULL
        UNION SELECT workspace_id FROM evidence_shots
        UNION SELECT workspace_id FROM browser_sessions WHERE network_body_bytes > 0`;
      return rows.map(({ workspaceId }) => workspaceId);
    },

    /** Forgets a session's pictures, or its bodies; their files go when the server that has them looks next. */
    forget: async ({ kind, sessionId }: { kind: "evidence" | "bodies"; sessionId: string }): Promise<void> => {
      if (kind === "evidence") await db.evidenceShot.deleteMany({ where: { sessionId } });
      else await db.browserSession.updateMany({ where: { id: sessionId }, data: { networkBodyBytes: 0n } });
    },
  };
}
