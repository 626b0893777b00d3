import type { Writable } from "node:stream";
import type { LiveStreamEvents } from "../../contract/live-stream.ts";
import type { Frame } from "../frame.ts";
import { type Cursor, writeCursor } from "./cursor.ts";
import { JOURNAL_LINES, type Placed } from "./journal.ts";

/** Lines that wait for a slow reader; beyond them the oldest are left out. Who comes back may get all that is kept at once. */
const MAX_WAITING = JOURNAL_LINES;

type WriterOptions = {
  out: Pick<Writable, "write" | "once" | "writableNeedDrain">;
  /** The least time between two pictures in milliseconds. */
  frameEveryMs: number;
  /** Where the reader is; null for one that is told no lines. */
  cursor: Cursor | null;
};

/** Writes server-sent events only as fast as they are read: a reader that stalls holds one picture and MAX_WAITING lines. */
export type EventWriter = {
  /** The newest tabs take the place of older ones that wait. */
  tabs(tabs: LiveStreamEvents["tabs"]): void;
  /** The newest picture takes the place of an older one that waits. */
  frame(frame: Frame): void;
  /** A log line or an activity, in order. */
  line(placed: Placed): void;
  /** So many lines come no more. */
  leftOut(count: number): void;
  /** A comment that keeps the connection alive; left out when the reader stalls. */
  beat(): void;
  /** What still waits is left out, and nothing is written any more. Idempotent. */
  stop(): void;
  /** Behind the last line that was sent; null for a reader that is told none. */
  readonly cursor: Cursor | null;
};

/** Makes the writer of one stream. */
export function createEventWriter({ out, frameEveryMs, cursor }: WriterOptions): EventWriter {
  const waiting: { tabs: LiveStreamEvents["tabs"] | null; frame: Frame | null; lines: Placed[]; skipped: number; skippedTo: Cursor | null } = {
    tabs: null,
    frame: null,
    lines: [],
    skipped: 0,
    skippedTo: null,
  };
  const state: { cursor: Cursor | null; frameAtMs: number; timer: NodeJS.Timeout | undefined; listening: boolean; stopped: boolean } = {
    cursor,
    frameAtMs: Number.NEGATIVE_INFINITY,
    timer: undefined,
    listening: false,
    stopped: false,
  };

  /** Every event says where its reader is, so that also one who saw nothing but pictures comes back to the right place. */
  const idNow = (): string | null => state.cursor && writeCursor(state.cursor);
  /** The next text to send, if anything may be sent now. */
  const next = (): string | null => {
    const { tabs, frame, skipped, skippedTo } = waiting;
    if (tabs !== null) {
      waiting.tabs = null;
      return eventText("tabs", tabs, idNow());
    }
    if (skipped > 0) {
      Object.assign(waiting, { skipped: 0, skippedTo: null });
      state.cursor = skippedTo ?? state.cursor;
      return eventText("skipped", { count: skipped }, idNow());
    }
    const placed = waiting.lines.shift();
    if (placed !== undefined) {
      state.cursor = placed.cursor;
      return eventText(placed.line.name, placed.line.data, idNow());
    }
    if (frame === null || !isDue()) return null;
    waiting.frame = null;
    state.frameAtMs = performance.now();
    return frameText(frame, idNow());
  };
  const isDue = (): boolean => {
    const leftMs = state.frameAtMs + frameEveryMs - performance.now();
    if (leftMs <= 0) return true;
    state.timer ??= setTimeout(() => {
      state.timer = undefined;
      flush();
    }, Math.ceil(leftMs));
    return false;
  };
  const flush = (): void => {
    while (!state.stopped && !out.writableNeedDrain) {
      const text = next();
      if (text === null) return;
      out.write(text);
    }
    if (state.stopped || state.listening) return;
    state.listening = true;
    out.once("drain", () => {
      state.listening = false;
      flush();
    });
  };

  return {
    tabs: (tabs) => {
      waiting.tabs = tabs;
      flush();
    },
    frame: (frame) => {
      waiting.frame = frame;
      flush();
    },
    line: (placed) => {
      waiting.lines.push(placed);
      if (waiting.lines.length > MAX_WAITING) {
        waiting.skippedTo = waiting.lines.shift()?.cursor ?? null;
        waiting.skipped += 1;
      }
      flush();
    },
    leftOut: (count) => {
      waiting.skipped += count;
      flush();
    },
    beat: () => {
      if (!state.stopped && !out.writableNeedDrain) out.write(": still here\n\n");
    },
    stop: () => {
      state.stopped = true;
      clearTimeout(state.timer);
      waiting.frame = null;
      waiting.lines = [];
    },
    get cursor() {
      return state.cursor;
    },
  };
}

/** One event as it goes over the wire. JSON holds no line breaks, so its text is one line. */
export function eventText<Name extends keyof LiveStreamEvents>(name: Name, data: LiveStreamEvents[Name], id: string | null): string {
  return `event: ${name}\n${id === null ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

const frameText = ({ tabId, sequence, width, height, capturedAtMs, image }: Frame, id: string | null): string =>
  eventText("frame", { tabId, sequence, width, height, capturedAtMs, mediaType: "image/jpeg", image: image.toString("base64") }, id);
