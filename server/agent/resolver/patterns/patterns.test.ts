import { describe, expect, test } from "vitest";
import { nextTurner } from "./calendar.ts";
import { nativeValue } from "./date-fields.ts";
import { complete, dateIn, formatIn, isoParts, saidDate, timeIn, written } from "./dates.ts";
import { holds } from "./fields.ts";
import { numberOf, saidNumber } from "./numbers.ts";
import { pick } from "./pick.ts";
import { goalOf, type Scale } from "./sliders.ts";

test.each<[string, number | null]>([
  ["40", 40],
  ["-2.5", -2.5],
  ["1,234.5", 1234.5],
  ["1.234,5", 1234.5],
  ["12,500", 12_500],
  ["1,5", 1.5],
  ["$ 20", 20],
  ["50 %", 50],
  ["10 000", 10_000],
  ["Medium", null],
  ["3 of 4", null],
])("the number in %j is %j", (text, value) => {
  expect(numberOf(text)).toBe(value);
});

test.each<[string, number | null]>([
  ["40", 40],
  ["-2.5", -2.5],
  ["1,234.5", 1234.5],
  ["50 %", 50],
  ["$20", 20],
  ["EUR 20", 20],
  ["20 €", 20],
  ["35 pixels", 35],
  ["10 000", 10_000],
  ["21.5°", 21.5],
  ["35 only when it rains", null],
  ["35. no, don't", null],
  ["Fnord 35", null],
  ["4 and watch the post", null],
])("the number that %j asks for is %j", (text, value) => {
  expect(saidNumber(text)).toBe(value);
});

describe("dates", () => {
  const date = (year: number | null, month: number | null, day: number | null) => ({ year, month, day });

  test.each([
    ["2027-03-14", date(2027, 3, 14)],
    ["14 March 2027", date(2027, 3, 14)],
    ["March 14th, 2027", date(2027, 3, 14)],
    ["14. März 2027", date(2027, 3, 14)],
    ["14.3.2027", date(2027, 3, 14)],
    ["3/14/2027", date(2027, 3, 14)],
    ["25/12/2026", date(2026, 12, 25)],
    ["March 2027", date(2027, 3, null)],
    ["5 May", date(null, 5, 5)],
    ["31.31.2027", null],
    ["tomorrow", null],
    ["10:30", null],
  ])("%j is read", (text, parts) => {
    expect(dateIn(text)).toEqual(parts);
  });

  test.each([
    ["2027-03-14", date(2027, 3, 14)],
    ["Friday, 14 March 2027", date(2027, 3, 14)],
    ["the 14th of March 2027 at 10:30 am", date(2027, 3, 14)],
    ["Mittwoch, den 14. März 2027 um 10 Uhr", date(2027, 3, 14)],
    ["3 May 2027 and the return date to 10 May 2027", null],
    ["3 May 2027, no", null],
    ["14 March 1988 only when it rains", null],
  ])("%j asks for a date and nothing else", (text, parts) => {
    expect(saidDate(text)).toEqual(parts);
  });

  test.each([
    ["2027-03-14", date(2027, 3, 14)],
    ["2027-03", date(2027, 3, null)],
    ["--03-14", date(null, 3, 14)],
    ["---14", date(null, null, 14)],
    ["soon", null],
    ["", null],
  ])("%j is ISO as far as it is said", (text, parts) => {
    expect(isoParts(text)).toEqual(parts);
  });

  test.each([
    ["2:30 pm", "14:30"],
    ["14:05", "14:05"],
    ["9 am", "9:0"],
    ["12 am", "0:0"],
    ["2027-03-14 09:15", "9:15"],
    ["8 Uhr 15", "8:15"],
    ["14 Uhr", "14:0"],
    ["25:00", null],
    ["14 March", null],
  ])("the time in %j", (text, time) => {
    const at = timeIn(text);
    const shown = at && (text.includes(":") ? `${String(at.hour)}:${String(at.minute).padStart(2, "0")}` : `${at.hour}:${at.minute}`);
    expect(shown).toBe(time);
  });

  test.each([
    ["DD/MM/YYYY", "14/03/2027"],
    ["e.g. m/d/yy", "3/14/27"],
    ["TT.MM.JJJJ", "14.03.2027"],
    ["jj/mm/aaaa", "14/03/2027"],
    ["yyyy-mm-dd", "2027-03-14"],
    ["31.12.2026", "14.03.2027"],
    ["12/31/2026", "03/14/2027"],
  ])("a field that says %j gets %j", (hint, text) => {
    expect(written({ year: 2027, month: 3, day: 14 }, formatIn(hint) ?? [])).toBe(text);
  });

  test("an example that may be read in two ways tells nothing", () => {
    expect(formatIn("01/02/2026")).toBeNull();
    expect(formatIn("Your date of birth")).toBeNull();
  });

  test("days that do not exist are none, and what was not said is as it was", () => {
    expect(complete(date(2027, 2, 30), null, new Date(2026, 0, 1))).toBeNull();
    expect(complete(date(null, null, 9), date(2027, 4, 1), new Date(2026, 0, 1))).toEqual(date(2027, 4, 9));
    const field = { type: "date", value: "", min: "2027-01-01", max: "2027-12-31" };
    expect(nativeValue(field, { date: "--03-14", said: "" }, new Date(2026, 5, 1))).toBe("2027-03-14");
    expect(nativeValue({ ...field, type: "datetime-local", value: "2027-02-03T08:30" }, { date: "", said: "9:45" }, new Date(2026, 5, 1))).toBe(
      "2027-02-03T09:45",
    );
  });
});

