import { expect, test } from "vitest";
import { RowCollection, rowOfPath, rowsIn, rowsPlaceOf, withRow, withRows } from "./rows.ts";
import { wantedOf } from "./wanted.ts";

const text = { type: "string" };
const things = { type: "array", items: { type: "object", properties: { name: text } } };

test("the list is the data itself, or the first list of things among its properties", () => {
  expect(rowsPlaceOf(wantedOf(things))).toEqual({ key: null });
  expect(rowsPlaceOf(wantedOf({ type: "object", properties: { tags: { type: "array", items: text }, things } }))).toEqual({ key: "things" });
  expect(rowsPlaceOf(wantedOf({ type: "object", properties: { tags: { type: "array", items: text } } }))).toEqual({ key: "tags" });
  expect(rowsPlaceOf(wantedOf({ type: "object", properties: { name: text } }))).toBeNull();
});

test("rows are taken out and put in", () => {
  const data = { title: "T", things: [1, 2] };
  const place = { key: "things" };
  expect(rowsIn(data, place)).toEqual([1, 2]);
  expect(withRows(data, place, [3])).toEqual({ title: "T", things: [3] });
  expect(withRows(data, place, null)).toEqual({ title: "T" });
  expect(withRows([1], { key: null }, [2, 3])).toEqual([2, 3]);
  expect(rowsIn({ title: "T" }, place)).toEqual([]);
});

test("each row of several looks is there once, and as often as one look held it", () => {
  const rows = new RowCollection();
  expect(rows.add([{ a: 1 }, { a: 1 }, { a: 2 }])).toHaveLength(3);
  expect(rows.add([{ a: 1 }, { a: 2 }, { a: 3 }])).toEqual([{ row: { a: 3 }, at: 2 }]);
  expect(rows.add([{ a: 2 }, { a: 2 }])).toEqual([{ row: { a: 2 }, at: 1 }]);
  expect(rows.rows).toEqual([{ a: 1 }, { a: 1 }, { a: 2 }, { a: 3 }, { a: 2 }]);
});

test("a value's path tells its row, and follows it", () => {
  expect([rowOfPath("3.name", { key: null }), rowOfPath("3", { key: null }), rowOfPath("things.12.a.0", { key: "things" })]).toEqual([3, 3, 12]);
  expect([rowOfPath("title", { key: "things" }), rowOfPath("name", { key: null }), rowOfPath("other.1.a", { key: "things" })]).toEqual([null, null, null]);
  expect([withRow("things.12.a.0", { key: "things" }, 4), withRow("3", { key: null }, 30)]).toEqual(["things.4.a.0", "30"]);
});
