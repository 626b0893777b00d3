/**
 * Runs in our world of a recorded document, beside rrweb: finds what an isolated world is not told of, by comparing, and
 * tells rrweb through the functions that it has patched (see `quiet-script`). Compared are rules of style sheets, adopted
 * sheets, values of fields, shadow roots that came after their host, and, as suspects only, hosts of closed roots.
 * Source of an expression; `quiet` and rrweb's `mirror` are given, `late` is called when a full snapshot is needed.
 */
export const OBSERVE = `(({ quiet, mirror, late, suspect }) => {
  const WALK_EVERY = 4;
  const MOST_ELEMENTS = 20_000;
  const MOST_RULES = 5_000;
  const MOST_FIELDS = 500;
  const MOST_SUSPECTS = 50;
  const TEXTS_A_ROUND = 40;
  const baselines = new WeakMap();
  const texts = new WeakMap();
  const adopted = new WeakMap();
  const values = new WeakMap();
  const asked = new WeakSet();
  let roots = [document];
  let changed = true;
  let round = 0;
  let undefinedBefore = 0;
  let suspects = [];

  const rulesOf = (sheet) => {
    try {
      return sheet.cssRules.length > MOST_RULES ? null : [...sheet.cssRules];
    } catch {
      return null; // Of another origin.
    }
  };
  const sheetsOf = (root) => [...root.styleSheets, ...root.adoptedStyleSheets];
  const noteSheet = (sheet) => {
    const rules = sheet && rulesOf(sheet);
    if (rules) baselines.set(sheet, rules);
  };
  const noteAdopted = (root) => {
    adopted.set(root, [...root.adoptedStyleSheets]);
    root.adoptedStyleSheets.forEach(noteSheet);
  };
  const noteAll = () => {
    for (const root of roots) {
      sheetsOf(root).forEach(noteSheet);
      adopted.set(root, [...root.adoptedStyleSheets]);
      for (const field of fieldsOf(root)) values.set(field, stateOf(field));
    }
  };

  const compareSheet = (sheet) => {
    const before = baselines.get(sheet);
    if (!before) return noteSheet(sheet);
    const length = (() => { try { return sheet.cssRules.length; } catch { return -1; } })();
    if (length < 0 || length > MOST_RULES) return;
    if (length === before.length && sheet.cssRules[0] === before[0] && sheet.cssRules[length - 1] === before[length - 1]) return;
    const now = [...sheet.cssRules];
    let start = 0;
    while (start < before.length && start < now.length && before[start] === now[start]) start++;
    let end = 0;
    while (end < before.length - start && end < now.length - start && before[before.length - 1 - end] === now[now.length - 1 - end]) end++;
    for (let i = before.length - end - 1; i >= start; i--) sheet.deleteRule(i);
    for (let i = start; i < now.length - end; i++) sheet.insertRule(now[i].cssText, i);
    baselines.set(sheet, now);
  };
  // A rule that was changed is the same rule: some texts are compared each time, all of them in turns.
  const compareTexts = (sheet, from) => {
    const rules = baselines.get(sheet) || [];
    for (let i = from; i < Math.min(rules.length, from + TEXTS_A_ROUND); i++) {
      const text = rules[i].cssText;
      const known = texts.get(rules[i]);
      texts.set(rules[i], text);
      if (known === undefined || known === text) continue;
      sheet.deleteRule(i);
      sheet.insertRule(text, i);
    }
  };
  const compareAdopted = (root) => {
    const before = adopted.get(root) || [];
    const now = [...root.adoptedStyleSheets];
    if (before.length === now.length && before.every((sheet, i) => sheet === now[i])) return;
    adopted.set(root, now);
    root.adoptedStyleSheets = now;
    now.forEach(noteSheet);
  };

  const fieldsOf = (root) => [...root.querySelectorAll("input,textarea,select")].slice(0, MOST_FIELDS);
  const stateOf = (field) => [field.value, field.checked === true, field.selectedIndex ?? -1].join("\\u0000");
  const asMade = (field) =>
    field.localName === "select" ? false : field.value === field.defaultValue && (field.checked ?? false) === (field.defaultChecked ?? false);
  const compareField = (field) => {
    quiet.hear(field);
    const state = stateOf(field);
    const before = values.get(field);
    values.set(field, state);
    if (before === state || (before === undefined && asMade(field))) return;
    if (/^(?:checkbox|radio)$/.test(field.type)) field.checked = field.checked;
    else field.value = field.value;
  };

  // Roots that the document has by now: of shadow trees, and documents of frames that may be read.
  const walk = () => {
    const found = [document];
    let left = MOST_ELEMENTS;
    let unseen = false;
    for (let i = 0; i < found.length; i++) {
      for (const element of found[i].querySelectorAll("*")) {
        if (left-- <= 0) break;
        const root = element.shadowRoot;
        if (root) {
          found.push(root);
          // rrweb has written the host and knows nothing of what is in it.
          if (root.firstChild && mirror.hasNode(element) && [...root.childNodes].every((node) => !mirror.hasNode(node))) unseen = true;
        } else if (element.localName === "iframe") {
          const inner = element.contentDocument;
          if (inner && inner.documentElement) found.push(inner);
        } else if (suspects.length < MOST_SUSPECTS && !asked.has(element) && mayHide(element)) {
          asked.add(element);
          suspects.push(element);
        }
      }
    }
    roots = found;
    if (unseen) late();
    if (suspects.length > 0) suspect();
  };
  // Only custom elements and elements that show something without having anything may have a closed root.
  const HOSTS = /^(?:article|aside|div|footer|header|main|nav|p|section|span)$/;
  const mayHide = (element) => {
    if (element.ownerDocument !== document) return false;
    if (element.localName.includes("-")) return element.matches(":defined");
    return HOSTS.test(element.localName) && element.firstChild === null && element.clientHeight > 0;
  };

  const observer = new MutationObserver(() => { changed = true; });
  observer.observe(document, { subtree: true, childList: true });

  return {
    /** One comparison; a walk through all elements only now and then. */
    compare() {
      round++;
      // Elements get their shadow trees when their definition comes, of which nobody is told.
      const isDefined = undefinedBefore > (undefinedBefore = document.querySelectorAll(":not(:defined)").length);
      if (isDefined || (round % WALK_EVERY === 1 && (changed || round % (WALK_EVERY * 4) === 1))) {
        changed = false;
        walk();
      }
      for (const root of roots) {
        const view = root.defaultView || root.ownerDocument?.defaultView;
        // Where prototypes are not quiet, telling rrweb would change the page.
        if (!view || !view.perchQuiet) continue;
        compareAdopted(root);
        for (const sheet of sheetsOf(root)) {
          compareSheet(sheet);
          const rules = (baselines.get(sheet) || []).length;
          if (rules > 0) compareTexts(sheet, (round * TEXTS_A_ROUND) % (Math.ceil(rules / TEXTS_A_ROUND) * TEXTS_A_ROUND));
        }
        fieldsOf(root).forEach(compareField);
      }
    },
    /** What rrweb has just written is what later comparisons begin with. */
    written(event) {
      if (event.type === 2) {
        walk();
        noteAll();
      } else if (event.type === 3 && event.data.source === 0) {
        for (const { node } of event.data.adds) {
          if (node.tagName === "style" || node.tagName === "link") noteSheet(mirror.getNode(node.id)?.sheet);
        }
        for (const { id, attributes } of event.data.attributes) if ("_cssText" in attributes) noteSheet(mirror.getNode(id)?.sheet);
        if (event.data.isAttachIframe) walk();
      } else if (event.type === 3 && event.data.source === 15) {
        for (const root of roots) if (mirror.getId(root.host || root) === event.data.id) noteAdopted(root);
      }
    },
    takeSuspects: () => suspects.splice(0),
    stop: () => observer.disconnect(),
  };
})`;
