import type { LiveQuality, LiveTier } from "../contract/live.ts";

/** What one viewer is sent: which tier, and how many frames may be on their way unacknowledged. */
export type Plan = { readonly tier: LiveTier; readonly inFlight: number };

/** From the least to the most. More in flight is for viewers that are far away and quick: distance is no want of bandwidth. */
const LADDER: readonly Plan[] = [
  { tier: "low", inFlight: 2 },
  { tier: "medium", inFlight: 2 },
  { tier: "high", inFlight: 2 },
  { tier: "high", inFlight: 3 },
  { tier: "high", inFlight: 4 },
];
/** For those who can be shown a video: it has its own account of what is on its way, and is as sharp in a tenth of the bytes. */
const VIDEO_LADDER: readonly Plan[] = [{ tier: "video", inFlight: 2 }, ...LADDER.filter(({ tier }) => tier === "high")];
const LOOK_EVERY_MS = 2_000;
/** A single delay may be chance; where so few frames arrive in LOOK_LATEST_MS, one must do. */
const MIN_ACKNOWLEDGED = 3;
const LOOK_LATEST_MS = 6_000;
/** From sending a frame to its acknowledgement: above this a viewer is behind what it sees, below the other it has room. */
const SLOW_MS = 350;
const QUICK_MS = 150;
/**
 * How long a step up waits after a step down; doubled each time the step up proved too much. A video looks well on any road:
 * that it arrives quickly does not tell whether the full picture would.
 */
const HOLD_MS = { first: 6_000, longest: 96_000 };
const VIDEO_HOLD_MS = { first: 30_000, longest: 600_000 };
/** A step down that leaves this much of the delay did not help: the delay is distance, which more in flight makes up for. */
const NO_HELP = 0.8;
const NO_HELP_HOLD_MS = 300_000;

/**
 * Adapts what one viewer is sent to what it takes, by the time from a frame to its acknowledgement: a viewer that falls
 * behind gets less, one that has room gets more, one that is merely far away keeps its quality.
 */
export type Pace = {
  readonly plan: Plan;
  /** Lets the viewer's own choice rule; "auto" adapts again. */
  choose(quality: LiveQuality): void;
  /** Whether it may adapt by videos; not, to begin with. Adapting begins anew from a tier that is alike. */
  allowVideo(may: boolean): void;
  /** A frame of the plan's tier went out. `isHeldBack`: others were left out before it for want of acknowledgements. */
  sent(sequence: number, isHeldBack: boolean): void;
  /** A frame arrived. True when the plan is another now. */
  acknowledged(sequence: number): boolean;
};

/** Makes the pace of one viewer. The clock gives milliseconds and never runs backwards. */
export function createPace(clock: () => number = () => performance.now()): Pace {
  const state = {
    chosen: null as Plan | null,
    ladder: LADDER,
    step: firstHigh(LADDER),
    lookedAt: clock(),
    upFrom: Number.NEGATIVE_INFINITY,
    steppedUpAt: Number.NEGATIVE_INFINITY,
    hold: HOLD_MS,
    holdMs: HOLD_MS.first,
    noDownUntil: Number.NEGATIVE_INFINITY,
    /** The delay before the last step down, until it is known whether that helped. */
    delayBefore: null as number | null,
    lastSent: -1,
    /** Until this frame has arrived, those of the tier before still fill the road: what is sent behind them tells nothing of its own. */
    leftOver: -1,
  };
  const underWay = new Map<number, number>();
  const window = { delays: [] as number[], heldBack: false };

  const top = (): number => state.ladder.length - 1;
  const planOf = (): Plan => state.chosen ?? (state.ladder[state.step] as Plan);
  const moveTo = (step: number): boolean => {
    state.step = step;
    underWay.clear();
    state.leftOver = state.lastSent;
    return true;
  };

  const stepDown = (delayMs: number, now: number): boolean => {
    // What was just tried proved too much: the next try waits longer.
    if (now - state.steppedUpAt < 2 * HOLD_MS.first) state.holdMs = Math.min(state.hold.longest, state.holdMs * 2);
    state.upFrom = now + state.holdMs;
    const { tier } = planOf();
    moveTo(state.step - 1);
    // Fewer in flight of the same pictures tell nothing about the road.
    if (planOf().tier !== tier) state.delayBefore = delayMs;
    return true;
  };
  const stepUp = (now: number): boolean => {
    if (now - state.steppedUpAt > state.hold.longest) state.holdMs = state.hold.first;
    state.steppedUpAt = now;
    state.upFrom = now + LOOK_EVERY_MS;
    return moveTo(state.step + 1);
  };
  const look = (now: number): boolean => {
    const delayMs = middleOf(window.delays);
    const { heldBack } = window;
    const before = state.delayBefore;
    window.delays = [];
    window.heldBack = false;
    state.lookedAt = now;
    state.delayBefore = null;
    if (before !== null && delayMs > before * NO_HELP && delayMs > SLOW_MS) {
      state.noDownUntil = now + NO_HELP_HOLD_MS;
      return moveTo(top());
    }
    if (delayMs > SLOW_MS && state.step > 0 && now >= state.noDownUntil) return stepDown(delayMs, now);
    // Below the full picture there is room by being quick; at the full picture more is of use only where frames were left out.
    const wants = planOf().tier !== "high" || heldBack;
    if (delayMs < QUICK_MS && wants && state.step < top() && now >= state.upFrom) return stepUp(now);
    return false;
  };

  return {
    get plan() {
      return planOf();
    },
    choose: (quality) => {
      underWay.clear();
      window.delays = [];
      state.chosen = quality === "auto" ? null : { tier: quality, inFlight: 2 };
    },
    allowVideo: (may) => {
      const ladder = may ? VIDEO_LADDER : LADDER;
      if (ladder === state.ladder) return;
      // Above the full picture's first step both are the same; a lower tier becomes the other's lowest.
      const above = state.step - firstHigh(state.ladder);
      Object.assign(state, { ladder, hold: may ? VIDEO_HOLD_MS : HOLD_MS, holdMs: may ? VIDEO_HOLD_MS.first : HOLD_MS.first, delayBefore: null });
      window.delays = [];
      moveTo(above < 0 ? 0 : firstHigh(ladder) + above);
    },
    sent: (sequence, isHeldBack) => {
      if (state.chosen !== null) return;
      state.lastSent = sequence;
      if (state.leftOver >= 0) return;
      underWay.set(sequence, clock());
      window.heldBack ||= isHeldBack;
    },
    acknowledged: (sequence) => {
      const now = clock();
      if (sequence >= state.leftOver) state.leftOver = -1;
      for (const [known, sentAt] of underWay) {
        if (known > sequence) break;
        underWay.delete(known);
        window.delays.push(now - sentAt);
      }
      const sinceMs = now - state.lookedAt;
      const isTime = window.delays.length >= MIN_ACKNOWLEDGED ? sinceMs >= LOOK_EVERY_MS : window.delays.length > 0 && sinceMs >= LOOK_LATEST_MS;
      return isTime && look(now);
    },
  };
}

const firstHigh = (ladder: readonly Plan[]): number => ladder.findIndex(({ tier }) => tier === "high");
const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
