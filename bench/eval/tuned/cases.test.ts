import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { tuned } from "./cases.ts";

const DECLINED = tuned.cases.filter(({ kind }) => kind !== "explicit");
const own = tuned.cases.flatMap(({ page }) => (page.startsWith("{{") ? [] : [page.replace(/[?#].*$/, "")]));

test("every case has an id of its own and a page that is there", () => {
  expect(new Set(tuned.cases.map(({ id }) => id)).size).toBe(tuned.cases.length);
  expect([...new Set(own)].filter((page) => !existsSync(new URL(`pages/${page}`, import.meta.url)))).toEqual([]);
});

test("there are enough cases on enough pages, of those that must be declined too", () => {
  expect(own.length).toBeGreaterThanOrEqual(85);
  expect(new Set(own).size).toBeGreaterThanOrEqual(14);
  expect(DECLINED.length).toBeGreaterThanOrEqual(20);
  expect(tuned.cases.length - own.length).toBeGreaterThanOrEqual(10);
});
