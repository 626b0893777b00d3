import type { LiveTier, VideoCodec } from "../contract/live.ts";
import type { Tab } from "../contract/tabs.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { type FrameSink, TabCast } from "./tab-cast.ts";
import { type LowerTier, TierCast } from "./tier-cast.ts";
import type { Encoders } from "./video/encoders.ts";
import { VideoCast, type VideoTaker } from "./video/video-cast.ts";

/** Somebody who looks at a session. */
export type Watcher = {
  onFrame: FrameSink;
  /** Whether frames must come at once even in a crowd: for whoever steers the page. */
  isUrgent?: () => boolean;
  /** Below the high tier: takes the full picture of a page that came to rest. */
  onRest?: FrameSink;
  /** What takes videos, and how they are encoded for it; without that, the tier `video` shows nothing. */
  video?: VideoTaker & { codec: () => VideoCodec | null };
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
  /** This frame and all before it have arrived: a video goes by it. */
  acknowledged(sequence: number): void;
  stop(): void;
};

/** One tab's screencast and what is made of it. */
type Casts = { full: TabCast; lower: Map<LowerTier, TierCast>; videos: Map<VideoCodec, VideoCast> };
/** A look at one tier of one tab. */
type Look = { acknowledged?: (sequence: number) => void; leave: () => void };
const NO_LOOK: Look = { leave: () => {} };

/** The live pictures of one session: one screencast for each tab that is looked at, whatever the number of viewers. */
export class Hub {
  readonly #session: LiveSession;
  readonly #encoders: Pick<Encoders, "open">;
  readonly #log: Log;
  readonly #casts = new Map<string, Casts>();
  readonly #watches = new Set<{ refresh: () => void }>();
  readonly #unsubscribe: () => void;
  #sequence = 0;

  constructor(session: LiveSession, encoders: Pick<Encoders, "open">, log: Log) {
    this.#session = session;
    this.#encoders = encoders;
    this.#log = log;
    this.#unsubscribe = session.tabs.onChange(() => this.#onTabsChanged());
  }

  get session(): LiveSession {
    return this.#session;
  }

  /** Watches in all, and for each tab whether a screencast runs, for how many, and how many of them look at lower tiers and at videos. */
  get stats(): { watches: number; casts: { tabId: string; viewers: number; lower: number; video: number; running: boolean }[] } {
    const casts = [...this.#casts].map(([tabId, { full, lower, videos }]) => {
      const [below, watching] = [viewersOf(lower), viewersOf(videos)];
      // Each lower tier, and each video, is one of the screencast's own viewers.
      const own = full.stats.viewers - below.casts - watching.casts;
      return { tabId, viewers: own + below.viewers + watching.viewers, lower: below.viewers, video: watching.viewers, running: full.stats.running };
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
    const state = { pinned: tabId, page: this.pageFor(tabId), tier: "high" as LiveTier | null, look: NO_LOOK, stopped: false };
    const attach = (page: Page): void => {
      const { look, tier } = state;
      state.page = page;
      state.look = tier === null ? NO_LOOK : this.#join(page, tier, watcher);
      // Only now: a screencast that is wanted again need not stop meanwhile.
      look.leave();
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
      acknowledged: (sequence) => state.look.acknowledged?.(sequence),
      stop: () => {
        state.stopped = true;
        this.#watches.delete(entry);
        state.look.leave();
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

  #join(page: Page, tier: LiveTier, { onFrame, isUrgent, onRest = () => {}, video }: Watcher): Look {
    const casts = this.#castsOf(page);
    if (tier === "high") return { leave: casts.full.add({ onFrame, isUrgent }) };
    if (tier === "video") {
      const codec = video?.codec() ?? null;
      return video === undefined || codec === null ? NO_LOOK : this.#videoOf(casts, codec).add(video);
    }
    const known = casts.lower.get(tier) ?? new TierCast(casts.full, tier, this.#log);
    casts.lower.set(tier, known);
    return { leave: known.add({ onFrame, onRest }) };
  }

  #videoOf({ full, videos }: Casts, codec: VideoCodec): VideoCast {
    const nextSequence = (): number => ++this.#sequence;
    const known = videos.get(codec) ?? new VideoCast({ source: full, codec, encoders: this.#encoders, nextSequence, log: this.#log });
    videos.set(codec, known);
    return known;
  }

  #castsOf(page: Page): Casts {
    const known = this.#casts.get(page.targetId);
    if (known?.full.page === page) return known;
    if (known) dispose(known);
    const full = new TabCast({ page, viewport: this.#session.config.viewport, nextSequence: () => ++this.#sequence, log: this.#log });
    const casts: Casts = { full, lower: new Map(), videos: new Map() };
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

/** How many casts somebody looks at, and how many do. */
function viewersOf(casts: ReadonlyMap<string, { viewers: number }>): { casts: number; viewers: number } {
  const counts = [...casts.values()].map(({ viewers }) => viewers).filter((viewers) => viewers > 0);
  return { casts: counts.length, viewers: counts.reduce((sum, viewers) => sum + viewers, 0) };
}

function dispose({ full, lower, videos }: Casts): void {
  for (const cast of [...lower.values(), ...videos.values()]) cast.dispose();
  full.dispose();
}
