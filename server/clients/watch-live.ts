import { EventSourceParserStream } from "eventsource-parser/stream";
import { LIVE_STREAM_EVENTS, type LiveStreamEvents } from "../contract/live-stream.ts";

/** One event of a session's stream, told apart by `name`. */
export type LiveEvent = { [Name in keyof LiveStreamEvents]: { name: Name } & LiveStreamEvents[Name] }[keyof LiveStreamEvents];

export type WatchLiveOptions = {
  /** Pictures in a second at most, 2 unless told otherwise; 0 for none. */
  fps?: number;
  signal?: AbortSignal;
};

type Source = {
  /** The server's address, without a slash at the end. */
  origin: string;
  sessionId: string;
  /** What lets in: an API key's header. */
  headers: Record<string, string>;
};

/**
 * What a session shows and tells, from now until it ends or the reader stops: pictures as JPEG in base64, tabs, log lines
 * and activities. Read slowly, it leaves pictures out and never falls behind.
 * @throws Error with the server's sentence when it refuses
 */
export async function* watchLive({ origin, sessionId, headers }: Source, { fps, signal }: WatchLiveOptions = {}): AsyncGenerator<LiveEvent, void> {
  const query = fps === undefined ? "" : `?fps=${fps}`;
  const response = await fetch(`${origin}/api/sessions/${encodeURIComponent(sessionId)}/live${query}`, { headers, ...(signal && { signal }) });
  const { body } = response;
  if (!response.ok || body === null) throw new Error(await sentenceOf(response));
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events) if (isKnown(event)) yield { name: event, ...LIVE_STREAM_EVENTS[event].parse(JSON.parse(data)) } as LiveEvent;
}

const isKnown = (name: string | undefined): name is keyof LiveStreamEvents => name !== undefined && Object.hasOwn(LIVE_STREAM_EVENTS, name);

async function sentenceOf(response: Response): Promise<string> {
  const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  return answer?.error?.message ?? `The server answered with status ${response.status}.`;
}
