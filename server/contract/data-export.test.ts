import { expect, test } from "vitest";
import type { Json } from "./common.ts";
import { exportAs } from "./data-export.ts";

test("CSV: columns of all rows, inner objects by path, lists joined, marks quoted", () => {
  const data: Json = {
    products: [
      { name: 'A "big", one', price: 2.5, seller: { city: "Kiel" } },
      { name: "B\nC", tags: ["x", "y"], parts: [{ id: 1 }] },
    ],
    page: 1,
  };
  expect(exportAs(data, "csv")).toEqual({
    mimeType: "text/csv; charset=utf-8",
    text: 'name,price,seller.city,tags,parts\r\n"A ""big"", one",2.5,Kiel,,\r\n"B\nC",,,x; y,"[{""id"":1}]"\r\n',
  });
});

test("CSV: what a page says is no formula; numbers keep their sign", () => {
  expect(exportAs([{ a: "=1+1", b: "+49 30 123", c: -4, d: "-cmd|x" }], "csv").text).toBe("a,b,c,d\r\n'=1+1,+49 30 123,-4,'-cmd|x\r\n");
});

test("NDJSON: a line for each row; plain values and single things are rows too", () => {
  expect(exportAs([{ a: 1 }, { a: 2 }], "ndjson").text).toBe('{"a":1}\n{"a":2}\n');
  expect(exportAs(["x", "y"], "csv").text).toBe("value\r\nx\r\ny\r\n");
  expect(exportAs({ title: "T" }, "ndjson").text).toBe('{"title":"T"}\n');
  expect(exportAs([], "csv").text).toBe("\r\n");
});

test("JSON is the data", () => {
  const data = { a: [1, { b: null }] };
  expect(JSON.parse(exportAs(data, "json").text)).toEqual(data);
});
