import { UNTIL } from "./control.ts";

/** Where our own world keeps the calendar that was looked at last. */
const CALENDAR = "perchCalendar";
const BEFORE = "perchCalendarsBefore";
const NAMES = "perchMonthNames";

/** A month as it is in sight. Months count from 1; null for what could not be read. */
export type CalendarView = {
  year: number | null;
  month: number | null;
  /** What may turn the pages: on which side of the middle it stands; in the order in which to be tried. */
  turners: { index: number; side: "left" | "right" }[];
  /** Lists of months and years, where the calendar has them. */
  lists: { month: boolean; year: boolean };
};

/**
 * Months are found by what they are made of: the smallest parts of the page that show 1, 2, 3 … 28 one after the other.
 * What month it is stands in its days' own dates, in its lists, or in the words around it.
 */
const MONTHS = `
  const rendered = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const origin = this;
  const roots = () => {
    const out = [];
    const walk = (root) => {
      out.push(root);
      for (const el of root.querySelectorAll("*")) if (el.shadowRoot) walk(el.shadowRoot);
    };
    walk(document);
    for (let root = origin.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) if (root.mode === "closed") walk(root);
    return out;
  };
  const ownWords = (el) => [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  const dayCells = () => roots().flatMap((root) => [...root.querySelectorAll("td,button,a,span,div,li,time,p,abbr")]).filter((el) => /^(0?[1-9]|[12]\\d|3[01])\\.?$/.test(ownWords(el)) && rendered(el));
  const runOf = (cells) => {
    for (let start = 0; start < cells.length; start++) {
      if (Number.parseInt(ownWords(cells[start]), 10) !== 1) continue;
      let end = start;
      while (end + 1 < cells.length && Number.parseInt(ownWords(cells[end + 1]), 10) === end + 2 - start) end++;
      if (end - start >= 27) return cells.slice(start, end + 1);
    }
    return null;
  };
  const findMonths = () => {
    const cells = dayCells();
    const counts = new Map();
    const months = new Map();
    const up = (el) => el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
    for (const cell of cells) for (let at = up(cell); at; at = up(at)) counts.set(at, (counts.get(at) || []).concat([cell]));
    for (const cell of cells) {
      let at = up(cell);
      while (at && counts.get(at).length < 28) at = up(at);
      if (!at || months.has(at)) continue;
      const run = runOf(counts.get(at));
      if (run) months.set(at, run);
    }
    return [...months].map(([grid, days]) => ({ grid, days }));
  };
  const NAMES = (() => {
    const plain = (text) => text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase().replace(/\\.$/, "");
    if (!globalThis.${NAMES}) {
      const out = (globalThis.${NAMES} = new Map());
      for (const language of new Set([document.documentElement.lang || "en", ...navigator.languages, "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv"])) {
        try {
          for (const month of ["long", "short"]) {
            const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
            for (let i = 0; i < 12; i++) {
              const name = plain(format.format(Date.UTC(2026, i, 15)));
              if (name.length > 2 && !out.has(name)) out.set(name, i + 1);
            }
          }
        } catch { /* a page's language may be no language at all */ }
      }
    }
    return { get: (word) => globalThis.${NAMES}.get(plain(word)) };
  })();
  const readWords = (text) => {
    const year = /(?<!\\d)((?:19|20|21)\\d{2})(?!\\d)/.exec(text)?.[1];
    const month = text.split(/[^\\p{L}\\p{M}.]+/u).map((word) => NAMES.get(word)).find(Boolean);
    const numeric = /(?<!\\d)(\\d{1,2})\\s*[./-]\\s*(?:19|20|21)\\d{2}/.exec(text)?.[1] || /(?:19|20|21)\\d{2}\\s*[年./-]\\s*(\\d{1,2})(?!\\d)/.exec(text)?.[1];
    return { year: year ? Number(year) : null, month: month || (numeric ? Number(numeric) : null) };
  };
  const nameOf = (el) => {
    const ids = (el.getAttribute("aria-labelledby") || "").split(/\\s+/).filter(Boolean).map((id) => el.getRootNode().getElementById?.(id)?.innerText || "").join(" ");
    return (el.getAttribute("aria-label") || "") + " " + ids;
  };
  const ownDate = (cell, grid) => {
    for (let at = cell; at && at !== grid; at = at.parentElement) for (const { value } of at.attributes) {
      const iso = /(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)/.exec(value);
      if (iso) return { year: Number(iso[1]), month: Number(iso[2]) };
    }
    return null;
  };
  const listsOf = (pane) => {
    const selects = [...pane.querySelectorAll("select")].filter(rendered);
    const month = selects.find((list) => list.options.length === 12) || selects.find((list) => [...list.options].some((o) => NAMES.get(o.text)));
    const year = selects.find((list) => list !== month && [...list.options].some((o) => /^\\d{4}$/.test(o.text.trim())))
      || [...pane.querySelectorAll("input[type=number]")].find((input) => rendered(input) && /^\\d{4}$/.test(input.value));
    return { month, year };
  };
  const monthIn = (option, list) => NAMES.get(option.text.trim()) || (list.options.length === 12 ? [...list.options].indexOf(option) + 1 : Number(option.text));
  // The part of the page that belongs to a month: up to where it is told, and before what holds another month or a field.
  const paneOf = ({ grid, days }, months) => {
    let pane = grid;
    for (let i = 0; i < 6 && pane.parentElement && pane.parentElement !== document.body; i++) {
      const parent = pane.parentElement;
      if (months.some((other) => other.grid !== grid && parent.contains(other.grid))) break;
      if (parent.contains(origin) || [...parent.querySelectorAll("input:not([type=hidden],[type=number]),textarea")].some((field) => rendered(field) && !grid.contains(field))) break;
      pane = parent;
      const said = readWords(headWords(pane, { grid, days }));
      if (said.month !== null && said.year !== null) break;
    }
    return pane;
  };
  const headWords = (pane, { grid, days }) => {
    const first = days[0];
    const out = [];
    for (const el of pane.querySelectorAll("*")) {
      if (days.some((day) => day === el || el.contains(day) || day.contains(el))) { if (el === first || el.contains(first)) out.push(nameOf(el)); continue; }
      if (el.localName === "option" || el.localName === "select" || !rendered(el)) continue;
      const words = ownWords(el);
      if (words !== "" && (el.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING)) out.push(words);
    }
    return nameOf(grid) + " " + nameOf(pane) + " " + out.join(" ");
  };
  const read = (one, months) => {
    const pane = paneOf(one, months);
    const lists = listsOf(pane);
    const middle = one.days[14];
    const dated = ownDate(middle, one.grid);
    const labelled = readWords(nameOf(middle) + " " + (middle.parentElement ? nameOf(middle.parentElement) : "") + " " + (middle.title || ""));
    const said = readWords(headWords(pane, one));
    const listed = {
      month: lists.month?.selectedOptions[0] ? monthIn(lists.month.selectedOptions[0], lists.month) : null,
      year: lists.year ? Number(lists.year.localName === "select" ? lists.year.selectedOptions[0]?.text : lists.year.value) || null : null,
    };
    return { ...one, pane, lists, month: dated?.month ?? listed.month ?? labelled.month ?? said.month, year: dated?.year ?? listed.year ?? labelled.year ?? said.year };
  };
  const months = () => { const found = findMonths(); return found.map((one) => read(one, found)); };
  // Those that came last; else those that lie over the page.
  const foremost = (all) => {
    const fresh = all.filter(({ grid }) => !globalThis.${BEFORE}?.includes(grid));
    const shown = fresh.length > 0 ? fresh : all;
    const over = shown.filter(({ grid }) => grid.closest("dialog,[role=dialog],[aria-modal=true],[popover]"));
    return over.length > 0 ? over : shown;
  };
  const turnersOf = (all) => {
    const box = { left: Math.min(...all.map(({ grid }) => grid.getBoundingClientRect().left)), right: Math.max(...all.map(({ grid }) => grid.getBoundingClientRect().right)) };
    const middle = (box.left + box.right) / 2;
    const top = Math.min(...all.map(({ days }) => days[0].getBoundingClientRect().top));
    let pane = all[0].pane;
    while (all.some((one) => !pane.contains(one.grid)) || (all.length > 1 && pane === all[0].pane)) pane = pane.parentElement;
    const near = pane.parentElement && pane.parentElement !== document.body && !pane.parentElement.contains(origin) ? pane.parentElement : pane;
    const isCell = (el) => all.some(({ grid, days }) => grid.contains(el) && days.some((day) => day === el || day.contains(el) || el.contains(day)));
    const pressable = (el) => el.matches("button,[role=button],a,[onclick],input[type=button]") || (getComputedStyle(el).cursor === "pointer" && getComputedStyle(el.parentElement).cursor !== "pointer");
    for (const part of [pane, near]) {
      const found = [...part.querySelectorAll("*")].filter((el) => pressable(el) && rendered(el) && !isCell(el) && el.getBoundingClientRect().top < top && !el.matches(":disabled") && readWords(el.innerText || "").month === null && readWords(el.innerText || "").year === null);
      if (found.length > 0) return found.map((el) => {
        const r = el.getBoundingClientRect();
        const at = (r.left + r.right) / 2 - middle;
        return { el, side: at < 0 ? "left" : "right", far: Math.abs(at), own: all[0].grid.contains(el) || all[0].pane.contains(el) };
      }).sort((a, b) => a.far - b.far);
    }
    return [];
  };
`;

