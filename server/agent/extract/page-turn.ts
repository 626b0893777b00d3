import { isNavigationLoss } from "../../driver/frames.ts";
import type { Page } from "../../driver/page.ts";
import { SELECTOR_OF } from "./collect.ts";

/** What came of looking for the next page. */
export type Turn = "turned" | "end" | "other-origin";

/** Words on what leads to the next page or to more rows, small, in the languages that are read. */
const NEXT_WORDS =
  "next|next page|next results|load more|show more|view more|see more|more results|load more results|show more results|older|older posts|older entries|weiter|nachste|nachste seite|mehr laden|mehr anzeigen|weitere laden|weitere anzeigen|suivant|suivante|page suivante|afficher plus|charger plus|voir plus|siguiente|pagina siguiente|cargar mas|mostrar mas|ver mas|successivo|avanti|proximo|proxima";

/**
 * Runs in the page: plain JavaScript. Finds what leads on: what the page states (rel=next), what is called so, or the
 * number after the current one's. `asked` are words that were asked for instead, or empty.
 */
const findNext = (asked: string): string => `(() => {
  const asked = ${JSON.stringify(asked)};
  const NEXT = /^(?:${NEXT_WORDS})$/;
  const selectorOf = ${SELECTOR_OF};
  const plain = (s) => (s || "").normalize("NFKD").replace(/\\p{M}/gu, "").replace(/\\s+/g, " ").trim().toLowerCase();
  const namesOf = (el) => [el.getAttribute("aria-label"), el.textContent, el.title, el.value].map(plain).filter(Boolean);
  const isOff = (el) => el.disabled || el.getAttribute("aria-disabled") === "true" || el.closest("[inert], fieldset:disabled") || [el, el.parentElement].some((one) => one && /(^|[-_ ])(disabled|inactive)([-_ ]|$)/i.test(one.getAttribute("class") || ""));
  const pager = (el) => el.closest('nav, [role=navigation], [class*="pag" i], [aria-label*="pag" i], [id*="pag" i]');
  const turns = (el) => !el.closest('[aria-roledescription=carousel], [class*="carousel" i], [class*="slider" i], [class*="swiper" i]') && !el.hasAttribute("aria-haspopup") && !el.hasAttribute("aria-expanded");
  const all = [...document.querySelectorAll("a[href], button, [role=button], [role=link], input[type=button], input[type=submit]")].filter((el) => el.checkVisibility() && !isOff(el));
  const called = (el, test) => namesOf(el).some(test);
  const withoutMark = (name) => name.replace(/[\\s›»→>…]+$/, "").trim();
  const after = () => {
    for (const on of document.querySelectorAll("[aria-current=page], .active, .current, .selected")) {
      const home = pager(on), number = Number(plain(on.textContent));
      if (!home || !Number.isInteger(number) || number < 1) continue;
      const next = all.find((el) => home.contains(el) && Number(plain(el.textContent)) === number + 1);
      if (next) return next;
    }
  };
  const found = asked
    ? all.find((el) => called(el, (name) => name === asked)) || all.find((el) => called(el, (name) => name.includes(asked)))
    : all.find((el) => el.matches("a[rel~=next]")) || all.find((el) => turns(el) && pager(el) && called(el, (name) => NEXT.test(withoutMark(name)))) ||
      all.find((el) => turns(el) && called(el, (name) => NEXT.test(withoutMark(name)))) || all.find((el) => turns(el) && pager(el) && called(el, (name) => /^[›»→>]{1,2}$/.test(name))) || after();
  const link = found ? null : !asked && document.querySelector("link[rel~=next][href]");
  const href = found && found.localName === "a" ? found.href : link ? link.href : null;
  const goes = href && /^https?:/.test(href);
  if (goes && new URL(href).origin !== location.origin) return { kind: "other-origin" };
  if (found) return { kind: "element", selector: selectorOf(found) };
  return goes ? { kind: "address", href } : null;
})()`;

type Next = { kind: "other-origin" } | { kind: "element"; selector: string | null } | { kind: "address"; href: string };

/**
 * Goes on to what follows: by a click where a person would click, else by the address that the page states.
 * @param next a CSS selector, or the words on the link or button; what leads on is found where it is left out
 */
export function turnPage(page: Page, next: string | undefined, limits: { timeoutMs: number; signal: AbortSignal }): Promise<Turn> {
  return page.gate.drive(limits.signal, () => turn(page, next, limits));
}

async function turn(page: Page, next: string | undefined, { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal }): Promise<Turn> {
  const given = next === undefined ? null : await page.query(next).catch(() => null);
  if (given) {
    if (await given.call<boolean>(IS_OFF)) return "end";
    if (await given.call<boolean>(LEADS_ELSEWHERE)) return "other-origin";
    await given.click({ signal });
    return "turned";
  }
  const asked = (next ?? "")
    .replace(/^(?:click|press|choose|open)\s+(?:on\s+)?(?:the\s+)?/i, "")
    .replace(/\s+(?:link|button)$/i, "")
    .replace(/^["'“”]|["'“”]$/g, "");
  const { value: found } = await page.evaluate<Next | null>(findNext(plain(asked)), { world: "isolated", signal });
  if (!found) return "end";
  if (found.kind === "other-origin") return "other-origin";
  if (found.kind === "address") {
    await page.navigate(found.href, { waitUntil: "load", timeoutMs, signal });
    return "turned";
  }
  const element = found.selector === null ? null : await page.query(found.selector);
  if (!element) return "end";
  await element.click({ signal });
  return "turned";
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
const IS_OFF = `function () { return !!this.disabled || this.getAttribute("aria-disabled") === "true" || !this.checkVisibility() }`;
const LEADS_ELSEWHERE = `function () { const link = this.closest("a[href]"); return !!link && /^https?:/.test(link.href) && link.origin !== location.origin }`;

/** How much of what is seen a step down leaves in sight, so that no row falls between two looks. */
const STEP = 0.85;
const FRAMES_LIMIT_MS = 500;
/** Runs in the page: one step down what holds the most, the page itself or its largest scrolled part. False at its end. */
const SCROLL_ON = `(async () => {
  // Pages hear of a scroll with the next frame, and draw; a page that is not painted has no frames.
  const drawn = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); setTimeout(resolve, ${FRAMES_LIMIT_MS}); });
  const page = document.scrollingElement;
  const isScrolled = (el) => el.scrollHeight > el.clientHeight + 4;
  const parts = () => [...document.querySelectorAll("*")].filter((el) => el.clientHeight > 80 && isScrolled(el) && /auto|scroll|overlay/.test(getComputedStyle(el).overflowY));
  const inner = parts().sort((a, b) => b.clientHeight * b.clientWidth - a.clientHeight * a.clientWidth)[0];
  for (const el of [inner, page && isScrolled(page) ? page : null]) {
    if (!el) continue;
    const before = el.scrollTop;
    el.scrollTo({ top: before + el.clientHeight * ${STEP}, behavior: "instant" });
    if (el.scrollTop > before + 1) { await drawn(); return true; }
  }
  return false;
})()`;

/** Scrolls one step down. False where there is nothing below. */
export async function scrollOn(page: Page, signal: AbortSignal): Promise<boolean> {
  try {
    return (await page.evaluate<boolean>(SCROLL_ON, { world: "isolated", signal })).value;
  } catch (error) {
    // A page that goes elsewhere by itself has no more rows of this list.
    if (isNavigationLoss(error)) return false;
    throw error;
  }
}
