import { expect, test } from "vitest";
import { oldestBeyond } from "./oldest-beyond.ts";

const items = [30, 20, 10].map((sizeBytes) => ({ sizeBytes }));
const sizes = (usedBytes: number, quotaBytes: number | null): number[] => oldestBeyond(items, usedBytes, quotaBytes).map(({ sizeBytes }) => sizeBytes);

test.each([
  ["nothing without a limit", 60, null, []],
  ["nothing that fits exactly", 60, 60, []],
  ["the oldest of what is a byte too much", 60, 59, [30]],
  ["as many as are needed", 60, 25, [30, 20]],
  ["all where even that is not enough", 90, 20, [30, 20, 10]],
])("%s goes", (_, usedBytes, quotaBytes, gone) => expect(sizes(usedBytes, quotaBytes)).toEqual(gone));
