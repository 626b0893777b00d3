import type { Json } from "../../contract/common.ts";
import type { Page } from "../../driver/page.ts";
import { COLLECT, selectorsFor } from "./collect.ts";

/** An element as the page shows it; what is hidden has none. */
export type PageNode = {
  tag: string;
  /** Its place in the order of the page, and that of the last element inside it; -1 where it was put together from parts. */
  at: number;
  end: number;
  role: string;
  classes: readonly string[];
  /** What the page calls it in attributes: itemprop, data-*, aria-label, name, id, title. */
  names: readonly string[];
  /** The words of a form field's label. */
  label: string;
  /** A form field's content, or what stands in datetime or content for machines. */
  value: string | null;
  href: string | null;
  src: string | null;
  /** Stands apart from its neighbours, as words of one line do not. */
  block: boolean;
  /** Is struck through. */
  struck: boolean;
  /** Has an itemprop: microdata. */
  stated: boolean;
  /** How many columns and rows of its table a cell takes. */
  span: readonly [columns: number, rows: number];
  kids: readonly (PageNode | string)[];
  /** All its words; each line of the layout is a line. */
  text: string;
};

/** What a page states: its elements, and what it says of itself to machines. `lang` is a language tag or empty. */
export type PageTree = { url: string; title: string; lang: string; root: PageNode; meta: { name: string; content: string }[]; linked: Json[] };

type RawNode = Partial<Omit<PageNode, "kids" | "text">> & { tag: string; kids?: (RawNode | string)[] };

const MAX_TEXT = 4_000;
const ONE_CELL = [1, 1] as const;
const NONE: readonly never[] = [];

/** Reads what the page shows, once, as JSON for `parseTree`: cheap to pass on to another thread. */
export async function readTree(page: Page, signal: AbortSignal): Promise<string> {
  return (await page.evaluate<string>(COLLECT, { world: "isolated", signal })).value;
}

/** CSS selectors for elements of the last tree that was read, by their places; null where there is none. */
export async function selectorsOf(page: Page, places: readonly number[], signal: AbortSignal): Promise<(string | null)[]> {
  return (await page.evaluate<(string | null)[]>(selectorsFor(places), { world: "isolated", signal })).value;
}

/** The tree that `readTree` read. Pure. */
export function parseTree(json: string): PageTree {
  const raw = JSON.parse(json) as Omit<PageTree, "root"> & { root: RawNode };
  return { ...raw, root: withText(raw.root) };
}

function withText({ kids = [], ...raw }: RawNode): PageNode {
  return nodeOf({ ...raw, kids: kids.map((kid) => (typeof kid === "string" ? kid : withText(kid))) });
}

/** An element made of its parts; its words follow from them. */
export function nodeOf(parts: Partial<PageNode> & { tag: string }): PageNode {
  const node: PageNode = {
    tag: parts.tag,
    at: parts.at ?? -1,
    end: parts.end ?? -1,
    role: parts.role ?? "",
    classes: parts.classes ?? NONE,
    names: parts.names ?? NONE,
    label: parts.label ?? "",
    value: parts.value ?? null,
    href: parts.href ?? null,
    src: parts.src ?? null,
    block: parts.block ?? true,
    struck: parts.struck ?? false,
    stated: parts.stated ?? false,
    span: parts.span ?? ONE_CELL,
    kids: parts.kids ?? NONE,
    text: "",
  };
  node.text = textOf(node);
  return node;
}

/** Words of one line follow each other as they stand; blocks begin new lines; a form field says its content. */
function textOf(node: PageNode): string {
  if (/^(input|select|textarea)$/.test(node.tag)) return node.value ?? "";
  const [only] = node.kids;
  if (node.kids.length === 1 && only !== undefined && typeof only !== "string") return only.text;
  let text = "";
  for (const kid of node.kids) text += typeof kid === "string" ? kid : kid.block ? `\n${kid.text}\n` : kid.text;
  if (text.includes("\n")) text = text.replace(/[ \t\u00a0]*\n\s*/g, "\n");
  return text.replace(/ {2,}/g, " ").trim().slice(0, MAX_TEXT);
}

/** The elements directly inside. */
export const elementsOf = (node: PageNode): PageNode[] => node.kids.filter((kid) => typeof kid !== "string");

/** The element and all inside it, in the order of the page. */
export function* everyNode(root: PageNode): Generator<PageNode> {
  yield root;
  for (const kid of root.kids) if (typeof kid !== "string") yield* everyNode(kid);
}

/** Whether the one is inside the other, or is it. */
export function contains(outer: PageNode, inner: PageNode): boolean {
  if (outer === inner) return true;
  if (outer.at >= 0) return inner.at >= 0 ? inner.at >= outer.at && inner.at <= outer.end : elementsOf(inner).some((part) => contains(outer, part));
  return elementsOf(outer).some((part) => contains(part, inner));
}

export const isHeading = (node: PageNode): boolean => /^h[1-6]$/.test(node.tag) || node.role === "heading";
