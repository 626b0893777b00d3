/**
 * Runs in our world of a recorded document, beside rrweb: finds what an isolated world is not told of, by comparing, and
 * tells rrweb through the functions that it has patched (see `quiet-script`). Compared are rules of style sheets, adopted
 * sheets, values of fields, shadow roots that came after their host, and, as suspects only, hosts of closed roots.
 * Source of an expression; `quiet` and rrweb's `mirror` are given, `late` is called when a full snapshot is needed.
 * What is done to an adopted sheet is told as its adoption anew: rrweb's player forgets single rules of it when it seeks.
 */
export const OBSERVE = `(({ quiet, mirror, emit, late, suspect }) => {
  const WALK_EVERY = 4;
  const MOST_ELEMENTS = 20_000;
  const MOST_RULES = 5_000;
  const MOST_FIELDS = 500;
  const MOST_SUSPECTS = 50;
  const TEXTS_A_ROUND = 40;
  const baselines = new WeakMap();
  const texts = new WeakMap();
  const adopted = new WeakMap();
  const styleIds = new WeakMap();
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
  const noteAdopted = (root, ids) => {
    const sheets = [...root.adoptedStyleSheets];
    adopted.set(root, sheets);
    sheets.forEach(noteSheet);
    if (sheets.length === ids.length) sheets.forEach((sheet, i) => void styleIds.set(sheet, ids[i]));
  };
  const noteAll = () => {
    for (const root of roots) {
      sheetsOf(root).forEach(noteSheet);
      adopted.set(root, [...root.adoptedStyleSheets]);
      for (const field of fieldsOf(root)) values.set(field, stateOf(field));
    }
  };

  // Chromium gives a rule a new object now and then, so an equal text is the same rule too.
  const isSame = (a, b) => a === b || a.cssText === b.cssText;
  const isChanged = (sheet) => {
    const before = baselines.get(sheet);
    const rules = (() => { try { return sheet.cssRules; } catch { return null; } })();
    if (!before || !rules || rules.length > MOST_RULES) return void (before || noteSheet(sheet));
    return rules.length !== before.length || (rules.length > 0 && !(rules[0] === before[0] && rules[rules.length - 1] === before[before.length - 1]));
  };
  const compareSheet = (sheet) => {
    if (!isChanged(sheet)) return;
    const before = baselines.get(sheet);
    const now = [...sheet.cssRules];
    let start = 0;
    while (start < before.length && start < now.length && isSame(before[start], now[start])) start++;
    let end = 0;
    while (end < before.length - start && end < now.length - start && isSame(before[before.length - 1 - end], now[now.length - 1 - end])) end++;
    for (let i = before.length - end - 1; i >= start; i--) sheet.deleteRule(i);
    for (let i = start; i < now.length - end; i++) sheet.insertRule(now[i].cssText, i);
    baselines.set(sheet, now);
  };
  // A rule whose style was changed is the same rule: some texts are compared each time, all of them in turns.
  const changedTexts = (sheet) => {
    const rules = baselines.get(sheet) || [];
    const from = rules.length > 0 ? (round * TEXTS_A_ROUND) % (Math.ceil(rules.length / TEXTS_A_ROUND) * TEXTS_A_ROUND) : 0;
    const changed = [];
    for (let i = from; i < Math.min(rules.length, from + TEXTS_A_ROUND); i++) {
      const text = rules[i].cssText;
      const known = texts.get(rules[i]);
      texts.set(rules[i], text);
      if (known !== undefined && known !== text) changed.push(i);
    }
    return changed;
  };
  const compareOwned = (sheet) => {
    compareSheet(sheet);
    for (const i of changedTexts(sheet)) {
      sheet.deleteRule(i);
      sheet.insertRule(baselines.get(sheet)[i].cssText, i);
    }
  };
  const compareAdopted = (root) => {
    const before = adopted.get(root) || [];
    const now = [...root.adoptedStyleSheets];
    const id = mirror.getId(root.host || root);
    const tell = (styles) => {
      adopted.set(root, now);
      now.forEach(noteSheet);
      emit({ type: 3, data: { source: 15, id, styleIds: now.map((sheet) => styleIds.get(sheet)), styles }, timestamp: Date.now() });
    };
    if (before.length !== now.length || before.some((sheet, i) => sheet !== now[i])) {
      if (now.length === 0) return tell([]);
      adopted.set(root, now);
      root.adoptedStyleSheets = now;
      return;
    }
    const changed = now.filter((sheet) => styleIds.has(sheet) && (isChanged(sheet) || changedTexts(sheet).length > 0));
    if (changed.length === 0) return;
    tell(changed.map((sheet) => ({ styleId: styleIds.get(sheet), rules: [...sheet.cssRules].map(({ cssText }, index) => ({ rule: cssText, index })) })));
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
        [...root.styleSheets].forEach(compareOwned);
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
        for (const root of roots) if (mirror.getId(root.host || root) === event.data.id) noteAdopted(root, event.data.styleIds);
      }
    },
    takeSuspects: () => suspects.splice(0),
    stop: () => observer.disconnect(),
  };
})`;
