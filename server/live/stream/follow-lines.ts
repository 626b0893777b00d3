import type { PerchEvent } from "../../contract/events.ts";
import { type Cursor, ROWS } from "./cursor.ts";
import type { Journal, Placed } from "./journal.ts";
import { lineOf, momentOf } from "./line.ts";

/**
 * Where a cursor is a time only, so much before it is read again: servers' clocks differ a little, and what is done at the
 * same time is not told in the order of its ends. Some lines come twice then, each by its id; none is lost.
 */
const OVERLAP_MS = 1_000;

/** What is stored of a session since a moment, as events, the oldest first; `left`: how many older ones are left out of it. */
export type StoredLines = (since: Date) => Promise<{ events: PerchEvent[]; left: number }>;

type FollowOptions = {
  journal: Journal;
  stored: StoredLines;
  /** Where the reader was when it broke off; null for one that begins. */
  from: Cursor | null;
  onLine: (placed: Placed) => void;
  /** So many lines between what it had and what it gets are too old. */
  onLeftOut: (count: number) => void;
  /** What is stored could not be read: the reader is to come again. */
  onFailure: (error: unknown) => void;
};

/** Tells a reader every line behind the place where it was, then each as it comes. Returns the way to stop. Idempotent. */
export function followLines({ journal, stored, from, onLine, onLeftOut, onFailure }: FollowOptions): () => void {
  const state: { stopped: boolean; unfollow: () => void } = { stopped: false, unfollow: () => {} };
  /** Between the look at what was missed and the first line that is heard nothing is waited for: none falls between. */
  const goOn = (missed: readonly Placed[]): void => {
    for (const placed of missed) onLine(placed);
    state.unfollow = journal.follow(onLine);
  };
  const catchUp = async (cursor: Cursor): Promise<void> => {
    const known = new Set<string>();
    for (let at = cursor; !state.stopped; ) {
      const missed = journal.after(at);
      if (missed !== null) return goOn(missed.filter(({ line }) => !known.has(line.data.id)));
      // What came before this is stored by the time it is read.
      const here = journal.end;
      const { lines, left } = await readStored(stored, at);
      if (state.stopped) return;
      if (left > 0) onLeftOut(left);
      for (const placed of lines) {
        if (!known.has(placed.line.data.id)) onLine(placed);
        known.add(placed.line.data.id);
      }
      at = here;
    }
  };
  const begin = from ?? journal.end;
  const missed = journal.after(begin);
  if (missed !== null) goOn(missed);
  else catchUp(begin).catch((error: unknown) => state.stopped || onFailure(error));
  return () => {
    state.stopped = true;
    state.unfollow();
  };
}

/** The stored lines behind a cursor, the oldest first. */
export async function readStored(stored: StoredLines, { atMs, lineId }: Cursor): Promise<{ lines: Placed[]; left: number }> {
  const sinceMs = atMs - OVERLAP_MS;
  const { events, left } = await stored(new Date(sinceMs));
  const lines = events.flatMap((event): Placed[] => {
    const line = lineOf(event);
    if (line === null || line.data.id === lineId) return [];
    return [{ line, cursor: { journal: ROWS, sequence: 0, atMs: momentOf(line), lineId: line.data.id } }];
  });
  return { lines: lines.filter(({ cursor }) => cursor.atMs >= sinceMs).sort((one, other) => one.cursor.atMs - other.cursor.atMs), left };
}
