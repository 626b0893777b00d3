import { describe, expect, test } from "vitest";
import { coerce } from "./coerce.ts";
import { readDate } from "./dates.ts";
import { localeOf, NO_LOCALE } from "./locale.ts";
import { readNumber } from "./numbers.ts";
import type { WantedValue } from "./wanted.ts";

const value = (over: Partial<WantedValue> = {}): WantedValue => ({
  kind: "value",
  type: "string",
  options: null,
  format: null,
  pattern: null,
  locale: NO_LOCALE,
  ...over,
});

describe("numbers", () => {
  test.each([
    ["$1,299.00", 1299],
    ["1.299,00 €", 1299],
    ["€ 1.299", 1299],
    ["1 299,50 kr", 1299.5],
    ["CHF 1'250.75", 1250.75],
    ["1,234,567", 1_234_567],
    ["12,5", 12.5],
    ["0.5", 0.5],
    ["-4.25", -4.25],
    ["−7", -7],
    ["(12 reviews)", 12],
    ["4.5 out of 5 stars", 4.5],
    ["8.3/10", 8.3],
    ["40%", 40],
    ["1.2k", 1200],
    ["3M", 3_000_000],
    ["USD12", 12],
    ["12 5 reviews", 12],
    ["$4.5 million", 4_500_000],
    ["2,5 Mio. €", 2_500_000],
    ["5kg", 5],
    ["+4.2%", 4.2],
    ["(45.90)", -45.9],
    ["₪249.90", 249.9],
  ])("%s is %d", (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  test.each(["", "free", "1.2.3", "v2.4", "2024-03-01", "24.12.2025", "10:30", "model X5"])("%j is none", (text) => {
    expect(readNumber(text)).toBeUndefined();
  });

  test("an integer has no fraction", () => {
    expect(coerce("1,204 reviews", value({ type: "integer" }))).toBe(1204);
    expect(coerce("4.5", value({ type: "integer" }))).toBeUndefined();
  });
});

describe("dates", () => {
  test.each([
    ["2024-03-01", "2024-03-01T00:00:00.000Z"],
    ["2024-03-05T08:00:00Z", "2024-03-05T08:00:00.000Z"],
    ["2024-03-05T08:00:00+02:00", "2024-03-05T06:00:00.000Z"],
    ["Mar 3, 2024 5:30 PM", "2024-03-03T17:30:00.000Z"],
    ["12:15 am on 3rd of March 2024", "2024-03-03T00:15:00.000Z"],
    ["Published on 24 December 2025", "2025-12-24T00:00:00.000Z"],
    ["24.12.2025", "2025-12-24T00:00:00.000Z"],
    ["31/01/2024", "2024-01-31T00:00:00.000Z"],
    ["01/31/2024", "2024-01-31T00:00:00.000Z"],
    ["Montag, 6. Mai 2024, 9:30 Uhr", "2024-05-06T09:30:00.000Z"],
    ["4. März 2024", "2024-03-04T00:00:00.000Z"],
    ["14 août 2023", "2023-08-14T00:00:00.000Z"],
    ["1er juillet 2023 à 14h05", "2023-07-01T14:05:00.000Z"],
    ["12 de marzo de 2024", "2024-03-12T00:00:00.000Z"],
    ["2. dez. 2023", "2023-12-02T00:00:00.000Z"],
  ])("%s", (text, iso) => {
    expect(readDate(text)).toBe(iso);
  });

  test.each(["03/04/2024", "2 days ago", "March 2024", "2024", "31 February 2024", "2024-13-01", "Section 4 of 2024"])("%j says no day for sure", (text) => {
    expect(readDate(text)).toBeUndefined();
  });

  test("the page's language tells which is the day, and what a dot in a number is", () => {
    expect(readDate("03/04/2024", localeOf("fr"))).toBe("2024-04-03T00:00:00.000Z");
    expect(readDate("03/04/2024", localeOf("en-US"))).toBe("2024-03-04T00:00:00.000Z");
    expect(readDate("03/04/2024", localeOf("en"))).toBeUndefined();
    expect([readNumber("83.129", localeOf("de")), readNumber("83.129", localeOf("en"))]).toEqual([83_129, 83.129]);
  });

  test("by the schema's format", () => {
    expect(coerce("March 3, 2024", value({ format: "date" }))).toBe("2024-03-03");
    expect(coerce("yesterday", value({ format: "date-time" }))).toBeUndefined();
  });
});

test.each([
  ["Yes", true],
  ["In stock", true],
  ["✓", true],
  ["false", false],
  ["Sold out", false],
  ["ja", true],
  ["non", false],
  ["https://schema.org/OutOfStock", false],
  ["Only 3 left in stock", true],
  ["–", false],
  ["maybe", undefined],
  ["", undefined],
])("%j as a boolean is %j", (text, expected) => {
  expect(coerce(text, value({ type: "boolean" }))).toBe(expected);
});

describe("one of several", () => {
  const status = value({ options: ["open", "in_progress", "done", 3] });
  test.each([
    ["OPEN", "open"],
    ["In progress", "in_progress"],
    ["Status: done", "done"],
    ["3", 3],
    ["open or done", undefined],
    ["closed", undefined],
  ])("%j", (text, expected) => {
    expect(coerce(text, status)).toBe(expected);
  });
});

describe("text", () => {
  test("white space is one space; nothing is nothing", () => {
    expect(coerce("  a\n  b ", value())).toBe("a b");
    expect(coerce(" \n", value())).toBeUndefined();
  });
  test("a pattern or an address is found in its line", () => {
    expect(coerce("npm install harbor-kit 2.4.1", value({ pattern: "^\\d+\\.\\d+\\.\\d+$" }))).toBe("2.4.1");
    expect(coerce("1.0.0 to 2.0.0", value({ pattern: "^\\d+\\.\\d+\\.\\d+$" }))).toBeUndefined();
    expect(coerce("write to ann@example.test, please", value({ format: "email" }))).toBe("ann@example.test");
    expect(coerce("write to Ann", value({ format: "email" }))).toBeUndefined();
  });
});
