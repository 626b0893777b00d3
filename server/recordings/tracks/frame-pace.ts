import type { BrowserTabs } from "../../driver/browser-tabs.ts";
import type { Page } from "../../driver/page.ts";

/** Pictures that follow one another faster than this are more than are kept … */
const BURST_GAP_MS = 100;
/** … so none is asked for until the next one is due. */
const BURST_PAUSE_MS = 200;
/** Pictures of a page that loads are left out for this long at most. */
const LOADING_LIMIT_MS = 1_500;

/** The same for what is done by a program: its effect is pictured as soon as it is done. */
const ACTING_LIMIT_MS = 1_000;

/** A look at a session's pictures; `show(null)` has none taken, and what is shown again begins with the picture of then. */
export type FrameWatch = { readonly page: Page; show(tier: "high" | null): void; stop(): void };
export type FramePace = {
  /** A picture came. */
  seen: () => void;
  /** A program begins or ends to do something with the session's pages. */
  acting: (isActing: boolean) => void;
  /** Idempotent. */
  stop: () => void;
};

/**
 * Has the browser take no more pictures than a recording keeps: each costs it as much as drawing the page. None are taken
 * between two that are due while a page changes all the time, none from the moment that a new document comes until it has
 * loaded, and none while an action is done. A page at rest sends none by itself.
 */
export function paceFrames(watch: FrameWatch, tabs: Pick<BrowserTabs, "pages" | "onChange">): FramePace {
  const state: { timer: NodeJS.Timeout | undefined; seenAtMs: number; follows: Map<Page, () => void> } = {
    timer: undefined,
    seenAtMs: Number.NEGATIVE_INFINITY,
    follows: new Map(),
  };
  const goOn = (): void => {
    clearTimeout(state.timer);
    watch.show("high");
  };
  const pause = (ms: number): void => {
    clearTimeout(state.timer);
    state.timer = setTimeout(goOn, ms);
    watch.show(null);
  };
  const follow = (page: Page): (() => void) =>
    page.onEvent(({ type }) => {
      if (page !== watch.page) return;
      if (type === "navigated" && page.status === "loading") pause(LOADING_LIMIT_MS);
      if (type === "loaded" || type === "crashed") goOn();
    });
  const look = (): void => {
    const open = tabs.pages();
    for (const page of open) if (!state.follows.has(page)) state.follows.set(page, follow(page));
    for (const [page, stop] of state.follows) {
      if (open.includes(page)) continue;
      stop();
      state.follows.delete(page);
    }
  };
  look();
  const unsubscribe = tabs.onChange(look);
  return {
    seen: () => {
      const now = performance.now();
      const isBurst = now - state.seenAtMs < BURST_GAP_MS;
      state.seenAtMs = now;
      if (isBurst) pause(BURST_PAUSE_MS);
    },
    acting: (isActing) => (isActing ? pause(ACTING_LIMIT_MS) : goOn()),
    stop: () => {
      clearTimeout(state.timer);
      unsubscribe();
      for (const stop of state.follows.values()) stop();
    },
  };
}
