import { appendFile, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { absent, DIRECTORY_MODE, FILE_MODE, writeWhole } from "../../core/storage/disk-store.ts";
import { type EventLine, formatLines, parseLines } from "../capture/event-line.ts";
import type { RecordingFolder } from "../recording-folder.ts";
import { cutUnfinishedLine, parseJsonLines } from "./json-lines.ts";

const compress = promisify(gzip);
export const EVENT_INDEX = "events.jsonl";
/** A chunk is closed when it is as long as this, or reaches over so much time. */
const MOST_CHARACTERS = 1024 * 1024;
const LONGEST_MS = 60_000;
/** A full snapshot begins a chunk of its own once the one before has this much: seeking then reads little. */
const WORTH_CHARACTERS = 256 * 1024;
const WORTH_MS = 15_000;
const JOURNAL = /^events-(\d{6})\.([A-Za-z0-9_-]{1,64})\.log$/;

/** One line of the index: a closed chunk. Times are milliseconds since the epoch. */
const ChunkEntry = z.object({
  chunk: z.int().min(0),
  tabId: z.string(),
  fromAtMs: z.number(),
  toAtMs: z.number(),
  events: z.int(),
  sizeBytes: z.int(),
  hasFullSnapshot: z.boolean(),
});
export type ChunkEntry = z.infer<typeof ChunkEntry>;
/** A chunk as it stands: `open` while events are added to it. */
export type ChunkState = ChunkEntry & { open: boolean };

type OpenChunk = { chunk: number; tabId: string; lines: EventLine[]; unwritten: EventLine[]; characters: number };

const nameOf = (chunk: number): string => `events-${String(chunk).padStart(6, "0")}`;
/** A closed chunk: a JSON array of rrweb events, gzipped. */
export const chunkFile = (chunk: number): string => `${nameOf(chunk)}.json.gz`;
const journalFile = ({ chunk, tabId }: Pick<OpenChunk, "chunk" | "tabId">): string => `${nameOf(chunk)}.${tabId}.log`;

/**
 * The events of one recording on the disk: for each tab an open chunk, written as plain lines as they come, so that a crash
 * loses nothing that was flushed; closed, it is compressed and named in the index. One log a directory.
 */
export class EventLog {
  readonly #directory: string;
  readonly #open = new Map<string, OpenChunk>();
  /** On their way into the index. */
  readonly #closing = new Set<OpenChunk>();
  readonly #closed: ChunkEntry[];
  #next: number;
  #work: Promise<void> = Promise.resolve();

  private constructor(directory: string, closed: ChunkEntry[]) {
    this.#directory = directory;
    this.#closed = closed;
    this.#next = Math.max(-1, ...closed.map(({ chunk }) => chunk)) + 1;
  }

  /** Goes on with the log of that directory. Chunks that an earlier server left open are closed. */
  static async open(directory: string): Promise<EventLog> {
    await mkdir(directory, { recursive: true, mode: DIRECTORY_MODE });
    return new EventLog(directory, await closeLeftovers(directory));
  }

  /** Bytes as stored; of open chunks about what they will be. */
  get sizeBytes(): number {
    return this.chunks().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  get events(): number {
    return this.chunks().reduce((sum, { events }) => sum + events, 0);
  }

  /** Files that are never written again. */
  get closedFiles(): string[] {
    return this.#closed.map(({ chunk }) => chunkFile(chunk));
  }

  /** All chunks in the order of their numbers. */
  chunks(): ChunkState[] {
    const open = [...this.#closing, ...this.#open.values()].map((chunk) => ({ ...entryOf(chunk, estimate(chunk)), open: true }));
    return [...this.#closed.map((entry) => ({ ...entry, open: false })), ...open].sort((a, b) => a.chunk - b.chunk);
  }

  /** Takes a tab's next events; they are on the disk after the next flush(). */
  append(tabId: string, lines: readonly EventLine[]): void {
    for (const line of lines) {
      const known = this.#open.get(tabId);
      if (known && isFull(known, line)) this.#close(known);
      const chunk = this.#open.get(tabId) ?? { chunk: this.#next++, tabId, lines: [], unwritten: [], characters: 0 };
      this.#open.set(tabId, chunk);
      chunk.lines.push(line);
      chunk.unwritten.push(line);
      chunk.characters += line.json.length;
    }
  }

  /** Writes what was appended. @throws what writing throws; what was not written is tried again with the next flush */
  flush(): Promise<void> {
    return this.#after(() => Promise.all([...this.#open.values()].map((chunk) => this.#write(chunk))));
  }

  /** Closes every open chunk, or that of one tab. */
  close(tabId?: string): Promise<void> {
    for (const chunk of [...this.#open.values()]) if (tabId === undefined || chunk.tabId === tabId) this.#close(chunk);
    return this.#after(async () => undefined);
  }

  /** A chunk's events as gzipped JSON while it is open; null when it is not. */
  async readOpen(chunk: number): Promise<Buffer | null> {
    const open = [...this.#closing, ...this.#open.values()].find((one) => one.chunk === chunk);
    return open === undefined ? null : compress(bodyOf(open.lines));
  }

  #close(chunk: OpenChunk): void {
    this.#open.delete(chunk.tabId);
    this.#closing.add(chunk);
    void this.#after(async () => {
      await this.#write(chunk);
      this.#closed.push(await closeChunk(this.#directory, chunk));
      this.#closing.delete(chunk);
    }).catch(() => {
      // Its journal is there still: the next server to open the log closes it.
    });
  }

  async #write(chunk: OpenChunk): Promise<void> {
    const lines = chunk.unwritten;
    if (lines.length === 0) return;
    chunk.unwritten = [];
    try {
      await appendFile(join(this.#directory, journalFile(chunk)), formatLines(lines), { mode: FILE_MODE });
    } catch (error) {
      chunk.unwritten.unshift(...lines);
      throw error;
    }
  }

  /** One thing at a time, in the order of the calls. */
  async #after(work: () => Promise<unknown>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.then(
      () => undefined,
      () => undefined,
    );
    await done;
  }
}

/** The closed chunks of a recording; a last line that is cut off is left out. */
export async function readChunks(folder: RecordingFolder): Promise<ChunkEntry[]> {
  return parseIndex((await folder.get(EVENT_INDEX))?.toString("utf8") ?? "");
}

/** Closes chunks that a server left open when it ended. @returns all chunks of the directory */
export async function closeLeftovers(directory: string): Promise<ChunkEntry[]> {
  const index = join(directory, EVENT_INDEX);
  await cutUnfinishedLine(index);
  const closed = parseIndex(await readFile(index, "utf8").catch(absent("")));
  for (const name of (await readdir(directory).catch(absent<string[]>([]))).sort()) {
    const [, number, tabId] = JOURNAL.exec(name) ?? [];
    if (number === undefined || tabId === undefined) continue;
    const chunk = Number(number);
    const lines = closed.some((entry) => entry.chunk === chunk) ? [] : parseLines(await readFile(join(directory, name), "utf8"));
    if (lines.length > 0) closed.push(await closeChunk(directory, { chunk, tabId, lines }));
    else await rm(join(directory, name), { force: true });
  }
  return closed;
}

/** The compressed file first, then the line that names it, and the journal goes last: cut anywhere, it is done again. */
async function closeChunk(directory: string, chunk: Pick<OpenChunk, "chunk" | "tabId" | "lines">): Promise<ChunkEntry> {
  const body = await compress(bodyOf(chunk.lines));
  await writeWhole(join(directory, chunkFile(chunk.chunk)), body);
  const entry = entryOf(chunk, body.length);
  await appendFile(join(directory, EVENT_INDEX), `${JSON.stringify(entry)}\n`, { mode: FILE_MODE });
  await rm(join(directory, journalFile(chunk)), { force: true });
  return entry;
}

const entryOf = ({ chunk, tabId, lines }: Pick<OpenChunk, "chunk" | "tabId" | "lines">, sizeBytes: number): ChunkEntry => {
  const from = lines[0]?.atMs ?? 0;
  const to = lines.reduce((latest, { atMs }) => Math.max(latest, atMs), from);
  return { chunk, tabId, fromAtMs: from, toAtMs: to, events: lines.length, sizeBytes, hasFullSnapshot: lines[0]?.mark === "m" };
};

/** Text of this kind is compressed to about an eighth. */
const estimate = ({ characters }: OpenChunk): number => Math.ceil(characters / 8);

function isFull(chunk: OpenChunk, next: EventLine): boolean {
  const overMs = next.atMs - (chunk.lines[0]?.atMs ?? next.atMs);
  if (next.mark === "m") return chunk.characters >= WORTH_CHARACTERS || overMs >= WORTH_MS || chunk.lines[0]?.mark !== "m";
  // A snapshot stays with the meta event before it.
  if (next.mark === "f" || chunk.lines.at(-1)?.mark === "m") return false;
  return chunk.characters >= MOST_CHARACTERS || overMs >= LONGEST_MS;
}

/** In the order of time. Frames within a page are heard a little later than the page; what begins the chunk stays first. */
function bodyOf(lines: readonly EventLine[]): string {
  const from = lines[0]?.atMs ?? 0;
  const sorted = [...lines].sort((a, b) => Math.max(a.atMs, from) - Math.max(b.atMs, from));
  return `[${sorted.map(({ json }) => json).join(",")}]`;
}

const parseIndex = (text: string): ChunkEntry[] => parseJsonLines(ChunkEntry, text);
