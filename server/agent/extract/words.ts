import { meaningsOf } from "./field-words.ts";

/** Words that pages use for what schemas call a thing. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["name", "title", "label", "heading", "headline"],
  ["price", "cost", "amount", "total", "fee"],
  ["url", "link", "href", "address", "website", "homepage"],
  ["image", "img", "picture", "photo", "thumbnail", "avatar", "src"],
  ["description", "summary", "detail", "text", "excerpt", "abstract", "about"],
  ["author", "by", "creator", "publisher", "maintainer", "writer"],
  ["date", "published", "created", "updated", "modified", "posted", "released", "time", "datetime", "on"],
  ["rating", "star", "score"],
  ["review", "rating", "vote"],
  ["quantity", "qty", "count", "stock", "number"],
  ["availability", "available", "stock"],
  ["email", "mail"],
  ["phone", "telephone", "tel", "mobile"],
  ["method", "verb"],
  ["path", "route", "endpoint"],
  ["category", "type", "kind", "tag", "section"],
  ["tag", "keyword", "label", "topic"],
  ["status", "state"],
  ["id", "number", "no", "nr", "key", "sku", "identifier"],
  ["license", "licence"],
  ["color", "colour"],
  ["version", "release", "latest"],
  ["error", "alert", "warning", "message", "notice"],
  ["message", "text", "body", "content"],
  ["location", "place", "city", "address"],
  ["company", "organisation", "organization", "employer", "brand", "manufacturer", "vendor"],
  ["job", "position", "role", "occupation"],
  ["user", "username", "account", "login"],
  ["size", "weight"],
];

/** How far a word of another language is worth its meaning. */
const TRANSLATED = 0.95;

/** From here on two names are taken to mean one thing. */
export const LEAST_LIKENESS = 0.6;

/** The words of a name however it is written: camelCase, snake_case, kebab-case, prose; small and in the singular. */
export const wordsOf = remembering(split);

/** The same names come again with every row of a list: what a pure function made of short texts is kept, and forgotten when that is much. */
function remembering(read: (text: string) => readonly string[]): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const made = read(text);
    if (known.size >= MAX_KNOWN) known.clear();
    if (text.length <= MAX_KNOWN_LENGTH) known.set(text, made);
    return made;
  };
}
const MAX_KNOWN = 5_000;
const MAX_KNOWN_LENGTH = 60;

function split(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/\be-?mail/gi, "email")
    .replace(/#|№/g, " number ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(singular);
}

/** One of several things, as far as English spelling tells. */
export function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is|news|series)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /(x|ch|sh|ss)es$/.test(word) ? word.slice(0, -2) : word.replace(/s$/, "");
}

/** How well the page's words for a thing answer to the schema's, from 0 to 1; either may be in another language. */
export function likeness(page: readonly string[], schema: readonly string[]): number {
  if (page.length === 0 || schema.length === 0) return 0;
  const own = inOneLanguage(page, schema);
  if (own >= TRANSLATED) return own;
  const [ofPage, ofSchema] = [meaningsOf(page), meaningsOf(schema)];
  if (ofPage.length === 0 && ofSchema.length === 0) return own;
  const translated = [...ofPage.map((words) => inOneLanguage(words, schema)), ...ofSchema.map((words) => inOneLanguage(page, words))];
  return Math.max(own, ...translated.map((score) => score * TRANSLATED));
}

function inOneLanguage(page: readonly string[], schema: readonly string[]): number {
  if (page.join("") === schema.join("")) return 1;
  const [own, wanted] = [page.at(-1) ?? "", schema.at(-1) ?? ""];
  const inside = (some: readonly string[], all: readonly string[]): boolean => some.every((word) => all.includes(word));
  if (own === wanted) return inside(page, schema) || inside(schema, page) ? 0.9 : 0.8;
  if (page.length > 1 && GENERIC.has(own) && schema.join(" ") === page.slice(0, -1).join(" ")) return 0.9;
  if (schema.length > 1 && GENERIC.has(wanted) && page.join(" ") === schema.slice(0, -1).join(" ")) return 0.85;
  if (inside(schema, page)) return schema.length > 1 ? 0.85 : 0.7;
  if (page.length > 1 && inside(page, schema)) return 0.65;
  if (alike(own, wanted)) return 0.7;
  return page.length <= 3 && page.some((word) => alike(word, wanted)) ? LEAST_LIKENESS : 0;
}

/** Last words of a schema's names that pages leave out: a customer's name stands under "Customer". */
const GENERIC = new Set(["name", "id", "number", "title", "text", "value", "label", "code", "count", "url", "at", "on"]);

/** Each word with the groups that it belongs to. */
const GROUPS_OF: ReadonlyMap<string, readonly { word: string; i: number }[]> = Map.groupBy(
  SYNONYMS.flatMap((group, i) => group.map((word) => ({ word, i }))),
  ({ word }) => word,
);
const alike = (a: string, b: string): boolean => (GROUPS_OF.get(a) ?? []).some(({ i }) => GROUPS_OF.get(b)?.some((other) => other.i === i));

/** The words that carry meaning in an instruction. */
export function saidIn(instruction: string): Set<string> {
  return new Set(wordsOf(instruction).filter((word) => word.length > 2 && !EMPTY.has(word)));
}

const EMPTY = new Set(
  "the and for with from all every each list extract get read find give return show page this that their its are name version item thing into what which data value field schema describe".split(
    " ",
  ),
);
