import { elementsOf, isHeading, nodeOf, type PageNode } from "./page-tree.ts";
import { columnsOf, gridOf, isTable } from "./tables.ts";
import { wordsOf } from "./words.ts";

/** Things of one kind that the page repeats: a table's rows, a list's items, a grid's cards. */
export type RecordGroup = {
  /** What stands over it: captions and headings; several where it goes on under each of them. */
  labels: readonly string[];
  /** What the page calls the list and its items in attributes, in words. */
  names: readonly (readonly string[])[];
  /** The words over each part, where it is a table. */
  headers: readonly string[];
  records: readonly PageNode[];
  /** Stands in navigation, a header or a footer. */
  aside: boolean;
  /** The page itself says that these are rows or items. */
  stated: boolean;
};

const MAX_RECORDS = 1_000;
const MAX_LABELS = 20;
/** The share of their parts that things of one kind have in common. */
const LEAST_ALIKE = 0.5;
const STATE_CLASS = /^(active|selected|current|first|last|odd|even|open|closed|hover|focus|disabled|is-.*|has-.*|.*\d.*|Mui-.*)$/i;
const ASIDE = /^(nav|footer|header|aside)$/;
const ASIDE_ROLE = /^(navigation|contentinfo|banner|complementary|menu|menubar|tablist|toolbar)$/;

type Walk = { path: string; aside: boolean };
type Part = { node: PageNode; parent: PageNode; label: string; aside: boolean };

/** Every list of like things inside, nested ones too. Pure. */
export function groupsIn(root: PageNode): RecordGroup[] {
  const groups: RecordGroup[] = [];
  const byPath = new Map<string, Part[]>();
  const over = { heading: "" };
  const visit = (node: PageNode, { path, aside }: Walk): void => {
    const kids = elementsOf(node);
    const label = labelOf(node, over.heading);
    if (isTable(node)) groups.push(...tableGroups(node, label, aside));
    else if (kids.length > 0) groups.push(...siblingGroups(node, label, aside));
    for (const kid of kids) {
      if (isHeading(kid)) over.heading = kid.text;
      const place = `${path}>${signOf(kid)}`;
      const inAside = aside || ASIDE.test(kid.tag) || ASIDE_ROLE.test(kid.role);
      const parts = byPath.get(place);
      const part = { node: kid, parent: node, label: label || over.heading, aside: inAside };
      if (parts) parts.push(part);
      else byPath.set(place, [part]);
      visit(kid, { path: place, aside: inAside });
    }
  };
  visit(root, { path: "", aside: ASIDE.test(root.tag) });
  for (const parts of byPath.values()) {
    // The same kind of thing under several parents, as operations under each tag, is one list too.
    const parents = new Set(parts.map(({ parent }) => parent));
    const [first] = parts;
    if (!first || parents.size < 2) continue;
    const names = [...first.parent.names, ...first.parent.classes, ...first.node.names, ...first.node.classes];
    const labels = [...new Set(parts.map(({ label }) => label).filter(Boolean))].slice(0, MAX_LABELS);
    groups.push(
      group(
        parts.map(({ node }) => node),
        { labels, names, aside: first.aside },
      ),
    );
  }
  return groups.filter(({ records }) => records.length > 0);
}

type About = Partial<Omit<RecordGroup, "records" | "names">> & { names?: readonly string[] };

function group(records: readonly PageNode[], { names = [], ...more }: About): RecordGroup {
  const shown = records.filter(({ text, kids }) => text !== "" || kids.length > 0).slice(0, MAX_RECORDS);
  const words = names.map((name) => wordsOf(name).slice(-3)).filter((name) => name.length > 0);
  return { labels: [], headers: [], aside: false, stated: false, ...more, names: words, records: shown };
}

/** Whether things are built alike, as cards are and the parts of a layout are not. */
export function areAlike(records: readonly PageNode[]): boolean {
  const shapes = records.slice(0, 5).map((record) => new Set(shapeOf(record, "")));
  const [first, ...others] = shapes;
  if (!first || first.size < 2 || others.length === 0) return false;
  const shared = others.map((other) => [...other].filter((part) => first.has(part)).length / Math.max(1, new Set([...first, ...other]).size));
  return shared.reduce((sum, share) => sum + share, 0) / shared.length >= LEAST_ALIKE;
}

function shapeOf(node: PageNode, path: string): string[] {
  return elementsOf(node).flatMap((kid) => {
    const place = `${path}>${signOf(kid)}`;
    return [place, ...shapeOf(kid, place)];
  });
}

/** The tag with the class that says the kind; generated names, states and variants ("card card-new") are left out. */
function signOf(node: PageNode): string {
  const stable = node.classes.filter((name) => !STATE_CLASS.test(name) && !/^(css|sc|jss|emotion|svelte)-/.test(name));
  const base = stable.filter((name) => !stable.some((other) => other !== name && name.startsWith(other)));
  return `${node.tag}.${base.slice(0, 2).join(".")}${node.role}`;
}

