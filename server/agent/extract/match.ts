import type { Json } from "../../contract/common.ts";
import { assignColumns, firstName, soughtOf, type ValueProperty, valueIn } from "./columns.ts";
import { type Fact, factsOf, HEADING_LABEL } from "./facts.ts";
import { linkedPage } from "./linked.ts";
import { contains, elementsOf, everyNode, nodeOf, type PageNode, type PageTree } from "./page-tree.ts";
import { type Proof, proofOf, proofOfNode, under, withinOf } from "./proof.ts";
import type { RecordGroup } from "./records.ts";
import { pageScope, type Scope, scopeOf } from "./scope.ts";
import type { Property, Wanted, WantedArray, WantedMap, WantedObject } from "./wanted.ts";
import { LEAST_LIKENESS, likeness, singular, wordsOf } from "./words.ts";

/** `missing` holds dotted paths; `confidence` is from 0 to 1; `proofs` are of single values, in long lists of the first records only. */
export type Matched = { data: Json; missing: string[]; confidence: number; proofs: readonly Proof[] };

const URL_CONFIDENCE = 0.6;
/** How far data for machines is trusted where the page shows nothing of the kind. */
const STATED_CONFIDENCE = 0.85;
/** Of how many of a list's records it is kept where their values come from. */
const PROVEN_RECORDS = 50;
/** Records of a list that are looked at before it is read whole, and lists that are. */
const SAMPLE = 20;
const FINALISTS = 3;
/** How near to the best a list's rank must be for it to come into question. */
const CLOSE = 0.4;

/** Data for a schema from what the page states; null when nothing on the page answers to it. Pure. */
export function matchPage(tree: PageTree, wanted: Wanted, instruction: string): Matched | null {
  const shown = matchShown(tree, wanted, instruction);
  if (tree.linked.length === 0 || (shown && shown.missing.length === 0)) return shown;
  // What is told to machines only, as a calendar that is still loading, stands in for what the page does not show.
  const stated = matchShown({ ...tree, root: linkedPage(tree.linked), meta: [], linked: [] }, wanted, instruction);
  if (!stated || wanted.kind !== "object") return shown ?? (stated && { ...stated, confidence: stated.confidence * STATED_CONFIDENCE });
  const whole = wanted.properties.filter((property) => property.wanted.kind !== "value" && !has(shown, property.name) && has(stated, property.name));
  const found = wanted.properties.flatMap(({ name }): [string, Matched][] => {
    const from = has(shown, name) ? shown : whole.some((property) => property.name === name) ? stated : null;
    return from ? [[name, partOf(from, name)]] : [];
  });
  return found.length === 0 ? null : together(wanted.properties, new Map(found));
}

const has = (found: Matched | null, name: string): found is Matched =>
  found !== null && typeof found.data === "object" && found.data !== null && !Array.isArray(found.data) && (found.data[name] ?? null) !== null;

/** One property of what was found. */
function partOf({ data, missing, proofs, confidence }: Matched, name: string): Matched {
  const inside = (path: string): boolean => path === name || path.startsWith(`${name}.`);
  const own = proofs.filter(({ path }) => inside(path));
  return {
    data: (data as Record<string, Json>)[name] as Json,
    missing: missing.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1)),
    confidence: own.length > 0 ? mean(own.map((proof) => proof.confidence)) : confidence,
    proofs: own.map((proof) => ({ ...proof, path: proof.path.slice(name.length + 1) })),
  };
}

function matchShown(tree: PageTree, wanted: Wanted, instruction: string): Matched | null {
  const scope = pageScope(tree, instruction);
  // A single value without a name of its own is called what the instruction calls it.
  const name = wanted.kind === "value" ? [...scope.said].join(" ") : "";
  if (wanted.kind !== "object") return matchAny(scope, { name, description: instruction, required: true, nullable: false, wanted });
  const whole = matchObject(scope, wanted, tree.url);
  // What holds a list of things is the page: a heading may have an instruction's words without being what is spoken of.
  const holdsList = wanted.properties.some((property) => property.wanted.kind === "array" && property.wanted.items.kind === "object");
  const record = whole && holdsList ? null : mentioned(scope, wanted);
  return record && filled(record) >= filled(whole) ? record : whole;
}

