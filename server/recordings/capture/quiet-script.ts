/**
 * Runs in our world of every frame, before the recorder and before the page's scripts. Two things:
 *
 * It makes this world's own prototypes a way to speak to rrweb. rrweb learns of rules, adopted sheets, late shadow roots
 * and values set by scripts by patching prototypes, which in an isolated world sees nothing of what the page does. So what
 * it is going to patch is made to do nothing here first; `observe-script` finds by comparing what the page changed and calls
 * the patched function: rrweb writes its event, and the page, which has prototypes of its own, is not touched.
 *
 * And it hears what is typed into fields whose value must not be stored, to have it taken out of everything else.
 * `report(kind, text)` sends to the server. Source of an expression.
 */
export const QUIET = `((report) => {
  const MASK = "********";
  const RECENT = 200;
  const closed = new WeakMap();
  const secretFields = new WeakSet();
  const fieldNumbers = new WeakMap();
  const last = new WeakMap();
  let fields = 0;
  const muteMethod = (type, name, answer) => {
    if (type && type.prototype[name]) type.prototype[name] = { [name](...values) { return answer(this, values); } }[name];
  };
  const muteSetter = (type, name) => {
    const known = type && Object.getOwnPropertyDescriptor(type.prototype, name);
    if (known && known.set) Object.defineProperty(type.prototype, name, { ...known, set() {} });
  };
  for (const name of ["CSSStyleSheet", "CSSGroupingRule"]) {
    muteMethod(globalThis[name], "insertRule", (_, [, index = 0]) => index);
    muteMethod(globalThis[name], "deleteRule", () => undefined);
  }
  muteMethod(globalThis.Element, "attachShadow", (host) => host.shadowRoot);
  for (const name of ["Document", "ShadowRoot"]) muteSetter(globalThis[name], "adoptedStyleSheets");
  for (const name of ["HTMLInputElement", "HTMLTextAreaElement", "HTMLSelectElement"]) muteSetter(globalThis[name], "value");
  muteSetter(globalThis.HTMLInputElement, "checked");
  muteSetter(globalThis.HTMLSelectElement, "selectedIndex");
  // rrweb marks fields that were passwords once by an attribute, which the page would see; they are known by themselves here.
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = { setAttribute(name, value) { if (name !== "data-rr-is-password") setAttribute.call(this, name, value); } }.setAttribute;
  // A picture of a canvas that other origins have drawn on is refused, which must not end the snapshot; a huge one takes too long.
  const toDataURL = HTMLCanvasElement.prototype.toDataURL;
  HTMLCanvasElement.prototype.toDataURL = { toDataURL(...values) {
    try {
      return this.width * this.height > 4_000_000 ? "data:," : toDataURL.apply(this, values);
    } catch {
      return "data:,";
    }
  } }.toDataURL;
  // rrweb fetches clean prototypes from a frame that it adds to the page, where it takes one for changed; ours are clean, and it
  // goes on with them when it cannot.
  const createElement = Document.prototype.createElement;
  Document.prototype.createElement = { createElement(name, ...values) {
    if (name === "iframe") throw new TypeError("No element is added to a page that is recorded.");
    return createElement.call(this, name, ...values);
  } }.createElement;
  // Roots that only the protocol has shown us. A proxy reads as native.
  const rootOf = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot");
  Object.defineProperty(Element.prototype, "shadowRoot", {
    ...rootOf,
    get: new Proxy(rootOf.get, { apply: (get, host) => Reflect.apply(get, host, []) || closed.get(host) || null }),
  });

  // A snapshot asks each element how far it is scrolled, which takes most of its time; only what was scrolled is asked. Events of
  // scrolling do not leave shadow trees.
  const scrolled = new WeakSet();
  addEventListener("scroll", ({ target }) => void scrolled.add(target), { capture: true, passive: true });
  for (const name of ["scrollLeft", "scrollTop"]) {
    const known = Object.getOwnPropertyDescriptor(Element.prototype, name);
    Object.defineProperty(Element.prototype, name, {
      ...known,
      get() { return scrolled.has(this) || this.getRootNode() !== this.ownerDocument || this === this.ownerDocument.scrollingElement ? known.get.call(this) : 0; },
    });
  }

  const isSecret = (field) => {
    if (secretFields.has(field)) return true;
    const auto = String((field.getAttribute && field.getAttribute("autocomplete")) || "");
    const named = [field.name, field.id].join(" ");
    const secret =
      field.type === "password" ||
      /(?:^|\\s)(?:current-password|new-password|one-time-code|cc-\\S+)(?:\\s|$)/i.test(auto) ||
      (field.localName === "input" && /(?:card|cc)[-_ ]?(?:num|no\\b|number|code|cvc|cvv|csc|exp)|\\b(?:cvc|cvv|csc)\\b|creditcard/i.test(named));
    if (secret) secretFields.add(field);
    return secret;
  };
  const numberOf = (field) => {
    if (!fieldNumbers.has(field)) fieldNumbers.set(field, ++fields);
    return fieldNumbers.get(field);
  };
  // Each value at once: the page may write it into its text with the same event.
  const hear = (field) => {
    if (!field || !/^(?:input|textarea)$/.test(field.localName) || !isSecret(field)) return;
    if (field.value === "" || last.get(field) === field.value || fields > RECENT) return;
    last.set(field, field.value);
    report("secret", JSON.stringify([numberOf(field), field.value]));
  };
  for (const type of ["input", "change", "focusin", "pointerdown", "keydown"]) {
    addEventListener(type, (event) => hear(event.composedPath()[0]), { capture: true, passive: true });
  }
  globalThis.perchQuiet = true;
  return { MASK, isSecret, hear, reveal: (host, root) => void closed.set(host, root) };
})`;
