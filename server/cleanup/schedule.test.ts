import { expect, test } from "vitest";
import { cronOf } from "./schedule.ts";

const MINUTE_MS = 60_000;

test.each([
  ["a second", 1_000, null],
  ["almost a minute", 59_999, null],
  ["a minute", MINUTE_MS, "*/1 * * * *"],
  ["five minutes", 5 * MINUTE_MS, "*/5 * * * *"],
  ["seven minutes: the next shorter that divides the hour", 7 * MINUTE_MS, "*/6 * * * *"],
  ["59 minutes", 59 * MINUTE_MS, "*/30 * * * *"],
  ["an hour", 60 * MINUTE_MS, "0 */1 * * *"],
  ["five hours: the next shorter that divides the day", 300 * MINUTE_MS, "0 */4 * * *"],
  ["a day", 1_440 * MINUTE_MS, "0 */24 * * *"],
])("every %s", (_, intervalMs, expected) => expect(cronOf(intervalMs)).toBe(expected));
