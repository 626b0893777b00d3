import type { Writable } from "node:stream";
import type { LiveStreamEvents } from "../../contract/live-stream.ts";
import type { Frame } from "../frame.ts";

/** Lines that wait for a slow reader; beyond them the oldest are left out. */
const MAX_WAITING = 500;

type WriterOptions = {
  out: Pick<Writable, "write" | "once" | "writableNeedDrain">;
  /** The least time between two pictures in milliseconds. */
  frameEveryMs: number;
};

/** Writes server-sent events only as fast as they are read: a reader that stalls holds one picture and MAX_WAITING lines. */
export type EventWriter = {
  /** The newest tabs take the place of older ones that wait. */
  tabs(tabs: LiveStreamEvents["tabs"]): void;
  /** The newest picture takes the place of an older one that waits. */
  frame(frame: Frame): void;
  /** A log line or an activity, in order. */
  line<Name extends "log" | "activity">(name: Name, data: LiveStreamEvents[Name]): void;
  /** A comment that keeps the connection alive; left out when the reader stalls. */
  beat(): void;
  /** What still waits is left out. Call nothing after it. Idempotent. */
  stop(): void;
};

/** Makes the writer of one stream. */
export function createEventWriter({ out, frameEveryMs }: WriterOptions): EventWriter {
  const waiting: { tabs: LiveStreamEvents["tabs"] | null; frame: Frame | null; lines: string[]; skipped: number } = {
    tabs: null,
    frame: null,
    lines: [],
    skipped: 0,
  };
  const state: { frameAtMs: number; timer: NodeJS.Timeout | undefined; listening: boolean; stopped: boolean } = {
    frameAtMs: Number.NEGATIVE_INFINITY,
    timer: undefined,
    listening: false,
    stopped: false,
  };

  /** The next text to send, if anything may be sent now. */
  const next = (): string | null => {
    const { tabs, frame, skipped } = waiting;
    if (tabs !== null) {
      waiting.tabs = null;
      return eventText("tabs", tabs);
    }
    if (skipped > 0) {
      waiting.skipped = 0;
      return eventText("skipped", { count: skipped });
    }
    const line = waiting.lines.shift();
    if (line !== undefined) return line;
    if (frame === null || !isDue()) return null;
    waiting.frame = null;
    state.frameAtMs = performance.now();
    return frameText(frame);
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
    line: (name, data) => {
      waiting.lines.push(eventText(name, data));
      if (waiting.lines.length > MAX_WAITING) {
        waiting.lines.shift();
        waiting.skipped += 1;
      }
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
  };
}

/** One event as it goes over the wire. JSON holds no line breaks, so its text is one line. */
export function eventText<Name extends keyof LiveStreamEvents>(name: Name, data: LiveStreamEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

const frameText = ({ tabId, sequence, width, height, capturedAtMs, image }: Frame): string =>
  eventText("frame", { tabId, sequence, width, height, capturedAtMs, mediaType: "image/jpeg", image: image.toString("base64") });
