/** A length of time for people, from milliseconds: `340 ms`, `4.2 s`, `3m 08s`, `2h 05m`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

/** A length of time as one says it, rounded: `5 minutes`, `1 minute`, `20 seconds`; from milliseconds. */
export function spokenLength(ms: number): string {
  if (ms <= 0) return "a moment";
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

/** A running clock, from milliseconds: `0:07`, `12:40`, `1:02:03`. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** A size for people, from bytes (1 MB is 1,000,000 bytes). */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** A moment in the reader's own time, to the second. */
export const formatMoment = (instant: string): string => new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** A moment in the reader's own time, to the minute and without the year, for narrow columns. */
export const formatShortMoment = (instant: string): string =>
  new Date(instant).toLocaleString(undefined, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });

/** The time of day of a moment in the reader's own time. */
export const formatTime = (instant: string): string =>
  new Date(instant).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const ORDINAL_ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** A place in a row: `1st`, `2nd`, `3rd`, `11th`. */
export const formatOrdinal = (place: number): string => `${place}${ORDINAL_ENDINGS[ordinals.select(place)]}`;

const pad = (value: number): string => String(value).padStart(2, "0");
