import type { Json } from "../../../server/contract/common.ts";

/** How many fields the truth has, how many were given, and how many of those are right. */
export type Score = { wanted: number; given: number; right: number };

export const NO_SCORE: Score = { wanted: 0, given: 0, right: 0 };
export const addScores = (a: Score, b: Score): Score => ({ wanted: a.wanted + b.wanted, given: a.given + b.given, right: a.right + b.right });

/** Precision, recall and their harmonic mean; 1 where nothing was wanted and nothing given. */
export function ratesOf({ wanted, given, right }: Score): { f1: number; precision: number; recall: number } {
  const f1 = wanted + given === 0 ? 1 : (2 * right) / (wanted + given);
  return { f1, precision: given === 0 ? 1 : right / given, recall: wanted === 0 ? 1 : right / wanted };
}

/** Compares field by field; an invented field is one that was given and is not wanted. Lists are laid beside each other in order, as well as they fit. */
export function scoreOf(truth: Json | undefined, found: Json | undefined): Score {
  if (Array.isArray(truth) && Array.isArray(found)) return { wanted: fieldsIn(truth), given: fieldsIn(found), right: bestAlignment(truth, found) };
  if (isObject(truth) && isObject(found)) {
    const keys = [...new Set([...Object.keys(truth), ...Object.keys(found)])];
    return keys.map((key) => scoreOf(truth[key], found[key])).reduce(addScores, NO_SCORE);
  }
  const same = isValue(truth) && isValue(found) && plain(truth) === plain(found);
  return { wanted: fieldsIn(truth), given: fieldsIn(found), right: same ? 1 : 0 };
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } => typeof value === "object" && value !== null && !Array.isArray(value);
const isValue = (value: Json | undefined): value is string | number | boolean => value !== undefined && value !== null && typeof value !== "object";
/** Spaces and ways of composing a letter are not told apart; types, case and marks are. */
const plain = (value: string | number | boolean): string | number | boolean =>
  typeof value === "string" ? value.normalize("NFC").replace(/\s+/g, " ").trim() : value;

function fieldsIn(value: Json | undefined): number {
  if (value === undefined || value === null) return 0;
  return typeof value === "object" ? Object.values(value).reduce<number>((sum, inner) => sum + fieldsIn(inner), 0) : 1;
}

/** The most fields that are right when items of both lists are paired in their order. */
function bestAlignment(truth: readonly Json[], found: readonly Json[]): number {
  let above = new Array<number>(found.length + 1).fill(0);
  for (const wanted of truth) {
    const row = [0];
    for (const [i, given] of found.entries()) row.push(Math.max(row[i] ?? 0, above[i + 1] ?? 0, (above[i] ?? 0) + scoreOf(wanted, given).right));
    above = row;
  }
  return above.at(-1) ?? 0;
}
