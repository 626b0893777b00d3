/** Elements that are read of one page; what comes after them is left out. */
export const MAX_NODES = 60_000;
/** Where the page's isolated world keeps the elements that were read, until their selectors are asked for. */
const KEPT = "__read";

/**
 * Runs in the page: plain JavaScript, answers with JSON. Goes into open shadow roots and frames of the same origin; what
 * is hidden and passwords are not read. Each element is known by its place in the order of the page (`at`).
 */
export const COLLECT = `(() => {
  const NAMES = ["itemprop", "aria-label", "data-testid", "data-field", "data-label", "data-th", "name", "id", "rel", "title", "alt"];
  const SKIP = new Set(["script", "style", "noscript", "template", "head", "path", "option", "datalist"]);
  const clean = (s) => s.replace(/[\\u200b\\u200c\\u2060\\ufeff\\u00ad]/g, "").replace(/\\s+/g, " ");
  const elements = [];
  const shown = (el, style) => (style.display === "contents" || el.checkVisibility()) && style.visibility !== "hidden";
  const wordsWithout = (holder, field) => clean([...holder.childNodes].filter((n) => n !== field && !(n.contains && n.contains(field))).map((n) => n.textContent).join(" ")).trim();
  const named = (el) => {
    const by = (el.getAttribute("aria-labelledby") || "").split(" ").map((id) => el.getRootNode().getElementById?.(id)).filter(Boolean);
    return clean(by.map((one) => one.textContent).join(" ") || el.getAttribute("aria-label") || "").trim();
  };
  const labelOf = (el) => (el.labels && el.labels[0] && wordsWithout(el.labels[0], el)) || named(el) || clean(el.placeholder || el.name || "").trim();
  const fieldValue = (el) => {
    if (el.localName === "select") return [...el.selectedOptions].map((o) => clean(o.text).trim()).join(", ");
    if (el.type === "checkbox" || el.type === "radio") return String(el.checked);
    return el.value;
  };
  // What stands for a choice of several is called by its legend and says the one that is chosen.
  const chosenIn = (el) => {
    if (el.localName !== "fieldset" && el.getAttribute("role") !== "radiogroup") return null;
    const options = [...el.querySelectorAll("input[type=radio], [role=radio]")];
    const fields = el.querySelectorAll("input:not([type=hidden]), select, textarea, [role=radio]");
    const chosen = options.find((one) => one.checked || one.getAttribute("aria-checked") === "true");
    if (!chosen || fields.length !== options.length) return null;
    const legend = el.querySelector("legend");
    return { label: legend ? clean(legend.textContent).trim() : named(el), value: chosen.localName === "input" ? labelOf(chosen) : clean(chosen.textContent).trim() || named(chosen) };
  };
  const insideOf = (el) => {
    if (el.shadowRoot) return el.shadowRoot.childNodes;
    if (el.localName === "slot" && el.assignedNodes().length) return el.assignedNodes();
    if (el.localName !== "iframe") return el.childNodes;
    try { return el.contentDocument && el.contentDocument.body ? [el.contentDocument.body] : []; } catch { return []; }
  };
  const read = (el, struck) => {
    const tag = el.localName;
    if (SKIP.has(tag) || elements.length >= ${MAX_NODES}) return null;
    if (tag === "br") return "\\n";
    const style = getComputedStyle(el);
    const stated = el.hasAttribute("itemprop") && (tag === "meta" || tag === "link" || tag === "data");
    if (!stated && !shown(el, style)) return null;
    const field = tag === "input" || tag === "select" || tag === "textarea";
    if (field && (el.type === "password" || el.type === "hidden")) return null;
    const node = { tag, at: elements.push(el) - 1 };
    if (/^(inline|contents|ruby)$/.test(style.display)) node.block = false;
    const gone = struck || style.textDecorationLine.includes("line-through");
    if (gone) node.struck = true;
    const role = el.getAttribute("role");
    if (role) node.role = role;
    if (el.classList.length) node.classes = [...el.classList];
    if (el.hasAttribute("itemprop")) node.stated = true;
    if (el.attributes.length) {
      const names = NAMES.map((name) => el.getAttribute(name)).filter(Boolean);
      for (const { name, value } of el.attributes) if (name.startsWith("data-") && value && value.length < 40 && !NAMES.includes(name)) names.push(name.slice(5));
      if (names.length) node.names = names.map((name) => name.slice(0, 200));
    }
    const chosen = chosenIn(el);
    if (field) {
      node.label = labelOf(el);
      node.value = fieldValue(el);
    } else if (chosen) Object.assign(node, chosen);
    else if (el.hasAttribute("aria-checked")) {
      node.label = named(el) || clean(el.textContent).trim();
      node.value = el.getAttribute("aria-checked");
    } else if (stated) node.value = el.getAttribute("content") ?? el.getAttribute("value") ?? el.href;
    else if (el.hasAttribute("datetime")) node.value = el.getAttribute("datetime");
    if ((tag === "td" || tag === "th") && (el.colSpan > 1 || el.rowSpan > 1)) node.span = [el.colSpan, el.rowSpan];
    if (tag === "a" && el.href) node.href = el.href;
    if (tag === "img") node.src = el.currentSrc || el.src;
    const kids = [];
    if (!field && tag !== "svg")
      for (const kid of insideOf(el)) {
        if (kid.nodeType === 3) { const text = style.whiteSpace.startsWith("pre") ? kid.data : clean(kid.data); if (text) kids.push(text); }
        else if (kid.nodeType === 1) { const inner = read(kid, gone); if (inner) kids.push(inner); }
      }
    if (kids.length) node.kids = kids;
    node.end = elements.length - 1;
    return node;
  };
  const linked = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) { try { linked.push(JSON.parse(script.textContent)); } catch {} }
  const absolute = (name, content) => { try { return /(image|url|logo)$/.test(name) ? new URL(content, document.baseURI).href : content; } catch { return content; } };
  const meta = [...document.querySelectorAll("meta[property], meta[name]")].filter((el) => el.content).map((el) => {
    const name = el.getAttribute("property") || el.name;
    return { name, content: absolute(name, el.content.trim()) };
  });
  const root = (document.body && read(document.body, false)) || { tag: "body" };
  globalThis.${KEPT} = elements;
  return JSON.stringify({ url: location.href, title: document.title, lang: document.documentElement.lang, root, meta, linked });
})()`;

/** Plain JavaScript: the CSS selector of an element of the document itself; null in frames and shadow roots. */
export const SELECTOR_OF = `(el) => {
  if (!el || !el.isConnected || el.getRootNode() !== document) return null;
  const step = (on) => {
    const same = on.parentElement ? [...on.parentElement.children].filter((other) => other.localName === on.localName) : [];
    return same.length > 1 ? on.localName + ":nth-of-type(" + (same.indexOf(on) + 1) + ")" : on.localName;
  };
  const steps = [];
  for (let on = el; on; on = on.parentElement) {
    const id = on.id && document.querySelectorAll("#" + CSS.escape(on.id)).length === 1;
    steps.unshift(id ? "#" + CSS.escape(on.id) : step(on));
    if (id || on === document.body) break;
  }
  return steps.join(" > ");
}`;

/** Runs in the page after COLLECT: a CSS selector for each of the elements, null for those in frames, shadow roots or gone. */
export const selectorsFor = (places: readonly number[]): string => `(() => {
  const elements = globalThis.${KEPT} || [];
  delete globalThis.${KEPT};
  const selectorOf = ${SELECTOR_OF};
  return ${JSON.stringify(places)}.map((at) => selectorOf(elements[at]));
})()`;
