import { expect, test } from "vitest";
import { groupItems, isTooLong, packetText } from "./event-packets.ts";

/** What PostgreSQL still takes. */
const LIMIT_BYTES = 7_999;

test("groups keep the order and each fits a notification, whatever the script of its texts", () => {
  const items = Array.from({ length: 400 }, (_, i) => JSON.stringify({ event: { n: i, text: "é漢😀".repeat(i % 90) } }));
  const groups = groupItems(items);
  expect(groups.flat()).toEqual(items);
  for (const [i, group] of groups.entries()) expect(Buffer.byteLength(packetText("srv_0123456789abcdef", i, group))).toBeLessThanOrEqual(LIMIT_BYTES);
  expect(groups.length).toBeLessThan(items.length / 2);
});

test("the longest item that is not too long fits alone", () => {
  const around = JSON.stringify({ event: { text: "" } }).length;
  const longest = (bytes: number): string => JSON.stringify({ event: { text: "x".repeat(bytes - around) } });
  expect(isTooLong(longest(7_800))).toBe(false);
  expect(isTooLong(longest(7_801))).toBe(true);
  const [group = []] = groupItems([longest(7_800)]);
  expect(Buffer.byteLength(packetText("srv_0123456789abcdef", Number.MAX_SAFE_INTEGER, group))).toBeLessThanOrEqual(LIMIT_BYTES);
});

test("a packet without items is one too", () => {
  expect(JSON.parse(packetText("srv_1", 7, []))).toEqual({ from: "srv_1", sequence: 7, items: [] });
  expect(groupItems([])).toEqual([]);
});
