/** Where a reader of a session's stream is: behind which line. */
export type Cursor = {
  /** Which journal numbered the line; ROWS where it was read from the database. */
  journal: string;
  sequence: number;
  /** When the line came about, in milliseconds since the epoch. */
  atMs: number;
  /** The line's own id; empty before the first. */
  lineId: string;
};

/** In the place of a journal's name: the line has no number, only its time and its id. */
export const ROWS = "rows";
/** The id of a stream's last event: whoever comes back with it has nothing more to come for. */
export const END_ID = "end";

const WRITTEN = /^([a-z0-9_]{1,40})\.(\d{1,15})\.(\d{1,15})\.([A-Za-z0-9_-]{0,64})$/;

/** A cursor as the id of an event. */
export const writeCursor = ({ journal, sequence, atMs, lineId }: Cursor): string => `${journal}.${sequence}.${atMs}.${lineId}`;

/** The cursor that a reader came back with (`Last-Event-ID`); null where it is none of ours. */
export function readCursor(text: string | undefined): Cursor | null {
  const [, journal, sequence, atMs, lineId] = WRITTEN.exec(text ?? "") ?? [];
  if (journal === undefined || lineId === undefined) return null;
  return { journal, sequence: Number(sequence), atMs: Number(atMs), lineId };
}
