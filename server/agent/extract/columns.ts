import type { Json } from "../../contract/common.ts";
import { coerce } from "./coerce.ts";
import { readDate } from "./dates.ts";
import { type Fact, FIGURE, type Hint } from "./facts.ts";
import { looksOf } from "./looks.ts";
import { contains, type PageNode } from "./page-tree.ts";
import type { Side } from "./proof.ts";
import type { Property, WantedValue } from "./wanted.ts";
import { LEAST_LIKENESS, likeness, saidIn, wordsOf } from "./words.ts";

/** A property that is a single value. */
export type ValueProperty = Property & { wanted: WantedValue };
/** Where a property's value is found in each record, and how surely. */
export type Column = { key: string; score: number };
type Option = Column & { sought: Sought; facts: readonly (Fact | undefined)[]; leaf: boolean };
/** A property with what it is recognised by, worked out once for many records. */
export type Sought = {
  property: ValueProperty;
  words: readonly string[];
  described: ReadonlySet<string>;
  looks: ((text: string) => boolean) | null;
  /** Which side of a fact is wanted: its words, where it leads, what picture it shows. */
  side: Side;
  /** A price that no longer holds. */
  old: boolean;
};
/** One way to recognise a fact as a property's value. */
type Reason = { key: string; score: number };

const SAMPLE = 25;
const LEAST_SCORE = 0.5;
const LOOKS_SCORE = 0.75;
const SAID_BONUS = 0.06;
const ODD_LOOKS = 0.6;
/** The words themselves are surer than what holds them and others. */
const WHOLE = 0.98;
const MAX_NAME = 150;
const NOTHING_SAID: ReadonlySet<string> = new Set();

/** What the property is recognised by. */
export function soughtOf(property: ValueProperty): Sought {
  const words = wordsOf(property.name);
  const { type, format } = property.wanted;
  const ofPicture = words.filter((word) => !/^(url|link|uri|source)$/.test(word)).at(-1) ?? "";
  const isPicture = /^(image|img|photo|picture|thumbnail|avatar|src)$/.test(ofPicture);
  const isAddress = format === "uri" || format === "uri-reference" || /^(url|link|href|uri)$/.test(words.at(-1) ?? "");
  return {
    property,
    words,
    described: saidIn(property.description),
    looks: looksOf(property.name, property.wanted),
    side: type !== "string" ? "text" : isPicture ? "src" : isAddress ? "href" : "text",
    old: words.some((word) => OLD.has(word)),
  };
}

/**
 * Which of the records' facts stand for which property: the surest first, and no words for two properties. Pure.
 * @param said words of the instruction, which decide between facts that fit alike
 */
export function assignColumns(records: readonly (readonly Fact[])[], sought: readonly Sought[], said: ReadonlySet<string>): Map<string, Column> {
  const sample = records.slice(0, SAMPLE).map((facts) => ({ facts, first: firstName(facts) }));
  const options = sought.flatMap((one) => optionsFor(sample, one, said)).sort((a, b) => b.score - a.score || Number(b.leaf) - Number(a.leaf));
  const chosen = new Map<string, Option>();
  for (const option of options) {
    if (chosen.has(option.sought.property.name) || [...chosen.values()].some((other) => clash(option, other))) continue;
    chosen.set(option.sought.property.name, option);
  }
  return new Map([...chosen].map(([name, { key, score }]) => [name, { key, score }]));
}

/** The property's value in one record, by its column, with the fact that says it: of several that could, the surest. */
export function valueIn(facts: readonly Fact[], sought: Sought, { key }: Column, first = firstName(facts)): { value: Json; fact: Fact } | undefined {
  let best: { value: Json; fact: Fact; score: number } | undefined;
  for (const [i, fact] of facts.entries()) {
    if (!mayBe(fact, key)) continue;
    const score = reasonsFor(fact, sought, NOTHING_SAID, i === first).find((reason) => reason.key === key)?.score ?? 0;
    if (score <= (best?.score ?? 0)) continue;
    const value = factValue(fact, sought);
    if (value !== undefined) best = { value, fact, score };
  }
  return best;
}

