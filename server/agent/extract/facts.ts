import type { Json } from "../../contract/common.ts";
import { elementsOf, isHeading, nodeOf, type PageNode } from "./page-tree.ts";
import { wordsOf } from "./words.ts";

/** One reason to take a fact for something: what the page says of it, or what it calls it. */
export type Hint = { kind: "label" | "name"; words: readonly string[]; called: string; weight: number };
/** One thing that the page states. */
export type Fact = {
  node: PageNode;
  /** The element of the page that it was found in; another than `node` where that was put together from parts. */
  home: PageNode;
  text: string;
  /** For machines: a date, a form field's content. */
  value: string | null;
  href: string | null;
  src: string | null;
  hints: readonly Hint[];
  /** Where it stands in its scope; the same for the same part of a like scope. */
  place: string;
  /** Has no parts with words of their own. */
  leaf: boolean;
  heading: boolean;
  /** A paragraph or a quotation. */
  prose: boolean;
  /** What says it: the page itself, its JSON-LD, its meta elements (Open Graph too), or the body of its article. */
  origin: "page" | "json-ld" | "meta" | "article";
  /** How far its names, looks and place are to be trusted, from 0 to 1; what labels say of it stands by itself. */
  weight: number;
};

const MAX_FACTS = 4_000;
const MAX_LABEL = 40;
const MAX_VALUE = 400;
/** Attributes and classes say less surely what a thing is than the words beside it. */
const NAME_WEIGHT = 0.97;
const WEAK_LABEL = 0.9;
/** A heading stands over more than one thing. */
export const HEADING_LABEL = 0.8;
/** Words that lead a value without a colon: "by Ann", "Published 3 March 2024". */
const LEADS = /^(by|written by|posted by|author|version|latest|release|released|published|posted|updated|created|since|on|from)$/i;
const EMAIL = /[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[a-z]{2,}/gi;
const PHONE = /\+\d[\d\s()./-]{6,}\d/g;
/** Between the parts of one line, as in "Espresso — $3.00". */
const DIVIDERS = /\s+[—–|·•-]\s+|\s*\.{3,}\s*|\s*…+\s*|\t+/;
/** A price, a number, a version or a date by its beginning. */
export const FIGURE = /^[$€£¥]?\s?\d[\d.,]*\s?[$€£¥%]?$|^v?\d+(\.\d+)+|^\d{4}-\d{2}-\d{2}/;

/** All that is stated inside a scope. `headers` are the words over the scope's own parts, where it is a table's row. */
export function factsOf(scope: PageNode, headers: readonly string[] = []): Fact[] {
  const facts: Fact[] = [];
  const visit = (node: PageNode, place: string, { hints: outer, anchor: link, heading, prose }: Around): void => {
    if (facts.length >= MAX_FACTS) return;
    const kids = elementsOf(node);
    const only = kids.length === 1 && kids[0]?.text === node.text ? kids[0] : null;
    const hints = [...namesOf(node), ...outer];
    const anchor = node.href === null ? link : node;
    // What only wraps one thing lends it its names.
    const around: Around = {
      hints,
      anchor,
      heading: heading || isHeading(node) || /^(summary|dt)$/.test(node.tag),
      prose: prose || /^(p|blockquote|q)$/.test(node.tag),
    };
    if (only) visit(only, `${place}>${signOf(only)}`, around);
    else {
      if (node !== scope || kids.length === 0) add(node, place, around);
      const seen = new Map<string, number>();
      for (const kid of kids) {
        const sign = signOf(kid);
        const count = seen.get(sign) ?? 0;
        seen.set(sign, count + 1);
        visit(kid, `${place}>${sign}${count}`, { hints: [], anchor, heading: false, prose: false });
      }
      addPieces(node, place, around);
    }
  };
  const add = (node: PageNode, place: string, around: Around): void => {
    const text = (isHeading(node) && headline(node)) || wholeText(node);
    if (!text && node.value === null && node.src === null) return;
    facts.push(fact(node, { ...around, text, place, leaf: text !== node.text || elementsOf(node).every((kid) => kid.text === "") }));
  };
  /** Words that stand between elements are things of their own: "<svg/> MIT", "<b>4.5</b> of 5". */
  const addPieces = (node: PageNode, place: string, { hints, anchor }: Around): void => {
    const pieces = node.kids.filter((kid) => typeof kid === "string").map((kid) => kid.trim());
    const worded = pieces.filter((text) => /[\p{L}\p{N}]/u.test(text) && text !== node.text);
    // The only words of its own are what the element is called after.
    for (const [i, text] of pieces.entries())
      if (worded.includes(text)) facts.push(fact(node, { text, place: `${place}>"${i}`, hints: worded.length === 1 ? hints : [], anchor, leaf: true }));
  };
  visit(scope, "", { hints: [], anchor: null, heading: false, prose: false });
  for (const [i, cell] of elementsOf(scope).entries())
    if (headers[i]) facts.push(fact(cell, { text: cell.text, place: `=${headers[i]}`, hints: [label(headers[i])], anchor: linkIn(cell), leaf: true }));
  return [...facts.flatMap(divided), ...labelledIn(scope), ...facts.flatMap(ledBy), ...facts.flatMap(foundInProse)];
}

/** What elements around lend to the one that they only wrap, and the link that it stands in. */
type Around = { hints: readonly Hint[]; anchor: PageNode | null; heading: boolean; prose: boolean };
type FactParts = Pick<Fact, "text" | "place" | "hints" | "leaf"> & { anchor: PageNode | null; heading?: boolean; prose?: boolean; home?: PageNode };

function fact(node: PageNode, { text, place, hints, anchor, leaf, heading = false, prose = false, home = node }: FactParts): Fact {
  const link = anchor ?? linkIn(node);
  return {
    node,
    home,
    text,
    value: node.value,
    href: link?.href ?? null,
    src: imageIn(node)?.src ?? null,
    hints,
    place,
    leaf,
    heading,
    prose,
    origin: "page",
    weight: 1,
  };
}

/** What an element says: its words, in full where the page cuts them short, or what stands for a picture. */
function wholeText(node: PageNode): string {
  const cut = /^(.{3,}?)\s*(?:\.\.\.|…)$/s.exec(node.text)?.[1];
  if (cut !== undefined) return node.names.find((name) => name.startsWith(cut)) ?? node.text;
  if (node.text !== "" || node.kids.length > 0 || node.tag === "input") return node.text;
  return node.names.find((name) => name.includes(" ")) ?? "";
}

/** A heading's own words, without the badges and buttons that stand in it. */
function headline(node: PageNode): string {
  const parts = node.kids.map((kid) => (typeof kid === "string" ? kid : isAddition(kid) ? " " : kid.text));
  return parts.join("").replace(/\s+/g, " ").trim();
}
const isAddition = (node: PageNode): boolean =>
  node.text.includes("\n") || node.classes.length > 0 || /^(small|sup|sub|button|svg|pre|img)$/.test(node.tag) || elementsOf(node).some(isAddition);

/** A hint of these words; `called` is them in one, to compare. */
export const hintOf = (kind: Hint["kind"], words: readonly string[], weight: number): Hint => ({ kind, words, called: words.join(" "), weight });
const label = (text: string, weight = 1): Hint => hintOf("label", wordsOf(text), weight);

/** What a page calls an element, nearest first. Generated class names carry no words. */
function namesOf(node: PageNode): Hint[] {
  const classes = node.classes.filter((name) => !/^(css|sc|jss|emotion|svelte|Mui)-|^Mui|\d{3,}|[[\]:/]/.test(name));
  const own = [...node.names.filter((name) => name.length < 80), ...classes, node.role, node.tag === "time" ? "time" : ""].filter(Boolean);
  return own.map((name) => hintOf("name", wordsOf(name), NAME_WEIGHT)).filter(({ words }) => words.length > 0 && words.length <= 6);
}

const signOf = (node: PageNode): string => `${node.tag}.${node.classes.filter((name) => !/\d/.test(name))[0] ?? ""}`;

/** The first element inside (or the element itself) that leads somewhere. */
function linkIn(node: PageNode): PageNode | null {
  return find(node, (inner) => inner.href !== null);
}
const imageIn = (node: PageNode): PageNode | null => find(node, (inner) => inner.src !== null);

function find(node: PageNode, test: (node: PageNode) => boolean): PageNode | null {
  if (test(node)) return node;
  for (const kid of elementsOf(node)) {
    const found = find(kid, test);
    if (found) return found;
  }
  return null;
}

/** Values with the words beside them: definition lists, "Label: value", two cells, fields, what stands under a heading. */
export function labelledIn(scope: PageNode): Fact[] {
  const out: Fact[] = [];
  const at = { home: scope };
  const add = (words: string, weight: number, node: PageNode, text = node.text): void => {
    const name = words.replace(/\s*[:：*]\s*$/, "").trim();
    if (!isLabel(name) || text.trim() === "" || text.length > MAX_VALUE || text === words) return;
    out.push(fact(node, { text: text.trim(), place: `=${name}`, hints: [label(name, weight)], anchor: linkIn(node), leaf: true, home: at.home }));
  };
  const visit = (node: PageNode): void => {
    const kids = elementsOf(node);
    at.home = node;
    if (node.label) add(node.label, 1, node, node.value ?? node.text);
    const [first, second] = kids.filter((kid) => kid.text !== "");
    const two = kids.filter((kid) => kid.text !== "").length === 2 && !node.kids.some((kid) => typeof kid === "string" && /[\p{L}\p{N}]/u.test(kid));
    if (two && first && second && first.tag !== "dt" && first.tag !== "li") {
      const chosen = second.role === "radiogroup" || second.tag === "fieldset" ? (second.value ?? second.text) : second.text;
      add(first.text, /:$/.test(first.text) || first.tag === "th" ? 1 : WEAK_LABEL, second, chosen);
      if (/^[\d$€£]/.test(first.text)) add(second.text, WEAK_LABEL - 0.05, first);
    }
    addLines(node);
    addLed(node);
    addUnderHeadings(kids);
    addDefinitions(kids);
    for (const kid of kids) visit(kid);
  };
  /** "by <a>Ann</a>", "Tags: <a>one</a> <a>two</a>": words that lead to the element after them. */
  const addLed = (node: PageNode): void => {
    for (const [i, kid] of node.kids.entries()) {
      const next = node.kids[i + 1];
      const lead = typeof kid === "string" ? /(\p{L}+)[\s:：]*$/u.exec(kid)?.[1] : undefined;
      if (lead !== undefined && LEADS.test(lead) && next !== undefined && typeof next !== "string") add(lead, WEAK_LABEL, next);
    }
  };
  /** "Label: value" and "<b>Label</b> value", in the innermost element that holds both. */
  const addLines = (node: PageNode): void => {
    if (!node.kids.some((kid) => (typeof kid === "string" ? kid.trim() !== "" : !kid.block))) return;
    for (const line of node.text.split("\n")) {
      if (elementsOf(node).some((kid) => kid.text.includes(line))) continue;
      const said = /^([^:：]{2,40})[:：]\s*(?!\/\/)(.+)$/.exec(line);
      if (said) add(said[1] ?? "", 1, node, said[2]);
    }
    const [head, ...rest] = node.kids.filter((kid) => typeof kid !== "string" || kid.trim() !== "");
    if (head && typeof head !== "string" && /^(b|strong|label|dt|th|em|small)$/.test(head.tag) && !/[:：]/.test(node.text.slice(0, head.text.length + 2)))
      add(head.text, WEAK_LABEL, nodeOf({ tag: "span", kids: rest }));
  };
  const addUnderHeadings = (kids: readonly PageNode[]): void => {
    for (const [i, head] of kids.entries()) {
      if (!isHeading(head)) continue;
      const end = kids.findIndex((kid, at) => at > i && isHeading(kid));
      const rest = kids.slice(i + 1, end < 0 ? kids.length : end);
      if (rest.length > 0) add(head.text, HEADING_LABEL, nodeOf({ tag: "section", kids: rest }));
    }
  };
  const addDefinitions = (kids: readonly PageNode[]): void => {
    for (const [i, dt] of kids.entries()) {
      if (dt.tag !== "dt") continue;
      const end = kids.findIndex((kid, at) => at > i && kid.tag === "dt");
      const values = kids.slice(i + 1, end < 0 ? kids.length : end).filter((kid) => kid.tag === "dd");
      const value = values.length === 1 ? values[0] : nodeOf({ tag: "dd", kids: values });
      if (value) add(dt.text, 1, value);
    }
  };
  visit(scope);
  return out;
}

/** Words that may be a label: few, short, no number, no sentence. */
function isLabel(text: string): boolean {
  return text.length <= MAX_LABEL && /\p{L}/u.test(text) && !/\n|[.!?]$|^\W*\d/.test(text) && text.split(/\s+/).length <= 5;
}

/** A part of a fact's words that is a fact of its own. */
const partOf = (fact: Fact, text: string, place: string, hints: readonly Hint[]): Fact => ({
  ...fact,
  text,
  place: `${fact.place}~${place}`,
  hints,
  leaf: true,
});

/** "by Ann", "Version 2.1", "23 comments": what leads or follows a value in one breath. */
function ledBy(fact: Fact): Fact[] {
  const text = fact.text.replace(/^\((.*)\)$/, "$1");
  // "<b>12</b> followers" is one breath too.
  const oneLine = fact.leaf || (text.length < 40 && elementsOf(fact.node).every(({ block, kids }) => !block && kids.every((kid) => typeof kid === "string")));
  if (!oneLine || text.length > 80 || /[:：]/.test(text)) return [];
  const out: Fact[] = [];
  const take = (words: string | undefined, rest: string | undefined, when: (words: string, rest: string) => boolean): void => {
    if (words && rest && when(words, rest)) out.push(partOf(fact, rest, words.toLowerCase(), [label(words, WEAK_LABEL)]));
  };
  const [, lead, value] = /^((?:\p{L}+\s+)?\p{L}+)\.?\s+(.+)$/u.exec(text) ?? [];
  take(lead, value, (words, rest) => LEADS.test(words) || /^[v$€£]?\d[\d.,:/-]*\s?[\w+.%°/-]{0,12}$/.test(rest));
  const [, first, rest] = /^(\p{L}+)\s+(.+)$/u.exec(text) ?? [];
  take(first, rest, (words) => LEADS.test(words) && words !== lead);
  const [, figure, unit] = /^([$€£]?\d[\d.,]*[kKM]?\+?)\s+(\p{L}+(?:\s\p{L}+)?)$/u.exec(text) ?? [];
  take(unit, figure, () => true);
  const [, thing, number] = /^(\p{L}+)\s*(?:#|№|\bNo\.?\s)\s*([\w-]*\d[\w-]*)$/u.exec(text) ?? [];
  take(thing && `${thing} number`, number, () => true);
  return out;
}

/** The fact and, where it is a line of parts with a figure among them, its parts. */
function divided(fact: Fact): Fact[] {
  const parts = fact.leaf && fact.text.length < 200 ? fact.text.split(DIVIDERS).filter((part) => part !== "") : [];
  if (parts.length < 2 || !parts.some((part) => FIGURE.test(part))) return [fact];
  return [...parts.map((part, i) => partOf(fact, part, String(i), [])), { ...fact, leaf: false }];
}

/** Addresses and numbers that are known wherever they stand. */
function foundInProse(fact: Fact): Fact[] {
  if (!fact.leaf) return [];
  const all = (pattern: RegExp, words: string): Fact[] =>
    [...fact.text.matchAll(pattern)].filter(([text]) => text !== fact.text).map(([text]) => partOf(fact, text, words, [label(words, WEAK_LABEL)]));
  return [...(fact.text.includes("@") ? all(EMAIL, "email") : []), ...(fact.text.includes("+") ? all(PHONE, "phone") : [])];
}

/** What JSON-LD and other data for machines say, with their keys as labels. */
export function statedFacts(data: Json, weight: number, origin: "json-ld" | "meta"): Fact[] {
  const out: Fact[] = [];
  const visit = (value: Json, path: readonly string[]): void => {
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, Array.isArray(value) ? path : [...path, key]);
      return;
    }
    const key = path.at(-1) ?? "";
    if (value === null || key.startsWith("@")) return;
    const text = String(value);
    const node = nodeOf({ tag: "data", value: text, kids: [text] });
    // The name of an offer's seller is not the name of the product: the path counts, the last word most.
    const hints = [label(path.length > 1 ? path.slice(-2).join(" ") : key, weight)];
    if (["name", "price", "ratingValue", "priceCurrency", "url"].includes(key) && path.length === 2) hints.push(label(key, weight - 0.1));
    const address = /^https?:/.test(text) ? text : null;
    const isPicture = /image|logo|thumbnail/i.test(path.join(" "));
    const stated = fact(node, { text, place: `@${path.join(".")}`, hints, anchor: null, leaf: true });
    out.push({ ...stated, origin, href: isPicture ? null : address, src: isPicture ? address : null });
  };
  visit(data, []);
  return out;
}
