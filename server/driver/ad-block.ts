import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { FiltersEngine, Request } from "@ghostery/adblocker";
import type { Protocol } from "devtools-protocol";
import { newId } from "../core/ids.ts";
import type { Page } from "./page.ts";

const LIST = new URL("./lists/adguard-base.txt.br", import.meta.url);
/** Changes with the list or the engine, so that an old cache is not read. */
const CACHE_FILE = "ad-filters-2.4.54.72-2.18.bin";

const TYPES: Partial<Record<Protocol.Network.ResourceType, string>> = {
  Document: "sub_frame",
  Stylesheet: "stylesheet",
  Image: "image",
  Media: "media",
  Font: "font",
  Script: "script",
  XHR: "xhr",
  Fetch: "fetch",
  WebSocket: "websocket",
  Ping: "ping",
  EventSource: "other",
  Other: "other",
};

export type AdBlocker = {
  /** Whether the lists refuse this request of that page. A page that a person opens is never refused. */
  blocks(url: string, type: Protocol.Network.ResourceType, pageUrl: string): boolean;
  /** Hides what the lists name on each page as it loads. */
  hideOn(page: Page): Promise<void>;
};

/**
 * The filter engine with the shipped list: parsed once for this machine, then read from `<cacheDir>/cache`.
 * About 40 MB of memory, so it is made only when a session asks for it.
 */
export async function createAdBlocker({ cacheDir }: { cacheDir: string }): Promise<AdBlocker> {
  const engine = await loadEngine(join(cacheDir, "cache"));
  return {
    blocks: (url, type, pageUrl) => {
      // The document that the tab itself opens has no page before it; frames inside do.
      if (type === "Document" && (url === pageUrl || pageUrl === "about:blank")) return false;
      return engine.match(Request.fromRawDetails({ url, sourceUrl: pageUrl, type: (TYPES[type] ?? "other") as "other" })).match;
    },
    hideOn: async (page) => {
      page.onEvent(({ type }) => {
        // What the lists name for the site at once; what depends on the elements there are, when they are there.
        if (type === "navigated") void hide(page, stylesFor(engine, page.url, null));
        if (type === "domcontentloaded" || type === "loaded") void hideByElements(engine, page);
      });
    },
  };
}

type Marks = { classes: string[]; ids: string[]; hrefs: string[] };

const MARKS = `(() => {
  const classes = new Set(), ids = new Set(), hrefs = new Set();
  for (const el of document.querySelectorAll("[class], [id], a[href]")) {
    for (const name of el.classList) classes.add(name);
    if (el.id) ids.add(el.id);
    if (el.localName === "a") hrefs.add(el.href);
  }
  return { classes: [...classes], ids: [...ids], hrefs: [...hrefs].slice(0, 2000) };
})()`;

function stylesFor(engine: FiltersEngine, address: string, marks: Marks | null): string {
  if (!URL.parse(address)?.hostname) return "";
  const { hostname, domain } = Request.fromRawDetails({ url: address, type: "main_frame" });
  const basic = marks === null;
  return engine.getCosmeticsFilters({
    url: address,
    hostname,
    domain,
    ...marks,
    getBaseRules: basic,
    getRulesFromHostname: basic,
    getRulesFromDOM: !basic,
    getInjectionRules: false,
    getExtendedRules: false,
  }).styles;
}

async function hideByElements(engine: FiltersEngine, page: Page): Promise<void> {
  // A page that crashed, closed or went on meanwhile has nothing to hide.
  const marks = await page.evaluate<Marks>(MARKS, { world: "isolated" }).catch(() => null);
  if (marks) await hide(page, stylesFor(engine, page.url, marks.value));
}

/** In our own world, so that the page's scripts and its content policy have no say. */
async function hide(page: Page, styles: string): Promise<void> {
  if (styles === "") return;
  const script = `(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(styles)}); document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; })()`;
  await page.evaluate(script, { world: "isolated" }).catch(() => {});
}

async function loadEngine(folder: string): Promise<FiltersEngine> {
  const file = join(folder, CACHE_FILE);
  const cached = await readFile(file).catch(() => null);
  if (cached) {
    try {
      return FiltersEngine.deserialize(cached);
    } catch {
      // Written by another build of the engine: made anew below.
    }
  }
  const text = (await promisify(brotliDecompress)(await readFile(LIST))).toString("utf8");
  const engine = FiltersEngine.parse(text, { enableCompression: false, loadExtendedSelectors: false });
  await mkdir(folder, { recursive: true });
  const partial = `${file}.${newId("tmp")}`;
  await writeFile(partial, engine.serialize());
  await rename(partial, file);
  return engine;
}