/** Whether the fact can be of the column at all: quick to ask of many. */
function mayBe({ hints, place }: Fact, key: string): boolean {
  if (key.startsWith("place:")) return key === `place:${place}`;
  return !key.startsWith("hint:") || hints.some((hint) => hintKey(hint) === key);
}
const hintKey = ({ kind, called }: Hint): string => `hint:${kind}:${called}`;

type Sample = { facts: readonly Fact[]; first: number };

function optionsFor(sample: readonly Sample[], sought: Sought, said: ReadonlySet<string>): Option[] {
  const found = new Map<string, { scores: number[]; facts: (Fact | undefined)[] }>();
  for (const [row, { facts, first }] of sample.entries()) {
    for (const [i, fact] of facts.entries()) {
      const reasons = reasonsFor(fact, sought, said, i === first).filter(({ score }) => score >= LEAST_SCORE);
      if (reasons.length === 0 || factValue(fact, sought) === undefined) continue;
      for (const { key, score } of reasons) {
        const known = found.get(key) ?? { scores: sample.map(() => 0), facts: sample.map(() => undefined) };
        found.set(key, known);
        if (score <= (known.scores[row] ?? 0)) continue;
        known.facts[row] = fact;
        known.scores[row] = score;
      }
    }
  }
  return [...found].flatMap(([key, { scores: ofRows, facts }]) => {
    const scores = ofRows.filter((score) => score > 0);
    const share = scores.length / sample.length;
    // What the page names may be left out of some records; looks alone must hold for nearly all.
    const sure = key.startsWith("hint:") || key === "structure:prose";
    if (!sure && share < 0.75) return [];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const score = mean * (0.8 + 0.2 * share);
    return score < LEAST_SCORE ? [] : [{ key, score, sought, facts, leaf: facts.every((fact) => fact?.leaf !== false) }];
  });
}

/** Why the fact may be the property's value: its words, its looks, its place. */
function reasonsFor(fact: Fact, sought: Sought, said: ReadonlySet<string>, isName: boolean): Reason[] {
  const { words, looks, property } = sought;
  // A struck price is the old one, and the old one only.
  const old = isOld(fact) === sought.old ? 1 : 0.5;
  const fits = looks !== null && [fact.text.trim(), fact.value ?? ""].some(looks);
  const reasons = fact.hints.flatMap((hint): Reason[] => {
    // A class may be called after a thing without being it; where the thing has looks of its own, they are asked for.
    const odd = hint.kind === "name" && property.wanted.type === "string" && looks && !fits ? ODD_LOOKS : 1;
    const score = hintScore(hint, sought) * old * odd * (hint.kind === "name" ? fact.weight : 1) * (fact.leaf ? 1 : WHOLE);
    const bonus = hint.words.some((word) => said.has(word) && !words.includes(word)) ? SAID_BONUS : 0;
    return score > 0 ? [{ key: hintKey(hint), score: score + bonus }] : [];
  });
  const looked = fact.leaf && fits ? LOOKS_SCORE * old * fact.weight : 0;
  if (looked > 0) reasons.push({ key: "looks", score: looked }, { key: `place:${fact.place}`, score: looked - 0.01 });
  const structure = structureScore(fact, sought, isName) * fact.weight;
  const key = isName ? "name" : `structure:${fact.prose ? "prose" : ""}`;
  if (structure > 0) reasons.push({ key, score: structure }, { key: `place:${fact.place}`, score: structure - 0.01 });
  return reasons;
}

function hintScore(hint: Hint, { words, described }: Sought): number {
  const named = likeness(hint.words, words);
  if (named >= LEAST_LIKENESS) return named * hint.weight;
  // What the schema says of a property counts where its name says nothing to the page.
  return hint.kind === "label" && hint.words.length > 0 && hint.words.every((word) => described.has(word)) ? 0.62 * hint.weight : 0;
}

