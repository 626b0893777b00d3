import type { LiveTier } from "../contract/live.ts";
import type { Tab } from "../contract/tabs.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { type FrameSink, TabCast } from "./tab-cast.ts";
import { type LowerTier, TierCast } from "./tier-cast.ts";

/** Somebody who looks at a session. */
export type Watcher = {
  onFrame: FrameSink;
  /** Whether frames must come at once even in a crowd: for whoever steers the page. */
  isUrgent?: () => boolean;
  /** Below the high tier: takes the full picture of a page that came to rest. */
  onRest?: FrameSink;
  /** Called when the list of tabs changed, or which of them is being watched. */
  onTabs?: (tabs: Tab[], tabId: string) => void;
};

/** A running look at a session; stop() is idempotent. */
export type Watch = {
  /** The page that is shown now. */
  readonly page: Page;
  /** Pins the look to a tab, or with null lets it follow the active one. A tab that is gone is as null. */
  pin(tabId: string | null): void;
  /** Chooses a tier, `high` to begin with; null gives no frames until it is chosen again. */
  show(tier: LiveTier | null): void;
  stop(): void;
};

/** One tab's screencast and what is made of it. */
type Casts = { full: TabCast; lower: Map<LowerTier, TierCast> };

/** The live pictures of one session: one screencast for each tab that is looked at, whatever the number of viewers. */
export class Hub {
  readonly #session: LiveSession;
  readonly #log: Log;
  readonly #casts = new Map<string, Casts>();
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

  /** Watches in all, and for each tab whether a screencast runs, for how many, and how many of them look at lower tiers. */
  get stats(): { watches: number; casts: { tabId: string; viewers: number; lower: number; running: boolean }[] } {
    const casts = [...this.#casts].map(([tabId, { full, lower }]) => {
      const tiers = [...lower.values()].filter(({ viewers }) => viewers > 0);
      const below = tiers.reduce((sum, { viewers }) => sum + viewers, 0);
      // Each lower tier is one of the screencast's own viewers.
      return { tabId, viewers: full.stats.viewers - tiers.length + below, lower: below, running: full.stats.running };
    });
    return { watches: this.#watches.size, casts };
  }

  /** The newest known picture of the active tab, if its screencast runs. */
  get current(): Buffer | null {
    const cast = this.#casts.get(this.#session.tabs.active.targetId)?.full;
    return cast?.stats.running ? (cast.last?.image ?? null) : null;
  }

  /** Begins a look at the active tab, or at the given one. */
  watch(watcher: Watcher, tabId: string | null = null): Watch {
    const state = { pinned: tabId, page: this.pageFor(tabId), tier: "high" as LiveTier | null, leave: () => {}, stopped: false };
    const attach = (page: Page): void => {
      const { leave, tier } = state;
      state.page = page;
      state.leave = tier === null ? () => {} : this.#join(page, tier, watcher);
      // Only now: a screencast that is wanted again need not stop meanwhile.
      leave();
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
      show: (tier) => {
        if (state.stopped || state.tier === tier) return;
        state.tier = tier;
        attach(state.page);
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
    for (const casts of this.#casts.values()) dispose(casts);
    this.#casts.clear();
    this.#watches.clear();
  }

  /** The page of a tab, or the active one when null is asked for or the tab is gone. */
  pageFor(tabId: string | null): Page {
    const { tabs } = this.#session;
    return (tabId === null ? undefined : tabs.pages().find((page) => page.targetId === tabId)) ?? tabs.active;
  }

  #join(page: Page, tier: LiveTier, { onFrame, isUrgent, onRest = () => {} }: Watcher): () => void {
    const { full, lower } = this.#castsOf(page);
    if (tier === "high") return full.add({ onFrame, isUrgent });
    const known = lower.get(tier) ?? new TierCast(full, tier, this.#log);
    lower.set(tier, known);
    return known.add({ onFrame, onRest });
  }

  #castsOf(page: Page): Casts {
    const known = this.#casts.get(page.targetId);
    if (known?.full.page === page) return known;
    if (known) dispose(known);
    const full = new TabCast({ page, viewport: this.#session.config.viewport, nextSequence: () => ++this.#sequence, log: this.#log });
    const casts: Casts = { full, lower: new Map() };
    this.#casts.set(page.targetId, casts);
    return casts;
  }

  #onTabsChanged(): void {
    for (const watch of this.#watches) watch.refresh();
    const open = new Set(this.#session.tabs.pages());
    for (const [tabId, casts] of this.#casts) {
      if (open.has(casts.full.page)) continue;
      dispose(casts);
      this.#casts.delete(tabId);
    }
  }
}

function dispose({ full, lower }: Casts): void {
  for (const cast of lower.values()) cast.dispose();
  full.dispose();
}
