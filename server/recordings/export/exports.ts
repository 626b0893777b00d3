import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ZodError } from "zod";
import type { Actor } from "../../access/actor.ts";
import { ERROR_TABLE, type ErrorCode } from "../../contract/errors.ts";
import {
  type ExportFormat,
  type ExportRecordingInput,
  ExportRecordingQuery,
  type ListExportsOutput,
  type RecordingExport,
} from "../../contract/recording-exports.ts";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { ExportJobs } from "./export-jobs.ts";
import type { ExportRowsParts } from "./export-rows.ts";
import { type Ffmpeg, findFfmpeg } from "./ffmpeg.ts";
import { createWorks, type WorkParts } from "./works.ts";

const ROUTE = /^\/api\/recordings\/([A-Za-z0-9_-]{1,64})\/(?:export|exports\/([A-Za-z0-9_-]{1,64}))$/;
const MIME_TYPES: Record<ExportFormat, string> = { webm: "video/webm", mp4: "video/mp4", zip: "application/zip", json: "application/json; charset=utf-8" };
type ExportParts = WorkParts & ExportRowsParts & { env: Pick<Env, "dataDir" | "searchPath">; log: Log };

/** Recordings as files: videos of their pictures, and everything that is known of a session as an archive or JSON. */
export type RecordingExports = ReturnType<typeof createRecordingExports>;

/** Makes it; start() before the first export. */
export function createRecordingExports({ env, log, db, servers, ...parts }: ExportParts) {
  const { recordings, sessions } = parts;
  const { videoWork, traceWork } = createWorks(parts);
  const jobs = new ExportJobs({ db, servers, directory: join(env.dataDir, "exports"), log, faceOf });
  const state: { ffmpeg: Promise<Ffmpeg | null> | null } = { ffmpeg: null };
  const ffmpeg = (): Promise<Ffmpeg | null> => (state.ffmpeg ??= findFfmpeg(env.searchPath));

  const assertMay = ({ scopes }: Actor): void => {
    if (!scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
  };

  /** Begins an export. @throws AppError NOT_FOUND · INVALID_INPUT · CAPABILITY_UNSUPPORTED naming the field · LIMIT_EXCEEDED */
  const begin = async (actor: Actor, input: ExportRecordingInput): Promise<RecordingExport> => {
    assertMay(actor);
    const { sessionId, format, ...options } = input;
    const { available } = await recordings.get(actor, sessionId);
    if (!available) throw new AppError("NOT_FOUND", "Nothing was recorded of this session.");
    const isVideo = format === "webm" || format === "mp4";
    const work = isVideo ? await videoWork(actor, input, await ffmpeg()) : await traceWork(actor, input);
    return jobs.add({ workspaceId: actor.workspaceId, sessionId, format, options, fileName: `${sessionId}.${format}` }, work);
  };

  const send = async (res: ServerResponse, actor: Actor, exportId: string): Promise<void> => {
    const { stream, sizeBytes, fileName, format } = await jobs.open(actor.workspaceId, exportId);
    res.writeHead(200, {
      "content-type": MIME_TYPES[format],
      "content-length": sizeBytes,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    });
    await pipeline(stream, res);
  };

  return {
    /** Idempotent. Looks for ffmpeg, and removes what is kept no longer. */
    start: async (): Promise<void> => {
      await Promise.all([jobs.start(), ffmpeg()]);
    },
    /** Idempotent. What is being made fails, and can be made again with the next server. */
    stop: (): Promise<void> => jobs.stop(),
    begin,
    /** The exports of a session that are being made, can be fetched or failed lately, and the formats that there are. @throws AppError NOT_FOUND */
    list: async (actor: Actor, sessionId: string): Promise<ListExportsOutput> => {
      assertMay(actor);
      await sessions.get(actor, sessionId);
      const hasMp4 = (await ffmpeg())?.encoders.mp4 !== undefined;
      return { exports: await jobs.list(actor.workspaceId, sessionId), formats: hasMp4 ? ["webm", "mp4", "zip", "json"] : ["webm", "zip", "json"] };
    },
    /** Gives an export up, or removes one that is over. @throws AppError NOT_FOUND */
    cancel: async (actor: Actor, sessionId: string, exportId: string): Promise<RecordingExport> => {
      assertMay(actor);
      await sessions.get(actor, sessionId);
      return jobs.cancel(actor.workspaceId, exportId);
    },
    /**
     * Serves `GET /api/recordings/:id/export?format=…`, which makes the file while the caller waits and gives up when they
     * leave, and `GET …/exports/:exportId`, the file of an export that is done.
     * @throws AppError as begin(), for the caller's error mapper
     */
    handle: async (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> => {
      const url = new URL(req.url ?? "/", "http://localhost");
      const [, sessionId, exportId] = ROUTE.exec(url.pathname) ?? [];
      if (sessionId === undefined) throw new AppError("NOT_FOUND", "Exports are at /api/recordings/:id/export and /api/recordings/:id/exports/:exportId.");
      assertMay(actor);
      if (exportId !== undefined) {
        await sessions.get(actor, sessionId);
        return send(res, actor, exportId);
      }
      const query = ExportRecordingQuery.safeParse(Object.fromEntries(url.searchParams));
      if (!query.success) throw unreadable(query.error);
      const made = await begin(actor, { sessionId, ...query.data });
      const left = new AbortController();
      res.once("close", () => left.abort(new AppError("CANCELLED", "The caller left.")));
      const settled = await jobs.settled(actor.workspaceId, made.exportId, left.signal);
      if (settled.error !== null) throw new AppError(settled.error.code, settled.error.message);
      await send(res, actor, made.exportId);
    },
  };
}

/** What of a failure may be told: a fault of ours is named in the log alone. */
function faceOf(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof AppError && error.code in ERROR_TABLE) return { code: error.code, message: error.message };
  if (error instanceof Error && error.name === "TimeoutError")
    return { code: "TIMEOUT", message: "The export took too long and was given up; choose a shorter stretch." };
  return { code: "INTERNAL", message: "The export could not be made; the server's log has the details." };
}

function unreadable({ issues }: ZodError): AppError {
  const fields = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((field) => ({ field, message: "There is no such field." }));
    return [{ field: issue.path.join("."), message: issue.message }];
  });
  return new AppError("INVALID_INPUT", fields.map(({ field, message }) => `${field}: ${message}`).join(" "), { fields });
}
