import { expect, test } from "vitest";
import { createMutex } from "./mutex.ts";

const never = new AbortController().signal;

test("turns come in order, one at a time", async () => {
  const mutex = createMutex();
  const first = await mutex.acquire(never);
  const order: string[] = [];
  const second = mutex.acquire(never).then((turn) => {
    order.push("second");
    return turn;
  });
  const third = mutex.acquire(never).then((turn) => {
    order.push("third");
    return turn;
  });
  await Promise.resolve();
  expect(order).toEqual([]);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  const turn = await second;
  expect(order).toEqual(["second"]);
  turn[Symbol.dispose]();
  (await third)[Symbol.dispose]();
  expect(mutex.locked).toBe(false);
});

test("who gives up waiting is passed over", async () => {
  const mutex = createMutex();
  const first = await mutex.acquire(never);
  const quitter = new AbortController();
  const gone = mutex.acquire(quitter.signal);
  const next = mutex.acquire(never);
  quitter.abort();
  await expect(gone).rejects.toMatchObject({ code: "CANCELLED" });
  first[Symbol.dispose]();
  expect(await next).toBeDefined();
});
