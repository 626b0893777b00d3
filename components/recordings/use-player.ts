"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { lastAtOrBefore, type Stretch } from "../../server/contract/recording-time.ts";
import { type ClockState, PlayerClock, SPEEDS } from "./clock.ts";

const JUMP_MS = 5_000;
const LONG_JUMP_MS = 30_000;
/** More than this between two repaints is a hidden page or a machine asleep, not playing. */
const MAX_STEP_MS = 250;

/** A clock that moves with the repaints of the page while it plays. */
export function usePlayerClock(durationMs: number, idle: readonly Stretch[], growing: boolean): PlayerClock {
  const [clock] = useState(() => new PlayerClock());
  useEffect(() => clock.extend(durationMs, { idle, growing }), [clock, durationMs, idle, growing]);
  const playing = useClock(clock, (state) => state.playing);
  useEffect(() => {
    if (!playing) return;
    const state = { repaint: 0, before: performance.now() };
    const step = (now: number): void => {
      clock.tick(Math.min(MAX_STEP_MS, Math.max(0, now - state.before)));
      state.before = now;
      state.repaint = requestAnimationFrame(step);
    };
    state.repaint = requestAnimationFrame(step);
    return () => cancelAnimationFrame(state.repaint);
  }, [clock, playing]);
  return clock;
}

/** A part of the clock's state; the component is made anew only when that part changes, so it must be a plain value. */
export function useClock<T extends string | number | boolean | null>(clock: PlayerClock, select: (state: ClockState) => T): T {
  return useSyncExternalStore(
    clock.subscribe,
    () => select(clock.get()),
    () => select(clock.get()),
  );
}

/** What keys do besides moving the clock. */
export type PlayerKeys = Readonly<Record<string, () => void>>;

/** The keys of a player, wherever the focus is: typing and pressing what is focused come first. `frameTimes` is sorted. */
export function usePlayerKeys(clock: PlayerClock, frameTimes: readonly number[], more: PlayerKeys): void {
  const latest = useRef(more);
  useEffect(() => {
    latest.current = more;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event)) return;
      const other = latest.current[event.key];
      if (other) other();
      else if (!move(clock, frameTimes, event)) return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [clock, frameTimes]);
}

/** Does what a key means; false for a key that means nothing. */
function move(clock: PlayerClock, frameTimes: readonly number[], { key, shiftKey }: KeyboardEvent): boolean {
  const { atMs, durationMs, speed, skipIdle } = clock.get();
  const jumpMs = shiftKey ? LONG_JUMP_MS : JUMP_MS;
  if (key === " " || key === "k") clock.toggle();
  else if (key === "ArrowLeft") clock.seek(atMs - jumpMs);
  else if (key === "ArrowRight") clock.seek(atMs + jumpMs);
  else if (key === "Home") clock.seek(0);
  else if (key === "End") clock.seek(durationMs);
  else if (key === "," || key === ".") stepFrame(clock, frameTimes, key === "," ? -1 : 1);
  else if (key === "<" || key === ">") clock.set({ speed: nextSpeed(speed, key === "<" ? -1 : 1) });
  else if (key === "s") clock.set({ skipIdle: !skipIdle });
  else return false;
  return true;
}

function nextSpeed(speed: number, by: 1 | -1): number {
  const speeds: readonly number[] = SPEEDS;
  return speeds[Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(speed) + by))] ?? 1;
}

/** Pauses at the picture before or after the one that is shown. */
function stepFrame(clock: PlayerClock, frameTimes: readonly number[], by: 1 | -1): void {
  const { atMs } = clock.get();
  const shown = lastAtOrBefore(frameTimes, atMs, (time) => time);
  clock.pause();
  clock.seek(frameTimes[Math.min(frameTimes.length - 1, Math.max(0, shown + by))] ?? atMs);
}

/** Whether what is focused wants the key for itself. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=menu], [role=dialog], [role=alertdialog]")) return true;
  if (target instanceof HTMLInputElement) return target.type !== "range";
  if (target.closest("textarea, select, [contenteditable=true]")) return true;
  if (target.closest("[role=tab]") && (key.startsWith("Arrow") || key === "Home" || key === "End")) return true;
  return key === " " && target.closest("button, a, [role=button], [role=tab], summary") !== null;
}
