import { type BenchServer, launchRaw, poolFilled, startServer } from "./lib/browsers.ts";
import { measuring, median, percentile, report } from "./lib/harness.ts";

/**
 * A new session until its page answers, over the typed client: from the pool and without one, beside what it takes a
 * program that drives the same Chromium itself. Each round measures all three while nothing else runs.
 */
const ROUNDS = 20;
const WARM_UP_ROUNDS = 2;
const POOL_SIZE = 2;

type Times = { warm: number[]; cold: number[]; baseline: number[] };

/** Milliseconds from the call to the page's first answer; the session is ended afterwards, outside the measured time. */
async function ours({ client }: BenchServer): Promise<number> {
  const beganAt = performance.now();
  await using session = await client.createSession();
  await session.evaluate("1 + 1");
  return performance.now() - beganAt;
}

/** Milliseconds of `chromium.launch()` and `newPage()`, without a first answer of the page. */
async function raw(): Promise<number> {
  const beganAt = performance.now();
  const browser = await launchRaw();
  await browser.newPage();
  const tookMs = performance.now() - beganAt;
  await browser.close();
  return tookMs;
}

async function measure(pooled: BenchServer, unpooled: BenchServer): Promise<Times> {
  const times: Times = { warm: [], cold: [], baseline: [] };
  for (let i = -WARM_UP_ROUNDS; i < ROUNDS; i += 1) {
    await poolFilled(pooled);
    const warmMs = await ours(pooled);
    // Refilling the pool must not slow the other two.
    await poolFilled(pooled);
    const baselineMs = await raw();
    const coldMs = await ours(unpooled);
    if (i < 0) continue;
    times.warm.push(warmMs);
    times.cold.push(coldMs);
    times.baseline.push(baselineMs);
  }
  return times;
}

async function main(): Promise<void> {
  await using pooled = await startServer({ poolSize: POOL_SIZE });
  await using unpooled = await startServer();
  const { warm, cold, baseline } = await measuring(() => measure(pooled, unpooled));
  report({
    bench: "session-create",
    ours: { warmP50Ms: median(warm), warmP95Ms: percentile(warm, 0.95), coldP50Ms: median(cold), coldP95Ms: percentile(cold, 0.95), rounds: ROUNDS },
    baseline: { p50Ms: median(baseline), p95Ms: percentile(baseline, 0.95) },
    ratio: { warm: median(warm) / median(baseline), cold: median(cold) / median(baseline) },
  });
}

await main();
