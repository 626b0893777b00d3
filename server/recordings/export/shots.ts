import { idleStretches, lastAtOrBefore, type Stretch } from "../../contract/recording-time.ts";
import type { RecordingFrame } from "../../contract/recordings.ts";
import { AppError } from "../../core/errors.ts";

/** Videos are no larger than this; wider or higher pages are made smaller. */
const MAX_WIDTH = 1_920;
const MAX_HEIGHT = 1_200;
/** The last picture of a recording stays for at least so long. */
const LAST_HOLD_MS = 1_000;

/** One picture of a video: which of the recording, from when on and for how long, in milliseconds of the video. */
export type Shot = { frame: number; atMs: number; lastsMs: number };

/** What a video shows, in which order, and how large it is in pixels. */
export type Cut = { shots: Shot[]; durationMs: number; width: number; height: number };

type CutOptions = { fromMs?: number | undefined; toMs?: number | undefined; speed: number; skipIdle: boolean; tabId?: string | undefined };

/**
 * The pictures of a video in order. `moments`: when something was done, which is never skipped as idle.
 * @throws AppError INVALID_INPUT naming the field, when the stretch is empty or the tab was never pictured
 */
export function cutOf(frames: readonly RecordingFrame[], durationMs: number, moments: readonly number[], options: CutOptions): Cut {
  const { fromMs, toMs } = stretchOf(options, durationMs);
  const track = frames.map((frame, index) => ({ ...frame, index })).filter(({ tabId }) => options.tabId === undefined || tabId === options.tabId);
  if (track.length === 0) throw refused(options.tabId === undefined ? "format" : "tabId", "There are no pictures of it: choose zip or json, or another tab.");
  // What was seen last before the stretch is what is seen at its beginning.
  const first = Math.max(
    0,
    lastAtOrBefore(track, fromMs, ({ atMs }) => atMs),
  );
  const toTheEnd = toMs >= durationMs;
  const seen = track.slice(first).filter(({ atMs }, index) => index === 0 || toTheEnd || atMs < toMs);
  const idle = options.skipIdle ? idleStretches([...track.map(({ atMs }) => atMs), ...moments], durationMs) : [];
  const place = (atMs: number): number => (Math.min(toMs, Math.max(fromMs, atMs)) - fromMs - skippedBetween(idle, fromMs, atMs)) / options.speed;
  // A recording ends with its last picture, which must be seen nevertheless.
  const lastMs = place(seen.at(-1)?.atMs ?? fromMs);
  const endMs = toTheEnd ? Math.max(place(toMs), lastMs + LAST_HOLD_MS) : place(toMs);
  const shots = seen
    .map(({ index, atMs }, at): Shot => {
      // A video begins with a picture, also where the recording's first came later.
      const beginsMs = at === 0 ? 0 : place(atMs);
      const next = seen[at + 1];
      return { frame: index, atMs: beginsMs, lastsMs: (next === undefined ? endMs : place(next.atMs)) - beginsMs };
    })
    .filter(({ lastsMs }) => lastsMs > 0);
  return { shots, durationMs: endMs, ...sizeOf(seen) };
}

/** The stretch of a recording that is asked for. @throws AppError INVALID_INPUT naming the field */
export function stretchOf({ fromMs = 0, toMs }: Pick<CutOptions, "fromMs" | "toMs">, durationMs: number): Stretch {
  if (fromMs >= Math.max(1, durationMs)) throw refused("fromMs", `The recording is ${durationMs} ms long; begin before its end.`);
  if (toMs !== undefined && toMs <= fromMs) throw refused("toMs", "The end must come after the beginning (fromMs).");
  return { fromMs, toMs: Math.min(toMs ?? durationMs, Math.max(1, durationMs)) };
}

/** A failure that names the field of an export's input. */
export const refused = (field: string, message: string): AppError => new AppError("INVALID_INPUT", `${field}: ${message}`, { fields: [{ field, message }] });

function skippedBetween(idle: readonly Stretch[], fromMs: number, untilMs: number): number {
  return idle.reduce((sum, stretch) => sum + Math.max(0, Math.min(stretch.toMs, untilMs) - Math.max(stretch.fromMs, fromMs)), 0);
}

/** Room for the largest picture; even numbers, as the colours of most videos are stored for two pixels at a time. */
function sizeOf(seen: readonly RecordingFrame[]): { width: number; height: number } {
  const width = Math.max(...seen.map((frame) => frame.width));
  const height = Math.max(...seen.map((frame) => frame.height));
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  const even = (pixels: number): number => Math.max(2, Math.round((pixels * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}
