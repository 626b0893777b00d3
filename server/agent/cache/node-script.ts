/** How many of one name are looked at; where there are more, none is told from the others quickly. */
export const PEERS_MOST = 40;

/**
 * What the scripts below share. They compare what a person perceives of an element: its kind and name, what it stands
 * in, and how that is called. Values of fields are never read.
 */
const LIBRARY = `
  const HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]";
  const squash = (text) => (text || "").replace(/\\s+/g, " ").trim().slice(0, 160);
  const asElement = (node) => (node.nodeType === 1 ? node : node.parentElement || node.getRootNode().host);
  const up = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const explicitRole = (el) => (el.getAttribute("role") || "").trim().split(/\\s+/)[0];
  const INPUTS = { button: "button", submit: "button", reset: "button", image: "button", checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", file: "file", color: "color" };
  const TAGS = { button: "button", summary: "button", textarea: "textbox", option: "option" };
  const kindOf = (el) => {
    const said = explicitRole(el);
    if (said) return said === "searchbox" ? "textbox" : said;
    if (el.localName === "input") return INPUTS[el.type] || "textbox";
    if (el.localName === "a" || el.localName === "area") return el.hasAttribute("href") ? "link" : el.localName;
    if (el.localName === "select") return el.multiple || el.size > 1 ? "listbox" : "combobox";
    return el.isContentEditable && !el.parentElement?.isContentEditable ? "textbox" : TAGS[el.localName] || el.localName;
  };
  const VALUED = new Set(["textbox", "combobox", "listbox", "spinbutton", "slider", "file", "color"]);
  const TICKED = new Set(["checkbox", "radio", "switch"]);
  const isSilent = (el) => ["script", "style", "template", "noscript", "select", "textarea", "head"].includes(el.localName) || el.isContentEditable;
  // The texts of a part of the page in their order, without values of fields and without what stands in "except".
  const texts = (root, { except = null, most = 40 } = {}) => {
    const out = [];
    const visit = (node) => {
      if (out.length >= most || node === except) return;
      if (node.nodeType === 3) { const text = squash(node.data); if (text) out.push({ text, node }); return; }
      if (node.nodeType !== 1 && node.nodeType !== 11) return;
      if (node.nodeType === 1) {
        if (node !== root && isSilent(node)) return;
        if (node.getAttribute("aria-hidden") === "true" && node !== root) return;
        const said = node !== root && (node.getAttribute("aria-label") || (node.localName === "img" && node.getAttribute("alt")) || "");
        if (said) { out.push({ text: squash(said), node }); return; }
      }
      for (const child of (node.shadowRoot || node).childNodes) visit(child);
    };
    visit(root);
    return out;
  };
  const wordsOf = (root, options) => squash(texts(root, options).map(({ text }) => text).join(" "));
  const referred = (el, attribute) => {
    const root = el.getRootNode();
    return squash((el.getAttribute(attribute) || "").split(/\\s+/).map((id) => (id && root.getElementById?.(id)) || null).filter(Boolean).map((other) => wordsOf(other)).join(" "));
  };
  // Text that no element ties to a field, as people read forms: before it, behind a box to tick.
  const wordsBeside = (el, kind) => {
    const walker = document.createTreeWalker(el.getRootNode(), NodeFilter.SHOW_TEXT);
    walker.currentNode = el;
    for (let i = 0; i < 12; i++) {
      const node = TICKED.has(kind) ? walker.nextNode() : walker.previousNode();
      if (!node) return "";
      const text = squash(node.data);
      if (text && !["SCRIPT", "STYLE", "OPTION"].includes(node.parentElement?.tagName)) return text;
    }
    return "";
  };
  const iconOf = (el) => [el, ...el.querySelectorAll("i, span, img, svg, use")].slice(0, 6)
    .map((node) => [node.getAttribute("class"), node.getAttribute("href") || node.getAttribute("xlink:href"), node.getAttribute("data-icon")].filter(Boolean).join(" ")).join("|");
  const nameOf = (el, kind) => {
    const own = referred(el, "aria-labelledby") || squash(el.getAttribute("aria-label"))
      || squash([...(el.labels || [])].map((label) => wordsOf(label, { except: el })).join(" "))
      || (el.localName === "input" && kind === "button" ? squash(el.value || el.alt) : "") || squash(el.getAttribute("alt"))
      || (VALUED.has(kind) ? "" : wordsOf(el)) || squash(el.getAttribute("title")) || squash(el.getAttribute("placeholder"));
    if (own) return own;
    return VALUED.has(kind) || TICKED.has(kind) ? "beside: " + wordsBeside(el, kind) : "icon: " + iconOf(el);
  };
  const isShown = (el) => {
    const shown = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility === "visible";
    if (el.localName === "option") return Boolean(el.closest("select"));
    return shown(el) || [...(el.labels || [])].some(shown);
  };
  const SELECTORS = {
    button: "button, summary, [role=button], input[type=button], input[type=submit], input[type=reset], input[type=image]",
    link: "a[href], area[href], [role=link]",
    textbox: "input, textarea, [contenteditable], [role=textbox], [role=searchbox]",
    checkbox: "input[type=checkbox], [role=checkbox]", radio: "input[type=radio], [role=radio]",
    combobox: "select, [role=combobox]", listbox: "select, [role=listbox]", option: "option, [role=option]",
    slider: "input[type=range], [role=slider]", spinbutton: "input[type=number], [role=spinbutton]", file: "input[type=file]", color: "input[type=color]",
  };
  const everywhere = (selector) => {
    const out = [];
    const visit = (root) => {
      out.push(...root.querySelectorAll(selector));
      for (const host of root.querySelectorAll("*")) if (host.shadowRoot) visit(host.shadowRoot);
    };
    visit(document);
    return out;
  };
  // All of this kind and name, in the order of the page; of one inside another the inner one.
  const peersOf = (kind, name, shown) => {
    const selector = SELECTORS[kind] || [/^[a-z][a-z0-9-]*$/.test(kind) && kind, '[role="' + CSS.escape(kind) + '"]'].filter(Boolean).join(", ");
    const like = everywhere(selector).filter((el) => kindOf(el) === kind && nameOf(el, kind) === name && isShown(el) === shown);
    return like.filter((el) => !like.some((other) => other !== el && el.contains(other)));
  };
  const PLACES = {
    tr: "row", li: "listitem", article: "article", fieldset: "group", details: "group", dialog: "dialog", nav: "navigation", main: "main", aside: "complementary",
    header: "banner", footer: "contentinfo", form: "form", section: "region", table: "table", figure: "figure",
  };
  const ENTITIES = new Set(["row", "listitem", "article", "treeitem"]);
  const ROLES = new Set([...Object.values(PLACES), "treeitem", "alertdialog", "radiogroup", "search", "tabpanel", "toolbar", "menu"]);
  const firstChunk = (root, el) => {
    const found = texts(root, { except: el });
    const plain = found.find(({ node }) => !asElement(node).closest("button, [role=button], input, [role=menuitem]"));
    return (plain || found[0])?.text || "";
  };
  const labelOf = (place, kind, el) => {
    const said = referred(place, "aria-labelledby") || squash(place.getAttribute("aria-label"));
    if (said) return said;
    const part = (selector) => [...place.querySelectorAll(selector)].find((node) => !node.contains(el) && !el.contains(node) && wordsOf(node));
    if (kind === "row") { const cell = part("th, td, [role=rowheader], [role=cell], [role=gridcell]"); if (cell) return wordsOf(cell); }
    if (place.localName === "fieldset") return wordsOf(place.querySelector("legend") || document.createElement("i"));
    if (place.localName === "details") { const summary = part("summary"); return summary ? wordsOf(summary) : ""; }
    if (place.localName === "table") return wordsOf(place.caption || document.createElement("i"));
    if (ENTITIES.has(kind) || kind === "dialog" || kind === "alertdialog") {
      const heading = part(HEADINGS);
      return heading ? wordsOf(heading) : ENTITIES.has(kind) ? firstChunk(place, el) : "";
    }
    return "";
  };
  const placesOf = (el) => {
    const out = [];
    for (let node = up(el); node && out.length < 8; node = up(node)) {
      const kind = explicitRole(node) || PLACES[node.localName];
      if (!ROLES.has(kind)) continue;
      const label = labelOf(node, kind, el);
      if (label || kind.endsWith("dialog")) out.push({ kind, label });
    }
    return out;
  };
  const headingOf = (el) => {
    let last = null;
    for (const heading of el.getRootNode().querySelectorAll(HEADINGS)) {
      if (!(heading.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      if (heading.getClientRects().length > 0) last = heading;
    }
    if (last) return wordsOf(last);
    const host = el.getRootNode().host;
    return host ? headingOf(host) : "";
  };
  // What the smallest part with words of its own begins with, and the same of the largest part that holds no other peer.
  const nearOf = (el) => {
    for (let node = up(el), i = 0; node && i < 8 && node.localName !== "body"; node = up(node), i++) { const text = firstChunk(node, el); if (text) return text; }
    return "";
  };
  const cardOf = (el, peers) => {
    if (peers.length < 2) return null;
    let card = el;
    for (let node = up(el); node && !peers.some((peer) => peer !== el && node.contains(peer)); node = up(node)) card = node;
    return card === el ? null : squash(texts(card, { except: el, most: 12 }).map(({ text }) => text).join(" "));
  };
  const VOLATILE = /^(class|style|aria-.*|role|title|alt|value|placeholder|disabled|hidden|tabindex|checked|selected|open|readonly|required|autofocus|draggable|inert)$/;
  const ownOf = (el) => Object.fromEntries([...el.attributes].filter(({ name, value }) => !VOLATILE.test(name) && value !== "" && value.length < 300)
    .sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, 12).map(({ name, value }) => [name, value]));
  const frameLabel = () => {
    let owner = null;
    try { owner = window.frameElement; } catch {}
    return window === window.parent ? "" : squash([window.name, owner?.title, owner?.id].filter(Boolean).join(" "));
  };
  const factsOf = (el, kind, name, peers) => ({
    kind, name, shown: isShown(el), places: placesOf(el), heading: headingOf(el), near: nearOf(el), card: cardOf(el, peers), own: ownOf(el),
    nth: peers.indexOf(el), of: peers.length, frame: frameLabel(),
  });
`;

