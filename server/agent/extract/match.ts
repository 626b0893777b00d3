import { coerce } from "./coerce.ts";
import type { Fact, PageFacts, RecordGroup } from "./page-facts.ts";
import type { Json, JsonSchemaLike } from "./schema.ts";
import { itemsOf, propertiesOf, requiredOf, typeOf } from "./schema.ts";

/** Words that pages use for what schemas call a thing. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["name", "title", "label", "heading", "product", "item"],
  ["price", "cost", "amount", "total"],
  ["url", "link", "href", "address", "website"],
  ["image", "img", "picture", "photo", "thumbnail"],
  ["description", "summary", "details", "text", "excerpt"],
  ["author", "by", "creator", "publisher", "maintainer", "user"],
  ["date", "published", "created", "updated", "time", "datetime"],
  ["rating", "stars", "score"],
  ["quantity", "qty", "count", "stock"],
  ["email", "mail", "e mail"],
  ["phone", "telephone", "tel"],
  ["method", "verb"],
  ["path", "route", "endpoint"],
  ["category", "type", "kind", "tag"],
  ["status", "state"],
  ["id", "number", "no", "nr", "key", "sku"],
];

/** Values that are known by their looks. */
const LOOKS: Record<string, RegExp> = {
  version: /^v?\d+\.\d+(\.\d+)?(-[\w.]+)?$/i,
  email: /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i,
  price: /^[^\d\s]{0,4}\s?\d[\d.,'’\s]*\s?([€$£¥]|[A-Z]{3})?$/,
  phone: /^\+?[\d\s()/-]{6,}$/,
};

type Matched = { data: Json; missing: string[]; confidence: number };

/** Data for a schema from what the page states; null when nothing on the page answers to it. Pure. */
export function matchSchema(facts: PageFacts, schema: JsonSchemaLike, instruction: string): Matched | null {
  if (typeOf(schema) === "array") return matchList(facts, itemsOf(schema), instruction);
  if (typeOf(schema) === "object") return matchObject(facts, schema, instruction);
  const value = coerce(facts.headings[0] ?? "", schema);
  return value === undefined ? null : { data: value, missing: [], confidence: 0.5 };
}

function matchObject(facts: PageFacts, schema: JsonSchemaLike, instruction: string): Matched | null {
  const data: Record<string, Json> = {};
  const missing: string[] = [];
  const scores: number[] = [];
  for (const [name, wanted] of Object.entries(propertiesOf(schema))) {
    const found =
      typeOf(wanted) === "array"
        ? matchList(facts, itemsOf(wanted), `${instruction} ${name} ${wanted.description ?? ""}`)
        : typeOf(wanted) === "object"
          ? matchObject(facts, wanted, instruction)
          : matchValue(facts, name, wanted);
    if (found === null) missing.push(name);
    else {
      data[name] = found.data;
      missing.push(...found.missing.map((path) => `${name}.${path}`));
      scores.push(found.confidence);
    }
  }
  return scores.length === 0 ? null : { data, missing, confidence: mean(scores) };
}

function matchValue(facts: PageFacts, name: string, wanted: JsonSchemaLike): Matched | null {
  const words = wordsOf(name);
  const options: { text: string; score: number }[] = facts.pairs.map(({ label, value, href }) => ({
    text: wantsUrl(name, wanted) && href ? href : value,
    score: hintScore(label, words) * 0.95,
  }));
  for (const thing of facts.linked)
    for (const [key, value] of Object.entries(thing))
      if (["string", "number"].includes(typeof value)) options.push({ text: String(value), score: hintScore(split(key), words) });
  if (/^(name|title|heading|headline)$/.test(words.at(-1) ?? ""))
    for (const [i, heading] of facts.headings.entries()) options.push({ text: heading, score: 0.8 - Math.min(i, 5) * 0.03 });
  if (/^(url|link)$/.test(name)) options.push({ text: facts.url, score: 0.6 });
  const looks = LOOKS[words.at(-1) ?? ""];
  if (looks) {
    const found = [...new Set(facts.text.split(/[\s,;()]+/).filter((word) => looks.test(word)))];
    for (const [i, word] of found.entries()) options.push({ text: word, score: (found.length === 1 ? 0.8 : 0.6) - Math.min(i, 9) * 0.01 });
  }
  for (const group of facts.groups.slice(0, 20))
    for (const fact of group.records.flat())
      for (const hint of fact.hints) options.push({ text: fact.text, score: hintScore(hint.replace(/^=/, ""), words) * 0.6 });
  for (const { text, score } of options.filter((option) => option.score >= 0.5).sort((a, b) => b.score - a.score)) {
    const value = coerce(looks && words.at(-1) === "version" ? text.replace(/^v(?=\d)/i, "") : text, wanted);
    if (value !== undefined) return { data: value, missing: [], confidence: score };
  }
  return null;
}

function matchList(facts: PageFacts, item: JsonSchemaLike, instruction: string): Matched | null {
  const said = new Set(instruction.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
  const tried = facts.groups.map((group) => matchGroup(group, item, said)).filter((found) => found !== null);
  return tried.sort((a, b) => b.rank - a.rank)[0] ?? null;
}

function matchGroup(group: RecordGroup, item: JsonSchemaLike, said: Set<string>): (Matched & { rank: number }) | null {
  if (typeOf(item) !== "object") {
    const values = group.records.map((record) => coerce(record[0]?.text ?? "", item)).filter((value) => value !== undefined);
    if (values.length < 2) return null;
    return { data: values, missing: [], confidence: 0.6, rank: labelBonus(group, said) + (group.records.every((record) => record.length === 1) ? 0.5 : 0) };
  }
  const properties = Object.entries(propertiesOf(item));
  const columns = assign(group, properties);
  if (columns.size === 0) return null;
  const rows = group.records
    .map((record) => readRecord(record, properties, columns))
    .filter((row) => requiredOf(item).every((name) => row[name] !== undefined) && Object.keys(row).length > 0);
  if (rows.length === 0) return null;
  const filled = rows.reduce((sum, row) => sum + Object.keys(row).length, 0) / (rows.length * properties.length);
  const confidence = mean([...columns.values()].map(({ score }) => score)) * filled;
  const whole = rows.length / group.records.length;
  // More of the fields come first, then more of the rows, then what the instruction calls the list.
  return {
    data: rows,
    missing: properties.map(([name]) => name).filter((name) => !columns.has(name)),
    confidence,
    rank: filled * 3 + confidence * 2 + whole + Math.min(0.4, Math.log10(rows.length) * 0.2) + labelBonus(group, said) + (group.kind === "table" ? 0.2 : 0),
  };
}

type Column = { hint: string; index: number; score: number };

/** Which hint stands for which property, the best pairs first, none twice. */
function assign(group: RecordGroup, properties: [string, JsonSchemaLike][]): Map<string, Column> {
  const sample = group.records.slice(0, 20);
  const options: (Column & { name: string })[] = [];
  for (const [name, wanted] of properties) {
    const words = wordsOf(name);
    const hints = new Map<string, { count: number; fits: number; index: number }>();
    for (const record of sample) {
      for (const [index, fact] of record.entries()) {
        const fits = factValue(fact, name, wanted) !== undefined;
        for (const hint of new Set([...fact.hints, `#${index}`])) {
          const known = hints.get(hint) ?? { count: 0, fits: 0, index };
          hints.set(hint, { count: known.count + 1, fits: known.fits + (fits ? 1 : 0), index: known.index });
        }
      }
    }
    for (const [hint, { count, fits, index }] of hints) {
      if (fits < Math.max(1, sample.length * 0.5)) continue;
      const score = hint.startsWith("#")
        ? looksScore(sample, index, name, wanted)
        : hintScore(hint.replace(/^=/, ""), words) * Math.min(1, count / sample.length);
      if (score >= 0.5) options.push({ name, hint, index, score: score * (fits / Math.max(count, sample.length)) });
    }
  }
  const out = new Map<string, Column>();
  const used = new Set<string>();
  for (const { name, ...column } of options.sort((a, b) => b.score - a.score)) {
    const key = wantsUrl(name, {}) ? `${column.hint}@href` : column.hint;
    if (out.has(name) || used.has(key)) continue;
    out.set(name, column);
    used.add(key);
  }
  return out;
}

/** A place in the record that is known by its looks alone: prices, versions, addresses, and the first text as the name. */
function looksScore(sample: Fact[][], index: number, name: string, wanted: JsonSchemaLike): number {
  const last = wordsOf(name).at(-1) ?? "";
  const texts = sample.map((record) => record[index]?.text ?? "").filter(Boolean);
  const looks = LOOKS[last] ?? (typeOf(wanted) === "number" && /price|cost|amount/.test(last) ? LOOKS.price : undefined);
  if (looks && texts.length > 0 && texts.every((text) => looks.test(text))) return 0.75;
  if (wantsUrl(name, wanted) && sample.every((record) => record[index]?.href)) return 0.6;
  if (/^(name|title)$/.test(last) && sample.every((record) => /^h[1-6]$/.test(record[index]?.hints.at(-1) ?? ""))) return 0.8;
  if (/^(name|title)$/.test(last) && index === 0 && texts.every((text) => text.length < 120)) return 0.55;
  return 0;
}

function readRecord(record: Fact[], properties: [string, JsonSchemaLike][], columns: Map<string, Column>): Record<string, Json> {
  const row: Record<string, Json> = {};
  for (const [name, wanted] of properties) {
    const column = columns.get(name);
    if (!column) continue;
    const fits = column.hint.startsWith("#") ? [record[column.index]] : record.filter((fact) => fact.hints.includes(column.hint));
    const value = fits.map((fact) => fact && factValue(fact, name, wanted)).find((found) => found !== undefined);
    if (value !== undefined) row[name] = value;
  }
  return row;
}

function factValue(fact: Fact, name: string, wanted: JsonSchemaLike): Json | undefined {
  if (wantsUrl(name, wanted)) return /image|img|photo|picture|thumb/i.test(name) ? (fact.src ?? undefined) : (fact.href ?? undefined);
  return coerce(fact.text, wanted);
}

const wantsUrl = (name: string, wanted: JsonSchemaLike): boolean => wanted.format === "uri" || /(^|[a-z_])(url|link|href)$/i.test(name);

/** How well the page's word for a thing answers to the schema's. */
function hintScore(hint: string, words: string[]): number {
  const own = hint
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const joined = words.join(" ");
  if (own.join(" ") === joined) return 1;
  if (own.length > 0 && own.at(-1) === words.at(-1)) return 0.85;
  if (words.every((word) => own.includes(word))) return 0.8;
  const alike = SYNONYMS.find((group) => words.some((word) => group.includes(word)));
  return alike && own.some((word) => alike.includes(word)) ? 0.65 : 0;
}

const labelBonus = (group: RecordGroup, said: Set<string>): number =>
  (group.label.toLowerCase().match(/\p{L}{3,}/gu) ?? []).some((word) => said.has(word)) ? 0.5 : 0;
const split = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
const wordsOf = (name: string): string[] => split(name).split(" ").filter(Boolean);
const mean = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);
