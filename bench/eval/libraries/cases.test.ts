import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { libraries } from "./cases.ts";

const own = libraries.cases.flatMap(({ page }) => (page.startsWith("{{") ? [] : [page]));

test("every case has an id of its own and a page that is there", () => {
  expect(new Set(libraries.cases.map(({ id }) => id)).size).toBe(libraries.cases.length);
  expect([...new Set(own)].filter((page) => !existsSync(new URL(`pages/${page}`, import.meta.url)))).toEqual([]);
});

test("there are enough cases on enough pages, of those that must be declined too", () => {
  expect(new Set(own).size).toBeGreaterThanOrEqual(12);
  expect(own.length).toBeGreaterThanOrEqual(70);
  expect(libraries.cases.length - own.length).toBeGreaterThanOrEqual(20);
  expect(libraries.cases.filter(({ kind }) => kind !== "explicit").length).toBeGreaterThanOrEqual(20);
});
