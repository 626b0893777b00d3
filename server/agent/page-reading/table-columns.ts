import type { DrawnDocument } from "./drawn-document.ts";
import type { Names } from "./names.ts";

/** The columns of one table. */
export type TableColumns = {
  /** A table of data: it has headers or a caption. Others only put things beside each other. */
  hasHeaders: boolean;
  /** The header of the column in which a cell stands; null where it has none, and for headers themselves. */
  at: (cell: number) => string | null;
};

const CELL_TAGS = new Set(["td", "th"]);
const CELL_ROLES = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
const MAX_SPAN = 100;

/** Reads a table's headers. A header over several columns is each one's, and one below it says more. */
export function columnsOf(document: DrawnDocument, names: Names, table: number): TableColumns {
  const rows = rowsIn(document, names, table);
  const headers: string[] = [];
  const columns = new Map<number, number>();
  let hasHeaders =
    document.attr(table, "role") !== null || document.children(table).some((child) => document.tag(child) === "caption" || document.tag(child) === "thead");
  for (const row of rows) {
    let column = 0;
    for (const cell of cellsIn(document, names, row)) {
      const stated = Number(document.attr(cell, "aria-colindex") ?? Number.NaN);
      if (Number.isInteger(stated) && stated > 0) column = stated - 1;
      const span = Math.min(MAX_SPAN, Math.max(1, Number(document.attr(cell, "colspan") ?? 1) || 1));
      const role = names.role(cell);
      if (role === "columnheader" || role === "rowheader") hasHeaders = true;
      if (role === "columnheader") for (let i = 0; i < span; i++) headers[column + i] = names.nameOf(cell).name || (headers[column + i] ?? "");
      else columns.set(cell, column);
      column += span;
    }
  }
  return { hasHeaders, at: (cell) => headers[columns.get(cell) ?? -1] || null };
}

function rowsIn(document: DrawnDocument, names: Names, at: number): number[] {
  return document.children(at).flatMap((child) => {
    if (names.role(child) === "row") return [child];
    const tag = document.tag(child);
    // A table in a cell has rows of its own.
    return tag === "table" || CELL_TAGS.has(tag) ? [] : rowsIn(document, names, child);
  });
}

function cellsIn(document: DrawnDocument, names: Names, at: number): number[] {
  return document
    .children(at)
    .flatMap((child) => (CELL_TAGS.has(document.tag(child)) || CELL_ROLES.has(names.role(child)) ? [child] : cellsIn(document, names, child)));
}
