import { describe, expect, it } from "vitest";
import { readLimits, removalLines, textOf } from "./limits.ts";

const NONE = { recordingDays: null, evidenceDays: null, logDays: null, quotaBytes: null };
const installation = { recordingDays: null, evidenceDays: 30, logDays: 30, quotaBytes: 10_737_418_240 };
const keeping = { ...NONE, logDays: 7, quotaBytes: 2_500_000_000 };
const text = textOf(keeping);

describe("limits in their boxes", () => {
  it("are days and gigabytes, and empty where the workspace has none", () => {
    expect(text).toEqual({ recordingDays: "", evidenceDays: "", logDays: "7", quotaBytes: "2.5" });
  });

  it("change only where something else was typed", () => {
    expect(readLimits({ ...text, logDays: " 7 " }, { keeping, installation })).toEqual({ changes: {}, problems: null });
    expect(readLimits({ ...text, logDays: "", quotaBytes: "10.7" }, { keeping, installation }).changes).toEqual({ logDays: null, quotaBytes: 10_700_000_000 });
    expect(readLimits({ ...text, recordingDays: "365" }, { keeping, installation }).changes).toEqual({ recordingDays: 365 });
  });

  it.each([
    ["recordingDays", "1.5", "Use a whole number of days from 1 to 3650."],
    ["recordingDays", "soon", "Use a whole number of days from 1 to 3650."],
    ["evidenceDays", "31", "The installation keeps at most 30 days."],
    ["quotaBytes", "2,5", "Use a number of GB from 0.001, as in 2.5."],
    ["quotaBytes", "0", "Use a number of GB from 0.001, as in 2.5."],
    ["quotaBytes", "11", "The installation keeps at most 10.7 GB."],
  ] as const)("at %s, %s is refused", (name, typed, problem) => {
    expect(readLimits({ ...text, [name]: typed }, { keeping, installation }).problems).toEqual({ [name]: problem });
  });
});

it("what would be removed is told for each kind that there is", () => {
  const nothing = { count: 0, sizeBytes: 0 };
  expect(removalLines({ recordings: nothing, evidence: nothing, bodies: nothing, logs: 0 })).toEqual([]);
  expect(
    removalLines({
      recordings: { count: 12, sizeBytes: 3_100_000_000 },
      evidence: { count: 1, sizeBytes: 90_000 },
      bodies: { count: 2, sizeBytes: 0 },
      logs: 1,
    }),
  ).toEqual(["12 recordings (3.1 GB)", "1 evidence picture (90.0 kB)", "the console and requests of 1 session", "bodies of requests of 2 sessions (0 B)"]);
});
