import { expect, it, vi } from "vitest";
import { advance, type ClockState, LIVE_DELAY_MS, PlayerClock } from "./clock.ts";

const idle = [{ fromMs: 2_000, toMs: 9_000 }];
const ended = { idle, growing: false };
const state = (part: Partial<ClockState> = {}): ClockState => ({
  atMs: 0,
  durationMs: 10_000,
  playing: true,
  speed: 1,
  skipIdle: false,
  live: false,
  ...part,
});

it("moves by the watcher's time and the speed, and stops at the end", () => {
  expect(advance(state(), 16, ended).atMs).toBe(16);
  expect(advance(state({ speed: 8 }), 100, ended).atMs).toBe(800);
  expect(advance(state({ atMs: 9_990 }), 100, ended)).toMatchObject({ atMs: 10_000, playing: false });
  expect(advance(state({ playing: false, atMs: 5 }), 100, ended).atMs).toBe(5);
});

it("jumps over what is idle when told to", () => {
  expect(advance(state({ atMs: 1_990, skipIdle: true }), 16, ended).atMs).toBe(9_000);
  expect(advance(state({ atMs: 1_990 }), 16, ended).atMs).toBe(2_006);
  const still = { idle: [{ fromMs: 2_000, toMs: 9_500 }], growing: true };
  // What is idle now in a running session may end in a moment.
  expect(advance(state({ atMs: 3_000, skipIdle: true }), 16, still).atMs).toBe(3_016);
});

it("waits at the end of a recording that grows, and follows it when live", () => {
  expect(advance(state({ atMs: 9_990 }), 100, { idle: [], growing: true })).toMatchObject({ atMs: 10_000, playing: true });
  expect(advance(state({ live: true, atMs: 100, durationMs: 60_000 }), 16, { idle: [], growing: true }).atMs).toBe(60_000 - LIVE_DELAY_MS);
});

it("begins again after the end, tells its listeners of changes only, and leaves live by seeking back", () => {
  const clock = new PlayerClock();
  const heard = vi.fn();
  clock.subscribe(heard);
  clock.extend(10_000, ended);
  clock.extend(10_000, ended);
  expect(heard).toHaveBeenCalledTimes(1);
  clock.seek(99_999);
  expect(clock.get().atMs).toBe(10_000);
  clock.toggle();
  expect(clock.get()).toMatchObject({ atMs: 0, playing: true });
  clock.tick(50);
  expect(clock.get().atMs).toBe(50);
  clock.goLive();
  expect(clock.get().live).toBe(false);
  clock.extend(60_000, { idle: [], growing: true });
  clock.goLive();
  expect(clock.get()).toMatchObject({ live: true, atMs: 60_000 - LIVE_DELAY_MS });
  clock.seek(1_000);
  expect(clock.get()).toMatchObject({ live: false, playing: true, atMs: 1_000 });
});
