import { expect, test } from "vitest";
import { outcomeOf } from "./cleanup-outcome.ts";

test.each([
  [{ ended: 0, processes: 0, directories: 0, freedBytes: 0 }, "Nothing to clean up"],
  [{ ended: 1, processes: 0, directories: 0, freedBytes: 0 }, "1 session ended"],
  [
    { ended: 2, processes: 3, directories: 1, freedBytes: 5_000_000 },
    "2 sessions ended, 3 leftover processes ended, 1 leftover directory removed; 5.0 MB freed",
  ],
])("%o: %s", (run, sentence) => expect(outcomeOf(run)).toBe(sentence));
