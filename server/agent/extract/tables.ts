import { elementsOf, nodeOf, type PageNode } from "./page-tree.ts";

/** A table as its rows: the words over each column, and each row's cells in the columns' places. */
export type Grid = { headers: readonly string[]; rows: readonly (readonly PageNode[])[]; filled: readonly PageNode[] };

type Row = { row: PageNode; cells: PageNode[]; section: string };

const MAX_COLUMNS = 200;
const MAX_HEADER = 40;

export const isTable = (node: PageNode): boolean => node.tag === "table" || /^(table|grid|treegrid)$/.test(node.role);
const isRow = (node: PageNode): boolean => node.tag === "tr" || node.role === "row";
const isCell = (node: PageNode): boolean => /^(td|th)$/.test(node.tag) || /^(cell|gridcell|columnheader|rowheader)$/.test(node.role);
const isHeader = (node: PageNode): boolean => node.tag === "th" || node.role === "columnheader";

/**
 * The table's rows as things, each a row of cells. A cell over several rows is in each of them, words over several rows of
 * heads are joined, sums in the table's foot and heads between the rows are left out. Pure.
 */
export function gridOf(table: PageNode): Grid {
  const filled = laidOut(rowsOf(table, "")).filter(({ cells }) => cells.length > 0);
  const first = filled.findIndex(({ row, cells, section }) => elementsOf(row).filter(isCell).length > 1 && (cells.every(isHeader) || section === "thead"));
  const after = first < 0 ? 0 : filled.findIndex(({ cells, section }, i) => i > first && !(cells.every(isHeader) || section === "thead"));
  const heads = first < 0 ? [] : filled.slice(first, after < 0 ? filled.length : after);
  const body = filled.filter((row, i) => !heads.includes(row) && i >= first && !row.cells.every(isHeader) && row.section !== "tfoot");
  const plain = heads.length === 0 && namesColumns(body);
  return {
    headers: plain ? (body[0]?.cells ?? []).map(({ text }) => text) : headersOf(heads),
    rows: (plain ? body.slice(1) : body).map(({ cells }) => cells),
    filled: filled.map(({ row }) => row),
  };
}

/** A table that compares things, as one thing for each column but the first, with the words before each row; null where it is no such table. */
export function columnsOf(table: PageNode): { headers: readonly string[]; things: readonly (readonly PageNode[])[] } | null {
  const rows = laidOut(rowsOf(table, "")).filter(({ cells, section }) => cells.length > 0 && section !== "tfoot");
  const [first] = rows;
  if (!first || !rows.every(({ cells }, i) => cells.length > 2 && (isHeader(cells[0] as PageNode) || (i === 0 && cells[0]?.text === "")))) return null;
  const things = first.cells.slice(1).map((_, i) => rows.flatMap(({ cells }) => cells[i + 1] ?? []));
  return { headers: rows.map(({ cells }) => cells[0]?.text ?? ""), things };
}

function rowsOf(node: PageNode, section: string): Row[] {
  return elementsOf(node).flatMap((kid) => {
    if (isRow(kid)) return [{ row: kid, cells: elementsOf(kid).filter(isCell), section }];
    return isTable(kid) || isCell(kid) ? [] : rowsOf(kid, /^(thead|tfoot|tbody)$/.test(kid.tag) ? kid.tag : section);
  });
}

/** Each cell in its column: those that take several rows or columns are in all of the rows, and in the first of the columns. */
function laidOut(rows: readonly Row[]): Row[] {
  if (rows.every(({ cells }) => cells.every(({ span: [columns, down] }) => columns === 1 && down === 1))) return [...rows];
  const open: { cell: PageNode; left: number }[] = [];
  return rows.map(({ row, cells, section }) => {
    const laid: PageNode[] = [];
    const waiting = [...cells];
    while ((waiting.length > 0 || (open[laid.length]?.left ?? 0) > 0) && laid.length < MAX_COLUMNS) {
      const above = open[laid.length];
      if (above && above.left > 0) {
        above.left -= 1;
        laid.push(above.cell);
        continue;
      }
      const cell = waiting.shift();
      if (!cell) break;
      const [columns, down] = cell.span;
      for (let i = 0; i < columns; i++) {
        // Words over several columns stand over each of them; a value is one value.
        const here = i === 0 || isHeader(cell) ? cell : nodeOf({ tag: "td" });
        open[laid.length] = { cell: here, left: down - 1 };
        laid.push(here);
      }
    }
    return { row, cells: laid, section };
  });
}

/** The words over each column, from the top down. */
function headersOf(heads: readonly Row[]): string[] {
  const width = Math.max(0, ...heads.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, i) => {
    // A head over the whole table is its title.
    const over = heads.filter(({ cells }) => new Set(cells).size > 1).map(({ cells }) => cells[i]);
    return [...new Set(over)]
      .map((cell) => cell?.text ?? "")
      .filter(Boolean)
      .join(" ");
  });
}

/** Whether a first row without header cells names the columns: words only, over columns of figures. */
function namesColumns([first, ...others]: readonly Row[]): boolean {
  if (!first || others.length === 0 || first.cells.length < 2) return false;
  const named = first.cells.every(({ text }) => text !== "" && text.length < MAX_HEADER && !/\d/.test(text));
  return named && first.cells.some((_, i) => others.every(({ cells }) => /\d/.test(cells[i]?.text ?? "")));
}
