import type { EventBus } from "../../core/events.ts";
import { newId } from "../../core/ids.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Cursor } from "./cursor.ts";
import { type Line, lineOf, momentOf } from "./line.ts";

/** So many lines of a session are kept for readers who come back; what is older is read from the database. */
export const JOURNAL_LINES = 500;

/** A line with the place that its reader has reached by it. */
export type Placed = { line: Line; cursor: Cursor };

/** The lines of one running session, numbered as they come: from the first stream on until the session ends. */
export class Journal {
  readonly #id = newId("jrnl");
  readonly #listeners = new Set<(placed: Placed) => void>();
  #kept: Placed[] = [];
  #end: Cursor = { journal: this.#id, sequence: 0, atMs: Date.now(), lineId: "" };

  constructor({ workspaceId, id: sessionId, ended }: LiveSession, events: Pick<EventBus, "subscribe">) {
    const stop = events.subscribe({ workspaceId, sessionId, types: ["log.written", "action.finished"] }, (event) => {
      const line = lineOf(event);
      if (line !== null) this.#add(line);
    });
    ended.addEventListener("abort", stop, { once: true });
  }

  /** Behind the newest line. */
  get end(): Cursor {
    return this.#end;
  }

  /** The lines behind the cursor, the oldest first; null when it is another journal's, or too long ago. */
  after({ journal, sequence }: Cursor): readonly Placed[] | null {
    if (journal !== this.#id || sequence > this.#end.sequence) return null;
    const wanted = this.#end.sequence - sequence;
    return wanted > this.#kept.length ? null : this.#kept.slice(this.#kept.length - wanted);
  }

  /** Hears each line from now on. Returns the way to stop. */
  follow(listener: (placed: Placed) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #add(line: Line): void {
    this.#end = { journal: this.#id, sequence: this.#end.sequence + 1, atMs: momentOf(line), lineId: line.data.id };
    const placed = { line, cursor: this.#end };
    this.#kept.push(placed);
    if (this.#kept.length > JOURNAL_LINES) this.#kept.shift();
    for (const listener of [...this.#listeners]) listener(placed);
  }
}

/** The journals of sessions, each made when it is first asked for and gone with its session. */
export function createJournals(events: Pick<EventBus, "subscribe">): (session: LiveSession) => Journal {
  const journals = new WeakMap<LiveSession, Journal>();
  return (session) => {
    const journal = journals.get(session) ?? new Journal(session, events);
    journals.set(session, journal);
    return journal;
  };
}
