import { expect, test } from "vitest";
import { BatchWriter, type Loss } from "./batch-writer.ts";
import { createLog } from "./log.ts";

type Row = { id: string; value: number };
const away = (): Error => Object.assign(new Error("refused"), { code: "ECONNREFUSED" });

/** A writer into a list, whose `fail` may throw for what it is given. */
function writing({ maxWaiting = 1_000, mostAtOnce = 100, fail = (_: readonly Row[]): void => {} } = {}) {
  const [stored, lost]: [Row[], [string[], Loss][]] = [[], []];
  const state = { fail, rounds: 0 };
  const writer = new BatchWriter<Row>({
    ...{ what: "rows", log: createLog({ level: "silent" }), keyOf: ({ id }) => id, delayMs: 1, mostAtOnce, maxWaiting },
    write: async (rows) => {
      state.fail(rows);
      stored.push(...rows.map((row) => ({ ...row })));
    },
    onLost: (rows, why) => void lost.push([rows.map(({ id }) => id), why]),
    onRound: () => void state.rounds++,
  });
  const ids = () => stored.map(({ id }) => id);
  return { writer, state, stored, lost, ids };
}
const row = (n: number): Row => ({ id: `r${n}`, value: n });
const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `r${from + i}`);

test("rows are written in order, of one key only the last", async () => {
  const { writer, stored } = writing({ mostAtOnce: 2 });
  for (const n of [1, 2, 3]) writer.add(row(n));
  writer.add({ id: "r1", value: 9 });
  await writer.flush();
  expect(stored.map(({ id }) => id).toSorted()).toEqual(expect.arrayContaining(["r1", "r2", "r3"]));
  expect(stored.findLast(({ id }) => id === "r1")?.value).toBe(9);
});

test("what the database was not there for is written when it is back, by itself, and as it is then", async () => {
  const { writer, state, ids, stored, lost } = writing();
  state.fail = () => {
    throw away();
  };
  for (const n of [1, 2]) writer.add(row(n));
  await writer.flush();
  writer.add({ id: "r1", value: 7 });
  writer.add(row(3));
  await writer.flush();
  expect(ids()).toEqual([]);
  expect(state.rounds).toBe(0);
  state.fail = () => {};
  await expect.poll(ids, { timeout: 20_000 }).toEqual(["r1", "r2", "r3"]);
  expect(stored[0]?.value).toBe(7);
  expect([lost, state.rounds > 0]).toEqual([[], true]);
});

test("of what waits too long the oldest are given up, and told of", async () => {
  const { writer, state, ids, lost } = writing({ maxWaiting: 10 });
  state.fail = () => {
    throw away();
  };
  for (let n = 0; n < 25; n++) writer.add(row(n));
  await writer.flush();
  state.fail = () => {};
  await writer.flush();
  expect(ids()).toEqual(names(15, 25));
  expect(lost.flatMap(([rows]) => rows)).toEqual(names(0, 15));
  expect(new Set(lost.map(([, why]) => why))).toEqual(new Set(["the database did not answer"]));
});

test("a row that is refused is given up alone", async () => {
  const { writer, ids, lost } = writing({
    fail: (rows) => {
      if (rows.some(({ value }) => value === 37)) throw new Error("no such session");
    },
  });
  for (let n = 0; n < 60; n++) writer.add(row(n));
  await writer.flush();
  expect(ids()).toEqual(names(0, 60).filter((id) => id !== "r37"));
  expect(lost).toEqual([[["r37"], "the database refused them"]]);
});

test("many who ask wait for one write; to stop takes no longer than one that hangs may", { timeout: 60_000 }, async () => {
  const state = { calls: 0 };
  const hanging = Promise.withResolvers<void>();
  const writer = new BatchWriter<Row>({
    ...{ what: "rows", log: createLog({ level: "silent" }), keyOf: ({ id }: Row) => id, delayMs: 1, mostAtOnce: 10, maxWaiting: 10 },
    ...{ onLost: () => {}, onRound: () => {} },
    write: () => {
      state.calls += 1;
      return hanging.promise;
    },
  });
  writer.add(row(1));
  const first = writer.flush();
  await expect.poll(() => state.calls, { timeout: 20_000 }).toBe(1);
  writer.add(row(2));
  const all = [writer.flush(), writer.flush(), writer.flush()];
  await writer.stop();
  expect(state.calls).toBe(1);
  hanging.resolve();
  await Promise.all([first, ...all]);
  expect(state.calls).toBe(2);
});
