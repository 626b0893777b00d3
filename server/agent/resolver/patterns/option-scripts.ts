import { UNTIL } from "./control.ts";

/** Where our own world keeps what was in sight before a list was opened, and what was found then. */
const SEEN = "perchSeen";
const FOUND = "perchFound";
/** What the page said and held before a list was opened. */
const LOOKS = "perchLooks";

/** What scripts about lists share. Roles are the only words that they know. */
const LISTS = `
  const ROLES = ["option", "menuitem", "menuitemradio", "menuitemcheckbox", "treeitem", "radio", "tab", "gridcell"];
  const OPTIONS = ROLES.map((role) => "[role=" + role + "]").join(",") + ",input[type=radio]";
  const rendered = (el) => el.checkVisibility({ visibilityProperty: true }) && (el.getClientRects().length > 0);
  const control = this.localName === "label" && this.control ? this.control : this;
  // Everything of the document and of the shadow trees that the control can be in or near.
  const everything = () => {
    const out = [];
    const walk = (root) => {
      for (const el of root.querySelectorAll("*")) {
        out.push(el);
        if (el.shadowRoot) walk(el.shadowRoot);
      }
    };
    walk(document);
    for (let root = control.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) if (root.mode === "closed") walk(root);
    return out;
  };
  const nameOf = (el) => {
    const ids = (el.getAttribute("aria-labelledby") || "").split(/\\s+/).filter(Boolean).map((id) => el.getRootNode().getElementById(id)?.innerText).filter(Boolean).join(" ");
    const labels = el.labels ? [...el.labels].map((label) => label.innerText).join(" ") : "";
    // An entry of a menu may hold the menu that it opens: those words are not its own.
    const inner = el.querySelector("[role=menu],[role=group],ul,ol");
    const words = inner ? [...el.childNodes].filter((node) => node !== inner && !node.contains(inner)).map((node) => node.nodeType === 1 ? node.innerText : node.data).join(" ") : el.innerText;
    return (el.getAttribute("aria-label") || ids || labels || words || el.getAttribute("title") || "").replace(/\\s+/g, " ").trim();
  };
  const isOn = (el) => el.localName === "input" ? el.checked : ["aria-selected", "aria-checked"].some((name) => el.getAttribute(name) === "true");
  const linked = () => {
    const sources = [control, control.closest("[role=combobox]"), ...control.querySelectorAll("[aria-controls],[aria-owns]")].filter(Boolean);
    const ids = sources.flatMap((el) => ["aria-controls", "aria-owns", "list"].flatMap((name) => (el.getAttribute(name) || "").split(/\\s+/)));
    const root = control.getRootNode();
    return [...new Set(ids.filter(Boolean))].map((id) => root.getElementById(id) || document.getElementById(id)).filter((el) => el && el.localName !== "datalist");
  };
  // What a page says and holds: its words, the values of its fields, what its controls say of themselves.
  const looks = (all) => {
    const states = ["aria-checked", "aria-selected", "aria-pressed", "aria-valuenow", "aria-valuetext", "aria-label"];
    const told = all.filter((el) => !el.closest("[role=listbox],[role=menu]")).map((el) => ("value" in el && el.localName !== "li" ? el.value : "") + states.map((name) => el.getAttribute(name) || "").join("|"));
    const shadows = all.filter((el) => el.getRootNode() instanceof ShadowRoot && rendered(el) && el.children.length === 0).map((el) => el.textContent);
    return [location.href, document.title, document.body.innerText, ...told.filter((text) => text !== "||||||" && text !== "|||||"), ...shadows].join("\\n");
  };
  // What the list's own words are: no more than one line each, the outermost that says them.
  const drawnOptions = (fresh) => {
    const leaf = (el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    const isFresh = new Set(fresh);
    const said = fresh.filter((el) => leaf(el) && !el.matches("script,style,input,textarea,label,h1,h2,h3,h4,h5,h6,p"));
    return [...new Set(said.map((el) => {
      let top = el;
      while (top.parentElement && isFresh.has(top.parentElement) && top.parentElement.innerText === el.innerText) top = top.parentElement;
      return top;
    }))];
  };
  const collect = () => {
    const own = [...control.querySelectorAll(OPTIONS)];
    const lists = linked();
    let options = [...own, ...lists.flatMap((list) => [...(list.matches(OPTIONS) ? [list] : []), ...list.querySelectorAll(OPTIONS)])];
    options = [...new Set(options)].filter((el) => rendered(el) || (el.localName === "input" && [...el.labels].some(rendered)));
    if (options.length > 0) return options;
    const seen = globalThis.${SEEN};
    if (!seen) return [];
    const fresh = everything().filter((el) => !seen.has(el) && rendered(el));
    const roled = fresh.filter((el) => el.matches(OPTIONS));
    return roled.length > 0 ? roled : drawnOptions(fresh);
  };
`;

