import { expect, test } from "vitest";
import type { ExtractEvent, ExtractOutput } from "../../contract/agent.ts";
import type { Json } from "../../contract/common.ts";
import { AppError } from "../../core/errors.ts";
import { streamExtraction } from "./extract-stream.ts";

const schema = { type: "object", properties: { title: { type: "string" }, rows: { type: "array", items: { type: "integer" } } } };
const numbers = (count: number, from = 0): Json[] => Array.from({ length: count }, (_, i) => from + i);
const output = (data: Json): ExtractOutput => ({
  success: true,
  data,
  missing: [],
  via: "resolver",
  confidence: 0.9,
  evidence: [],
  reach: null,
  exported: null,
  durationMs: 5,
  usage: null,
});
const never = new AbortController().signal;

async function all(stream: AsyncIterable<ExtractEvent>): Promise<ExtractEvent[]> {
  const events: ExtractEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test("rows come in batches in their order, then all else without them", async () => {
  const events = await all(
    streamExtraction(
      async (onRows) => {
        onRows({ from: 0, rows: numbers(230), pages: 1, scrolls: 0 });
        await Promise.resolve();
        onRows({ from: 230, rows: numbers(2, 230), pages: 2, scrolls: 0 });
        return output({ title: "T", rows: numbers(232) });
      },
      schema,
      never,
    ),
  );
  const batches = events.filter((event) => event.type === "rows");
  expect(batches.map(({ from, rows, pages }) => [from, rows.length, pages])).toEqual([
    [0, 100, 1],
    [100, 100, 1],
    [200, 30, 1],
    [230, 2, 2],
  ]);
  expect(batches.flatMap(({ rows }) => rows)).toEqual(numbers(232));
  expect(events.at(-1)).toMatchObject({ type: "done", rest: { title: "T" }, confidence: 0.9 });
  expect(events.at(-1)).not.toHaveProperty("data");
});

test("a failure comes after the rows that were read", async () => {
  const seen: ExtractEvent[] = [];
  const stream = streamExtraction(
    async (onRows) => {
      onRows({ from: 0, rows: [1], pages: 1, scrolls: 0 });
      throw new AppError("TIMEOUT", "Too long.");
    },
    schema,
    never,
  );
  const reading = (async () => {
    for await (const event of stream) seen.push(event);
  })();
  await expect(reading).rejects.toMatchObject({ code: "TIMEOUT" });
  expect(seen).toMatchObject([{ type: "rows", rows: [1] }]);
});

test("who leaves the stream ends the extraction, and it has ended then", async () => {
  const state = { ended: false };
  const stream = streamExtraction(
    (onRows, signal) =>
      new Promise((_, reject) => {
        onRows({ from: 0, rows: [1], pages: 1, scrolls: 0 });
        signal.addEventListener("abort", () => {
          state.ended = true;
          reject(new AppError("CANCELLED", "Cancelled."));
        });
      }),
    schema,
    never,
  );
  for await (const event of stream) {
    expect(event.type).toBe("rows");
    break;
  }
  expect(state.ended).toBe(true);
});
