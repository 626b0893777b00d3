import { AppError } from "../../../core/errors.ts";
import type { ElementHandle } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import type { Direction } from "../steps.ts";

/** How far, and how often, to scroll. Without `px` most of what is seen: some of it stays for the eye. */
export type Way = { direction: Direction; px: number | null };

/** How far to scroll `box`, as source of its argument. */
function scrollStep({ direction, px }: Way): string {
  const [tall, wide] = px === null ? ["0.8 * box.clientHeight", "0.8 * box.clientWidth"] : [String(px), String(px)];
  const steps: Record<Direction, string> = {
    up: `top: -${tall}`,
    down: `top: ${tall}`,
    left: `left: -${wide}`,
    right: `left: ${wide}`,
    top: "top: -box.scrollHeight",
    bottom: "top: box.scrollHeight",
  };
  return steps[direction];
}

/** Scrolls the page, or what scrolls around a named element. @returns whether anything moved */
export async function scrollBy(page: Page, way: Way, handle: ElementHandle | null, signal: AbortSignal): Promise<boolean> {
  page.gate.assertOpen();
  const sideways = way.direction === "left" || way.direction === "right";
  const scrolls = sideways
    ? `(el) => el.scrollWidth > el.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(el).overflowX)`
    : `(el) => el.scrollHeight > el.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(el).overflowY)`;
  const move = `
    const before = [box.scrollTop, box.scrollLeft];
    box.scrollBy({ ${scrollStep(way)}, behavior: "instant" });
    return box.scrollTop !== before[0] || box.scrollLeft !== before[1];`;
  if (handle)
    return handle.call<boolean>(`function () {
      const scrolls = ${scrolls};
      let box = this;
      while (box.parentElement && !scrolls(box)) box = box.parentElement;
      ${move}
    }`);
  // What scrolls is the page, or on application layouts the largest part of it that can.
  const { value } = await page.evaluate<boolean>(
    `(() => {
      const root = document.scrollingElement;
      const scrolls = ${scrolls};
      const area = (el) => el.clientWidth * el.clientHeight;
      const rootScrolls = ${sideways ? "root.scrollWidth > innerWidth + 1" : "root.scrollHeight > innerHeight + 1"};
      const box = rootScrolls ? root : [...document.querySelectorAll("body *")].filter(scrolls).sort((a, b) => area(b) - area(a))[0] ?? root;
      ${move}
    })()`,
    { world: "isolated", signal },
  );
  return value;
}

/** How long a list may take to draw what it was scrolled to, and how long it is scrolled in all. */
const DRAW_MS = 400;
const SEARCH_LIMIT_MS = 6_000;

/**
 * Scrolls lists that draw only what is in sight until these words are drawn. What does not change while it is scrolled
 * has nothing more to show and is put back. @returns whether the words are there now
 */
export async function scrollToWords(page: Page, words: string, signal: AbortSignal): Promise<boolean> {
  for (const { frameId } of page.frames()) {
    try {
      const { value } = await page.evaluate<boolean>(`(${SEARCH})(${JSON.stringify(words)}, ${DRAW_MS}, ${SEARCH_LIMIT_MS})`, {
        frameId,
        world: "isolated",
        signal,
      });
      if (value) return true;
    } catch (error) {
      signal.throwIfAborted();
      // A frame that went away, or a page that was left meanwhile, holds nothing.
      if (error instanceof AppError && error.code === "BROWSER_CRASHED") throw error;
    }
  }
  return false;
}

const SEARCH = `async (words, drawMs, limitMs) => {
  const until = performance.now() + limitMs;
  const plain = (text) => text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase().replace(/[^\\p{L}\\p{N}]+/gu, " ").trim();
  const wanted = plain(words);
  if (wanted === "") return false;
  const scrolls = (el) => el.scrollHeight > el.clientHeight * 1.2 && el.clientHeight > 40 && (el === document.scrollingElement || /auto|scroll/.test(getComputedStyle(el).overflowY));
  const area = (el) => el.clientWidth * el.clientHeight;
  const all = [];
  const walk = (root) => { for (const el of root.querySelectorAll("*")) { if (scrolls(el)) all.push(el); if (el.shadowRoot) walk(el.shadowRoot); } };
  walk(document);
  if (document.scrollingElement && scrolls(document.scrollingElement) && !all.includes(document.scrollingElement)) all.push(document.scrollingElement);
  // Rows that stand in a part of what is scrolled, say that they are some of many, or are so many that more may come.
  const rowsOf = (box) => {
    let rows = [];
    for (const part of [box, ...box.querySelectorAll("*")]) {
      const alike = part.firstElementChild ? [...part.children].filter((one) => one.localName === part.lastElementChild.localName) : [];
      if (alike.length > rows.length) rows = alike;
    }
    return rows;
  };
  // Draws all that it has: more can come at the end only.
  const isWhole = (box) => {
    const rows = rowsOf(box);
    return rows.length > 0 && rows.at(-1).getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top >= box.scrollHeight * 0.7;
  };
  const isLong = (box) => {
    const count = rowsOf(box).length;
    return !!box.querySelector("[aria-rowcount],[aria-setsize],[aria-busy],[role=feed]") || (count >= 3 && !isWhole(box)) || count >= 8;
  };
  const has = (box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = plain(node.data);
      if (text !== "" && (" " + text + " ").includes(" " + wanted + " ") && node.parentElement.getClientRects().length > 0) return true;
    }
    return false;
  };
  const frame = () => new Promise((resolve) => { const limit = setTimeout(resolve, 60); requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(limit); resolve(); })); });
  for (const box of all.sort((a, b) => area(b) - area(a)).filter(isLong).slice(0, 4)) {
    const start = box.scrollTop;
    const whole = isWhole(box);
    let changed = false;
    const observer = new MutationObserver(() => { changed = true; });
    observer.observe(box, { subtree: true, childList: true, characterData: true });
    let still = 0;
    box.scrollTop = 0;
    await frame();
    while (performance.now() < until) {
      if (has(box)) { observer.disconnect(); return true; }
      const before = box.scrollTop;
      changed = false;
      box.scrollTop += whole ? box.scrollHeight : box.clientHeight * 0.8;
      const atEnd = box.scrollTop <= before + 1;
      await frame();
      // More is often fetched at the end: that gets a moment.
      for (const waitEnd = performance.now() + drawMs; atEnd && !changed && performance.now() < waitEnd; ) await frame();
      if (!changed) still++;
      else still = 0;
      if ((atEnd && !changed) || still >= 3) break;
    }
    observer.disconnect();
    if (has(box)) return true;
    box.scrollTop = start;
  }
  return false;
}`;