/** One option of a list as it stands. */
export type ListOption = { name: string; on: boolean; disabled: boolean };

/** Keeps what is in sight now, so that what a click opens can be told from it. `this` is the control. */
export const REMEMBER = `function () {${LISTS}
  const all = everything();
  globalThis.${SEEN} = new WeakSet(all.filter(rendered));
  globalThis.${LOOKS} = looks(all);
}`;

/** The options in sight: those of the control, of what it says it controls, else what has come into sight since REMEMBER. */
export const COLLECT = `function () {${LISTS}
  const found = (globalThis.${FOUND} = collect());
  return found.map((el) => ({ name: nameOf(el), on: isOn(el), disabled: el.matches(":disabled") || el.getAttribute("aria-disabled") === "true" }));
}`;

/** The option of that place in the last COLLECT. */
export const OPTION_AT = `function (index) {
  const option = globalThis.${FOUND}?.[index] ?? null;
  const inner = option ? option.querySelectorAll("a,button") : [];
  // What is pressed in an entry that only frames it.
  return inner.length === 1 && inner[0].innerText.trim() === option.innerText.trim() ? inner[0] : option;
}`;

/** Scrolls the list to its next part (true), or back to its beginning from its end (false). */
export const SCROLL_ON = `function () {
  let box = globalThis.${FOUND}?.at(-1)?.parentElement;
  while (box && !(box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
  if (!box || box === document.scrollingElement) return false;
  const before = box.scrollTop;
  box.scrollTop += Math.max(20, box.clientHeight * 0.8);
  if (box.scrollTop > before + 1) return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(true))));
  box.scrollTop = 0;
  return false;
}`;

/** Waits until options are in sight, at most `limitMs`. */
export const UNTIL_OPTIONS = `function (limitMs) {${LISTS}
  return ${UNTIL}(() => collect().length > 0, limitMs);
}`;

/**
 * Whether the choice took: the option says so, or the control shows it, or, where neither tells, the page is another
 * than before the list was opened. A control that shows another of the options has taken that one.
 */
export const TOOK = `function (name, wanted, limitMs) {${LISTS}
  const option = globalThis.${FOUND}?.find((el) => nameOf(el) === name);
  const shows = () => ("value" in control && control.localName !== "button" ? control.value : control.innerText || "").replace(/\\s+/g, " ").includes(name);
  const shown = () => ("value" in control && control.localName !== "button" ? control.value : control.innerText || "").replace(/\\s+/g, " ").trim();
  const others = (globalThis.${FOUND} ?? []).map(nameOf).filter((other) => other !== "" && other !== name);
  const told = () => shows() || globalThis.${LOOKS} === undefined || looks(everything()) !== globalThis.${LOOKS};
  const took = () => {
    if (wanted && !shows() && others.includes(shown())) return false;
    if (!option || !option.isConnected || !rendered(option)) return !wanted || told();
    const says = option.localName === "input" || option.hasAttribute("aria-selected") || option.hasAttribute("aria-checked");
    return !says || isOn(option) === wanted || (wanted && control !== option && !control.contains(option) && shows());
  };
  return ${UNTIL}(took, limitMs);
}`;

/** Whether it says of itself that it is open: null where it says nothing. */
export const EXPANDED = `function () {
  const own = this.closest("[aria-expanded]") || this.querySelector?.("[aria-expanded]");
  return own ? own.getAttribute("aria-expanded") === "true" : null;
}`;

/** Whether the keys have reached the option of that name: it is marked active by its list or has the focus. */
export const IS_ACTIVE = `function (name) {${LISTS}
  const root = control.getRootNode();
  const active = root.activeElement;
  const id = active?.getAttribute("aria-activedescendant");
  const at = id ? root.getElementById(id) : active;
  return !!at && nameOf(at) === name;
}`;
