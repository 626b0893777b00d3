import type { Json } from "../../../server/contract/common.ts";

type FlatRow = Record<string, Json>;

/** The data as rows and columns when it is a list of flat objects, by itself or as the only property of an object; else null. */
export function tableOf(data: Json): { columns: string[]; rows: FlatRow[] } | null {
  const list = listIn(data);
  if (list === null || list.length === 0 || !list.every(isFlat)) return null;
  return { columns: [...new Set(list.flatMap((row) => Object.keys(row)))], rows: list };
}

function listIn(data: Json): Json[] | null {
  if (Array.isArray(data)) return data;
  if (data === null || typeof data !== "object") return null;
  const values = Object.values(data);
  const [only] = values;
  return values.length === 1 && Array.isArray(only) ? only : null;
}

const isFlat = (row: Json): row is FlatRow =>
  row !== null && typeof row === "object" && !Array.isArray(row) && Object.values(row).every((value) => value === null || typeof value !== "object");
