import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { RecordedFrame, RecordingWriter } from "./store.ts";

const FRAME_INTERVAL_MS = 200;
const FLUSH_EVERY_MS = 1_000;
const MAX_RECORDING_BYTES = 2 * 1024 * 1024 * 1024;

/** A picture as the live view gives it. */
export type LiveFrame = { tabId: string; width: number; height: number; capturedAtMs: number; image: Buffer };

type RecorderParts = { writer: RecordingWriter; log: Log };

/**
 * Thins one session's pictures to five a second and writes them at least once a second. Of pictures that come
 * faster the newest is kept, so what a page looked like when it came to rest is never missing.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  #queue: RecordedFrame[] = [];
  #newest: RecordedFrame | null = null;
  #takenAtMs = Number.NEGATIVE_INFINITY;
  #takeTimer: NodeJS.Timeout | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Takes a picture as it comes. Ignored after stop() and beyond the size limit of a recording. */
  accept({ tabId, width, height, capturedAtMs, image }: LiveFrame): void {
    if (this.#stopped || this.#parts.writer.sizeBytes >= MAX_RECORDING_BYTES) return;
    this.#newest = { seenAtMs: capturedAtMs, width: Math.round(width), height: Math.round(height), tabId, image };
    if (this.#takeTimer !== undefined) return;
    const waitMs = this.#takenAtMs + FRAME_INTERVAL_MS - performance.now();
    if (waitMs <= 0) this.#take();
    else this.#takeTimer = setTimeout(() => this.#take(), waitMs);
  }

  /** Writes what was accepted so far. Never rejects: a recording that cannot be written does not end the session. */
  flush(): Promise<void> {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const frames = this.#queue;
    this.#queue = [];
    if (frames.length > 0) {
      this.#writing = this.#writing
        .then(() => this.#parts.writer.append(frames))
        .catch((error: unknown) => this.#parts.log.warn({ reason: messageOf(error), frames: frames.length }, "frames of a recording could not be written"));
    }
    return this.#writing;
  }

  /** Takes the last picture and writes all. Idempotent. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#take();
    return this.flush();
  }

  #take(): void {
    clearTimeout(this.#takeTimer);
    this.#takeTimer = undefined;
    if (this.#newest === null) return;
    this.#queue.push(this.#newest);
    this.#newest = null;
    this.#takenAtMs = performance.now();
    this.#flushTimer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS);
  }
}
