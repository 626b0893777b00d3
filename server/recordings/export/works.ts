import type { Actor } from "../../access/actor.ts";
import type { Activity, LogEntry } from "../../contract/activity.ts";
import type { ExportRecordingInput } from "../../contract/recording-exports.ts";
import type { RecordingFrames } from "../../contract/recordings.ts";
import type { Session } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";
import { harOf } from "../../network-log/har.ts";
import type { NetworkLog } from "../../network-log/network-log.ts";
import type { Recordings } from "../recordings.ts";
import type { Work } from "./export-jobs.ts";
import { type Ffmpeg, writeWithFfmpeg } from "./ffmpeg.ts";
import { cutOf, refused, stretchOf } from "./shots.ts";
import { type Trace, writeTraceJson, writeTraceZip } from "./trace.ts";
import { type VideoJob, writeWebm } from "./webm.ts";

const NO_MP4 = "MP4 needs ffmpeg with an H.264 encoder on the server; choose webm.";

/** A stretch of a session's time, epoch milliseconds. */
type Between = { sessionId: string; fromMs: number; toMs: number };

/** Where the content of exports comes from. */
export type WorkParts = {
  recordings: Pick<Recordings, "get" | "frames" | "image" | "events" | "chunk">;
  sessions: { get(actor: Actor, sessionId: string): Promise<Session> };
  /** What was done and logged in the session, the oldest first. */
  activities: {
    readActivities(actor: Actor, sessionId: string): Promise<AsyncIterable<Activity>>;
    readLogs(actor: Actor, between: Between): Promise<AsyncIterable<LogEntry>>;
  };
  network: Pick<NetworkLog, "read">;
};

/** What is done for each kind of export. What cannot be done is said before any work begins. */
export function createWorks({ recordings, sessions, activities, network }: WorkParts) {
  /** A video, by ffmpeg where it is there and can. @throws AppError INVALID_INPUT · CAPABILITY_UNSUPPORTED naming the field */
  const videoWork = async (actor: Actor, input: ExportRecordingInput, found: Ffmpeg | null): Promise<Work> => {
    const { sessionId, format } = input;
    const kind = format === "mp4" ? "mp4" : "webm";
    const canEncode = found?.encoders[kind] !== undefined;
    if (kind === "mp4" && !canEncode) throw new AppError("CAPABILITY_UNSUPPORTED", `format: ${NO_MP4}`, { fields: [{ field: "format", message: NO_MP4 }] });
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

  /** An archive or a JSON text of everything. @throws AppError INVALID_INPUT naming the field */
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

  return { videoWork, traceWork };
}

function assertKnownTab({ recording, frames }: RecordingFrames, tabId: string | undefined): void {
  if (tabId === undefined || recording.tabs.some((tab) => tab.tabId === tabId) || frames.some((frame) => frame.tabId === tabId)) return;
  throw refused("tabId", "The recording has no such tab.");
}

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