/** Keeps which calendars are in sight now, so that the one that a click opens can be told from them. */
export const REMEMBER_CALENDARS = `function () {${MONTHS}
  globalThis.${BEFORE} = findMonths().map(({ grid }) => grid);
}`;

/** Waits until a calendar has come into sight, at most `limitMs`; with `any`, one that was there before will do. */
export const UNTIL_CALENDAR = `function (any, limitMs) {${MONTHS}
  return ${UNTIL}(() => findMonths().some(({ grid }) => any || !globalThis.${BEFORE}?.includes(grid)), limitMs);
}`;

/** The calendar in sight, the foremost: one or several months side by side. Null where there is none. */
export const READ_CALENDAR = `function () {${MONTHS}
  const found = foremost(months());
  if (found.length === 0) { globalThis.${CALENDAR} = null; return null; }
  const turners = turnersOf(found);
  globalThis.${CALENDAR} = { months: found, turners };
  return found.map(({ year, month, lists }) => ({ year, month, turners: turners.map(({ side }, index) => ({ index, side })), lists: { month: !!lists.month, year: !!lists.year } }));
}`;

/** What turns the pages, by its place in the last READ_CALENDAR. */
export const TURNER_AT = `function (index) { return globalThis.${CALENDAR}?.turners[index]?.el ?? null; }`;