/** What is known by its place: the heading names a record, its link leads to it, its picture shows it, its prose describes it. */
function structureScore(fact: Fact, { side, words, property: { wanted } }: Sought, isName: boolean): number {
  const last = words.at(-1) ?? "";
  if (side === "src") return fact.src === null ? 0 : 0.75;
  if (side === "href") return fact.href === null ? 0 : isName ? 0.8 : 0.6;
  // One box to tick in a record says whether it is done.
  if (wanted.type === "boolean" && fact.value !== null && /^(true|false)$/.test(fact.value) && BOX.test(last))
    return fact.node.tag === "input" || fact.node.role ? 0.6 : 0;
  if (wanted.type !== "string" || wanted.options || wanted.format || !fact.leaf) return 0;
  if (/^(name|title|headline|heading|subject|product|item|package|article|question|term|event)$/.test(last))
    return isName ? (fact.heading ? 0.82 : fact.href ? 0.66 : 0.58) : 0;
  if (/^(text|label)$/.test(last) && isName && fact.href !== null) return 0.56;
  if (
    !/^(description|summary|excerpt|text|detail|content|body|about|quote|comment|answer|definition|teaser|lead|intro|introduction|blurb|snippet|subtitle|abstract|bio|review|message)$/.test(
      last,
    ) ||
    isName ||
    fact.heading
  )
    return 0;
  return fact.prose ? 0.62 : fact.text.split(" ").length > 3 && !fact.hints.some(({ kind }) => kind === "label") ? 0.54 : 0;
}

/** Which fact names the record: its first heading, else its first link, else its first words. */
export function firstName(facts: readonly Fact[]): number {
  const short = ({ text, leaf, place, node }: Fact): boolean =>
    leaf && !/^(input|time)$/.test(node.tag) && !FIGURE.test(text) && text !== "" && text.length <= MAX_NAME && /\p{L}/u.test(text) && !place.startsWith("=");
  const heading = facts.findIndex((fact) => fact.heading && short(fact));
  if (heading >= 0) return heading;
  const first = facts.findIndex(short);
  const link = facts.findIndex((fact) => fact.href !== null && short(fact) && !fact.place.includes("~"));
  return link >= 0 ? link : first;
}

/** The fact as the property's type. */
function factValue(fact: Fact, { side, words, property: { wanted } }: Sought): Json | undefined {
  if (side === "src") return fact.src ?? undefined;
  if (side === "href") return fact.href ?? (/^https?:\/\//.test(fact.text) ? fact.text : undefined);
  if (fact.value !== null && (wanted.format === "date" || wanted.format === "date-time") && readDate(fact.value)) return coerce(fact.value, wanted);
  const text = fact.text || fact.value || "";
  if (wanted.type === "string" && AUTHOR.test(words.at(-1) ?? "")) return coerce(text.replace(BY, ""), wanted);
  const isVersion = wanted.type === "string" && wanted.pattern === null && /^(version|release)$/.test(words.at(-1) ?? "");
  return coerce(isVersion ? text.replace(/^v(?=\d)/i, "") : text, wanted);
}

const AUTHOR = /^(author|writer|creator|autor|auteur|by)$/;
const BY = /^(?:(?:written|posted|published) )?by\s+|^(?:von|par|por)\s+/i;
const BOX = /^(done|checked|completed|complete|finished|selected|ticked|enabled|active)$/;
const OLD = new Set(["old", "original", "was", "regular", "previous", "strike"]);
const isOld = ({ node }: Fact): boolean =>
  node.struck || /^(del|s|strike)$/.test(node.tag) || node.classes.some((name) => name === "line-through" || wordsOf(name).some((word) => OLD.has(word)));

/** Two columns may not give the same words twice: a card's text is not its title and its price. */
function clash(a: Option, b: Option): boolean {
  if (a.sought.side !== b.sought.side) return false;
  const pairs = a.facts.map((fact, i): [Fact | undefined, Fact | undefined] => [fact, b.facts[i]]).filter(([one, other]) => one && other);
  const overlaps = pairs.filter(
    ([one, other]) => one && other && (one.text.includes(other.text) || other.text.includes(one.text)) && related(one.node, other.node),
  );
  return pairs.length > 0 && overlaps.length > pairs.length / 2;
}

const related = (a: PageNode, b: PageNode): boolean => contains(a, b) || contains(b, a);
