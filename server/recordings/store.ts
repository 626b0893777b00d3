import { constants } from "node:fs";
import { appendFile, mkdir, open, readdir, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../core/errors.ts";

const INDEX_FILE = "index.jsonl";
const CHUNK_BYTES = 32 * 1024 * 1024;
const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;

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

/** Writes one recording: pictures into chunk files of about 32 MiB, then their places into the index. One writer a directory. */
export type RecordingWriter = {
  /** Appends the pictures in order. A crash in between loses at most these. */
  append(frames: readonly RecordedFrame[]): Promise<void>;
  /** Bytes of pictures written so far. */
  readonly sizeBytes: number;
};

const chunkFile = (chunk: number): string => `frames-${String(chunk).padStart(4, "0")}.bin`;

/**
 * The writer of a recording: makes the directory (readable by the server's user alone), or goes on with the recording
 * that an earlier server left there, wherever that one was interrupted.
 */
export async function createWriter(directory: string): Promise<RecordingWriter> {
  await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
  await cutUnfinishedLine(directory);
  const written = await readIndex(directory);
  // Always a chunk of its own: the last one may end with pictures that never came into the index.
  const state = { chunk: (await chunksIn(directory)).length, offset: 0, sizeBytes: written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };

  const place = ({ image, ...frame }: RecordedFrame): IndexEntry => {
    if (state.offset >= CHUNK_BYTES) Object.assign(state, { chunk: state.chunk + 1, offset: 0 });
    const entry = { chunk: state.chunk, offset: state.offset, sizeBytes: image.length, ...frame };
    state.offset += image.length;
    state.sizeBytes += image.length;
    return entry;
  };

  return {
    async append(frames) {
      const placed = frames.map((frame) => ({ frame, entry: place(frame) }));
      for (const [chunk, part] of Map.groupBy(placed, ({ entry }) => entry.chunk)) {
        await appendFile(join(directory, chunkFile(chunk)), Buffer.concat(part.map(({ frame }) => frame.image)), { mode: FILE_MODE });
      }
      // The index comes last: what it names is on the disk already.
      await appendFile(join(directory, INDEX_FILE), placed.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(""), { mode: FILE_MODE });
    },
    get sizeBytes() {
      return state.sizeBytes;
    },
  };
}

/** The chunk files of a recording, which are numbered without gaps. */
const chunksIn = async (directory: string): Promise<string[]> => (await readdir(directory)).filter((name) => /^frames-\d+\.bin$/.test(name));

/** What was written after the last line break would spoil the line that is written next. */
async function cutUnfinishedLine(directory: string): Promise<void> {
  const file = join(directory, INDEX_FILE);
  const bytes = await readFile(file).catch(absent(Buffer.alloc(0)));
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(file, end);
}

/** Length of the index in bytes; 0 when there is no recording. It only grows, so an equal length means an equal index. */
export async function indexSize(directory: string): Promise<number> {
  return stat(join(directory, INDEX_FILE)).then(({ size }) => size, absent(0));
}

/** The frames of a recording in the order of time; empty when there is none. A last line that is cut off is left out. */
export async function readIndex(directory: string): Promise<IndexEntry[]> {
  const text = await readFile(join(directory, INDEX_FILE), "utf8").catch(absent(""));
  // What follows the last line break is empty, or a line that was being written.
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => IndexEntry.parse(JSON.parse(line)));
}

/** The picture that an entry names. @throws AppError NOT_FOUND when the chunk was cut short or removed */
export async function readImage(directory: string, entry: IndexEntry): Promise<Buffer> {
  const gone = (cause?: unknown): AppError => new AppError("NOT_FOUND", "This picture of the recording is gone.", { cause });
  await using file = await open(join(directory, chunkFile(entry.chunk)), constants.O_RDONLY).catch((error: unknown) => {
    throw gone(error);
  });
  const image = Buffer.allocUnsafe(entry.sizeBytes);
  const { bytesRead } = await file.read(image, 0, entry.sizeBytes, entry.offset);
  if (bytesRead !== entry.sizeBytes) throw gone();
  return image;
}

/** Turns "no such file" into a value; other failures stay failures. */
function absent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return value;
    throw error;
  };
}
