import { join } from "node:path";
import type { Recording, RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import { RECORDING_WARNINGS } from "../contract/recordings.ts";
import { AppError } from "../core/errors.ts";
import type { FileStore } from "../core/storage/file-store.ts";
import { folderIn, type RecordingFolder } from "./recording-folder.ts";
import type { RecordingRun } from "./recording-run.ts";
import { type ChunkState, chunkFile, closeLeftovers, EVENT_INDEX, readChunks } from "./tracks/event-log.ts";
import { FRAME_INDEX, type FrameIndex, type IndexEntry, readImage, readIndex, sizeOf } from "./tracks/frame-log.ts";
import { type Notes, readNotes } from "./tracks/notes.ts";

/** Indexes of the recordings that were read last: a player asks for thousands of frames of one. */
const CACHED = 8;

type ReaderParts = {
  /** Recordings are written here. */
  local: FileStore;
  root: string;
  /** And moved there, where one is set. */
  remote: FileStore | null;
  /** The recording of a session while it goes on here. */
  running: (sessionId: string) => RecordingRun | undefined;
  publicUrl: string;
};
type Cached = { frames: FrameIndex; closed: ChunkState[]; notes: Notes };
type Content = { frames: readonly IndexEntry[]; chunks: ChunkState[]; notes: Notes; folder: RecordingFolder };

/** Reads recordings, those that go on and those that are over, wherever they are. Whose they are is asked before. */
export type RecordingReader = ReturnType<typeof createRecordingReader>;

export function createRecordingReader({ local, root, remote, running, publicUrl }: ReaderParts) {
  const cache = new Map<string, { sizes: string; content: Cached }>();

  /** Local as long as anything of it is here: what was moved away is gone here. */
  const folderOf = async (sessionId: string): Promise<RecordingFolder> => {
    const here = folderIn(local, sessionId);
    if (remote === null) return here;
    const sizes = await Promise.all([here.size(FRAME_INDEX), here.size(EVENT_INDEX)]);
    return sizes.some((size) => size !== null) || running(sessionId) !== undefined ? here : folderIn(remote, sessionId);
  };

  const contentOf = async (sessionId: string): Promise<Content> => {
    const run = running(sessionId);
    await run?.flush();
    // What a server that is gone left open is read as well.
    if (run === undefined) await closeLeftovers(join(root, sessionId));
    const folder = await folderOf(sessionId);
    // Both only grow: equal lengths mean equal indexes.
    const sizes = (await Promise.all([folder.size(FRAME_INDEX), folder.size(EVENT_INDEX), run === undefined])).join(" ");
    const known = cache.get(sessionId);
    cache.delete(sessionId);
    const read = async (): Promise<Cached> => {
      const [frames, closed, notes] = await Promise.all([readIndex(folder, known?.content.frames), readChunks(folder), readNotes(folder)]);
      return { frames, notes, closed: closed.map((chunk) => ({ ...chunk, open: false })) };
    };
    const entry = known?.sizes === sizes ? known : { sizes, content: await read() };
    cache.set(sessionId, entry);
    const [oldest] = cache.keys();
    if (cache.size > CACHED && oldest !== undefined) cache.delete(oldest);
    const { frames, closed, notes } = entry.content;
    const writers = run?.writers;
    return { folder, frames: frames.entries, chunks: writers?.events.chunks() ?? closed, notes: writers?.notes.known ?? notes };
  };

  const startOf = ({ frames, chunks, notes }: Content): number => notes.startedAtMs ?? frames[0]?.seenAtMs ?? chunks[0]?.fromAtMs ?? 0;

  const describe = (sessionId: string, content: Content): Recording => {
    const { frames, chunks, notes } = content;
    const available = frames.length + chunks.length > 0;
    const startMs = startOf(content);
    const at = (atMs: number): number => Math.max(0, Math.round(atMs - startMs));
    return {
      sessionId,
      available,
      recording: running(sessionId) !== undefined,
      frames: frames.length,
      events: chunks.reduce((sum, { events }) => sum + events, 0),
      durationMs: available ? at(Math.max(frames.at(-1)?.seenAtMs ?? startMs, ...chunks.map(({ toAtMs }) => toAtMs))) : 0,
      sizeBytes: sizeOf(frames) + chunks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      startedAt: available ? new Date(startMs).toISOString() : null,
      tabs: notes.tabs.map(({ openedAtMs, closedAtMs, ...tab }) => ({
        ...tab,
        openedAtMs: at(openedAtMs),
        closedAtMs: closedAtMs === null ? null : at(closedAtMs),
      })),
      warnings: notes.warnings.map(({ code, atMs }) => ({ code, message: RECORDING_WARNINGS[code], atMs: at(atMs) })),
      url: available ? `${publicUrl}/recordings/${sessionId}` : null,
    };
  };

  return {
    recording: async (sessionId: string): Promise<Recording> => describe(sessionId, await contentOf(sessionId)),
    /** The frames from that index on. */
    frames: async (sessionId: string, from: number): Promise<RecordingFrames> => {
      const content = await contentOf(sessionId);
      const startMs = startOf(content);
      const frames = content.frames
        .slice(from)
        .map(({ seenAtMs, width, height, tabId }) => ({ atMs: Math.max(0, Math.round(seenAtMs - startMs)), width, height, tabId }));
      return { recording: describe(sessionId, content), from, frames };
    },
    /** The chunks whose number is at least `from`. */
    events: async (sessionId: string, from: number): Promise<RecordingEvents> => {
      const content = await contentOf(sessionId);
      const startedAtMs = startOf(content);
      const at = (atMs: number): number => Math.max(0, Math.round(atMs - startedAtMs));
      const chunks = content.chunks
        .filter(({ chunk }) => chunk >= from)
        .toSorted((a, b) => a.fromAtMs - b.fromAtMs || a.chunk - b.chunk)
        .map(({ fromAtMs, toAtMs, ...chunk }) => ({ ...chunk, fromMs: at(fromAtMs), toMs: at(toAtMs) }));
      return { recording: describe(sessionId, content), startedAtMs, from, chunks };
    },
    /** The JPEG of one frame. @throws AppError NOT_FOUND */
    image: async (sessionId: string, index: number): Promise<Buffer> => {
      const { frames, folder } = await contentOf(sessionId);
      const entry = frames[index];
      if (entry === undefined) throw new AppError("NOT_FOUND", `The recording has no frame ${index}.`);
      return readImage(folder, entry);
    },
    /** A chunk of events as gzipped JSON, and whether it will stay as it is. @throws AppError NOT_FOUND */
    chunk: async (sessionId: string, chunk: number): Promise<{ body: Buffer; isFinal: boolean }> => {
      const open = await running(sessionId)?.writers?.events.readOpen(chunk);
      if (open) return { body: open, isFinal: false };
      const { chunks, folder } = await contentOf(sessionId);
      const body = chunks.some((one) => one.chunk === chunk) ? await folder.get(chunkFile(chunk)) : null;
      if (body === null) throw new AppError("NOT_FOUND", `The recording has no chunk ${chunk} of events.`);
      return { body, isFinal: true };
    },
  };
}
