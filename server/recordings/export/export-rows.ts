import type { Servers } from "../../cluster/servers.ts";
import { ERROR_TABLE, type ErrorCode } from "../../contract/errors.ts";
import { EXPORT_KEPT_MS, ExportFormat, ExportOptions, RecordingExport } from "../../contract/recording-exports.ts";
import { AppError } from "../../core/errors.ts";
import type { Db } from "../../db/client.ts";

/** An export as the database has it. */
export type ExportRow = NonNullable<Awaited<ReturnType<Db["recordingExport"]["findFirst"]>>>;
/** What is known of an export from its beginning on. */
export type NewExport = Pick<RecordingExport, "sessionId" | "format" | "fileName" | "options"> & { workspaceId: string };
/** How one ends. */
export type ExportEnd = { state: "done"; sizeBytes: number } | { state: "cancelled" } | { state: "failed"; error: { code: ErrorCode; message: string } };

export type ExportRowsParts = { db: Db; servers: Pick<Servers, "id" | "hostId" | "isAlive" | "look"> };

const OPEN = ["waiting", "running"];
const ORPHANED = { code: "SHUTTING_DOWN", message: "The server stopped while it was made. Make it again." } as const;

/** Exports as every server sees them: rows, which outlive the server that makes the file. */
export type ExportRows = ReturnType<typeof createExportRows>;

/** @param isMaking whether this server makes that export now */
export function createExportRows({ db, servers, isMaking }: ExportRowsParts & { isMaking: (id: string) => boolean }) {
  /** Writes to one that is open. @returns false where it is over: cancelled by another server, or gone with its session */
  const write = async (id: string, data: { state?: "running"; progress?: number }): Promise<boolean> =>
    (await db.recordingExport.updateMany({ where: { id, state: { in: OPEN } }, data })).count > 0;
  /** What has ended stays as it ended. */
  const end = async (id: string, ended: ExportEnd): Promise<void> => {
    const result = ended.state === "done" ? { progress: 1, sizeBytes: BigInt(ended.sizeBytes) } : {};
    const failure = ended.state === "failed" ? { errorCode: ended.error.code, errorMessage: ended.error.message } : {};
    const data = { state: ended.state, ...result, ...failure, expiresAt: new Date(Date.now() + EXPORT_KEPT_MS) };
    await db.recordingExport.updateMany({ where: { id, state: { in: OPEN } }, data });
  };
  /** The row as it is now: one whose server is gone has failed. */
  const settled = async (row: ExportRow): Promise<ExportRow> => {
    const isMade = (): boolean => (row.serverId === servers.id ? isMaking(row.id) : servers.isAlive(row.serverId));
    if (!isOpen(row) || isMade()) return row;
    // A server that came a moment ago is not known yet.
    await servers.look();
    if (isMade()) return row;
    await end(row.id, { state: "failed", error: ORPHANED });
    return (await db.recordingExport.findUnique({ where: { id: row.id } })) ?? row;
  };

  return {
    write,
    end,
    add: async (id: string, { workspaceId, sessionId, format, fileName, options }: NewExport): Promise<ExportRow> =>
      db.recordingExport.create({
        data: {
          ...{ id, workspaceId, sessionId, format, fileName, options: ExportOptions.parse(options) },
          ...{ state: "waiting", serverId: servers.id, hostId: servers.hostId, createdAt: new Date() },
        },
      }),
    /** The exports of one session, the newest first. */
    list: async (workspaceId: string, sessionId: string): Promise<ExportRow[]> => {
      const rows = await db.recordingExport.findMany({ where: { workspaceId, sessionId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
      return Promise.all(rows.map(settled));
    },
    /** @throws AppError NOT_FOUND also for another workspace's */
    find: async (workspaceId: string, id: string): Promise<ExportRow> => {
      const row = await db.recordingExport.findFirst({ where: { id, workspaceId } });
      if (row === null) throw new AppError("NOT_FOUND", `There is no export ${id}; files are kept for an hour.`);
      return settled(row);
    },
    remove: async (ids: readonly string[]): Promise<void> => {
      await db.recordingExport.deleteMany({ where: { id: { in: [...ids] } } });
    },
    /** Those whose time is over. */
    expired: (): Promise<ExportRow[]> => db.recordingExport.findMany({ where: { expiresAt: { lte: new Date() } }, take: 1_000 }),
  };
}

/** Whether it is still to be made. */
export const isOpen = ({ state }: Pick<ExportRow, "state">): boolean => OPEN.includes(state);

/** An export as clients see it. */
export function toExport({ id, sessionId, format, options, state, progress, fileName, sizeBytes, ...row }: ExportRow): RecordingExport {
  const isDone = state === "done";
  const code = row.errorCode !== null && row.errorCode in ERROR_TABLE ? (row.errorCode as ErrorCode) : "INTERNAL";
  return {
    exportId: id,
    sessionId,
    format: ExportFormat.parse(format),
    options: ExportOptions.parse(options),
    state: RecordingExport.shape.state.parse(state),
    progress,
    fileName,
    sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
    url: isDone ? `/api/recordings/${sessionId}/exports/${id}` : null,
    error: row.errorMessage === null ? null : { code, message: row.errorMessage },
    createdAt: row.createdAt.toISOString(),
    expiresAt: isDone ? (row.expiresAt?.toISOString() ?? null) : null,
  };
}