/** The element of a day of one of the months in sight. */
export const DAY_AT = `function (index, day) {
  const cell = globalThis.${CALENDAR}?.months[index]?.days[day - 1];
  return cell ? cell.closest("button,[role=gridcell],a") || cell : null;
}`;

/** Whether a day can be chosen. */
export const DAY_IS_OPEN = `function () {
  return !this.matches(":disabled") && !this.closest("[aria-disabled=true]") && getComputedStyle(this).pointerEvents !== "none";
}`;

/** Chooses in the lists of months and years of the first month in sight. */
export const SET_LISTS = `function (year, month) {${MONTHS}
  const one = globalThis.${CALENDAR}?.months[0];
  if (!one) return false;
  const tell = (el) => { for (const type of ["input", "change"]) el.dispatchEvent(new Event(type, { bubbles: true, composed: true })); };
  const choose = (list, test) => {
    const option = [...list.options].find(test);
    if (!option) return false;
    if (!option.selected) { option.selected = true; tell(list); }
    return true;
  };
  const lists = listsOf(one.pane);
  let done = true;
  if (lists.year && lists.year.localName === "select") done = choose(lists.year, (o) => Number(o.text) === year) && done;
  else if (lists.year) { lists.year.value = String(year); tell(lists.year); }
  const again = listsOf(one.pane).month || lists.month;
  if (again) done = choose(again, (o) => monthIn(o, again) === month) && done;
  return done;
}`;

/** Waits until the first month in sight is another than this one, at most `limitMs`. */
export const UNTIL_TURNED = `function (year, month, limitMs) {${MONTHS}
  return ${UNTIL}(() => { const one = foremost(months())[0]; return !one || one.year !== year || one.month !== month; }, limitMs);
}`;

/** What the part of the page around a day looks like: for telling whether a click on it did anything. */
export const DAY_STATE = `function () {
  const row = this.closest("[role=grid],table") || this.parentElement?.parentElement || this;
  return [...row.querySelectorAll("*")].map((el) => el.className + "|" + el.getAttribute("aria-selected") + "|" + el.getAttribute("aria-pressed") + "|" + el.getAttribute("aria-current") + "|" + el.getAttribute("style")).join("\\n");
}`;
