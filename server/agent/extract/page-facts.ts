import type { Page } from "../../driver/page.ts";

/** One piece of a record: what the page calls it (class, attribute, header words), what it says, where it leads. */
export type Fact = { hints: string[]; text: string; href: string | null; src: string | null };
/** Things of one kind that the page repeats: a table's rows, a list's items, a grid's cards. */
export type RecordGroup = { kind: "table" | "list"; label: string; records: Fact[][] };
export type PageFacts = {
  url: string;
  title: string;
  headings: string[];
  groups: RecordGroup[];
  /** Labels with their values: definition lists, two-column tables, "Label: value", form fields, meta tags. */
  pairs: { label: string; value: string; href: string | null }[];
  /** schema.org objects (JSON-LD), flattened one level. */
  linked: Record<string, unknown>[];
  text: string;
};

const MAX_GROUPS = 60;
const MAX_RECORDS = 1000;
const MAX_TEXT = 200_000;

/** Runs in the page; plain JavaScript without helpers of ours. Hidden elements are not facts. Passwords are not read. */
const COLLECT = `(() => {
  const squash = (s) => (s || "").replace(/\\s+/g, " ").trim();
  const seen = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility === "visible";
  const textOf = (el) => squash(el.innerText ?? el.textContent);
  const all = (selector, root = document) => {
    const out = [...root.querySelectorAll(selector)];
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) out.push(...all(selector, host.shadowRoot));
    return out;
  };
  const split = (s) => squash(String(s).replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_:.-]+/g, " ")).toLowerCase();
  const hints = (el) => {
    const out = [];
    for (const name of ["itemprop", "aria-label", "data-testid", "data-field", "data-label", "name", "id", "title", "headers"]) if (el.getAttribute && el.getAttribute(name)) out.push(split(el.getAttribute(name)));
    for (const name of el.classList || []) if (!/^(css|sc|jss|emotion)-|[0-9]{3,}/.test(name)) out.push(split(name));
    for (const attr of el.attributes || []) if (attr.name.startsWith("data-") && attr.value.length < 40) out.push(split(attr.name.slice(5)));
    out.push(el.localName);
    return out;
  };
  const fact = (el, extra = []) => {
    const link = el.localName === "a" ? el : el.closest("a") || el.querySelector("a[href]");
    const image = el.localName === "img" ? el : el.querySelector("img");
    return { hints: [...extra, ...hints(el)], text: textOf(el) || squash(el.getAttribute("alt")) || squash(el.getAttribute("content")) || squash(el.getAttribute("datetime")), href: link ? link.href : null, src: image ? image.currentSrc || image.src : null };
  };
  const leaves = (root) => {
    const out = [];
    const walk = (el, extra) => {
      if (!seen(el) && el.localName !== "meta") return;
      const kids = [...el.children].filter((kid) => !["BR", "WBR", "SVG", "PATH"].includes(kid.tagName.toUpperCase()));
      const own = [...el.childNodes].some((n) => n.nodeType === 3 && squash(n.data));
      if (own || kids.length === 0 || el.localName === "a" || el.hasAttribute("itemprop")) { const f = fact(el, extra); if (f.text || f.src) out.push(f); }
      if (kids.length) for (const kid of kids) walk(kid, own ? [] : hints(el).slice(0, -1));
    };
    for (const kid of root.children) walk(kid, []);
    if (root.children.length === 0 || [...root.childNodes].some((n) => n.nodeType === 3 && squash(n.data))) out.unshift(fact(root));
    return out.slice(0, 60);
  };
  const headingBefore = (el) => {
    for (let at = el; at; at = at.parentElement) {
      for (let sib = at.previousElementSibling; sib; sib = sib.previousElementSibling) {
        const h = /^H[1-6]$/.test(sib.tagName) ? sib : sib.querySelector && sib.querySelector("h1,h2,h3,h4,h5,h6");
        if (h && seen(h)) return textOf(h);
      }
    }
    return "";
  };
  const groups = [], pairs = [];
  for (const table of all("table, [role=table], [role=grid]")) {
    if (!seen(table)) continue;
    const rows = all("tr, [role=row]", table).filter((row) => row.closest("table, [role=table], [role=grid]") === table && seen(row));
    const cellsOf = (row) => [...row.children].filter((c) => /^(TD|TH)$/.test(c.tagName) || /cell|header/.test(c.getAttribute("role") || ""));
    const isHead = (row) => { const cells = cellsOf(row); return cells.length > 0 && cells.every((c) => c.tagName === "TH" || c.getAttribute("role") === "columnheader"); };
    const head = rows.find(isHead);
    const names = head ? cellsOf(head).map(textOf) : [];
    const body = rows.filter((row) => row !== head && !isHead(row));
    const records = body.map((row) => cellsOf(row).map((cell, i) => fact(cell, names[i] ? ["=" + names[i]] : []))).filter((r) => r.some((f) => f.text));
    if (records.length && (head || cellsOf(body[0]).length !== 2)) groups.push({ kind: "table", label: squash((table.caption && table.caption.innerText) || table.getAttribute("aria-label") || headingBefore(table)), records: records.slice(0, ${MAX_RECORDS}) });
    if (!head) for (const row of body) { const cells = cellsOf(row); if (cells.length === 2) pairs.push({ label: textOf(cells[0]), value: textOf(cells[1]), href: fact(cells[1]).href }); }
  }
  const signature = (el) => el.localName + "." + [...el.classList].filter((c) => !/active|selected|current|first|last|odd|even|open|[0-9]/.test(c)).slice(0, 2).join(".") + (el.getAttribute("role") || "");
  for (const parent of all("body, body *")) {
    if (parent.children.length < 2 || ["TABLE", "TBODY", "THEAD", "TR", "SELECT", "SVG", "HEAD"].includes(parent.tagName.toUpperCase())) continue;
    const kinds = new Map();
    for (const kid of parent.children) { if (!seen(kid)) continue; const key = signature(kid); kinds.set(key, [...(kinds.get(key) || []), kid]); }
    for (const kids of kinds.values()) {
      if (kids.length < 2 || /^(br|hr|option|script|style|path|td|th|tr|dt|dd|p)\\./.test(signature(kids[0]))) continue;
      const records = kids.slice(0, ${MAX_RECORDS}).map(leaves).filter((r) => r.length);
      if (records.length >= 2) groups.push({ kind: "list", label: squash(parent.getAttribute("aria-label") || headingBefore(parent)), records });
    }
  }
  // The same kind of thing under several parents ("operations" under each tag) is one list too.
  const byClass = new Map();
  for (const el of all("[class]")) { if (!seen(el) || !el.children.length) continue; const key = signature(el); byClass.set(key, [...(byClass.get(key) || []), el]); }
  for (const els of byClass.values()) {
    if (els.length < 2 || els.length > ${MAX_RECORDS} || new Set(els.map((e) => e.parentElement)).size < 2 || els.some((e) => els.some((o) => o !== e && o.contains(e)))) continue;
    const records = els.map(leaves).filter((r) => r.length);
    if (records.length >= 2) groups.push({ kind: "list", label: headingBefore(els[0]), records });
    if (groups.length > 400) break;
  }
  for (const dt of all("dt")) { const dd = dt.nextElementSibling; if (seen(dt) && dd && dd.localName === "dd") pairs.push({ label: textOf(dt), value: textOf(dd), href: fact(dd).href }); }
  for (const field of all("input, textarea, select")) {
    if (!seen(field) || field.type === "password" || !field.value) continue;
    const label = field.labels && field.labels[0] ? textOf(field.labels[0]) : field.getAttribute("aria-label") || field.name || "";
    if (label) pairs.push({ label: squash(label), value: field.type === "checkbox" ? String(field.checked) : field.localName === "select" ? squash(field.selectedOptions[0] && field.selectedOptions[0].text) : field.value, href: null });
  }
  for (const el of all("p, li, div, span, td, small, strong, b, label")) {
    if (el.children.length > 2 || !seen(el)) continue;
    const m = /^([^:\\n]{2,40}):\\s*(.{1,300})$/.exec(textOf(el));
    if (m) pairs.push({ label: m[1], value: m[2], href: fact(el).href });
  }
  for (const el of all("[itemprop]")) pairs.push({ label: split(el.getAttribute("itemprop")), value: squash(el.getAttribute("content") || el.getAttribute("datetime")) || textOf(el), href: el.href || null });
  for (const el of document.querySelectorAll("meta[property], meta[name]")) if (el.content) pairs.push({ label: split((el.getAttribute("property") || el.name).replace(/^(og|twitter|article|product):/, "")), value: squash(el.content), href: null });
  const linked = [];
  for (const s of document.querySelectorAll('script[type="application/ld+json"]')) { try { const d = JSON.parse(s.textContent); linked.push(...(Array.isArray(d) ? d : d["@graph"] || [d])); } catch {} }
  groups.sort((a, b) => b.records.length - a.records.length);
  return { url: location.href, title: document.title, headings: all("h1, h2, h3").filter(seen).map(textOf).filter(Boolean), groups: groups.slice(0, ${MAX_GROUPS}), pairs: pairs.slice(0, 3000), linked: linked.slice(0, 50), text: (document.body ? document.body.innerText : "").slice(0, ${MAX_TEXT}) };
})()`;

/** Reads what a page states: its tables, repeated things, labelled values and headings. */
export async function readFacts(page: Page, signal: AbortSignal): Promise<PageFacts> {
  return (await page.evaluate<PageFacts>(COLLECT, { world: "isolated", signal })).value;
}
