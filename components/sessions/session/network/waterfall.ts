import type { NetworkEntry } from "../../../../server/contract/network-log.ts";

/** The time that a list of requests takes up, in milliseconds since the epoch. */
export type TimeAxis = { fromMs: number; lengthMs: number };
type Timed = Pick<NetworkEntry, "startedAtMs" | "durationMs">;

/** What is narrower cannot be seen, in percent. */
const NARROWEST = 1;

/** From the first request's begin to the last one's end; what is under way ends now. */
export function timeAxis(entries: readonly Timed[], nowMs: number): TimeAxis {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const { startedAtMs, durationMs } of entries) {
    from = Math.min(from, startedAtMs);
    to = Math.max(to, durationMs === null ? Math.max(startedAtMs, nowMs) : startedAtMs + durationMs);
  }
  return entries.length === 0 ? { fromMs: 0, lengthMs: 1 } : { fromMs: from, lengthMs: Math.max(1, to - from) };
}

/** Where on the axis a request stands, in percent. */
export function spanOf({ startedAtMs, durationMs }: Timed, { fromMs, lengthMs }: TimeAxis, nowMs: number): { left: number; width: number } {
  const left = Math.min(100 - NARROWEST, ((startedAtMs - fromMs) / lengthMs) * 100);
  const took = durationMs ?? Math.max(0, nowMs - startedAtMs);
  return { left, width: Math.min(100 - left, Math.max(NARROWEST, (took / lengthMs) * 100)) };
}