function matchAny(scope: Scope, property: Property): Matched | null {
  switch (property.wanted.kind) {
    case "array":
      return matchList(scope, property.name, property.wanted);
    case "object":
      return matchInner(scope, property.name, property.wanted);
    case "map":
      return matchMap(scope, property.name, property.wanted);
    default: {
      const { data, missing, confidence, proofs } = matchValues([scope.facts], [property as ValueProperty], scope.said);
      const value = data[0]?.[property.name];
      return value === undefined ? null : { data: value, missing, confidence, proofs: (proofs[0] ?? []).map((proof) => ({ ...proof, path: "" })) };
    }
  }
}

/** @param url the page's address, where the object is the page itself */
function matchObject(scope: Scope, { properties }: WantedObject, url: string | null = null): Matched | null {
  const values = properties.filter((property): property is ValueProperty => property.wanted.kind === "value");
  // What stands in an inner object's own part is that object's: the owner's name is not the boat's.
  const inner = new Set(
    properties.filter(({ wanted }) => wanted.kind === "object").flatMap(({ name }) => placesOf(scope, name).flatMap((place) => [...everyNode(place)])),
  );
  const own = scope.facts.filter(({ node, home }) => !inner.has(node) && !inner.has(home));
  const read = matchValues([own], values, scope.said);
  const found = new Map<string, Matched>();
  for (const property of properties) {
    const value = read.data[0]?.[property.name];
    const isUrl = url !== null && /^(page ?|canonical ?)?(url|uri|link|address)$/.test(wordsOf(property.name).join(" "));
    if (property.wanted.kind !== "value") {
      const inner = matchAny({ ...scope, deep: scope.deep || values.length > 0 }, property);
      if (inner) found.set(property.name, inner);
    } else if (value !== undefined) {
      const proofs = (read.proofs[0] ?? []).filter(({ path }) => path === property.name).map((proof) => ({ ...proof, path: "" }));
      found.set(property.name, { data: value, missing: [], confidence: read.scores.get(property.name) ?? 0, proofs });
    } else if (isUrl)
      found.set(property.name, {
        data: url,
        missing: [],
        confidence: URL_CONFIDENCE,
        proofs: [{ path: "", at: -1, text: url, source: "url", confidence: URL_CONFIDENCE }],
      });
  }
  return found.size === 0 ? null : together(properties, found);
}

/** In the schema's order; what is not found is named, and null where the schema allows that. */
function together(properties: readonly Property[], found: ReadonlyMap<string, Matched>): Matched {
  const data: Record<string, Json> = {};
  const missing: string[] = [];
  for (const { name, required, nullable } of properties) {
    const one = found.get(name);
    if (one) data[name] = one.data;
    else if (required && nullable) data[name] = null;
    missing.push(...(one ? one.missing.map((path) => `${name}.${path}`) : [name]));
  }
  const proofs = [...found].flatMap(([name, one]) => under(name, one.proofs));
  return { data, missing, confidence: mean([...found.values()].map(({ confidence }) => confidence)), proofs };
}

/** An object inside: the part of the scope that the page calls so, or the scope itself where nothing else is asked of it. */
function matchInner(scope: Scope, name: string, wanted: WantedObject): Matched | null {
  const places = placesOf(scope, name)
    .map((node) => matchObject(scopeOf(node, scope), wanted))
    .filter((found) => found !== null)
    .sort((a, b) => filled(b) - filled(a) || b.confidence - a.confidence);
  if (places[0] || scope.deep) return places[0] ?? null;
  return matchObject(scope, wanted);
}

/** The parts of a scope that the page calls so. */
function placesOf(scope: Scope, name: string): PageNode[] {
  const words = wordsOf(name);
  const isCalled = (fact: Fact): boolean => fact.node !== scope.node && fact.hints.some((hint) => likeness(hint.words, words) >= LEAST_LIKENESS);
  return [...new Set(scope.facts.filter(isCalled).map(({ node }) => node))];
}

