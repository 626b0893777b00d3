import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { FrameLog, RecordedFrame } from "./frame-log.ts";

const FRAME_INTERVAL_MS = 200;
const FLUSH_EVERY_MS = 1_000;

/** A picture as the live view gives it. */
export type LiveFrame = { tabId: string; width: number; height: number; capturedAtMs: number; image: Buffer };

type FrameTrackParts = {
  writer: Pick<FrameLog, "append">;
  /** Pictures could not be written and are lost. */
  onLost: () => void;
  log: Log;
};

/**
 * Thins one session's pictures to five a second and writes them at least once a second. Of pictures that come
 * faster the newest is kept, so what a page looked like when it came to rest is never missing. A picture that is the same
 * as the one before is left out: a page at rest costs nothing.
 */
export class FrameTrack {
  readonly #parts: FrameTrackParts;
  #queue: RecordedFrame[] = [];
  #newest: RecordedFrame | null = null;
  #last: RecordedFrame | null = null;
  #seenAtMs = Number.NEGATIVE_INFINITY;
  #takenAtMs = Number.NEGATIVE_INFINITY;
  #takeTimer: NodeJS.Timeout | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: FrameTrackParts) {
    this.#parts = parts;
  }

  /** When the last picture that was kept was seen, in milliseconds since the epoch; 0 before the first one. */
  get lastAtMs(): number {
    return this.#last?.seenAtMs ?? 0;
  }

  /** Takes a picture as it comes. Ignored after stop(). */
  accept({ tabId, width, height, capturedAtMs, image }: LiveFrame): void {
    if (this.#stopped) return;
    // The last picture of a tab that is shown again is as old as it was then; it is seen now.
    this.#seenAtMs = capturedAtMs >= this.#seenAtMs ? capturedAtMs : Math.max(this.#seenAtMs, Date.now());
    this.#newest = { seenAtMs: this.#seenAtMs, width: Math.round(width), height: Math.round(height), tabId, image };
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
        .catch((error: unknown) => {
          this.#parts.log.warn({ reason: messageOf(error), frames: frames.length }, "frames of a recording could not be written");
          this.#parts.onLost();
        });
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
    const frame = this.#newest;
    this.#newest = null;
    if (isSame(frame, this.#last)) return;
    this.#last = frame;
    this.#queue.push(frame);
    this.#takenAtMs = performance.now();
    this.#flushTimer ??= setTimeout(() => void this.flush(), FLUSH_EVERY_MS);
  }
}

const isSame = (frame: RecordedFrame, last: RecordedFrame | null): boolean =>
  last !== null && frame.tabId === last.tabId && frame.width === last.width && frame.height === last.height && frame.image.equals(last.image);
