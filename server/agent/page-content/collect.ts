import { AppError } from "../../core/errors.ts";
import type { PageFrame } from "../../driver/frames.ts";
import type { Page } from "../../driver/page.ts";
import { CdpError } from "../../providers/cdp.ts";

/** What a page shows, as plain HTML: shadow trees and frames in their places, addresses in full, nothing that is hidden. */
export type ShownPage = { url: string; title: string; lang: string; head: string; body: string };

const MAX_CHARS = 4_000_000;
const MAX_FRAMES = 30;
const FRAME = /<perch-frame id="([^"]*)"><\/perch-frame>/g;

/** Tells a frame's element which frame it holds, where only scripts of ours can see it. */
const NOTE_FRAME = `function (frameId) { (globalThis.perchFrames ??= new WeakMap()).set(this, frameId); }`;

/** Runs in our world of a frame: plain JavaScript. Passwords are not read. */
const COLLECT = `(() => {
  const SKIP = new Set(["script", "style", "noscript", "template", "link", "meta", "head", "canvas", "object", "embed", "datalist", "title"]);
  const VOID = new Set(["br", "hr", "img", "input", "wbr"]);
  const BLOCK = new Set(["address", "article", "aside", "blockquote", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tfoot", "tr", "ul"]);
  const KEPT = ["alt", "aria-label", "class", "colspan", "datetime", "dir", "id", "itemprop", "lang", "rel", "role", "rowspan", "scope", "start", "title"];
  const esc = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  let left = ${MAX_CHARS};
  const out = [];
  const put = (s) => { left -= s.length; if (left > 0) out.push(s); };
  const childrenOf = (el) => el.shadowRoot ? el.shadowRoot.childNodes : el.localName === "slot" && el.assignedNodes().length ? el.assignedNodes() : el.childNodes;
  const attrs = (el) => {
    const all = KEPT.flatMap((name) => { const value = el.getAttribute(name); return value === null ? [] : [[name, value]]; });
    if (el.localName === "a" && el.href) all.push(["href", String(el.href)]);
    if (el.localName === "img") { const src = el.currentSrc || el.src; if (src && !src.startsWith("data:")) all.push(["src", src]); }
    if (el.localName === "input") {
      all.push(["type", el.type]);
      if (el.type !== "password" && el.type !== "hidden" && el.type !== "file" && el.value) all.push(["value", el.value]);
      if (el.checked) all.push(["checked", ""]);
    }
    return all.map(([name, value]) => " " + name + '="' + esc(value) + '"').join("");
  };
  const write = (node) => {
    if (left <= 0) return;
    if (node.nodeType === 3) return put(esc(node.data));
    if (node.nodeType !== 1) return;
    const el = node, tag = el.localName;
    if (SKIP.has(tag) || el.getAttribute("aria-hidden") === "true" || (tag === "input" && el.type === "hidden")) return;
    const style = getComputedStyle(el);
    if (style.display === "none" || (style.display !== "contents" && !el.checkVisibility({ visibilityProperty: false }))) return;
    if (tag === "svg" || tag === "math") { const title = el.getAttribute("aria-label") || el.querySelector("title")?.textContent; return title ? put(esc(title)) : undefined; }
    if (style.visibility !== "visible") { for (const child of childrenOf(el)) if (child.nodeType === 1) write(child); return; }
    if (tag === "iframe" || tag === "frame") return put('<perch-frame id="' + esc(globalThis.perchFrames?.get(el) ?? "") + '"></perch-frame>');
    if (tag === "slot") { for (const child of childrenOf(el)) write(child); return; }
    const block = BLOCK.has(tag) || (tag.includes("-") && !/^(inline|contents)/.test(style.display));
    const name = tag.includes("-") ? (block ? "div" : "span") : tag;
    put("<" + name + attrs(el) + ">");
    if (tag === "select") put([...el.selectedOptions].map((o) => "<option selected>" + esc(o.text.trim()) + "</option>").join(" "));
    else if (tag === "textarea") put(esc(el.value));
    else if (!VOID.has(tag)) for (const child of childrenOf(el)) write(child);
    if (!VOID.has(tag)) put("</" + name + ">");
    if (block && !el.closest("pre")) put("\\n");
  };
  if (document.body) for (const child of childrenOf(document.body)) write(child);
  const head = [...document.querySelectorAll("meta[name], meta[property]")].filter((el) => el.content).map((el) => "<meta " + (el.name ? 'name="' + esc(el.name) : 'property="' + esc(el.getAttribute("property"))) + '" content="' + esc(el.content) + '">');
  return { url: location.href, title: document.title, lang: document.documentElement.lang, head: head.join("\\n"), body: out.join("") };
})()`;

/** Reads what the page shows, its frames (of other processes too) included. @throws AppError the signal's reason */
export async function collectPage(page: Page, signal: AbortSignal): Promise<ShownPage> {
  const frames = page.frames().slice(0, MAX_FRAMES);
  await Promise.all(frames.map((frame) => orNull(() => noteFrame(page, frame))));
  const shown = new Map<string, ShownPage>();
  const read = async (frameId: string): Promise<void> => {
    const found = await orNull(() => page.evaluate<ShownPage>(COLLECT, { frameId, world: "isolated", signal }));
    if (found) shown.set(frameId, found.value);
  };
  await Promise.all(frames.map(({ frameId }) => read(frameId)));
  const main = shown.get(page.mainFrameId);
  signal.throwIfAborted();
  return { ...(main ?? { url: page.url, title: page.title, lang: "", head: "" }), body: withFrames(main?.body ?? "", shown, new Set([page.mainFrameId])) };
}

async function noteFrame(page: Page, { frameId, parentFrameId }: PageFrame): Promise<void> {
  if (parentFrameId === null) return;
  const { backendNodeId } = await page.frame(parentFrameId).cdp.send("DOM.getFrameOwner", { frameId });
  await page.element({ backendNodeId, frameId: parentFrameId }).call(NOTE_FRAME, [frameId]);
}

/** Each frame's content in its place; one within itself is not followed. */
function withFrames(body: string, shown: ReadonlyMap<string, ShownPage>, above: ReadonlySet<string>): string {
  return body.replace(FRAME, (_, frameId: string) => {
    const inner = above.has(frameId) ? undefined : shown.get(frameId);
    return inner ? `<section>${withFrames(inner.body, shown, new Set([...above, frameId]))}</section>\n` : "";
  });
}

/** A frame that goes away meanwhile shows nothing. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CdpError || (error instanceof AppError && ["NOT_FOUND", "ELEMENT_NOT_FOUND"].includes(error.code))) return null;
    throw error;
  }
}