/** What the page labels, under its own labels. */
function matchMap(scope: Scope, name: string, { values }: WantedMap): Matched | null {
  if (values.kind !== "value") return null;
  const words = wordsOf(name);
  const heading = scope.facts.find((fact) => fact.hints.some((hint) => hint.kind === "label" && likeness(hint.words, words) >= 0.8));
  const facts = heading ? scope.read(heading.node) : scope.facts;
  const data: Record<string, Json> = {};
  const proofs: Proof[] = [];
  for (const fact of facts) {
    if (!fact.place.startsWith("=")) continue;
    const read = matchValues([[fact]], [{ name: fact.place.slice(1), description: "", required: true, nullable: false, wanted: values }], scope.said);
    Object.assign(data, read.data[0]);
    proofs.push(...(read.proofs[0] ?? []));
  }
  return Object.keys(data).length === 0 ? null : { data, missing: [], confidence: heading ? 0.8 : 0.6, proofs };
}

/** The values of each record, and (of the first records) where they come from. */
type Rows = { data: Record<string, Json>[]; proofs: Proof[][]; used: PageNode[][]; missing: string[]; confidence: number; scores: Map<string, number> };

function matchValues(
  records: readonly (readonly Fact[])[],
  properties: readonly ValueProperty[],
  said: ReadonlySet<string>,
  within: ReturnType<typeof withinOf> = null,
): Rows {
  const sought = properties.map(soughtOf);
  const columns = assignColumns(records, sought, said);
  const rows: Rows = { data: [], proofs: [], used: [], missing: [], confidence: 0, scores: new Map() };
  for (const [i, facts] of records.entries()) {
    const first = firstName(facts);
    const [data, proofs, used]: [Record<string, Json>, Proof[], PageNode[]] = [{}, [], []];
    for (const one of sought) {
      const { name } = one.property;
      const column = columns.get(name);
      const found = column && valueIn(facts, one, column, first);
      if (!found) continue;
      data[name] = found.value;
      used.push(found.fact.node);
      if (i < PROVEN_RECORDS) proofs.push(proofOf(name, found.fact, { side: one.side, within, confidence: Math.min(1, column.score) }));
    }
    rows.data.push(data);
    rows.proofs.push(proofs);
    rows.used.push(used);
  }
  const scores = new Map([...columns].map(([name, { score }]) => [name, Math.min(1, score)]));
  return { ...rows, missing: properties.map(({ name }) => name).filter((name) => !columns.has(name)), confidence: mean([...scores.values()]), scores };
}

/** How many an instruction asks for ("the first 10"); infinite where it does not say. */
export const askedCount = (instruction: string): number => Number(/\b(?:first|top)\s+(\d{1,4})\b/i.exec(instruction)?.[1] ?? Number.POSITIVE_INFINITY);

type Ranked = Matched & { rank: number };

/** The list on the page that answers best, cut where the schema or the instruction says how many. */
function matchList(scope: Scope, name: string, { items, maxItems }: WantedArray): Matched | null {
  const best = items.kind === "object" ? matchGroups(scope, name, items) : bestOf(matchPlain(scope, name, items));
  if (!best || !Array.isArray(best.data)) return null;
  const count = Math.min(maxItems, askedCount(scope.instruction));
  const proofs = best.proofs.filter(({ path }) => Number(path.split(".")[0]) < count);
  return { data: best.data.slice(0, count), missing: best.missing, confidence: best.confidence, proofs };
}

/** Many lists are looked at in part; only those that answer best are read whole. */
function matchGroups(scope: Scope, name: string, items: WantedObject): Ranked | null {
  const looked = scope.groups.map((group) => ({ group, found: matchRecords({ ...group, records: group.records.slice(0, SAMPLE) }, items, name, scope) }));
  const ranked = looked.flatMap(({ group, found }) =>
    found ? [{ group, found, rank: found.rank + size(group.records.length) - size(Math.min(SAMPLE, group.records.length)) }] : [],
  );
  const [first, ...others] = ranked.sort((a, b) => b.rank - a.rank);
  if (!first) return null;
  const finalists = [first, ...others.slice(0, FINALISTS - 1).filter(({ rank }) => first.rank - rank < CLOSE)];
  return bestOf(finalists.map(({ group, found }) => (group.records.length > SAMPLE ? matchRecords(group, items, name, scope) : found)));
}

