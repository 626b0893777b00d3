import type { Protocol } from "devtools-protocol";
import { withTimeout } from "../core/time.ts";
import type { Browser } from "../providers/provider.ts";
import type { BrowserTabs } from "./browser-tabs.ts";
import type { Page } from "./page.ts";

const STORAGE_LIMIT_MS = 1_000;
const SAVE_LIMIT_MS = 2_000;

/** What makes a later session go on where this one was: cookies, the local storage of the open pages, their addresses. */
export type SavedState = {
  cookies: Protocol.Network.Cookie[];
  /** By origin. */
  localStorage: Record<string, Record<string, string>>;
  urls: string[];
};

/** Reads the state of a running browser. @throws AppError TIMEOUT | BROWSER_CRASHED */
export function saveState(browser: Browser, tabs: BrowserTabs): Promise<SavedState> {
  return withTimeout(SAVE_LIMIT_MS, "saving the session's state", async (signal) => {
    const pages = tabs.pages().filter(({ url }) => /^https?:/.test(url));
    const [{ cookies }, stores] = await Promise.all([
      browser.cdp.send("Storage.getCookies", {}, { signal }),
      Promise.all(pages.map((page) => storageOf(page))),
    ]);
    return { cookies, localStorage: Object.fromEntries(stores.flatMap((store) => (store ? [store] : []))), urls: pages.map(({ url }) => url) };
  });
}

/** Puts saved cookies into a browser that is not used yet. */
export async function restoreCookies(browser: Browser, { cookies }: SavedState): Promise<void> {
  const given = cookies.map(({ size: _size, session, expires, ...cookie }) => ({ ...cookie, ...(!session && { expires }) }));
  if (given.length > 0) await browser.cdp.send("Storage.setCookies", { cookies: given });
}

/** Fills a page's local storage from the saved one, before the first script of each origin and only where it is still empty. */
export async function restoreStorage(page: Page, { localStorage }: SavedState): Promise<void> {
  if (Object.keys(localStorage).length === 0) return;
  const source = `(saved => {
    try {
      const mine = saved[location.origin];
      if (mine && localStorage.length === 0) for (const [key, value] of Object.entries(mine)) localStorage.setItem(key, value);
    } catch {} // The page has no storage (a sandboxed frame, a data: address).
  })(${JSON.stringify(localStorage)})`;
  await page.cdp.send("Page.addScriptToEvaluateOnNewDocument", { source });
}

/** A page that cannot be asked now (it crashed, a dialog blocks it) is left out. */
async function storageOf(page: Page): Promise<[string, Record<string, string>] | null> {
  const script = "[location.origin, Object.fromEntries(Object.entries(localStorage))]";
  const answer = await page.evaluate<[string, Record<string, string>]>(script, { world: "isolated", timeoutMs: STORAGE_LIMIT_MS }).catch(() => null);
  return answer && Object.keys(answer.value[1]).length > 0 ? answer.value : null;
}