/** What names a list: its own label, a heading inside it before its items, else what stands over it. */
function labelOf(node: PageNode, heading: string): string {
  const own = node.names.find((name) => name.includes(" "));
  const caption = elementsOf(node).find((kid) => kid.tag === "caption" || kid.tag === "legend" || isHeading(kid));
  return caption?.text ?? own ?? heading;
}

function tableGroups(table: PageNode, label: string, aside: boolean): RecordGroup[] {
  const { headers, rows, filled } = gridOf(table);
  const more = { labels: [label].filter(Boolean), names: [...table.names, ...table.classes], aside, stated: true };
  const asRows = group(
    rows.map((cells) => nodeOf({ tag: "tr", kids: cells })),
    { ...more, headers },
  );
  const sides = columnsOf(table);
  const columns = sides ? sides.things.map((cells) => nodeOf({ tag: "tr", kids: cells })) : [];
  return [asRows, group(columns, { ...more, headers: sides?.headers ?? [] }), ...sliced(filled, more)];
}

function siblingGroups(parent: PageNode, label: string, aside: boolean): RecordGroup[] {
  const kids = elementsOf(parent);
  const kinds = [...Map.groupBy(kids, signOf).values(), ...Map.groupBy(kids, ({ tag, role }) => tag + role).values()];
  const lists = kinds.filter((like, i) => (like.length > 1 || isItem(like[0])) && kinds.findIndex((other) => same(other, like)) === i);
  const groups = lists.flatMap((like) => {
    const [first] = like;
    const names = [...parent.names, ...parent.classes, ...(first?.classes ?? []), ...(first?.names ?? [])];
    const more = { labels: [label].filter(Boolean), names, aside, stated: isItem(first) };
    return [group(like, more), ...headed(like, kids, more)];
  });
  return [...groups, ...sliced(kids, { labels: [label].filter(Boolean), names: [...parent.names, ...parent.classes], aside })];
}

const isItem = (node: PageNode | undefined): boolean => node !== undefined && (/^(li|article)$/.test(node.tag) || /^(listitem|article|row)$/.test(node.role));
const same = (a: readonly PageNode[], b: readonly PageNode[]): boolean => a.length === b.length && a[0] === b[0] && a.at(-1) === b.at(-1);

/** Rows whose first, or the one before them, holds the words over their parts: tables made of other elements. */
function headed(rows: readonly PageNode[], kids: readonly PageNode[], more: About): RecordGroup[] {
  const [first, second] = rows;
  if (!first || !second) return [];
  const parts = elementsOf(second).length;
  const heads = (row: PageNode | undefined): row is PageNode =>
    row !== undefined &&
    parts > 1 &&
    elementsOf(row).length === parts &&
    elementsOf(row).every(({ text }) => text !== "" && text.length < 40 && !/\d/.test(text));
  const before = kids[kids.indexOf(first) - 1];
  if (heads(before)) return [group(rows, { ...more, headers: elementsOf(before).map(({ text }) => text), stated: true })];
  return heads(first) ? [group(rows.slice(1), { ...more, headers: elementsOf(first).map(({ text }) => text), stated: true })] : [];
}

/** Things without an element of their own, each from one heading (or first part) to the next of its kind or a higher one. */
function sliced(kids: readonly PageNode[], more: About): RecordGroup[] {
  const signs = kids.map(signOf);
  const counts = Map.groupBy(signs, (sign) => sign);
  const isOften = (_: PageNode, i: number): boolean => (counts.get(signs[i] ?? "")?.length ?? 0) > 1;
  const starts = [...kids.filter((kid, i) => isHeading(kid) && isOften(kid, i)), kids.find(isOften)].filter((start) => start !== undefined);
  return [...new Map(starts.map((start) => [signOf(start), start])).entries()].flatMap(([sign, start]) => {
    const begin = kids.flatMap((_, i) => (signs[i] === sign ? [i] : []));
    if (begin.length < 2 || begin.every((at, i) => i === 0 || at === (begin[i - 1] ?? 0) + 1)) return [];
    const level = levelOf(start);
    const endOf = (at: number, next: number): number => {
      const higher = kids.findIndex((kid, i) => i > at && i < next && levelOf(kid) < level);
      return higher < 0 ? next : higher;
    };
    const records = begin.map((at, i) => nodeOf({ tag: "section", kids: kids.slice(at, endOf(at, begin[i + 1] ?? kids.length)) }));
    // Where they go on under several headings, each of those stands over them.
    const over = begin.map((at) => kids.slice(0, at).findLast((kid) => levelOf(kid) < level)?.text ?? "");
    const labels = [...new Set(over.filter(Boolean))].slice(0, MAX_LABELS);
    return [group(records, labels.length > 0 ? { ...more, labels } : more)];
  });
}

/** How high a heading stands, 1 for the highest; what is none stands lowest. */
const levelOf = (node: PageNode): number => (isHeading(node) ? Number(/^h([1-6])$/.exec(node.tag)?.[1] ?? 2) : Number.POSITIVE_INFINITY);
