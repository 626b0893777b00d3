import { setTimeout as delay } from "node:timers/promises";
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import { LIVE_STREAM_EVENTS, type LiveStreamEvents } from "../contract/live-stream.ts";
import { failureOf, PerchError } from "./perch-error.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** A server that cannot be reached for this long is given up. */
const AWAY_LIMIT_MS = 120_000;
/** The server says something every 15 seconds: a connection that is silent for longer is dead without saying so. */
const SILENCE_LIMIT_MS = 45_000;
/** Lines that are remembered to tell none twice. */
const REMEMBERED_LINES = 2_000;

/** One event of a session's stream, told apart by `name`. */
export type LiveEvent = { [Name in keyof LiveStreamEvents]: { name: Name } & LiveStreamEvents[Name] }[keyof LiveStreamEvents];

export type WatchLiveOptions = {
  /** Pictures in a second at most, 2 unless told otherwise; 0 for none. */
  fps?: number;
  signal?: AbortSignal;
};

/** A session of a server, and what lets in: an API key's header. */
export type LiveSource = {
  /** The server's address, without a slash at the end. */
  origin: string;
  sessionId: string;
  headers: Record<string, string>;
};

/**
 * What a session shows and tells, from now until it ends or the reader stops: pictures as JPEG in base64, tabs, log lines
 * and activities. Read slowly, it leaves pictures out and never falls behind. A connection that breaks is taken up again
 * where it was: no line is lost by that, and none comes twice.
 * @throws PerchError when the server refuses · Error when it cannot be reached for AWAY_LIMIT_MS
 */
export async function* watchLive(source: LiveSource, options: WatchLiveOptions = {}): AsyncGenerator<LiveEvent, void> {
  const reader: Reader = { lastId: null, heardAtMs: null, told: new Set() };
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const before = reader.heardAtMs;
    try {
      if (yield* readOnce(source, options, reader)) return;
    } catch (error) {
      if (options.signal?.aborted || !mayComeAgain(error, reader)) throw error;
    }
    if (reader.heardAtMs !== before) pauseMs = FIRST_PAUSE_MS;
    await delay(pauseMs, undefined, options.signal && { signal: options.signal });
  }
}

/** `heardAtMs`: when something last came; null before the first time. `told`: ids of the newest lines. */
type Reader = { lastId: string | null; heardAtMs: number | null; told: Set<string> };

/** Whether a reader whom this happened to is to try again: not one who was never let in. */
function mayComeAgain(error: unknown, { heardAtMs }: Reader): boolean {
  if (heardAtMs === null || performance.now() - heardAtMs > AWAY_LIMIT_MS) return false;
  return !(error instanceof PerchError) || error.retryable;
}

/** Reads one connection to its end; true when there is no more to come. */
async function* readOnce({ origin, sessionId, headers }: LiveSource, { fps, signal }: WatchLiveOptions, reader: Reader): AsyncGenerator<LiveEvent, boolean> {
  const silent = new AbortController();
  const silence = setTimeout(() => silent.abort(new Error("The connection fell silent.")), SILENCE_LIMIT_MS);
  try {
    const response = await fetch(`${origin}/api/sessions/${encodeURIComponent(sessionId)}/live${fps === undefined ? "" : `?fps=${fps}`}`, {
      headers: { ...headers, ...(reader.lastId !== null && { "last-event-id": reader.lastId }) },
      signal: signal ? AbortSignal.any([signal, silent.signal]) : silent.signal,
    });
    if (response.status === 204) return true;
    if (!response.ok || response.body === null) throw await failureOf(response);
    const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, to) => {
        silence.refresh();
        reader.heardAtMs = performance.now();
        to.enqueue(chunk);
      },
    });
    // The platform's type of a body is older than its streams.
    const body = response.body as ReadableStream<Uint8Array<ArrayBuffer>>;
    for await (const message of body.pipeThrough(heard).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())) {
      const event = eventOf(message);
      reader.lastId = message.id ?? reader.lastId;
      if (event === null || isKnown(event, reader.told)) continue;
      if (event.name === "ended" && event.why === "restart") return false;
      yield event;
      if (event.name === "ended") return true;
    }
    return false;
  } finally {
    clearTimeout(silence);
  }
}

/** An event as the contract has it; null for one that is newer than this client. */
function eventOf({ event: name = "", data }: EventSourceMessage): LiveEvent | null {
  if (!Object.hasOwn(LIVE_STREAM_EVENTS, name)) return null;
  return { name, ...LIVE_STREAM_EVENTS[name as keyof LiveStreamEvents].parse(JSON.parse(data)) } as LiveEvent;
}

/** Whether a line was told before; remembers it. */
function isKnown(event: LiveEvent, told: Set<string>): boolean {
  if (event.name !== "log" && event.name !== "activity") return false;
  if (told.has(event.id)) return true;
  told.add(event.id);
  const [oldest] = told;
  if (told.size > REMEMBERED_LINES && oldest !== undefined) told.delete(oldest);
  return false;
}
