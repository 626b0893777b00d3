import { MAX_PROMPT_OPTIONS } from "../../contract/live-prompts.ts";
/** The name under which our world of a document tells the server; no script of the page sees it. */
export const ASK_BINDING = "perchAsk";
/** More options than this are not told. */
const MAX_LABEL = 200;
/** How often an open picker is looked at: Chromium tells nobody when it closes. */
const LOOK_EVERY_MS = 150;

/** What our world of a document tells through the binding. `serial` names one opening of a picker. */
export type AskMessage =
  | { ask: "picker"; serial: number; content: unknown; origin: string }
  | { ask: "gone"; serial: number }
  | { ask: "permission"; id: number; permission: string; origin: string };

/**
 * Installs, in our world of a document, what notices that a person's input has opened a list or a picker: Chromium opens
 * them in a window of its own, which no picture shows, and marks their control as `:open`. It listens only, and is quiet
 * after `perchAsks.stop()`. `key` names the events between our world and the page's, see PERMISSION_SCRIPT. Source.
 */
export const pickerScript = (key: string): string => `(() => {
  if (globalThis.perchAsks) { perchAsks.on = true; return; }
  const tell = (message) => { if (api.on && globalThis.${ASK_BINDING}) globalThis.${ASK_BINDING}(JSON.stringify({ ...message, origin: self.origin })); };
  const TYPES = ["color", "date", "datetime-local", "month", "time", "week"];
  const kindOf = (el) => el.localName === "select" ? "select" : el.localName !== "input" ? null : TYPES.includes(el.type) ? "picker" : el.list ? "suggestions" : null;
  const isOpen = (el) => { try { return el.matches(":open"); } catch { return false; } };
  const allOpen = (root) => { try { return root.querySelectorAll("select:open, input:open"); } catch { return []; } };
  const cut = (text) => text.trim().slice(0, ${MAX_LABEL});
  const nameOf = (el) => cut(el.getAttribute("aria-label") || [...(el.labels || [])].map((l) => l.innerText).join(" ") || el.title || el.placeholder || el.name || "");
  const optionsOf = (el) => [...el.options].map((o, index) => {
    const group = o.parentElement.localName === "optgroup" ? o.parentElement : null;
    return { index, label: cut(o.label || o.text), group: group && cut(group.label), disabled: o.disabled || !!(group && group.disabled), selected: o.selected, hidden: o.hidden || getComputedStyle(o).display === "none" };
  }).filter((o) => !o.hidden).slice(0, ${MAX_PROMPT_OPTIONS}).map(({ hidden, ...o }) => o);
  const suggestionsOf = (el) => {
    const typed = el.value.trim().toLowerCase();
    return [...el.list.options].map((o, index) => ({ index, label: cut(o.label && o.label !== o.value ? o.value + " — " + o.label : o.value), group: null, disabled: o.disabled, selected: false }))
      .filter((o) => o.label && !o.disabled && o.label.toLowerCase().includes(typed)).slice(0, ${MAX_PROMPT_OPTIONS});
  };
  const contentOf = (el, kind) => {
    const label = nameOf(el);
    if (kind === "select") return { kind, label, options: optionsOf(el) };
    if (kind === "suggestions") return { kind, label, options: suggestionsOf(el) };
    return { kind, label, inputType: el.type, value: el.value, min: el.min, max: el.max, step: el.step };
  };
  const focused = () => { let el = document.activeElement; while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement; return el; };
  const api = { on: true, element: null, serial: 0, kind: null, timer: 0 };
  const end = () => {
    clearInterval(api.timer);
    if (api.element === null) return;
    api.element = null;
    tell({ ask: "gone", serial: api.serial });
  };
  const still = () => api.element.isConnected && (api.kind === "suggestions" ? focused() === api.element : isOpen(api.element));
  const begin = (el, kind) => {
    end();
    Object.assign(api, { element: el, kind, serial: api.serial + 1 });
    tell({ ask: "picker", serial: api.serial, content: contentOf(el, kind) });
    api.timer = setInterval(() => { if (!still()) end(); }, ${LOOK_EVERY_MS});
  };
  // What a page draws itself (appearance: base-select) is in the picture.
  const isDrawnByPage = (el) => getComputedStyle(el).appearance === "base-select";
  const opened = (path) => {
    const near = [path[0], path[0] && path[0].closest && path[0].closest("select"), focused()];
    // A page's own button may open a picker that stands elsewhere (showPicker).
    const roots = new Set([document, ...path.filter((node) => node instanceof ShadowRoot)]);
    for (const root of roots) near.push(...allOpen(root));
    return near.find((el) => el instanceof Element && ["select", "picker"].includes(kindOf(el)) && isOpen(el) && !isDrawnByPage(el));
  };
  const look = (path) => {
    if (!api.on) return;
    if (api.element !== null && api.kind !== "suggestions" && still()) return;
    const el = opened(path);
    if (el) begin(el, kindOf(el));
  };
  for (const type of ["mousedown", "mouseup", "click", "keydown", "keyup"])
    addEventListener(type, (event) => {
      if (!api.on || !event.isTrusted) return;
      const path = event.composedPath();
      // The browser opens it after the page's own listeners have run.
      setTimeout(() => look(path), 0);
    }, { capture: true, passive: true });
  for (const type of ["click", "input", "keydown"])
    addEventListener(type, (event) => {
      const el = event.composedPath()[0];
      if (!api.on || !event.isTrusted || !(el instanceof HTMLInputElement) || kindOf(el) !== "suggestions") return;
      if (type === "keydown" && event.key !== "ArrowDown") { if (event.key === "Escape" || event.key === "Enter") end(); return; }
      const content = contentOf(el, "suggestions");
      if (content.options.length === 0) end();
      else if (api.element === el) tell({ ask: "picker", serial: api.serial, content });
      else begin(el, "suggestions");
    }, { capture: true, passive: true });
  document.addEventListener(${JSON.stringify(`${key}:ask`)}, (event) => {
    if (!api.on || !globalThis.${ASK_BINDING}) return;
    event.preventDefault();
    tell({ ask: "permission", ...JSON.parse(event.detail) });
  });
  api.answer = (id) => document.dispatchEvent(new CustomEvent(${JSON.stringify(`${key}:answer`)}, { detail: String(id) }));
  api.done = (serial) => {
    if (serial !== api.serial || api.element === null) return false;
    const wasOpen = api.kind !== "suggestions" && isOpen(api.element);
    clearInterval(api.timer);
    api.element = null;
    return wasOpen;
  };
  api.stop = () => { end(); api.on = false; };
  globalThis.perchAsks = api;
})()`;

/** Called on the control of an open list: chooses an option and tells the page as the browser does. False when it cannot be chosen. */
export const CHOOSE_OPTION = `function (index) {
  const isField = this.localName === "input";
  const option = (isField ? this.list?.options : this.options)?.[index];
  if (!option || option.disabled || option.closest("optgroup")?.disabled) return false;
  const proto = Object.getPrototypeOf(this);
  const before = isField ? this.value : this.selectedIndex;
  if (isField) Object.getOwnPropertyDescriptor(proto, "value").set.call(this, option.value);
  else this.selectedIndex = index;
  if (before === (isField ? this.value : this.selectedIndex)) return true;
  this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  this.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}`;

/** Called on the control of an open picker: sets its value and tells the page. False when the control does not take it. */
export const SET_PICKED = `function (value) {
  const before = this.value;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(this), "value").set.call(this, value);
  if (this.value !== value && !(value !== "" && this.value.startsWith(value))) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(this), "value").set.call(this, before);
    return false;
  }
  if (this.value === before) return true;
  this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  this.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}`;
