import { EventType, type eventWithTime, IncrementalSource } from "@rrweb/types";
import type { RecordingChunk } from "../../server/contract/recordings.ts";

/** Chunks that are kept for seeking to and fro; a chunk is some seconds to minutes of one tab. */
const KEPT_CHUNKS = 48;

/**
 * The chunks that rebuilding a tab's page at a moment takes: from the last one with a full snapshot on; none where the
 * tab's events begin later. `chunks` is in the order of their beginnings.
 */
export function chunksFor(chunks: readonly RecordingChunk[], tabId: string, atMs: number): RecordingChunk[] {
  const begun = chunks.filter((chunk) => chunk.tabId === tabId && chunk.fromMs <= atMs);
  const first = begun.findLastIndex(({ hasFullSnapshot }) => hasFullSnapshot);
  return first === -1 ? [] : begun.slice(first);
}

/** The chunk of a tab that comes after the given one. */
export const chunkAfter = (chunks: readonly RecordingChunk[], { tabId, chunk }: RecordingChunk): RecordingChunk | undefined =>
  chunks.find((other) => other.tabId === tabId && other.chunk > chunk);

/**
 * The events with each position of the mouse at its own time. The recorder sends positions in bundles of half a second,
 * which would make the pointer leap when the page is rebuilt moment by moment.
 */
export function inSteps(events: readonly eventWithTime[]): eventWithTime[] {
  const beginMs = events[0]?.timestamp ?? 0;
  return events
    .flatMap(stepsOf)
    .map((event) => (event.timestamp < beginMs ? { ...event, timestamp: beginMs } : event))
    .sort((one, other) => one.timestamp - other.timestamp);
}

function stepsOf(event: eventWithTime): eventWithTime[] {
  if (event.type !== EventType.IncrementalSnapshot) return [event];
  const { data, timestamp } = event;
  if (data.source !== IncrementalSource.MouseMove && data.source !== IncrementalSource.TouchMove && data.source !== IncrementalSource.Drag) return [event];
  return data.positions.map((position) => ({
    ...event,
    timestamp: timestamp + position.timeOffset,
    data: { source: data.source, positions: [{ ...position, timeOffset: 0 }] },
  }));
}

type Fetch = (chunk: number) => Promise<eventWithTime[]>;

/** Chunks of events as they are needed: each is fetched once and kept for a while; one that still grows is fetched anew. */
export class ReplayEvents {
  readonly #fetch: Fetch;
  readonly #kept = new Map<number, { events: number; loaded: Promise<eventWithTime[]> }>();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** The events of a chunk, in steps. Concurrent callers share one request; a failure is forgotten, so that the next call tries again. */
  load({ chunk, events }: Pick<RecordingChunk, "chunk" | "events">): Promise<eventWithTime[]> {
    const known = this.#kept.get(chunk);
    if (known !== undefined && known.events >= events) return known.loaded;
    const loaded = this.#fetch(chunk).then(inSteps);
    this.#kept.delete(chunk);
    this.#kept.set(chunk, { events, loaded });
    loaded.catch(() => this.#kept.delete(chunk));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_CHUNKS && oldest !== undefined) this.#kept.delete(oldest);
    return loaded;
  }
}
