import type { Json } from "../../contract/common.ts";
import { articleFacts } from "./article.ts";
import { type Fact, factsOf, statedFacts } from "./facts.ts";
import { entitiesIn } from "./linked.ts";
import { elementsOf, everyNode, type PageNode, type PageTree } from "./page-tree.ts";
import { areAlike, groupsIn, type RecordGroup } from "./records.ts";
import { saidIn, wordsOf } from "./words.ts";

/** A part of the page that is read as one thing. */
export type Scope = {
  node: PageNode;
  facts: readonly Fact[];
  groups: readonly RecordGroup[];
  instruction: string;
  /** The instruction's words that carry meaning. */
  said: ReadonlySet<string>;
  /** Something else was asked of it too, so that what it says is not an inner object's. */
  deep: boolean;
  read: FactReader;
  homes: Homes;
};
/** The page's lists by the elements that are their records. */
type Homes = ReadonlyMap<PageNode, readonly RecordGroup[]>;
type FactReader = (node: PageNode, headers?: readonly string[]) => readonly Fact[];

const META_WEIGHT = 0.6;
const LINKED_WEIGHT = 0.85;
/** Data for machines that speaks of another thing than the page shows. */
const OTHER_WEIGHT = 0.56;
const ASIDE_WEIGHT = 0.75;
/** A value of one of many like records is not the page's own: too little to be taken for it. */
const REPEATED_WEIGHT = 0.45;

/** The whole page as a scope. */
export function pageScope(tree: PageTree, instruction: string): Scope {
  const groups = groupsIn(tree.root);
  const facts = pageFacts(tree, groups);
  return { node: tree.root, facts, groups, instruction, said: saidIn(instruction), deep: false, read: factReader(), homes: homesOf(groups) };
}

/** The page's facts; those of menus and of one among many count less, what stands above the visible page least. */
function pageFacts(tree: PageTree, groups: readonly RecordGroup[]): Fact[] {
  const less = new Map<PageNode, number>();
  for (const { records, aside } of groups) {
    const many = records.filter((record) => elementsOf(record).length > 1);
    const repeated = !aside && areAlike(many);
    for (const record of aside ? records : repeated ? many : [])
      for (const node of everyNode(record)) less.set(node, Math.min(aside ? ASIDE_WEIGHT : REPEATED_WEIGHT, less.get(node) ?? 1));
  }
  const shown = factsOf(tree.root).map((fact) => ({ ...fact, weight: Math.min(less.get(fact.node) ?? 1, less.get(fact.home) ?? 1) }));
  const meta = tree.meta.flatMap(({ name, content }) => metaNames(name).flatMap((called) => statedFacts({ [called]: content }, META_WEIGHT, "meta")));
  const linked = entitiesIn(tree.linked).flatMap((data) => statedFacts(data, isContradicted(data, tree) ? OTHER_WEIGHT : LINKED_WEIGHT, "json-ld"));
  return [...withoutRivals(shown), ...articleFacts(tree.root), ...linked, ...meta];
}

/** What a meta element's content is called: "article:published_time" is a published time, a description is the page's summary too. */
function metaNames(name: string): string[] {
  const own = name.replace(/^.*:/, "");
  return own === "description" ? [own, "summary", "excerpt"] : [own];
}

/** Whether data for machines speaks of another thing than the page: its name is nowhere on a page that has a heading. */
function isContradicted(data: Json, { root, title }: PageTree): boolean {
  const entity = typeof data === "object" && data !== null && !Array.isArray(data) ? data : {};
  const name = [entity.name, entity.headline].find((one) => typeof one === "string");
  if (name === undefined) return false;
  const words = ` ${wordsOf(`${title} ${root.text}`).join(" ")} `;
  return !words.includes(` ${wordsOf(name).join(" ")} `) && [...everyNode(root)].some((node) => node.tag === "h1");
}

/** A label that says different things in like records says none of them of the page. */
function withoutRivals(facts: readonly Fact[]): Fact[] {
  const said = new Map<string, Set<string>>();
  const keyOf = (fact: Fact): string => fact.hints.map(({ words }) => words.join(" ")).join("|");
  const isRival = (fact: Fact): boolean => fact.weight === REPEATED_WEIGHT && fact.hints.some(({ kind }) => kind === "label");
  for (const fact of facts) if (isRival(fact)) said.set(keyOf(fact), (said.get(keyOf(fact)) ?? new Set()).add(fact.text));
  return facts.filter((fact) => !isRival(fact) || (said.get(keyOf(fact))?.size ?? 0) < 2);
}

/** A part as a scope of its own. What is a list elsewhere on the page is one here too, even of a single item. */
export function scopeOf(node: PageNode, outer: Scope, facts: readonly Fact[] = outer.read(node)): Scope {
  const parts = new Map<RecordGroup, PageNode[]>();
  for (const inner of everyNode(node))
    for (const group of inner === node ? [] : (outer.homes.get(inner) ?? [])) parts.set(group, [...(parts.get(group) ?? []), inner]);
  return { ...outer, node, facts, groups: [...groupsIn(node), ...[...parts].map(([group, records]) => ({ ...group, records }))] };
}

function homesOf(groups: readonly RecordGroup[]): Homes {
  const homes = new Map<PageNode, RecordGroup[]>();
  for (const group of groups) for (const record of group.records) homes.set(record, [...(homes.get(record) ?? []), group]);
  return homes;
}

/** The same element belongs to many lists: its facts are worked out once. */
function factReader(): FactReader {
  const known = new Map<PageNode, Map<string, readonly Fact[]>>();
  return (node, headers = []) => {
    const ofNode = known.get(node) ?? new Map<string, readonly Fact[]>();
    known.set(node, ofNode);
    const key = headers.join("\n");
    const facts = ofNode.get(key) ?? factsOf(node, headers);
    ofNode.set(key, facts);
    return facts;
  };
}
