import { afterAll, beforeAll, expect, test } from "vitest";
import { startRealPages } from "../../../bench/eval/extract/real.ts";
import { HALVES, measureWith } from "../../../bench/eval/extract.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { PageWorkers } from "../page-workers/page-workers.ts";
import { extractFromPage } from "./extract.ts";

const LIMIT_MS = 55_000;
/** The least share of fields that may be right: what the whole evaluation must reach. */
const LEAST_F1 = 0.95;
const HANDFUL = 4;
const workers = new PageWorkers();
let run: Awaited<ReturnType<typeof startRunningSession>>;

beforeAll(async () => {
  run = await startRunningSession();
});
afterAll(async () => {
  await workers.stop();
  await run?.stop();
});

test("a handful of each half, and pages that others wrote, are read nearly without a fault", async () => {
  await using real = await startRealPages();
  const signal = AbortSignal.timeout(LIMIT_MS);
  const reader = {
    open: (url: string) => run.page.navigate(url, { waitUntil: "load", timeoutMs: 20_000, signal }),
    extract: async (input: { schema: (typeof real.cases)[number]["schema"]; instruction: string }) =>
      (await extractFromPage(run.page, input, (job, limit) => workers.match(job, limit), signal)).data,
  };
  const some = Object.entries(HALVES).map(([half, cases]) => [half, cases.filter((_, i) => i % Math.ceil(cases.length / HANDFUL) === 0)]);
  const { f1, precision, cases } = await measureWith(reader, { ...Object.fromEntries(some), real: real.cases });
  expect(cases).toBeGreaterThan(HANDFUL * 2);
  expect(f1).toBeGreaterThanOrEqual(LEAST_F1);
  expect(precision).toBeGreaterThanOrEqual(LEAST_F1);
});
