import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Activity, LogEntry } from "../../contract/activity.ts";
import type { Stretch } from "../../contract/recording-time.ts";
import type { Recording, RecordingChunk, RecordingFrame } from "../../contract/recordings.ts";
import type { Session } from "../../contract/sessions.ts";
import { type StreamedZipEntry, zipStream } from "../../core/zip.ts";

const unzipped = promisify(gunzip);
const VERSION = 1;

/** Everything that is known of a session within the stretch that is wanted. Times of the recording count from its start. */
export type Trace = {
  session: Session;
  recording: Recording;
  /** Epoch milliseconds of the recording's start. */
  startedAtMs: number;
  stretch: Stretch;
  /** Each with its place in the recording. */
  frames: (RecordingFrame & { index: number })[];
  chunks: RecordingChunk[];
  activities: Activity[];
  logs: LogEntry[];
  /** What the pages asked the network for, HAR 1.2. */
  har: Buffer;
  imageOf: (frame: number) => Promise<Buffer>;
  /** A chunk of events as gzipped JSON. */
  chunkOf: (chunk: number) => Promise<Buffer>;
};

type TraceJob = { file: string; trace: Trace; signal: AbortSignal; onProgress: (share: number) => void };

/**
 * Writes a ZIP archive of everything: `session.json`, `recording.json`, `activity.json`, `console.json`, `network.har`,
 * `frames.json` with its pictures in `frames/`, rrweb's events in `events/`, and last `manifest.json`, which tells the
 * SHA-256 of each.
 * @throws AppError LIMIT_EXCEEDED beyond 4 GB · the signal's reason
 */
export async function writeTraceZip({ file, trace, signal, onProgress }: TraceJob): Promise<void> {
  await pipeline(Readable.from(zipStream(withManifest(trace, counted(trace, filesOf(trace, signal), onProgress)))), createWriteStream(file), { signal });
}

/** Writes one JSON object of everything but the pictures. @throws the signal's reason */
export async function writeTraceJson({ file, trace, signal, onProgress }: TraceJob): Promise<void> {
  await pipeline(Readable.from(jsonOf(trace, signal, onProgress)), createWriteStream(file), { signal });
}

async function* filesOf(trace: Trace, signal: AbortSignal): AsyncGenerator<StreamedZipEntry> {
  const modifiedAt = new Date(trace.session.terminatedAt ?? trace.session.lastActivityAt);
  const json = (name: string, value: unknown): StreamedZipEntry => ({ name, data: Buffer.from(JSON.stringify(value, null, 1)), modifiedAt });
  yield json("session.json", trace.session);
  yield json("recording.json", trace.recording);
  yield json("activity.json", trace.activities);
  yield json("console.json", trace.logs);
  yield { name: "network.har", data: trace.har, modifiedAt };
  for (const { chunk, tabId } of trace.chunks) {
    signal.throwIfAborted();
    yield { name: `events/${number(chunk)}-${tabId}.json`, data: await unzipped(await trace.chunkOf(chunk)), modifiedAt };
  }
  yield json(
    "frames.json",
    trace.frames.map(({ index, ...frame }) => ({ file: pictureName(index), ...frame })),
  );
  for (const { index, atMs } of trace.frames) {
    signal.throwIfAborted();
    yield { name: pictureName(index), data: await trace.imageOf(index), modifiedAt: new Date(trace.startedAtMs + atMs), stored: true };
  }
}

/** The same files, then one that tells what they are. */
async function* withManifest(trace: Trace, files: AsyncIterable<StreamedZipEntry>): AsyncGenerator<StreamedZipEntry> {
  const told: { name: string; sizeBytes: number; sha256: string }[] = [];
  for await (const file of files) {
    told.push({ name: file.name, sizeBytes: file.data.length, sha256: createHash("sha256").update(file.data).digest("hex") });
    yield file;
  }
  const manifest = { ...headOf(trace), files: told };
  yield { name: "manifest.json", data: Buffer.from(JSON.stringify(manifest, null, 1)), modifiedAt: new Date() };
}

async function* counted(trace: Trace, files: AsyncIterable<StreamedZipEntry>, onProgress: (share: number) => void): AsyncGenerator<StreamedZipEntry> {
  const count = trace.frames.length + trace.chunks.length + 1;
  let done = 0;
  for await (const file of files) {
    yield file;
    done += /^(?:frames|events)\//.test(file.name) ? 1 : 0;
    onProgress(done / count);
  }
}

async function* jsonOf(trace: Trace, signal: AbortSignal, onProgress: (share: number) => void): AsyncGenerator<string> {
  const { session, recording, activities, logs, har, chunks } = trace;
  const head = { ...headOf(trace), session, recording, activity: activities, console: logs };
  yield JSON.stringify(head).slice(0, -1);
  yield `,"frames":${JSON.stringify(trace.frames)}`;
  yield `,"network":${har.toString("utf8")}`;
  yield `,"events":[`;
  for (const [index, { chunk, tabId }] of chunks.entries()) {
    signal.throwIfAborted();
    const events = await unzipped(await trace.chunkOf(chunk));
    yield `${index === 0 ? "" : ","}{"chunk":${chunk},"tabId":${JSON.stringify(tabId)},"events":${events.toString("utf8")}}`;
    onProgress((index + 1) / chunks.length);
  }
  yield "]}\n";
}

const headOf = ({ session, startedAtMs, stretch }: Trace) => ({
  format: "perch-trace",
  version: VERSION,
  sessionId: session.id,
  startedAt: new Date(startedAtMs).toISOString(),
  exportedAt: new Date().toISOString(),
  ...stretch,
});

const number = (place: number): string => String(place).padStart(6, "0");
const pictureName = (index: number): string => `frames/${number(index)}.jpg`;