const bestOf = (found: readonly (Ranked | null)[]): Ranked | null => found.filter((one) => one !== null).sort((a, b) => b.rank - a.rank)[0] ?? null;

function matchRecords(group: RecordGroup, wanted: WantedObject, name: string, scope: Scope): Ranked | null {
  const { properties } = wanted;
  const values = properties.filter((property): property is ValueProperty => property.wanted.kind === "value");
  const facts = group.records.map((record) => scope.read(record, group.headers));
  const read = matchValues(facts, values, scope.said, withinOf(group));
  if (values.length > 0 && read.scores.size === 0) return null;
  const others = properties.filter(({ wanted: { kind } }) => kind !== "value");
  const rows = read.data.map((row, i): { all: Record<string, Json>; proofs: Proof[] } => {
    const found = others.length === 0 ? [] : matchInners(others, { group, at: i, used: read.used[i] ?? [], facts: facts[i] ?? [] }, scope);
    const all: Record<string, Json> = { ...row, ...Object.fromEntries(found.map(([name, one]) => [name, one.data])) };
    const proofs = i < PROVEN_RECORDS ? [...(read.proofs[i] ?? []), ...found.flatMap(([name, one]) => under(name, one.proofs))] : [];
    for (const property of properties)
      if (property.required && property.nullable && !(property.name in all) && Object.keys(all).length > 0) all[property.name] = null;
    return { all, proofs };
  });
  const complete = rows.filter(({ all }) => Object.keys(all).length > 0 && properties.every((property) => !property.required || property.name in all));
  const kept = complete.map(({ all }) => all);
  if (kept.length === 0) return null;
  const isThere = (property: string): boolean => kept.some((row) => row[property] !== undefined && row[property] !== null);
  // A field that half of the records have is one of the list's fields; one that few have is hardly.
  const coverage = properties.map((property) => kept.filter((row) => row[property.name] !== undefined && row[property.name] !== null).length / kept.length);
  const found = mean(coverage.map((part) => Math.min(1, part * 2)));
  const share = kept.reduce((sum, row) => sum + Object.values(row).filter((value) => value !== null).length, 0) / (kept.length * properties.length);
  return {
    data: kept.map((row) => Object.fromEntries(properties.flatMap((property) => (property.name in row ? [[property.name, row[property.name] as Json]] : [])))),
    missing: properties.map((property) => property.name).filter((property) => !isThere(property)),
    confidence: read.confidence * Math.max(0.5, share),
    proofs: complete.flatMap(({ proofs }, i) => under(i, proofs)),
    // More of the fields come first, then surer ones, then more of the rows, then what the instruction calls the list.
    rank: found * 3 + share + read.confidence * 2 + kept.length / group.records.length + size(kept.length) + calledBonus(group, name, scope),
  };
}

type OneRecord = { group: RecordGroup; at: number; used: readonly PageNode[]; facts: readonly Fact[] };

/** A record's lists and objects. What a single value of the record was read from is no item of a list inside it. */
function matchInners(properties: readonly Property[], { group, at, used, facts }: OneRecord, scope: Scope): [string, Matched][] {
  const inner = scopeOf(group.records[at] as PageNode, scope, facts);
  const groups = inner.groups.filter(({ records }) => !records.some((record) => used.some((node) => contains(record, node))));
  return properties.flatMap((property): [string, Matched][] => {
    const found = matchAny({ ...inner, groups, deep: true }, property);
    return found ? [[property.name, found]] : [];
  });
}

