/** What an event is to the store: a meta event begins a snapshot, `full` is one, anything else needs what came before. */
export type EventMark = "m" | "f" | "e";

/** One rrweb event as text. */
export type EventLine = {
  /** The event's own timestamp: milliseconds since the epoch, by the browser's clock. */
  atMs: number;
  mark: EventMark;
  json: string;
};

/** Lines as `timestamp⇥mark⇥event`, as pages send them and as they are kept until their chunk is closed; what is no such line is left out. */
export function parseLines(text: string): EventLine[] {
  return text.split("\n").flatMap((line) => {
    const [, at, mark, json] = /^(\d{1,15})\t([mfe])\t(\{.*\})$/s.exec(line) ?? [];
    return at === undefined || mark === undefined || json === undefined ? [] : [{ atMs: Number(at), mark: mark as EventMark, json }];
  });
}

/** The same backwards, with a line break at the end. */
export const formatLines = (lines: readonly EventLine[]): string => lines.map(({ atMs, mark, json }) => `${atMs}\t${mark}\t${json}\n`).join("");
