import type { PerchEvent } from "../../contract/events.ts";
import type { LiveStreamEvents } from "../../contract/live-stream.ts";

/** What a session's stream tells in order and leaves none of out, beside pictures and tabs, of which only the newest count. */
export type Line = { [Name in "log" | "activity"]: { name: Name; data: LiveStreamEvents[Name] } }["log" | "activity"];

/** The line that an event is; null for one that is none. */
export function lineOf(event: PerchEvent): Line | null {
  if (event.type === "log.written") return { name: "log", data: event.entry };
  return event.type === "action.finished" ? { name: "activity", data: event.activity } : null;
}

/** When it came about, in milliseconds since the epoch: for what was done, when that was finished. */
export function momentOf({ name, data }: Line): number {
  return Date.parse(data.createdAt) + (name === "activity" ? (data.durationMs ?? 0) : 0);
}
