import { WARN_BEFORE_MS } from "../contract/events.ts";

/** What ends a session next if nobody does anything, and when, in milliseconds since the epoch. */
export type Ending = { reason: "timeout" | "idle"; at: number };

/** The nearer of a session's two ends. Pure. */
export function nextEnding({ expiresAt, idleAt }: { expiresAt: number; idleAt: number | null }): Ending {
  return idleAt !== null && idleAt < expiresAt ? { reason: "idle", at: idleAt } : { reason: "timeout", at: expiresAt };
}

/**
 * Which warning is due now: its lead in milliseconds, or null. Each is given once for one end, and none that the session
 * was too short for from the beginning of its wait. Pure.
 * @param since when the wait for this end began (the start, or the last use)
 * @param given the smallest lead that was warned of for this end; null for none
 */
export function dueWarning(now: number, end: number, since: number, given: number | null): number | null {
  const due = WARN_BEFORE_MS.filter((lead) => end - since > lead && now >= end - lead && now < end && (given === null || lead < given));
  return due.at(-1) ?? null;
}
