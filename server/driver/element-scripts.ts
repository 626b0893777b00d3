/** What CLICK_POINT answers: a point in the frame's CSS pixels, or why there is none yet. */
export type ClickPointAnswer = { x: number; y: number } | { why: string; gone?: true };

/** Helpers that the scripts below share: what is drawn on top at a point, and what counts as the element itself. */
const HIT_TEST = `
  const name = (node) => {
    const text = (node.getAttribute("aria-label") || node.innerText || node.id || "").trim().slice(0, 40);
    return "<" + node.localName + (text ? " " + JSON.stringify(text) : "") + ">";
  };
  // Closed shadow trees are seen from inside only: those that the element itself stands in are known by it.
  const rootsOf = (el) => {
    const roots = [];
    for (let root = el.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) roots.push(root);
    return roots;
  };
  const deepest = (x, y, el) => {
    const own = rootsOf(el);
    let hit = document.elementFromPoint(x, y);
    for (let root = hit; hit && root; ) {
      root = hit.shadowRoot || own.find(({ host }) => host === hit);
      const inner = root && root.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const up = (node) => node.assignedSlot || node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const isOf = (el, hit) => {
    // Words that a host puts into a slot of the element are its words.
    const hosts = el.querySelector("slot") ? rootsOf(el).map(({ host }) => host) : [];
    if (hosts.includes(hit) || hosts.includes(hit.parentElement)) return true;
    for (let node = hit; node; node = up(node)) if (node === el || (node.localName === "label" && node.control === el) || (el.localName === "label" && node === el.control)) return true;
    if (getComputedStyle(el).pointerEvents !== "none") return false;
    // What lets clicks through is clicked by way of what is under it: what contains it, or a part of the same drawing.
    for (let node = el; node; node = up(node)) if (node === hit) return true;
    const near = [el.parentElement, el.parentElement?.parentElement].filter((node) => node && node.localName !== "body" && node.localName !== "svg");
    return near.includes(hit.parentElement);
  };
  const boxesOf = (el) => [...el.getClientRects()].filter((r) => r.width > 0 && r.height > 0).sort((a, b) => b.width * b.height - a.width * a.height);
  // Other controls inside it, down to what was hit: a click there is theirs.
  const INNER = "a[href],button,input,select,textarea,summary,[role=button],[role=link],[role=treeitem],[role=menuitem],[role=option],[role=checkbox],[role=switch],[role=tab]";
  const isOthers = (el, hit) => {
    for (let node = hit; node && node !== el; node = up(node)) if (node.matches(INNER) && node.control !== el && el.contains(node)) return true;
    return false;
  };
  // The middle of its own first words: entries are as wide as their list, hold other entries, and often listen at their words alone.
  const wordsPoint = (el) => {
    if (!/^(treeitem|menuitem|menuitemradio|menuitemcheckbox|option|listitem|row)$/.test(el.getAttribute("role") || (el.localName === "li" ? "listitem" : ""))) return [];
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.data.trim() === "") continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getClientRects()[0];
      if (box && box.width > 0 && !isOthers(el, node.parentElement)) return [[box.left + box.width / 2, box.top + box.height / 2]];
    }
    return [];
  };
  // A point of the element on which nothing else lies, or what lies there.
  const look = (el) => {
    const box = boxesOf(el)[0];
    const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right), top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
    if (right <= left || bottom <= top) return { outside: true };
    let cover = null, inner = null;
    const parts = [[0.5, 0.5], [0.2, 0.5], [0.8, 0.5], [0.5, 0.2], [0.5, 0.8]].map(([fx, fy]) => [left + (right - left) * fx, top + (bottom - top) * fy]);
    for (const [x, y] of [...wordsPoint(el), ...parts]) {
      const hit = deepest(x, y, el);
      if (!hit || !isOf(el, hit)) cover = cover || hit;
      else if (!isOthers(el, hit)) return { x, y };
      else inner = inner || { x, y };
    }
    // What is nothing but another control (a frame around a field) is clicked by clicking that.
    return inner || { cover };
  };
  // A box to tick that is drawn by its label is reached through it.
  const isDot = (el) => boxesOf(el).every((r) => Math.min(r.width, r.height) <= 1);
  const drawnBy = (el) => (el.localName === "input" && isDot(el) ? [...(el.labels || [])].find((label) => boxesOf(label).length > 0) || el : el);
`;

/** The name under which our own world keeps the guard of the click that is under way. */
const GUARD_KEY = "perchClickGuard";

/**
 * Lets a click reach the element alone: the page may move between the look and the press, and what then lies under the
 * pointer must not be clicked in its place.
 */
const GUARD = `
  const guard = (el) => {
    globalThis.${GUARD_KEY}?.();
    const types = ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "auxclick", "dblclick", "contextmenu"];
    let reached = null;
    const onEvent = (event) => {
      if (!event.isTrusted) return;
      if (reached === null) {
        const hit = event.composedPath()[0];
        const inner = rootsOf(el).some(({ host }) => host === hit) ? deepest(event.clientX, event.clientY, el) : hit;
        reached = inner instanceof Element && isOf(el, inner) ? true : inner instanceof Element ? name(inner) : "something else";
      }
      if (reached === true) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    for (const type of types) window.addEventListener(type, onEvent, { capture: true, passive: false });
    globalThis.${GUARD_KEY} = () => {
      for (const type of types) window.removeEventListener(type, onEvent, { capture: true });
      delete globalThis.${GUARD_KEY};
      return reached;
    };
  };
`;

