import type { PerchEvent, PerchEventType } from "../contract/events.ts";
import type { Log } from "./log.ts";

/** Which events a subscriber wants; what is left out is not asked. */
export type EventFilter = {
  workspaceId?: string;
  sessionId?: string;
  types?: readonly PerchEventType[];
  /**
   * Left out: what happens on this server, so that each event is acted upon by one server only (who stores, who counts).
   * "anywhere": also what other servers tell of (who shows, who waits).
   */
  from?: "anywhere";
};

export type EventBus = {
  /** Tells every fitting subscriber, in order of subscription; their failures are logged, never thrown here. */
  publish(event: PerchEvent): void;
  /** Passes on what another server published: to subscribers that asked for events from anywhere. */
  publishRemote(event: PerchEvent): void;
  /** Returns the way to stop. */
  subscribe(filter: EventFilter, listener: (event: PerchEvent) => void): () => void;
  /** Events as they come, until the signal aborts. A reader that falls `bufferSize` behind loses the oldest. */
  stream(filter: EventFilter, signal: AbortSignal, options?: { bufferSize?: number }): AsyncIterableIterator<PerchEvent>;
};

/** Carries facts between parts of this process; `cluster/event-bridge.ts` carries them to other servers. */
export function createEventBus(log: Log): EventBus {
  const subscribers = new Set<{ filter: EventFilter; listener: (event: PerchEvent) => void }>();

  const subscribe: EventBus["subscribe"] = (filter, listener) => {
    const entry = { filter, listener };
    subscribers.add(entry);
    return () => void subscribers.delete(entry);
  };
  const tell = (event: PerchEvent, wanted: (filter: EventFilter) => boolean): void => {
    for (const { filter, listener } of [...subscribers]) {
      if (!wanted(filter) || !fits(filter, event)) continue;
      try {
        listener(event);
      } catch (error) {
        log.error({ err: error, type: event.type }, "an event's subscriber failed");
      }
    }
  };
  return {
    subscribe,
    publish: (event) => tell(event, () => true),
    publishRemote: (event) => tell(event, ({ from }) => from === "anywhere"),
    stream: (filter, signal, { bufferSize = 1000 } = {}) => {
      // Subscribing happens here, not at the first `next()`: nothing between the call and the loop is missed.
      const buffer: PerchEvent[] = [];
      let wake = (): void => {};
      const stop = subscribe(filter, (event) => {
        buffer.push(event);
        if (buffer.length > bufferSize) buffer.shift();
        wake();
      });
      const onAbort = (): void => {
        stop();
        wake();
      };
      signal.addEventListener("abort", onAbort, { once: true });
      return drain(buffer, signal, stop, (resolve) => {
        wake = resolve;
      });
    },
  };
}

async function* drain(buffer: PerchEvent[], signal: AbortSignal, stop: () => void, onWake: (resolve: () => void) => void): AsyncGenerator<PerchEvent, void> {
  try {
    while (!signal.aborted) {
      const event = buffer.shift();
      if (event) yield event;
      else await new Promise<void>((resolve) => onWake(resolve));
    }
  } finally {
    stop();
  }
}

function fits(filter: EventFilter, event: PerchEvent): boolean {
  if (filter.workspaceId !== undefined && filter.workspaceId !== event.workspaceId) return false;
  if (filter.sessionId !== undefined && filter.sessionId !== event.sessionId) return false;
  return filter.types === undefined || filter.types.includes(event.type);
}
