import type { Json } from "../../contract/common.ts";
import type { Wanted } from "./wanted.ts";

/** The list that a schema asks for: by itself, or as a property; null where it asks for none. */
export type RowsPlace = { key: string | null } | null;

/** The list that goes on over pages: the data itself, or the first list of objects (else of values) among its properties. */
export function rowsPlaceOf(wanted: Wanted): RowsPlace {
  if (wanted.kind === "array") return { key: null };
  if (wanted.kind !== "object") return null;
  const lists = wanted.properties.filter((property) => property.wanted.kind === "array");
  const first = lists.find((property) => property.wanted.kind === "array" && property.wanted.items.kind === "object") ?? lists[0];
  return first ? { key: first.name } : null;
}

/** The rows of the list in some data. */
export function rowsIn(data: Json, place: RowsPlace): readonly Json[] {
  const list = place?.key == null ? data : isObject(data) ? data[place.key] : null;
  return place && Array.isArray(list) ? list : [];
}

/** The data with other rows in its list; without them (`null`) it is what else there is. */
export function withRows(data: Json, place: RowsPlace, rows: readonly Json[] | null): Json {
  if (!place) return data;
  if (place.key === null) return rows === null ? null : [...rows];
  if (!isObject(data)) return data;
  const { [place.key]: _, ...rest } = data;
  return rows === null ? rest : { ...data, [place.key]: [...rows] };
}

/** A row that was not there, and its place in the look that brought it. */
export type AddedRow = { row: Json; at: number };

/** Rows of several looks at a list that shows parts of itself. */
export class RowCollection {
  readonly rows: Json[] = [];
  readonly #known = new Map<string, number>();

  /** Adds what was not there and answers with that. Rows that a look holds twice are two rows; one that another look held is the same. */
  add(look: readonly Json[]): AddedRow[] {
    const here = new Map<string, number>();
    const added = look.flatMap((row, at) => {
      const key = JSON.stringify(row);
      const count = (here.get(key) ?? 0) + 1;
      here.set(key, count);
      return count > (this.#known.get(key) ?? 0) ? [{ row, at }] : [];
    });
    for (const [key, count] of here) this.#known.set(key, Math.max(count, this.#known.get(key) ?? 0));
    for (const { row } of added) this.rows.push(row);
    return added;
  }
}

/** Which row a value's dotted path lies in; null where it is none of the list's. Pure. */
export function rowOfPath(path: string, place: RowsPlace): number | null {
  const before = place?.key == null ? "" : `${place.key}.`;
  const row = /^\d+(?=\.|$)/.exec(path.slice(before.length))?.[0];
  return place && path.startsWith(before) && row !== undefined ? Number(row) : null;
}

/** The same value's path when its row stands elsewhere in the list. Pure. */
export function withRow(path: string, place: RowsPlace, row: number): string {
  const before = place?.key == null ? "" : `${place.key}.`;
  return before + path.slice(before.length).replace(/^\d+/, String(row));
}

const isObject = (data: Json): data is { [key: string]: Json } => typeof data === "object" && data !== null && !Array.isArray(data);
