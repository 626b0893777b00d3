/** What CLICK_POINT answers: a point in the frame's CSS pixels, or why there is none yet. */
export type ClickPointAnswer = { x: number; y: number } | { why: string };

/**
 * Runs in the page with `this` = the element: is it enabled and visible, does it rest, and is it on top at one of five
 * points? Disabled counts through fieldsets and aria-disabled. A label in front of its own field is not in the way.
 */
export const CLICK_POINT = `async function () {
  const el = this.nodeType === 1 ? this : this.parentElement;
  const name = (node) => {
    const text = (node.getAttribute("aria-label") || node.innerText || node.id || "").trim().slice(0, 40);
    return "<" + node.localName + (text ? " " + JSON.stringify(text) : "") + ">";
  };
  if (!el || !el.isConnected) return { why: "The element is no longer on the page." };
  if (el.matches(":disabled") || el.closest("[aria-disabled=true]")) return { why: "The element " + name(el) + " is disabled." };
  const style = getComputedStyle(el);
  if (style.visibility !== "visible") return { why: "The element " + name(el) + " is hidden." };
  const inside = (r) => r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
  let rect = el.getBoundingClientRect();
  if (!inside(rect)) el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const frame = () => new Promise((resolve) => { const t = setTimeout(resolve, 50); requestAnimationFrame(() => { clearTimeout(t); resolve(); }); });
  const before = el.getBoundingClientRect();
  await frame();
  const boxes = [...el.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
  rect = el.getBoundingClientRect();
  if (Math.abs(before.x - rect.x) > 1 || Math.abs(before.y - rect.y) > 1) return { why: "The element " + name(el) + " does not stop moving." };
  if (boxes.length === 0) return { why: "The element " + name(el) + " has no size, so it cannot be clicked." };
  const box = boxes.sort((a, b) => b.width * b.height - a.width * a.height)[0];
  const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right), top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  if (right <= left || bottom <= top) return { why: "The element " + name(el) + " lies outside the page's visible area." };
  const deepest = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit && hit.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const up = (node) => node.assignedSlot || node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const mine = (hit) => {
    for (let node = hit; node; node = up(node)) if (node === el || (node.localName === "label" && node.control === el) || (el.localName === "label" && node === el.control)) return true;
    // What lets clicks through is clicked by way of what is under it, if that contains it.
    if (style.pointerEvents === "none") for (let node = el; node; node = up(node)) if (node === hit) return true;
    return false;
  };
  let cover = null;
  for (const [fx, fy] of [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]]) {
    const x = left + (right - left) * fx, y = top + (bottom - top) * fy;
    const hit = deepest(x, y);
    if (hit && mine(hit)) return { x, y };
    cover = cover || hit;
  }
  return { why: "The element " + name(el) + " is covered by " + (cover ? name(cover) : "something else") + "." };
}`;

/** Focuses the element and selects its content. Answers "text", "value" (set it directly), or why it cannot be typed into. */
export const FOCUS_AND_SELECT = `function () {
  const el = this;
  if (el.matches(":disabled")) return "The field is disabled.";
  if (el.readOnly) return "The field is read-only.";
  el.focus();
  if (el.localName === "input") {
    if (["date", "time", "datetime-local", "month", "week", "color", "range"].includes(el.type)) return "value";
    if (["checkbox", "radio", "button", "submit", "reset", "image", "file", "hidden"].includes(el.type)) return "That element is a " + el.type + " field; nothing can be typed into it.";
    el.select();
    return "text";
  }
  if (el.localName === "textarea") { el.select(); return "text"; }
  if (el.isContentEditable) {
    const range = el.ownerDocument.createRange();
    range.selectNodeContents(el);
    const selection = el.ownerDocument.defaultView.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return "text";
  }
  return "That element is no text field.";
}`;

/** Sets the value past frameworks that watch the property, and tells them by the usual events. True when it took. */
export const SET_VALUE = `function (value) {
  const proto = Object.getPrototypeOf(this);
  Object.getOwnPropertyDescriptor(proto, "value").set.call(this, value);
  this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  this.dispatchEvent(new Event("change", { bubbles: true }));
  return this.type === "range" || this.type === "color" ? this.value !== "" : this.value === value;
}`;

/** Chooses options by exact label, then value, then label without regard to case. */
export const SELECT_OPTIONS = `function (wanted) {
  const list = this.localName === "option" ? this.closest("select") : this;
  if (list.localName !== "select") return null;
  const options = [...list.options].filter((o) => !o.disabled);
  const label = (o) => (o.label || o.text).trim();
  const find = (w) => options.find((o) => label(o) === w) || options.find((o) => o.value === w) || options.find((o) => label(o).toLowerCase() === w.toLowerCase());
  const found = wanted.map(find);
  const missing = wanted.filter((_, i) => !found[i]);
  if (missing.length === 0) {
    for (const option of list.options) option.selected = found.includes(option);
    list.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return { chosen: [...list.selectedOptions].map(label), missing, options: options.map(label) };
}`;

/** Whether a checkbox, radio button or switch is on; null for anything else. */
export const CHECK_STATE = `function () {
  const el = this.localName === "label" && this.control ? this.control : this;
  if (el.localName === "input" && ["checkbox", "radio"].includes(el.type)) return el.checked;
  const aria = el.getAttribute("aria-checked") ?? el.getAttribute("aria-pressed");
  return aria === null ? null : aria === "true";
}`;