/** A list of single values: each record's value under the list's own name, or one labelled text with marks between. */
function matchPlain(scope: Scope, name: string, items: Wanted): (Ranked | null)[] {
  if (items.kind !== "value") return [];
  const words = wordsOf(name);
  // A list without a name of its own is called what the instruction calls it.
  const called = (name === "" ? ["name", ...scope.said] : [singular(words.at(-1) ?? "")]).map((word) => ({
    name: word,
    description: "",
    required: true,
    nullable: false,
    wanted: items,
  }));
  const lists = scope.groups.filter(({ records, headers }) => records.length > 1 || headers.length > 0);
  const columns = called.slice(0, 8).map((property): Ranked | null => {
    const found = matchGroups({ ...scope, groups: lists }, name, { kind: "object", properties: [property] });
    const data = found && Array.isArray(found.data) ? found.data.map((row) => (row as Record<string, Json>)[property.name] as Json) : [];
    const proofs = (found?.proofs ?? []).map((proof) => ({ ...proof, path: proof.path.split(".")[0] ?? "" }));
    return found && data.length > 0 ? { ...found, data, missing: [], proofs, rank: found.rank + 0.4 } : null;
  });
  return [
    ...columns,
    ...scope.groups.map((group) => matchWhole(group, name, items, scope)),
    ...labelledList(scope, words, items),
    onlyList(scope, words, items),
  ];
}

/** Each record's words as one value, where the list is called what is asked for. */
function matchWhole(group: RecordGroup, name: string, items: Wanted, scope: Scope): Ranked | null {
  const mentions = (label: string): boolean => wordsOf(label).some((word) => scope.said.has(word));
  if (name === "" ? !group.labels.some(mentions) : likenessOf(group, wordsOf(name)) === 0) return null;
  const data = group.records.map(({ text }) => matchOne(text, items, scope)).filter((value) => value !== undefined);
  if (data.length < group.records.length || data.length === 0) return null;
  return { data, missing: [], confidence: 0.6, proofs: provenWhole(group, 0.6), rank: 5.5 + calledBonus(group, name, scope) + size(data.length) };
}

const provenWhole = (group: RecordGroup, confidence: number): Proof[] =>
  group.records.slice(0, PROVEN_RECORDS).map((record, i) => proofOfNode(String(i), record, { within: withinOf(group), confidence }));

/** A card's only list of plain items is what a card's list of points is called by. */
function onlyList({ deep, groups, ...scope }: Scope, words: readonly string[], items: Wanted): Ranked | null {
  if (!deep || !POINTS.test(words.at(-1) ?? "")) return null;
  const lists = groups.filter(({ records, stated }) => stated && records.every((record) => record.tag === "li"));
  const [only] = lists;
  if (!only || lists.some(({ records }) => records[0] !== only.records[0])) return null;
  const data = only.records.map(({ text }) => matchOne(text, items, { ...scope, deep, groups })).filter((value) => value !== undefined);
  return data.length < only.records.length ? null : { data, missing: [], confidence: 0.55, proofs: provenWhole(only, 0.55), rank: 4 };
}
const POINTS = /^(feature|point|benefit|highlight|bullet|perk|detail|include|inclusion|amenity)$/;

function labelledList(scope: Scope, words: readonly string[], items: Wanted): Ranked[] {
  return scope.facts.flatMap((fact): Ranked[] => {
    const score = Math.max(0, ...fact.hints.map((hint) => (hint.kind === "label" ? likeness(hint.words, words) * hint.weight : 0)));
    const isMore = elementsOf(fact.node).length > 1 && fact.hints.every(({ weight }) => weight <= HEADING_LABEL);
    if (score < LEAST_LIKENESS || isMore) return [];
    const leaves = [...everyNode(fact.node)].filter(
      ({ kids, text }) => text !== "" && kids.every((kid) => typeof kid === "string") && fact.text.includes(text),
    );
    const parts = leaves.length > 1 ? leaves.map(({ text }) => text) : fact.text.split(/\s*[,;•·|\n]\s*/);
    const read = parts.filter((part) => part !== "").map((part) => matchOne(part, items, scope));
    const data = read.filter((value) => value !== undefined);
    if (data.length === 0 || data.length < read.length) return [];
    const side = { side: "text" as const, within: null, confidence: score * 0.9 };
    const proofs = data.slice(0, PROVEN_RECORDS).map((_, i) => ({ ...proofOf(String(i), fact, side), ...(leaves.length > 1 && { at: leaves[i]?.at ?? -1 }) }));
    return [{ data, missing: [], confidence: score * 0.9, proofs, rank: 6 + score * 2 }];
  });
}