/** Facts of an element, with ways to it (CSS and XPath). `this` is the node; text stands for what it is in. */
export const DESCRIBE = `function () {${LIBRARY}
  const el = asElement(this);
  if (!el || !el.isConnected) return null;
  const kind = kindOf(el), name = nameOf(el, kind);
  const nthOf = (node, test) => 1 + [...(node.parentNode?.children || [])].filter(test).indexOf(node);
  const css = [], xpath = [];
  for (let node = el; node; node = node.parentElement) {
    const same = (other) => other.localName === node.localName;
    const unique = node.id && !/\\d{2,}|:/.test(node.id) && node.getRootNode().querySelectorAll("#" + CSS.escape(node.id)).length === 1;
    if (!css.done) css.unshift(unique ? "#" + CSS.escape(node.id) : node.localName + ":nth-of-type(" + nthOf(node, same) + ")");
    if (unique) css.done = true;
    xpath.unshift(node.localName + "[" + nthOf(node, same) + "]");
  }
  return { ...factsOf(el, kind, name, peersOf(kind, name, isShown(el))), css: css.join(" > ").slice(0, 500), xpath: ("/" + xpath.join("/")).slice(0, 800) };
}`;

/** The name under which our own world keeps the elements that were found last. */
const PEERS_KEY = "perchPeers";

/** Facts of all elements of a kind and name; the elements stay in reach for `peerAt`. */
export const findPeers = (kind: string, name: string, shown: boolean): string => `(() => {${LIBRARY}
  const peers = peersOf(${JSON.stringify(kind)}, ${JSON.stringify(name)}, ${shown});
  globalThis.${PEERS_KEY} = peers;
  return peers.length > ${PEERS_MOST} ? null : peers.map((el) => factsOf(el, ${JSON.stringify(kind)}, ${JSON.stringify(name)}, peers));
})()`;

/** One of the elements that `findPeers` found, which are then let go. */
export const peerAt = (index: number): string => `(() => { const el = globalThis.${PEERS_KEY}?.[${index}]; delete globalThis.${PEERS_KEY}; return el; })()`;

/** The states that steps look at. `this` is the element. */
export const STATES = `function () {
  const is = (name) => this.getAttribute("aria-" + name);
  const opened = this.localName === "summary" ? String(Boolean(this.parentElement.open)) : is("expanded");
  return [opened === "true" && "expanded", opened === "false" && "collapsed", (this.checked || is("checked") === "true") && "checked", is("selected") === "true" && "selected", is("pressed") === "true" && "pressed"].filter(Boolean);
}`;
