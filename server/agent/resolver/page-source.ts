import { AppError } from "../../core/errors.ts";
import type { Page } from "../../driver/page.ts";
import { CdpError } from "../../providers/cdp.ts";
import { namesOf } from "./languages/languages.ts";
import { normalise } from "./normalise.ts";

/** All that a page is made of as far as it is written: what is not in it can only come from elsewhere. */
export type PageSource = {
  /** Elements, attributes and scripts of all frames and open shadow trees, as names are compared. */
  words: string;
  /** It has or may get parts that are not written in it: scripts of other files, what is fetched, other documents. */
  open: boolean;
};

/** Below this a word is found in anything. */
const SHORTEST = 3;

const READ = `(() => {
  const out = [document.documentElement.outerHTML];
  const walk = (root) => {
    for (const el of root.querySelectorAll("*")) if (el.shadowRoot) { out.push(el.shadowRoot.innerHTML); walk(el.shadowRoot); }
  };
  walk(document);
  const source = out.join("\\n");
  const scripts = [...document.scripts].map((script) => script.text).join("\\n") + [...document.querySelectorAll("[onclick],[onsubmit],[onchange]")].map((el) => ["onclick", "onsubmit", "onchange"].map((name) => el.getAttribute(name) || "").join(";")).join(";");
  const loads = document.querySelector("script[src],link[rel=modulepreload],form[action],embed,object,frameset") !== null;
  const leaves = /\\bfetch\\b|XMLHttpRequest|WebSocket|EventSource|import\\s*\\(|sendBeacon|\\blocation\\b|window\\.open|\\bopen\\(|document\\.write|atob|fromCharCode|Intl\\.|toLocale/.test(scripts);
  const sends = document.forms.length > 0 && !/preventDefault|return false/.test(scripts);
  const away = [...document.links].some((link) => /^https?:/.test(link.protocol) && link.href.split("#")[0] !== location.href.split("#")[0]);
  return { source, open: loads || leaves || sends || away };
})()`;

/** Reads it, of all frames. A frame that goes away meanwhile leaves the page open. */
export async function sourceOf(page: Page, signal: AbortSignal): Promise<PageSource> {
  const parts = await Promise.all(
    page.frames().map(async ({ frameId }) => {
      try {
        return (await page.evaluate<{ source: string; open: boolean }>(READ, { frameId, world: "isolated", signal })).value;
      } catch (error) {
        if (error instanceof CdpError || (error instanceof AppError && error.code !== "BROWSER_CRASHED")) return { source: "", open: true };
        throw error;
      }
    }),
  );
  return { words: ` ${normalise(parts.map(({ source }) => source).join(" "))} `, open: parts.some(({ open }) => open) };
}

/** Whether nothing in a page's source can be what these words call: none of them is there, nor what means the same. */
export function isUnheardOf({ words: source }: PageSource, said: string, language: string): boolean {
  const phrase = normalise(said);
  const words = phrase.split(" ").filter((word) => word.length >= SHORTEST);
  // What is counted or reckoned (prices, dates) is written nowhere.
  if (words.length === 0 || /\d/.test(phrase)) return false;
  const asked = [phrase, ...words];
  const { synonyms, icons, symbols } = namesOf(language);
  const alike = synonyms.filter((group) => group.some((word) => asked.includes(normalise(word)))).flat();
  const drawn = Object.entries(icons).flatMap(([icon, meanings]) => (meanings.some((word) => asked.includes(normalise(word))) ? [icon] : []));
  // Signs are lost where names are compared; a page that draws what is meant by one may do so anywhere.
  if (Object.values(symbols).some((icon) => drawn.includes(icon))) return false;
  const has = (word: string): boolean => source.includes(word);
  return !words.some((word) => has(word) || has(word.replace(/(?:e?s|n)$/, ""))) && ![...alike, ...drawn].some((word) => has(normalise(word)));
}
