import { AppError } from "../../core/errors.ts";
import type { Page } from "../../driver/page.ts";
import { CdpError } from "../../providers/cdp.ts";
import { languageOf, namesOf } from "./languages/languages.ts";
import { normalise } from "./normalise.ts";
import { monthOf } from "./patterns/dates.ts";

/** All that a page is made of as far as it is written: what is not in it can only come from elsewhere. */
export type PageSource = {
  /** Elements, attributes and scripts of all frames and open shadow trees, as names are compared. */
  words: string;
  /** Without being left it may get parts that are not written in it: by scripts of other files, by what is fetched. */
  grows: boolean;
  /** So may it, or it may be left for another document. */
  open: boolean;
};

/** Below this a word is found in anything. */
const SHORTEST = 3;
/** Words may end otherwise in the page: so many letters of the end do not count, where as many are left. */
const ENDING = 2;
const STEM = 4;
/** Any seven days in a row. */
const WEEK = Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 0, 1 + day));

const READ = `(() => {
  const out = [document.documentElement.outerHTML];
  const walk = (root) => {
    for (const el of root.querySelectorAll("*")) if (el.shadowRoot) { out.push(el.shadowRoot.innerHTML); walk(el.shadowRoot); }
  };
  walk(document);
  const source = out.join("\\n");
  const scripts = [...document.scripts].map((script) => script.text).join("\\n") + [...document.querySelectorAll("[onclick],[onsubmit],[onchange]")].map((el) => ["onclick", "onsubmit", "onchange"].map((name) => el.getAttribute(name) || "").join(";")).join(";");
  const loads = document.querySelector("script[src],link[rel=modulepreload],embed,object,frameset") !== null;
  const fetches = /\\bfetch\\b|XMLHttpRequest|WebSocket|EventSource|import\\s*\\(|document\\.write|atob|fromCharCode/.test(scripts);
  const goes = /sendBeacon|\\blocation\\b|window\\.open|\\bopen\\(/.test(scripts);
  const sends = document.querySelector("form[action]") !== null || (document.forms.length > 0 && !/preventDefault|return false/.test(scripts));
  const away = [...document.links].some((link) => /^https?:/.test(link.protocol) && link.href.split("#")[0] !== location.href.split("#")[0]);
  const grows = loads || fetches;
  return { source, grows, open: grows || goes || sends || away };
})()`;

/** Reads it, of all frames. A frame that goes away meanwhile leaves the page open. */
export async function sourceOf(page: Page, signal: AbortSignal): Promise<PageSource> {
  const parts = await Promise.all(
    page.frames().map(async ({ frameId }) => {
      try {
        return (await page.evaluate<{ source: string } & Pick<PageSource, "grows" | "open">>(READ, { frameId, world: "isolated", signal })).value;
      } catch (error) {
        if (error instanceof CdpError || (error instanceof AppError && error.code !== "BROWSER_CRASHED")) return { source: "", grows: true, open: true };
        throw error;
      }
    }),
  );
  return {
    words: ` ${normalise(parts.map(({ source }) => source).join(" "))} `,
    grows: parts.some(({ grows }) => grows),
    open: parts.some(({ open }) => open),
  };
}

/** Whether these words call something that a page's source does not know: one of them is nowhere in it, nor what means the same. */
export function isUnheardOf({ words: source }: PageSource, said: string, code: string): boolean {
  const phrase = normalise(said);
  const language = languageOf(code);
  const { synonyms, icons, symbols } = namesOf(code);
  const empty = new Set([...language.nouns, ...language.neutral, ...language.articles, ...Object.keys(language.roles), ...Object.keys(language.places)]);
  const words = phrase.split(" ").filter((word) => word.length >= SHORTEST && !empty.has(word) && !(word in language.relations));
  // What is counted or reckoned (prices, dates) is written nowhere.
  if (words.length === 0 || /\d/.test(phrase) || words.some((word) => isOfCalendar(word, code))) return false;
  const has = (word: string): boolean => source.includes(word.slice(0, Math.max(STEM, word.length - ENDING)));
  const means = (asked: string): string[] => [
    ...synonyms.filter((group) => group.some((word) => normalise(word) === asked)).flat(),
    ...Object.entries(icons).flatMap(([icon, meanings]) => (meanings.some((word) => normalise(word) === asked) ? [icon] : [])),
  ];
  // Signs are lost where names are compared; a page that draws what is meant by one may do so anywhere.
  const isHeard = (asked: string): boolean => [asked, ...means(asked)].some((word) => has(normalise(word)) || Object.values(symbols).includes(word));
  return !means(phrase).some((word) => has(normalise(word)) || Object.values(symbols).includes(word)) && !words.every(isHeard);
}

/** Months and days of the week are made by the browser. */
const isOfCalendar = (word: string, code: string): boolean =>
  monthOf(word) !== null || WEEK.some((day) => normalise(new Intl.DateTimeFormat(code, { weekday: "long", timeZone: "UTC" }).format(day)) === word);
