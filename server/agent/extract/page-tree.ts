import type { Json } from "../../contract/common.ts";
import type { Page } from "../../driver/page.ts";

/** An element as the page shows it; what is hidden has none. */
export type PageNode = {
  tag: string;
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
  kids: readonly (PageNode | string)[];
  /** All its words; each line of the layout is a line. */
  text: string;
};

/** What a page states: its elements, and what it says of itself to machines. */
export type PageTree = { url: string; title: string; root: PageNode; meta: { name: string; content: string }[]; linked: Json[] };

type RawNode = Partial<Omit<PageNode, "kids" | "text">> & { tag: string; kids?: (RawNode | string)[] };

const MAX_NODES = 40_000;
const MAX_TEXT = 4_000;

/** Runs in the page: plain JavaScript. Goes into open shadow roots and frames of the same origin; passwords are not read. */
const COLLECT = `(() => {
  const NAMES = ["itemprop", "aria-label", "data-testid", "data-field", "data-label", "data-th", "name", "id", "rel", "title", "alt"];
  const SKIP = new Set(["script", "style", "noscript", "template", "head", "path", "option", "datalist"]);
  const clean = (s) => s.replace(/[\\u200b\\u200c\\u2060\\ufeff\\u00ad]/g, "").replace(/\\s+/g, " ");
  let left = ${MAX_NODES};
  const shown = (el, style) => (style.display === "contents" || el.checkVisibility()) && style.visibility !== "hidden";
  const fieldValue = (el) => {
    if (el.localName === "select") return [...el.selectedOptions].map((o) => clean(o.text).trim()).join(", ");
    if (el.type === "checkbox" || el.type === "radio") return String(el.checked);
    return el.value;
  };
  const insideOf = (el) => {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (el.localName === "slot" && el.assignedNodes().length) return el.assignedNodes();
    if (el.localName !== "iframe") return el.childNodes;
    try { return el.contentDocument && el.contentDocument.body ? [el.contentDocument.body] : []; } catch { return []; }
  };
  const read = (el) => {
    const tag = el.localName;
    if (SKIP.has(tag) || left-- <= 0) return null;
    if (tag === "br") return "\\n";
    const style = getComputedStyle(el);
    const stated = el.hasAttribute("itemprop") && (tag === "meta" || tag === "link" || tag === "data");
    if (!stated && !shown(el, style)) return null;
    const field = /^(input|select|textarea)$/.test(tag);
    if (field && (el.type === "password" || el.type === "hidden")) return null;
    const node = { tag, block: !/^(inline|contents|ruby)$/.test(style.display) };
    const role = el.getAttribute("role");
    if (role) node.role = role;
    if (el.classList.length) node.classes = [...el.classList];
    const names = NAMES.map((name) => el.getAttribute(name)).filter(Boolean);
    for (const { name, value } of el.attributes) if (name.startsWith("data-") && value && value.length < 40 && !NAMES.includes(name)) names.push(name.slice(5));
    if (names.length) node.names = names.map((name) => name.slice(0, 200));
    if (field) {
      node.label = clean((el.labels && el.labels[0] ? [...el.labels[0].childNodes].filter((n) => n !== el && !(n.contains && n.contains(el))).map((n) => n.textContent).join(" ") : "") || el.getAttribute("aria-label") || el.placeholder || el.name || "").trim();
      node.value = fieldValue(el);
    } else if (el.hasAttribute("aria-checked")) {
      const by = (el.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)).filter(Boolean);
      node.label = clean(by.map((one) => one.textContent).join(" ") || el.getAttribute("aria-label") || el.textContent).trim();
      node.value = el.getAttribute("aria-checked");
    } else if (stated) node.value = el.getAttribute("content") ?? el.getAttribute("value") ?? el.href;
    else if (el.hasAttribute("datetime")) node.value = el.getAttribute("datetime");
    if (tag === "a" && el.href) node.href = el.href;
    if (tag === "img") node.src = el.currentSrc || el.src;
    const kids = [];
    if (!field && tag !== "svg")
      for (const kid of insideOf(el)) {
        if (kid.nodeType === 3) { const text = style.whiteSpace.startsWith("pre") ? kid.data : clean(kid.data); if (text) kids.push(text); }
        else if (kid.nodeType === 1) { const inner = read(kid); if (inner) kids.push(inner); }
      }
    if (kids.length) node.kids = kids;
    return node;
  };
  const linked = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) { try { linked.push(JSON.parse(script.textContent)); } catch {} }
  const meta = [...document.querySelectorAll("meta[property], meta[name]")].filter((el) => el.content).map((el) => ({ name: el.getAttribute("property") || el.name, content: el.content.trim() }));
  return { url: location.href, title: document.title, root: (document.body && read(document.body)) || { tag: "body" }, meta, linked };
})()`;

/** Reads what the page shows, once. */
export async function readTree(page: Page, signal: AbortSignal): Promise<PageTree> {
  const { value } = await page.evaluate<Omit<PageTree, "root"> & { root: RawNode }>(COLLECT, { world: "isolated", signal });
  return { ...value, root: withText(value.root) };
}

function withText({ kids = [], ...raw }: RawNode): PageNode {
  return nodeOf({ ...raw, kids: kids.map((kid) => (typeof kid === "string" ? kid : withText(kid))) });
}

/** An element made of its parts; its words follow from them. */
export function nodeOf(parts: Partial<PageNode> & { tag: string }): PageNode {
  const node = { role: "", classes: [], names: [], label: "", value: null, href: null, src: null, block: true, kids: [], text: "", ...parts };
  return { ...node, text: textOf(node) };
}

/** Words of one line follow each other as they stand; blocks begin new lines; a form field says its content. */
function textOf(node: PageNode): string {
  if (/^(input|select|textarea)$/.test(node.tag)) return node.value ?? "";
  const parts = node.kids.map((kid) => (typeof kid === "string" ? kid : kid.block ? `\n${kid.text}\n` : kid.text));
  return parts
    .join("")
    .replace(/[ \t\u00a0]*\n\s*/g, "\n")
    .replace(/ {2,}/g, " ")
    .trim()
    .slice(0, MAX_TEXT);
}

/** The elements directly inside. */
export const elementsOf = (node: PageNode): PageNode[] => node.kids.filter((kid) => typeof kid !== "string");

/** The element and all inside it, in the order of the page. */
export function* everyNode(root: PageNode): Generator<PageNode> {
  yield root;
  for (const kid of elementsOf(root)) yield* everyNode(kid);
}

export const isHeading = (node: PageNode): boolean => /^h[1-6]$/.test(node.tag) || node.role === "heading";