/** Ends the guard of a click. Gives true when the click reached its element, null when nothing was seen of it, else what would have got it. */
export const END_GUARD = `globalThis.${GUARD_KEY}?.() ?? null`;

/**
 * Runs in the page with `this` = the element: is it enabled and visible, does it rest, and is it on top at one of five
 * points? Scrolls to it only if none can be reached as it stands. Disabled counts through fieldsets and aria-disabled.
 * With `guarded`, the click that follows reaches it or nothing (see END_GUARD).
 */
export const CLICK_POINT = `async function (guarded) {${HIT_TEST}${GUARD}
  const own = this;
  if (!own || !own.isConnected) return { why: "The element is no longer on the page.", gone: true };
  if (own.matches(":disabled") || own.closest("[aria-disabled=true]")) return { why: "The element " + name(own) + " is disabled." };
  const el = drawnBy(own);
  if (getComputedStyle(el).visibility !== "visible") return { why: "The element " + name(el) + " is hidden." };
  const frame = () => new Promise((resolve) => { const t = setTimeout(resolve, 50); requestAnimationFrame(() => { clearTimeout(t); resolve(); }); });
  const rests = async () => {
    const before = el.getBoundingClientRect();
    await frame();
    const after = el.getBoundingClientRect();
    return Math.abs(before.x - after.x) <= 1 && Math.abs(before.y - after.y) <= 1;
  };
  const moving = { why: "The element " + name(el) + " does not stop moving." };
  if (!(await rests())) return moving;
  if (boxesOf(el).length === 0) return { why: "The element " + name(el) + " has no size, so it cannot be clicked." };
  let seen = look(el);
  if (!("x" in seen)) {
    el.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    if (!(await rests())) return moving;
    seen = look(el);
  }
  if ("x" in seen) {
    if (guarded) guard(el);
    return seen;
  }
  if (seen.outside) return { why: "The element " + name(el) + " lies outside the page's visible area." };
  return { why: "The element " + name(el) + " is covered by " + (seen.cover ? name(seen.cover) : "something else") + "." };
}`;

/** What lies over the element (that shows a frame) at a point of the viewport; null where a click there reaches it. */
export const COVER_AT = `function (x, y) {${HIT_TEST}
  const hit = deepest(x, y, this);
  return hit === null ? "the edge of what is in view" : isOf(this, hit) ? null : name(hit);
}`;

/**
 * Whether a person could find the element: it is drawn, scrolling brings it into view, and where it is in view
 * something of it is on top. Changes nothing.
 */
export const PERCEIVABLE = `function () {${HIT_TEST}
  const own = this;
  if (!own || !own.isConnected) return false;
  const el = drawnBy(own);
  if (boxesOf(el).length === 0 || !el.checkVisibility({ visibilityProperty: true, opacityProperty: el === own && own.localName !== "input" })) return false;
  const rect = el.getBoundingClientRect();
  // What lies before the beginning of all that scrolls is never seen.
  for (let node = el.parentElement; node; node = node.parentElement) {
    const style = getComputedStyle(node);
    if (style.overflowX === "visible" && style.overflowY === "visible") continue;
    const frame = node === document.scrollingElement ? { left: 0, top: 0 } : node.getBoundingClientRect();
    if (rect.right - frame.left + node.scrollLeft <= 0 || rect.bottom - frame.top + node.scrollTop <= 0) return false;
  }
  if (rect.right + scrollX <= 0 || rect.bottom + scrollY <= 0) return false;
  const seen = look(el);
  if ("x" in seen || seen.outside) return true;
  // Clipped by something that scrolls: not covered, only scrolled away.
  for (let node = el.parentElement; node; node = node.parentElement) {
    const frame = node.getBoundingClientRect();
    const clips = getComputedStyle(node).overflowY !== "visible" || getComputedStyle(node).overflowX !== "visible";
    if (clips && (rect.bottom > frame.bottom || rect.top < frame.top || rect.right > frame.right || rect.left < frame.left)) return true;
  }
  return false;
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

/** On, off, in between ("mixed"), or null for what cannot be ticked. */
export type CheckState = boolean | "mixed" | null;

const STATE_OF = `
  const stateOf = (node) => {
    // The words of a label speak for what it labels.
    const el = (!node.hasAttribute("role") && node.closest("label")?.control) || node;
    if (el.localName === "input" && ["checkbox", "radio"].includes(el.type)) return el.indeterminate ? "mixed" : el.checked;
    const aria = el.getAttribute("aria-checked") ?? el.getAttribute("aria-pressed");
    // A drawn box may hold the real one.
    const inner = aria === null ? el.querySelectorAll("input[type=checkbox], input[type=radio]") : [];
    if (inner.length === 1) return inner[0].indeterminate ? "mixed" : inner[0].checked;
    return aria === null ? null : aria === "mixed" ? "mixed" : aria === "true";
  };
`;

/** Whether a checkbox, radio button, switch or toggle button is on (CheckState). */
export const CHECK_STATE = `function () {${STATE_OF}
  return stateOf(this);
}`;

/** Waits until it is as wanted, at most `limitMs`. Gives whether it is. */
export const UNTIL_CHECKED = `function (wanted, limitMs) {${STATE_OF}
  return new Promise((resolve) => {
    const look = () => stateOf(this) === wanted || !this.isConnected;
    if (look()) return resolve(true);
    const end = (value) => { clearInterval(timer); clearTimeout(limit); resolve(value); };
    const timer = setInterval(() => look() && end(true), 16);
    const limit = setTimeout(() => end(look()), limitMs);
  });
}`;
