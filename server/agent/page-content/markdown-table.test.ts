import { expect, test } from "vitest";
import { toMarkdown } from "./convert.ts";

const lines = (html: string): string[] => toMarkdown(html).split("\n");

test("a table has its caption above it, its header in the first line, and each row in one line", () => {
  const html =
    "<table><caption>Sales\n2025</caption><colgroup><col></colgroup><thead><tr><th>City<th>Sum</tr></thead><tbody><tr><td><p>Rome</p><p>Italy</p><td>1|2</tr></tbody></table>";
  expect(lines(html)).toEqual(["Sales 2025", "", "| City | Sum |", "| --- | --- |", "| Rome<br>Italy | 1\\|2 |"]);
});

test("one without a header gets an empty one; a wide cell keeps the columns behind it in their places; empty cells stay", () => {
  expect(lines("<table><tr><td colspan=2>Both<td>x</tr><tr><td>a<td><td>c</tr></table>")).toEqual([
    "|  |  |  |",
    "| --- | --- | --- |",
    "| Both |  | x |",
    "| a |  | c |",
  ]);
});

test("a table that only places things is read through, the tables in it are tables", () => {
  const html = "<table><tr><td><h2>Left</h2><td><table><tr><th>A<th>B</tr><tr><td>1<td>2</tr></table></tr></table>";
  expect(lines(html)).toEqual(["## Left", "", "| A | B |", "| --- | --- |", "| 1 | 2 |"]);
  expect(toMarkdown("<table><tr><td><p>One</p><p>Two</p></table>")).toBe("One\n\nTwo");
});

test("words around a table are kept apart from it", () => {
  expect(toMarkdown("<p>before</p><table><tr><th>A</tr><tr><td>1</tr></table><p>after</p>")).toBe("before\n\n| A |\n| --- |\n| 1 |\n\nafter");
});

test("the time for a table grows with its rows, not with their square", () => {
  const table = (rows: number): string => `<table>${"<tr><td>a<td>b<td>c<td>d<td>e</tr>".repeat(rows)}</table>`;
  const took = (rows: number): number => {
    const startedAt = performance.now();
    expect(lines(table(rows))).toHaveLength(rows + 2);
    return performance.now() - startedAt;
  };
  took(100);
  // Ten times the rows would take a hundred times as long.
  expect(took(2_000) / Math.max(5, took(200))).toBeLessThan(50);
});
