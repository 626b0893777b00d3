import { type Stretch, stretchAt } from "../../server/contract/recording-time.ts";

/** Speeds that a recording can be played at. */
export const SPEEDS = [0.5, 1, 1.5, 2, 4, 8] as const;
/** How far behind the last thing that is known a running session is watched: what is written later must have arrived. */
export const LIVE_DELAY_MS = 2_500;
/** Falling back further than this in a running session means that one stopped watching its end. */
const LIVE_SLACK_MS = 4_000;

/** Where a playback is and how it moves; times in milliseconds since the recording's beginning. */
export type ClockState = {
  atMs: number;
  durationMs: number;
  playing: boolean;
  speed: number;
  skipIdle: boolean;
  /** Follows the end of a recording that still grows. */
  live: boolean;
};

/** The state after `passedMs` of the watcher's time. At the end it stops, unless it waits there for more (`growing`). Pure. */
export function advance(state: ClockState, passedMs: number, { idle, growing }: { idle: readonly Stretch[]; growing: boolean }): ClockState {
  if (!state.playing) return state;
  if (state.live) return { ...state, atMs: Math.max(state.atMs, liveEdge(state.durationMs), Math.min(state.atMs + passedMs, state.durationMs)) };
  let atMs = state.atMs + passedMs * state.speed;
  const stretch = state.skipIdle ? stretchAt(idle, atMs) : undefined;
  // The stretch at the end of a recording that grows is not over yet: what comes may be near.
  if (stretch !== undefined && !(growing && stretch.toMs >= liveEdge(state.durationMs))) atMs = stretch.toMs;
  if (atMs < state.durationMs) return { ...state, atMs };
  return { ...state, atMs: state.durationMs, playing: growing };
}

/** Where the end of a running session is watched. */
export const liveEdge = (durationMs: number): number => Math.max(0, durationMs - LIVE_DELAY_MS);

type Settings = { idle: readonly Stretch[]; growing: boolean };

/**
 * The one clock of a player: pictures, the rebuilt page, lists and lanes all show its moment. Not a React state, because
 * it moves with every repaint; parts subscribe to as much of it as they show.
 */
export class PlayerClock {
  #state: ClockState = { atMs: 0, durationMs: 0, playing: false, speed: 1, skipIdle: false, live: false };
  #settings: Settings = { idle: [], growing: false };
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly get = (): ClockState => this.#state;

  /** What is known of the recording now; a recording of a running session grows. */
  extend(durationMs: number, settings: Settings): void {
    this.#settings = settings;
    this.#set({ durationMs, live: this.#state.live && settings.growing, atMs: Math.min(this.#state.atMs, durationMs) });
  }

  /** `passedMs` of the watcher's time have passed. */
  tick(passedMs: number): void {
    this.#become(advance(this.#state, passedMs, this.#settings));
  }

  /** Plays, from the beginning when it stood at the end; or pauses. */
  toggle(): void {
    const { playing, atMs, durationMs } = this.#state;
    const atEnd = atMs >= durationMs && !this.#settings.growing;
    this.#set({ playing: !playing, live: false, ...(!playing && atEnd && { atMs: 0 }) });
  }

  pause(): void {
    this.#set({ playing: false, live: false });
  }

  /** Goes to a moment; playing goes on from there. */
  seek(atMs: number): void {
    const { durationMs, live } = this.#state;
    const to = Math.min(durationMs, Math.max(0, atMs));
    this.#set({ atMs: to, live: live && to >= liveEdge(durationMs) - LIVE_SLACK_MS });
  }

  /** Watches the end of a recording that grows. */
  goLive(): void {
    if (this.#settings.growing) this.#set({ live: true, playing: true, speed: 1, atMs: liveEdge(this.#state.durationMs) });
  }

  set(part: Partial<Pick<ClockState, "speed" | "skipIdle">>): void {
    this.#set({ ...part, live: this.#state.live && (part.speed ?? 1) === 1 });
  }

  #set(part: Partial<ClockState>): void {
    this.#become({ ...this.#state, ...part });
  }

  #become(next: ClockState): void {
    const before = this.#state;
    if ((Object.keys(next) as (keyof ClockState)[]).every((key) => next[key] === before[key])) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}
