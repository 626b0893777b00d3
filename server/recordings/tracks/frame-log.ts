import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { absent, DIRECTORY_MODE, FILE_MODE } from "../../core/storage/disk-store.ts";
import type { RecordingFolder } from "../recording-folder.ts";
import { cutUnfinishedLine, parseJsonLines } from "./json-lines.ts";

export const FRAME_INDEX = "index.jsonl";
const CHUNK_BYTES = 32 * 1024 * 1024;
/** A caret that blinks shows the same few pictures in turns: so many of the last are looked through before one is written again. */
const REMEMBERED = 4;

/** One line of the index: which bytes of which chunk file are the picture, and when it was seen. */
export const IndexEntry = z.object({
  chunk: z.int().min(0),
  offset: z.int().min(0),
  sizeBytes: z.int().min(1),
  /** Milliseconds since the epoch. */
  seenAtMs: z.number(),
  width: z.int(),
  height: z.int(),
  tabId: z.string(),
});
export type IndexEntry = z.infer<typeof IndexEntry>;

/** A picture on its way to the disk. */
export type RecordedFrame = Omit<IndexEntry, "chunk" | "offset" | "sizeBytes"> & { image: Buffer };

/** Writes one recording's pictures into chunk files of about 32 MiB, then their places into the index. One writer a directory. */
export type FrameLog = {
  /** Appends the pictures in order. A crash in between loses at most these. */
  append(frames: readonly RecordedFrame[]): Promise<void>;
  /** Bytes and number of the pictures written so far. */
  readonly sizeBytes: number;
  readonly frames: number;
  /** Chunk files that are never written again. */
  readonly closedFiles: readonly string[];
};

const chunkFile = (chunk: number): string => `frames-${String(chunk).padStart(4, "0")}.bin`;

/**
 * The frame log of a recording: makes the directory (readable by the server's user alone), or goes on with what an
 * earlier server left there, wherever that one was interrupted.
 */
export async function openFrameLog(directory: string): Promise<FrameLog> {
  await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
  await cutUnfinishedLine(join(directory, FRAME_INDEX));
  const written = parseIndex(await readFile(join(directory, FRAME_INDEX), "utf8").catch(absent("")));
  // Always a chunk of its own: the last one may end with pictures that never came into the index.
  const state = { chunk: (await chunksIn(directory)).length, offset: 0, frames: written.length, sizeBytes: sizeOf(written) };

  /** The newest last. Those of a file that is full are none: it may be removed from this disk. */
  const recent: { image: Buffer; at: Pick<IndexEntry, "chunk" | "offset" | "sizeBytes"> }[] = [];

  const place = ({ image, ...frame }: RecordedFrame): { entry: IndexEntry; image: Buffer | null } => {
    state.frames += 1;
    const known = recent.find((one) => one.at.chunk === state.chunk && one.image.equals(image));
    if (known) return { entry: { ...known.at, ...frame }, image: null };
    if (state.offset >= CHUNK_BYTES) Object.assign(state, { chunk: state.chunk + 1, offset: 0 });
    const at = { chunk: state.chunk, offset: state.offset, sizeBytes: image.length };
    recent.push({ image, at });
    if (recent.length > REMEMBERED) recent.shift();
    state.offset += image.length;
    state.sizeBytes += image.length;
    return { entry: { ...at, ...frame }, image };
  };

  return {
    async append(frames) {
      const { frames: before, sizeBytes } = state;
      const placed = frames.map(place);
      try {
        for (const [chunk, part] of Map.groupBy(placed, ({ entry }) => entry.chunk)) {
          await appendFile(join(directory, chunkFile(chunk)), Buffer.concat(part.flatMap(({ image }) => image ?? [])), { mode: FILE_MODE });
        }
        // The index comes last: what it names is on the disk already.
        await appendFile(join(directory, FRAME_INDEX), placed.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(""), { mode: FILE_MODE });
      } catch (error) {
        // How much of it was written nobody knows: what comes next begins a file of its own.
        recent.length = 0;
        Object.assign(state, { chunk: (await chunksIn(directory)).length, offset: 0, frames: before, sizeBytes });
        throw error;
      }
    },
    get sizeBytes() {
      return state.sizeBytes;
    },
    get frames() {
      return state.frames;
    },
    get closedFiles() {
      return Array.from({ length: state.chunk }, (_, chunk) => chunkFile(chunk));
    },
  };
}

/** The chunk files of a recording, which are numbered without gaps. */
const chunksIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory).catch(absent<string[]>([]))).filter((name) => /^frames-\d+\.bin$/.test(name));

/** Bytes of the pictures that an index names, each counted once. */
export const sizeOf = (entries: readonly IndexEntry[]): number =>
  [...new Map(entries.map(({ chunk, offset, sizeBytes }) => [`${chunk} ${offset}`, sizeBytes])).values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);

/** The frames that an index names, in the order of time, and how many of its bytes tell of them. */
export type FrameIndex = { entries: readonly IndexEntry[]; sizeBytes: number };

/**
 * Reads the index of a recording, of which `known` was read before: only what was added since. A last line that is cut off
 * is left for the next time.
 */
export async function readIndex(folder: RecordingFolder, known: FrameIndex = NO_FRAMES): Promise<FrameIndex> {
  const sizeBytes = (await folder.size(FRAME_INDEX)) ?? 0;
  // One that is shorter is another recording's.
  if (sizeBytes < known.sizeBytes) return readIndex(folder);
  if (sizeBytes === known.sizeBytes) return known;
  const bytes = (await folder.get(FRAME_INDEX, { offset: known.sizeBytes, sizeBytes: sizeBytes - known.sizeBytes })) ?? Buffer.alloc(0);
  const whole = bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
  return { entries: [...known.entries, ...parseIndex(whole.toString("utf8"))], sizeBytes: known.sizeBytes + whole.length };
}
const NO_FRAMES: FrameIndex = { entries: [], sizeBytes: 0 };

/** The picture that an entry names. @throws AppError NOT_FOUND when the chunk was cut short or removed */
export async function readImage(folder: RecordingFolder, entry: IndexEntry): Promise<Buffer> {
  const image = await folder.get(chunkFile(entry.chunk), { offset: entry.offset, sizeBytes: entry.sizeBytes });
  if (image?.length !== entry.sizeBytes) throw new AppError("NOT_FOUND", "This picture of the recording is gone.");
  return image;
}

const parseIndex = (text: string): IndexEntry[] => parseJsonLines(IndexEntry, text);