function matchOne(text: string, wanted: Wanted, scope: Scope): Json | undefined {
  const facts = factsOf(nodeOf({ tag: "span", kids: [text] }));
  return matchAny({ ...scope, facts, groups: [] }, { name: "name", description: "", required: true, nullable: false, wanted })?.data;
}

/** The one record that the instruction speaks of by its name: "the price of the Toaster". */
function mentioned(scope: Scope, wanted: WantedObject): Matched | null {
  const said = ` ${wordsOf(scope.instruction).join(" ")} `;
  // "The name and the version" speaks of fields, not of a record that has these words.
  const fields = new Set(wanted.properties.flatMap((property) => wordsOf(property.name)));
  const isSpoken = (text: string): boolean =>
    text.length > 2 && text.length < 200 && wordsOf(text).some((word) => !fields.has(word)) && said.includes(` ${wordsOf(text).join(" ")} `);
  const isSpokenOf = ({ text, leaf }: Fact): boolean => leaf && isSpoken(text);
  // Most instructions speak of none: then no record needs to be read.
  const beginOf = (text: string): string => (/[\p{L}\p{N}]/u.exec(text)?.[0] ?? "").normalize("NFKD").slice(0, 1).toLowerCase();
  const begins = new Set(said.split(" ").map(beginOf));
  const mayBe = (text: string): boolean => text.length <= scope.instruction.length * 2 && begins.has(beginOf(text)) && isSpoken(text);
  const texts = ({ text, kids }: PageNode): string[] => [text, ...kids.filter((kid) => typeof kid === "string")];
  if (![...everyNode(scope.node)].some((node) => texts(node).some(mayBe))) return null;
  const found = scope.groups
    .filter(({ records, aside }) => records.length > 1 && !aside)
    .flatMap(({ records, headers }) => {
      const named = records.filter((record) => scope.read(record, headers).some(isSpokenOf));
      const [only] = named;
      const read = only && named.length === 1 ? matchObject(scopeOf(only, scope, scope.read(only, headers)), wanted) : null;
      return only && read ? [{ read, length: only.text.length }] : [];
    });
  // The innermost of those that say as much: a list that holds the record says it too, of another one.
  return found.sort((a, b) => filled(b.read) - filled(a.read) || a.length - b.length)[0]?.read ?? null;
}

/** What the schema or the instruction calls the list, against what the page does. */
function calledBonus(group: RecordGroup, name: string, { said, instruction }: Scope): number {
  const words = wordsOf(name);
  const named = likenessOf(group, words);
  const all = /\b(all|every|each)\b/i.test(instruction);
  const mentions = (label: string): boolean => wordsOf(label).some((word) => said.has(word) && !words.includes(word));
  const spoken = group.labels.length > 0 && group.labels.every(mentions) ? (all ? 0.1 : 0.6) : 0;
  const kind = group.names.some((called) => called.some((word) => said.has(word))) ? 0.15 : 0;
  return named * 0.4 + spoken + kind + (group.stated ? 0.1 : 0) - (group.aside ? 0.5 : 0);
}

/** How well the words over a list, or those it has in attributes, answer to the schema's; 0 when they do not. */
function likenessOf(group: RecordGroup, words: readonly string[]): number {
  const labels = group.labels.map((label) => wordsOf(label).slice(-3));
  const best = Math.max(0, ...[...group.names, ...labels].map((called) => likeness(called, words)));
  return best >= LEAST_LIKENESS ? best : 0;
}

const size = (count: number): number => Math.min(1, Math.log10(count) * 0.4);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length);

/** How many single values were found. */
function filled(found: Matched | null): number {
  const count = (value: Json): number =>
    value === null ? 0 : typeof value === "object" ? Object.values(value).reduce<number>((sum, inner) => sum + count(inner), 0) : 1;
  return found ? count(found.data) : 0;
}
