import { highlightedCodeBlock, strikethrough, taskListItems } from "@joplin/turndown-plugin-gfm";
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import TurndownService from "turndown";
import type { PageArticle } from "../../contract/agent.ts";
import type { ShownPage } from "./collect.ts";
import { tables } from "./markdown-table.ts";

/** An article without what stands around it, as HTML. */
export type Article = { facts: PageArticle; body: string };

/** Attributes that say something to readers; authors' names for things do not. */
const READ = new Set(["alt", "checked", "colspan", "datetime", "dir", "href", "lang", "rowspan", "scope", "src", "start", "title", "type", "value"]);
const BLOCKS = new Set([
  ...["ADDRESS", "ARTICLE", "ASIDE", "BLOCKQUOTE", "DD", "DETAILS", "DIALOG", "DIV", "DL", "DT", "FIELDSET", "FIGCAPTION", "FIGURE", "FOOTER", "FORM"],
  ...["H1", "H2", "H3", "H4", "H5", "H6", "HEADER", "HR", "LEGEND", "LI", "MAIN", "NAV", "OL", "P", "PRE", "SECTION", "SUMMARY", "TABLE", "TR", "UL"],
]);
/** A cell's words are kept apart from the next one's. */
const CELLS = new Set(["TD", "TH"]);

const documentOf = ({ title, lang, head, body }: ShownPage): Document =>
  parseHTML(`<!doctype html><html lang="${lang.replace(/[^\w-]/g, "")}"><head><title>${escaped(title)}</title>${head}</head><body>${body}</body></html>`)
    .document;

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** The page's main text, as reading views find it (Mozilla's Readability); null for pages that are no article. */
export function articleOf(shown: ShownPage): Article | null {
  const parsed = new Readability(documentOf(shown), { keepClasses: false }).parse();
  if (!parsed?.content) return null;
  const facts = {
    title: parsed.title || shown.title,
    author: parsed.byline || null,
    publishedAt: parsed.publishedTime || null,
    excerpt: parsed.excerpt || null,
  };
  return { facts, body: parsed.content };
}

/** HTML without the names and styles that only its author's scripts need. */
export function toHtml(body: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${body}</body></html>`);
  for (const element of [...document.querySelectorAll("body *")])
    for (const { name } of [...element.attributes]) if (!READ.has(name)) element.removeAttribute(name);
  return document.body.innerHTML.replace(/[ \t]*\n\s*/g, "\n").trim();
}

/** GitHub's Markdown: tables as tables, boxes to tick as [x], what fields hold as words. */
export function toMarkdown(body: string): string {
  const service = new TurndownService({ headingStyle: "atx", codeBlockStyle: "fenced", bulletListMarker: "-", hr: "---" });
  service.use([highlightedCodeBlock, strikethrough, taskListItems, tables]);
  service.addRule("fields", {
    filter: ["input", "textarea", "select"],
    replacement: (content, node) => {
      const type = node.getAttribute("type");
      if (type === "checkbox" || type === "radio") return node.hasAttribute("checked") ? "[x] " : "[ ] ";
      return node.getAttribute("value") ?? content;
    },
  });
  return service
    .turndown(body)
    .replace(/^(\s*)-\s{3}/gm, "$1- ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Words alone; each block begins a new line, cells of a row stand beside each other. */
export function toText(body: string): string {
  const { document } = parseHTML(`<!doctype html><html><body>${body}</body></html>`);
  const parts: string[] = [];
  const write = (node: Node, pre: boolean): void => {
    if (node.nodeType === 3) return void parts.push(pre ? (node.textContent ?? "") : (node.textContent ?? "").replace(/\s+/g, " "));
    const tag = node.nodeName;
    if (tag === "BR") parts.push("\n");
    const value = tag === "INPUT" ? (node as Element).getAttribute("value") : null;
    if (value !== null && !["checkbox", "radio"].includes((node as Element).getAttribute("type") ?? "")) parts.push(value);
    if (BLOCKS.has(tag)) parts.push("\n");
    for (const child of node.childNodes) write(child, pre || tag === "PRE");
    if (BLOCKS.has(tag)) parts.push("\n");
    if (CELLS.has(tag)) parts.push("\t");
  };
  write(document.body, false);
  return parts
    .join("")
    .replace(/[ \u00a0]*\t[ \t]*/g, "\t")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/ {2,}/g, " ")
    .trim();
}
