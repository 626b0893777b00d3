import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ZodError } from "zod";
import type { Actor } from "../../access/actor.ts";
import type { Activity, LogEntry } from "../../contract/activity.ts";
import { ERROR_TABLE, type ErrorCode } from "../../contract/errors.ts";
import {
  type ExportFormat,
  type ExportRecordingInput,
  ExportRecordingQuery,
  type ListExportsOutput,
  type RecordingExport,
} from "../../contract/recording-exports.ts";
import type { RecordingFrames } from "../../contract/recordings.ts";
import type { Session } from "../../contract/sessions.ts";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { harOf } from "../../network-log/har.ts";
import type { NetworkLog } from "../../network-log/network-log.ts";
import type { Recordings } from "../recordings.ts";
import { ExportJobs, type Work } from "./export-jobs.ts";
import { type Ffmpeg, findFfmpeg, writeWithFfmpeg } from "./ffmpeg.ts";
import { cutOf, refused, stretchOf } from "./shots.ts";
import { type Trace, writeTraceJson, writeTraceZip } from "./trace.ts";
import { type VideoJob, writeWebm } from "./webm.ts";

const ROUTE = /^\/api\/recordings\/([A-Za-z0-9_-]{1,64})\/(?:export|exports\/([A-Za-z0-9_-]{1,64}))$/;
const MIME_TYPES: Record<ExportFormat, string> = { webm: "video/webm", mp4: "video/mp4", zip: "application/zip", json: "application/json; charset=utf-8" };
/** A stretch of a session's time, epoch milliseconds. */
type Between = { sessionId: string; fromMs: number; toMs: number };

type ExportParts = {
  env: Pick<Env, "dataDir" | "searchPath">;
  log: Log;
  recordings: Pick<Recordings, "get" | "frames" | "image" | "events" | "chunk">;
  sessions: { get(actor: Actor, sessionId: string): Promise<Session> };
  /** What was done and logged in the session, the oldest first. */
  activities: {
    readActivities(actor: Actor, sessionId: string): Promise<AsyncIterable<Activity>>;
    readLogs(actor: Actor, between: Between): Promise<AsyncIterable<LogEntry>>;
  };
  network: Pick<NetworkLog, "read">;
};

/** Recordings as files: videos of their pictures, and everything that is known of a session as an archive or JSON. */
export type RecordingExports = ReturnType<typeof createRecordingExports>;

