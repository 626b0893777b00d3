import { AppError } from "../../core/errors.ts";

type Condition = { path: string[]; value: string };

/** `user_metadata['order']['status']:'shipped'`: keys in brackets, then the text that must be there. */
const CONDITION = /^user_metadata((?:\[(?:'[^']*'|"[^"]*")\])+)\s*:\s*(?:'([^']*)'|"([^"]*)")$/;
const KEY = /\[(?:'([^']*)'|"([^"]*)")\]/g;
const SYNTAX = "Write it as user_metadata['key']['inner']:'value', several joined by AND.";

/**
 * What the `q` of a list of sessions asks for. Pure.
 * @throws AppError INVALID_INPUT when it is written differently
 */
export function parseMetadataQuery(q: string): Condition[] {
  return q.split(/\s+AND\s+/).map((part) => {
    const [, keys, single, double] = CONDITION.exec(part.trim()) ?? [];
    if (keys === undefined) throw new AppError("INVALID_INPUT", `q: ${SYNTAX}`, { fields: [{ field: "q", message: SYNTAX }] });
    return { path: [...keys.matchAll(KEY)].map(([, one, two]) => one ?? two ?? ""), value: single ?? double ?? "" };
  });
}
