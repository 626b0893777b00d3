import type { Json } from "./common.ts";
import type { Exported, ExportFormat } from "./extraction.ts";

type Row = { [key: string]: Json };

const MIME_TYPES: Record<ExportFormat, string> = {
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
};
/** What a spreadsheet would take for a formula; signed numbers and telephone numbers are none. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d\s().,/-]*$)/;

/**
 * Extracted data as a file's content. Rows are the items of the data's list (by itself, or the longest of an object's
 * properties), or the data itself. In CSV (RFC 4180) inner objects become columns by dotted path and lists of single
 * values are joined with "; ". Pure.
 */
export function exportAs(data: Json, format: ExportFormat): Exported {
  const text =
    format === "json"
      ? JSON.stringify(data, null, 2)
      : format === "csv"
        ? csvOf(rowsOf(data))
        : rowsOf(data)
            .map((row) => `${JSON.stringify(row)}\n`)
            .join("");
  return { mimeType: MIME_TYPES[format], text };
}

/** One line of CSV (RFC 4180), its line break included; what a spreadsheet would take for a formula is none. */
export const csvRow = (cells: readonly Json[]): string => `${cells.map(cellOf).join(",")}\r\n`;

function rowsOf(data: Json): readonly Json[] {
  if (Array.isArray(data)) return data;
  const lists = isRow(data) ? Object.values(data).filter((value) => Array.isArray(value)) : [];
  return lists.sort((a, b) => b.length - a.length)[0] ?? [data];
}

function csvOf(rows: readonly Json[]): string {
  const flat = rows.map((row) => (isRow(row) ? flattened(row) : new Map([["value", row]])));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return [columns, ...flat.map((row) => columns.map((column) => row.get(column) ?? null))].map(csvRow).join("");
}

function flattened(row: Row, prefix = ""): Map<string, Json> {
  const entries = Object.entries(row).flatMap(([key, value]): [string, Json][] =>
    isRow(value) ? [...flattened(value, `${prefix}${key}.`)] : [[`${prefix}${key}`, value]],
  );
  return new Map(entries);
}

function cellOf(value: Json): string {
  if (value === null) return "";
  const text = Array.isArray(value)
    ? value.every((item) => item === null || typeof item !== "object")
      ? value.map(String).join("; ")
      : JSON.stringify(value)
    : typeof value === "string"
      ? value
      : String(value);
  // A page's words may not become a formula in the reader's spreadsheet.
  const safe = typeof value === "string" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const isRow = (value: Json): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
