import type { Tab } from "../contract/tabs.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { type FrameSink, TabCast } from "./tab-cast.ts";

/** Somebody who looks at a session. */
export type Watcher = {
  onFrame: FrameSink;
  /** Called when the list of tabs changed, or which of them is being watched. */
  onTabs?: (tabs: Tab[], tabId: string) => void;
};

/** A running look at a session; stop() is idempotent. */
export type Watch = {
  /** The page that is shown now. */
  readonly page: Page;
  /** Pins the look to a tab, or with null lets it follow the active one. A tab that is gone is as null. */
  pin(tabId: string | null): void;
  stop(): void;
};

/** The live pictures of one session: one screencast for each tab that is looked at, whatever the number of viewers. */
export class Hub {
  readonly #session: LiveSession;
  readonly #log: Log;
  readonly #casts = new Map<string, TabCast>();
  readonly #watches = new Set<{ refresh: () => void }>();
  readonly #unsubscribe: () => void;
  #sequence = 0;

  constructor(session: LiveSession, log: Log) {
    this.#session = session;
    this.#log = log;
    this.#unsubscribe = session.tabs.onChange(() => this.#onTabsChanged());
  }

  get session(): LiveSession {
    return this.#session;
  }

  /** Watches in all, and for each tab whether a screencast runs for how many. */
  get stats(): { watches: number; casts: { tabId: string; viewers: number; running: boolean }[] } {
    return { watches: this.#watches.size, casts: [...this.#casts].map(([tabId, cast]) => ({ tabId, ...cast.stats })) };
  }

  /** The newest known picture of the active tab, if its screencast runs. */
  get current(): Buffer | null {
    const cast = this.#casts.get(this.#session.tabs.active.targetId);
    return cast?.stats.running ? (cast.last?.image ?? null) : null;
  }

  /** Begins a look at the active tab, or at the given one. */
  watch(watcher: Watcher, tabId: string | null = null): Watch {
    const state = { pinned: tabId, page: this.pageFor(tabId), leave: () => {}, stopped: false };
    const attach = (page: Page): void => {
      state.leave();
      state.page = page;
      state.leave = this.#castOf(page).add(watcher.onFrame);
    };
    const entry = {
      refresh: () => {
        const page = this.pageFor(state.pinned);
        if (page !== state.page) attach(page);
        watcher.onTabs?.(this.#session.tabs.list(), page.targetId);
      },
    };
    this.#watches.add(entry);
    attach(state.page);
    return {
      get page() {
        return state.page;
      },
      pin: (next) => {
        if (state.stopped) return;
        state.pinned = next;
        entry.refresh();
      },
      stop: () => {
        state.stopped = true;
        this.#watches.delete(entry);
        state.leave();
      },
    };
  }

  /** Stops every screencast. Idempotent. */
  dispose(): void {
    this.#unsubscribe();
    for (const cast of this.#casts.values()) cast.dispose();
    this.#casts.clear();
    this.#watches.clear();
  }

  /** The page of a tab, or the active one when null is asked for or the tab is gone. */
  pageFor(tabId: string | null): Page {
    const { tabs } = this.#session;
    return (tabId === null ? undefined : tabs.pages().find((page) => page.targetId === tabId)) ?? tabs.active;
  }

  #castOf(page: Page): TabCast {
    const known = this.#casts.get(page.targetId);
    if (known?.page === page) return known;
    known?.dispose();
    const cast = new TabCast({ page, viewport: this.#session.config.viewport, nextSequence: () => ++this.#sequence, log: this.#log });
    this.#casts.set(page.targetId, cast);
    return cast;
  }

  #onTabsChanged(): void {
    for (const watch of this.#watches) watch.refresh();
    const open = new Set(this.#session.tabs.pages());
    for (const [tabId, cast] of this.#casts) {
      if (open.has(cast.page)) continue;
      cast.dispose();
      this.#casts.delete(tabId);
    }
  }
}