/** Makes it; start() before the first export. */
export function createRecordingExports({ env, log, recordings, sessions, activities, network }: ExportParts) {
  const jobs = new ExportJobs({ directory: join(env.dataDir, "exports"), log, faceOf });
  const state: { ffmpeg: Promise<Ffmpeg | null> | null } = { ffmpeg: null };
  const ffmpeg = (): Promise<Ffmpeg | null> => (state.ffmpeg ??= findFfmpeg(env.searchPath));

  const assertMay = ({ scopes }: Actor): void => {
    if (!scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
  };

  const videoWork = async (actor: Actor, input: ExportRecordingInput): Promise<Work> => {
    const { sessionId, format } = input;
    const kind = format === "mp4" ? "mp4" : "webm";
    const found = await ffmpeg();
    const canEncode = found?.encoders[kind] !== undefined;
    if (kind === "mp4" && !canEncode)
      throw new AppError("CAPABILITY_UNSUPPORTED", "format: MP4 needs ffmpeg with an H.264 encoder on the server; choose webm.", {
        fields: [{ field: "format", message: "MP4 needs ffmpeg with an H.264 encoder on the server; choose webm." }],
      });
    const { frames, recording } = await recordings.frames(actor, sessionId);
    const cut = cutOf(frames, recording.durationMs, await momentsOf(actor, sessionId, recording.startedAt), input);
    return async ({ file, signal, onProgress }) => {
      const job: VideoJob = { file, cut, signal, onProgress, imageOf: (frame) => recordings.image(actor, sessionId, frame) };
      if (found !== null && canEncode) await writeWithFfmpeg(found, kind, job);
      else await writeWebm(job);
    };
  };

  /** When something was done, in milliseconds of the recording. */
  const momentsOf = async (actor: Actor, sessionId: string, startedAt: string | null): Promise<number[]> => {
    const startMs = Date.parse(startedAt ?? "");
    const done = await listOf(await activities.readActivities(actor, sessionId));
    return done.flatMap(({ createdAt, durationMs }) => [Date.parse(createdAt) - startMs, Date.parse(createdAt) - startMs + (durationMs ?? 0)]);
  };

  const traceWork = async (actor: Actor, input: ExportRecordingInput): Promise<Work> => {
    const { sessionId, format, tabId } = input;
    const [session, track] = await Promise.all([sessions.get(actor, sessionId), recordings.frames(actor, sessionId)]);
    const stretch = stretchOf(input, track.recording.durationMs);
    assertKnownTab(track, tabId);
    return async ({ file, signal, onProgress }) => {
      const { startedAtMs, chunks } = await recordings.events(actor, sessionId);
      // What came before the first picture or after the last belongs to a recording that is wanted from its beginning, or to its end.
      const between = {
        sessionId,
        fromMs: stretch.fromMs === 0 ? 0 : startedAtMs + stretch.fromMs,
        toMs: input.toMs === undefined ? Date.now() : startedAtMs + stretch.toMs,
      };
      const isIn = (fromMs: number, toMs: number): boolean => fromMs <= stretch.toMs && toMs >= stretch.fromMs;
      const isWanted = (own: string): boolean => tabId === undefined || own === tabId;
      const trace: Trace = {
        session,
        recording: track.recording,
        startedAtMs,
        stretch,
        frames: track.frames.map((frame, index) => ({ index, ...frame })).filter((frame) => isIn(frame.atMs, frame.atMs) && isWanted(frame.tabId)),
        chunks: chunks.filter((chunk) => isIn(chunk.fromMs, chunk.toMs) && isWanted(chunk.tabId)),
        activities: (await listOf(await activities.readActivities(actor, sessionId))).filter(({ createdAt }) => {
          const atMs = Date.parse(createdAt);
          return between.fromMs <= atMs && atMs <= between.toMs;
        }),
        logs: await listOf(await activities.readLogs(actor, between)),
        har: Buffer.from((await listOf(harOf(await network.read(actor, between)))).join("")),
        imageOf: (frame) => recordings.image(actor, sessionId, frame),
        chunkOf: async (chunk) => (await recordings.chunk(actor, sessionId, chunk)).body,
      };
      await (format === "zip" ? writeTraceZip : writeTraceJson)({ file, trace, signal, onProgress });
    };
  };

  /** Begins an export. @throws AppError NOT_FOUND · INVALID_INPUT · CAPABILITY_UNSUPPORTED naming the field · LIMIT_EXCEEDED */
  const begin = async (actor: Actor, input: ExportRecordingInput): Promise<RecordingExport> => {
    assertMay(actor);
    const { sessionId, format } = input;
    const { available } = await recordings.get(actor, sessionId);
    if (!available) throw new AppError("NOT_FOUND", "Nothing was recorded of this session.");
    const isVideo = format === "webm" || format === "mp4";
    const work = await (isVideo ? videoWork : traceWork)(actor, input);
    return jobs.add({ workspaceId: actor.workspaceId, sessionId, format, fileName: `${sessionId}.${format}`, work });
  };

  const send = async (res: ServerResponse, actor: Actor, exportId: string): Promise<void> => {
    const { stream, sizeBytes, fileName, format } = jobs.open(actor.workspaceId, exportId);
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
    /** Idempotent. Looks for ffmpeg, and removes files of earlier servers that are kept too long. */
    start: async (): Promise<void> => {
      await Promise.all([jobs.start(), ffmpeg()]);
    },
    /** Idempotent. Gives up what is being made. */
    stop: (): Promise<void> => jobs.stop(),
    begin,
    /** The exports of a session that are being made or can be fetched, and the formats that there are. @throws AppError NOT_FOUND */
    list: async (actor: Actor, sessionId: string): Promise<ListExportsOutput> => {
      assertMay(actor);
      await sessions.get(actor, sessionId);
      const hasMp4 = (await ffmpeg())?.encoders.mp4 !== undefined;
      return { exports: jobs.list(actor.workspaceId, sessionId), formats: hasMp4 ? ["webm", "mp4", "zip", "json"] : ["webm", "zip", "json"] };
    },
    /** Gives an export up, or removes its file. @throws AppError NOT_FOUND */
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

function assertKnownTab({ recording, frames }: RecordingFrames, tabId: string | undefined): void {
  if (tabId === undefined || recording.tabs.some((tab) => tab.tabId === tabId) || frames.some((frame) => frame.tabId === tabId)) return;
  throw refused("tabId", "The recording has no such tab.");
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

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
