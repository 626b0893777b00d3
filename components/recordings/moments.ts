import type { Activity, LogEntry } from "../../server/contract/activity.ts";
import { describeActivity } from "../../server/contract/activity-words.ts";
import type { NetworkEntry } from "../../server/contract/network-log.ts";
import { lastAtOrBefore } from "../../server/contract/recording-time.ts";

/** Something that happened at a moment of the recording, in milliseconds since its beginning. */
export type Moment = { id: string; atMs: number };

/** What was done in the session, as the timeline shows it; `toMs` is the same as `atMs` for what took no time. */
export type ActionMoment = Moment & { toMs: number; title: string; detail: string | null; success: boolean | null; error: string | null };

/** A line of the console, or what else the page or the browser told. */
export type LogMoment = Moment & Pick<LogEntry, "source" | "level" | "text" | "url">;

/** Activities as moments, the earliest first. What was before the first picture stands at the beginning, what came after the last at the end. */
export function actionMoments(activities: readonly Activity[], startedAtMs: number, durationMs: number): ActionMoment[] {
  return activities
    .map((activity): ActionMoment => {
      const atMs = Math.min(durationMs, Math.max(0, Date.parse(activity.createdAt) - startedAtMs));
      // The end of a session carries the length of the session: it happened at one moment all the same.
      const lastsMs = activity.actionType.startsWith("session.") ? 0 : (activity.durationMs ?? 0);
      const { title, detail } = describeActivity(activity);
      return { id: activity.id, atMs, toMs: atMs + lastsMs, title, detail, success: activity.success, error: activity.errorMessage };
    })
    .sort(byTime);
}

/** Log entries as moments, the earliest first. */
export function logMoments(entries: readonly LogEntry[], startedAtMs: number): LogMoment[] {
  return entries
    .map(({ id, source, level, text, url, createdAt }) => ({ id, source, level, text, url, atMs: Math.max(0, Date.parse(createdAt) - startedAtMs) }))
    .sort(byTime);
}

/** A request of a page. */
export type NetworkMoment = Moment & Pick<NetworkEntry, "method" | "url" | "status" | "state" | "failure" | "resourceType" | "durationMs" | "transferBytes">;

/** Requests as moments, the earliest first. */
export function networkMoments(entries: readonly NetworkEntry[], recordingStartedAtMs: number): NetworkMoment[] {
  return entries
    .map(({ id, method, url, status, state, failure, resourceType, durationMs, transferBytes, startedAtMs }) => ({
      ...{ id, method, url, status, state, failure, resourceType, durationMs, transferBytes },
      atMs: Math.max(0, startedAtMs - recordingStartedAtMs),
    }))
    .sort(byTime);
}

/** Whether a request failed, or was refused by its server. */
export const isBad = ({ state, status }: Pick<NetworkMoment, "state" | "status">): boolean => state === "failed" || (status ?? 0) >= 400;

/** How many of the moments are at or before a time. `moments` is sorted. */
export const countUntil = (moments: readonly Moment[], atMs: number): number => lastAtOrBefore(moments, atMs, (moment) => moment.atMs) + 1;

/** Where each piece of a row begins and how wide it is, as shares of the whole; nothing is too narrow to be hit. */
export function placeOf(fromMs: number, toMs: number, durationMs: number): { left: string; width: string } {
  const share = (ms: number): number => (durationMs === 0 ? 0 : Math.min(1, Math.max(0, ms / durationMs)));
  const left = share(fromMs);
  return { left: `${(left * 100).toFixed(3)}%`, width: `${((share(toMs) - left) * 100).toFixed(3)}%` };
}

/**
 * Rows for things that overlap in time: each goes into the first row where it has place, the last row takes what is left.
 * A thing takes at least `shortestMs`, which is what its mark is wide.
 */
export function stacked<T extends { atMs: number; toMs: number }>(things: readonly T[], rows: number, shortestMs: number): { thing: T; row: number }[] {
  const endsMs = Array.from({ length: rows }, () => Number.NEGATIVE_INFINITY);
  return things.map((thing) => {
    const free = endsMs.findIndex((endMs) => endMs <= thing.atMs);
    const row = free === -1 ? rows - 1 : free;
    endsMs[row] = Math.max(thing.toMs, thing.atMs + shortestMs);
    return { thing, row };
  });
}

const byTime = (one: Moment, other: Moment): number => one.atMs - other.atMs;