test.each<[string, Parameters<typeof holds>[0], boolean]>([
  ["as typed", { now: "tea", before: "", text: "tea" }, true],
  ["formatted", { now: "(555) 123-4567", before: "", text: "5551234567" }, true],
  ["completed", { now: "Romania", before: "", text: "Rom" }, true],
  ["beside what was there", { now: "oldnew", before: "old", text: "new" }, false],
  ["refused", { now: "2025", before: "2025", text: "5" }, false],
  ["cut", { now: "1234", before: "", text: "123456" }, false],
  ["cleared to its mask", { now: "__/__", before: "12/34", text: "" }, true],
  ["not cleared", { now: "x", before: "x", text: "" }, false],
])("a field holds the text: %s", (_, typed, held) => {
  expect(holds(typed)).toBe(held);
});

test("options are told by their names, the whole name before one that says more, and by their order", () => {
  const names = ["Large", "Extra large", "Large (sold out)", "Small"];
  expect(pick(names, { words: "Large", ordinal: null })).toEqual({ index: 0 });
  expect(pick(names, { words: "small", ordinal: null })).toEqual({ index: 3 });
  expect(pick(names, { words: "", ordinal: -1 })).toEqual({ index: 3 });
  expect(pick(names, { words: "Huge", ordinal: null })).toEqual({ none: true });
  expect(pick(["Rome, Italy", "Rome, Georgia"], { words: "Rome", ordinal: null })).toEqual({ several: ["Rome, Italy", "Rome, Georgia"] });
});

test("an amount means a value of the scale", () => {
  const scale: Scale = { now: 20, text: "", min: 0, max: 50, step: 5, vertical: false };
  expect(goalOf({ to: "30" }, scale)).toBe(30);
  expect(goalOf({ to: "50%" }, scale)).toBe(25);
  expect(goalOf({ by: -10 }, scale)).toBe(10);
  expect(goalOf({ steps: 2 }, scale)).toBe(30);
  expect(goalOf({ end: "most" }, scale)).toBe(50);
  expect(goalOf({ to: "High" }, scale)).toBeNull();
  expect(goalOf({ to: "1:30" }, { ...scale, now: 20, text: "0:20" })).toBe(90);
});

test("a calendar's pages are turned by what is known to lead there, the farthest first, and by trying on the side of time's way", () => {
  const turners = [
    { index: 0, side: "left" as const },
    { index: 1, side: "right" as const },
    { index: 2, side: "right" as const },
  ];
  expect(nextTurner(turners, new Map(), 5)).toBe(1);
  expect(nextTurner(turners, new Map(), -5)).toBe(0);
  const known = new Map([
    [1, 1],
    [2, 12],
  ]);
  expect(nextTurner(turners, known, 30)).toBe(2);
  expect(nextTurner(turners, known, 5)).toBe(1);
  expect(nextTurner([{ index: 1, side: "right" }], new Map([[1, 0]]), 5)).toBeNull();
});
