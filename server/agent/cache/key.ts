import { createHash } from "node:crypto";

/** What is remembered: an act, or what an observation found. */
export type CacheKind = "act" | "observe";

/** What a call is recognised by: the same instruction, on the same kind of page, with the same variables. */
export type CacheKey = { kind: CacheKind; instruction: string; page: string; variables: readonly string[] };

const KEY_CHARACTERS = 40;
/** Parts of a path that name one thing of many: numbers, UUIDs, hashes, and what mixes letters with several digits. */
const ONE_OF_MANY = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|(?=(?:.*\d){3})[\w.~-]{8,}|.{60,})$/i;

/** The instruction without what says nothing: spaces, kinds of quotes, a full stop. What is in quotes and `%names%` stay. */
export const instructionShape = (instruction: string): string =>
  instruction
    .normalize("NFC")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/(?<=[^.\s])[.!]$/, "");

/**
 * The kind of page at an address: origin, path with numbers and ids as `*`, names of the query's parameters, and the
 * path behind `#` where an application routes by it. Values of the query are left out.
 */
export function pageSignature(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 200);
  const url = new URL(address);
  if (url.protocol === "data:" || url.protocol === "blob:") return `${url.protocol}${digest(address)}`;
  const names = [...new Set(url.searchParams.keys())].sort().map((name) => generalise(name));
  const route = /^#!?(\/[^?]*)/.exec(url.hash)?.[1];
  const origin = url.origin === "null" ? `${url.protocol}//${url.host}` : url.origin;
  return `${origin}${pathOf(url.pathname)}${names.length > 0 ? `?${names.join("&")}` : ""}${route === undefined ? "" : `#${pathOf(route)}`}`;
}

/** Tells one address from another without keeping it. */
export const addressDigest = (address: string): string => digest(address.replace(/#(?!!?\/).*$/, ""));

/** The key as the database finds it. */
export const keyDigest = ({ kind, instruction, page, variables }: CacheKey): string => digest(JSON.stringify([kind, instruction, page, [...variables].sort()]));

const pathOf = (path: string): string =>
  path
    .split("/")
    .map((part) => generalise(decoded(part)))
    .join("/");

const generalise = (part: string): string => (ONE_OF_MANY.test(part) ? "*" : part);

/** What is not encoded well is taken as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, KEY_CHARACTERS);
