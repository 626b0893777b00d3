import { expect, test } from "vitest";
import { formatOffset } from "./session-time.ts";

test.each([
  [1_000, 1_000, "+0:00.000"],
  [8_250, 1_000, "+0:07.250"],
  [721_000, 1_000, "+12:00.000"],
  [60_999.6, 0, "+1:01.000"],
  [500, 1_000, "+0:00.000"],
])("%d in a session that began at %d", (at, began, told) => expect(formatOffset(at, began)).toBe(told));
