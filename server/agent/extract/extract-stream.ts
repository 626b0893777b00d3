import type { ExtractEvent, ExtractOutput } from "../../contract/agent.ts";
import type { ExtractedRows } from "../../contract/extraction.ts";
import type { OnRows } from "./extraction.ts";
import { rowsPlaceOf, withRows } from "./rows.ts";
import { wantedOf } from "./wanted.ts";

/** Rows in one event: few enough to be shown at once. */
const BATCH = 100;

/**
 * An extraction as it happens: the list's rows in batches, at last all else. Leaving the loop ends the extraction.
 * @param start begins it, told what to call for rows and when to end
 * @throws what the extraction throws, after the rows that were read
 */
export async function* streamExtraction(
  start: (onRows: OnRows, signal: AbortSignal) => Promise<ExtractOutput>,
  schema: Parameters<typeof wantedOf>[0],
  signal: AbortSignal,
): AsyncGenerator<ExtractEvent, void> {
  const left = new AbortController();
  const queue: ExtractedRows[] = [];
  let wake = Promise.withResolvers<void>();
  const onRows: OnRows = ({ from, rows, pages, scrolls }) => {
    for (let i = 0; i < rows.length; i += BATCH) queue.push({ type: "rows", from: from + i, rows: rows.slice(i, i + BATCH), pages, scrolls });
    wake.resolve();
  };
  const work = start(onRows, AbortSignal.any([signal, left.signal]));
  const ended = work.then(
    () => true,
    () => true,
  );
  try {
    for (let over = false; !over; ) {
      over = await Promise.race([ended, wake.promise.then(() => false)]);
      wake = Promise.withResolvers();
      for (let batch = queue.shift(); batch; batch = queue.shift()) yield batch;
    }
    const { data, exported: _, ...output } = await work;
    yield { type: "done", ...output, rest: withRows(data, rowsPlaceOf(wantedOf(schema)), null) };
  } finally {
    left.abort();
    // Its end is waited for: the session's turn is free when the stream is over.
    await ended;
  }
}
