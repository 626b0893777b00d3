import { chromium } from "playwright-core";
import { createPerch } from "../server/clients/sdk.ts";
import { startTestApp } from "../server/testing/app.ts";
import { chromiumPath, median, percentile, poolFilled, report } from "./lib/harness.ts";

/**
 * A new session until its page answers, over the typed client: from the pool and without one, beside what it takes a
 * program that drives the same Chromium itself. Each round measures all three while nothing else runs.
 */
const ROUNDS = 20;
const WARM_UP_ROUNDS = 2;
const POOL_SIZE = 2;

type Server = Awaited<ReturnType<typeof startTestApp>>;

const clientOf = async (server: Server) => createPerch({ url: server.url, apiKey: await server.apiKey(await server.actor()) });

/** Milliseconds from the call to the page's first answer; the session is ended afterwards, outside the measured time. */
async function ours(client: ReturnType<typeof createPerch>): Promise<number> {
  const beganAt = performance.now();
  await using session = await client.createSession();
  await session.evaluate("1 + 1");
  return performance.now() - beganAt;
}

/** Milliseconds of `chromium.launch()` and `newPage()`, without a first answer of the page. */
async function raw(): Promise<number> {
  const beganAt = performance.now();
  const browser = await chromium.launch({ executablePath: chromiumPath(), chromiumSandbox: process.getuid?.() !== 0 });
  await browser.newPage();
  const tookMs = performance.now() - beganAt;
  await browser.close();
  return tookMs;
}

async function main(): Promise<void> {
  const pooled = await startTestApp({ POOL_SIZE: String(POOL_SIZE) });
  const unpooled = await startTestApp({ POOL_SIZE: "0" });
  const warm: number[] = [];
  const cold: number[] = [];
  const baseline: number[] = [];
  try {
    const [warmClient, coldClient] = [await clientOf(pooled), await clientOf(unpooled)];
    const [provider] = pooled.app.providers;
    if (!provider) throw new Error("The server has no provider.");
    for (let i = -WARM_UP_ROUNDS; i < ROUNDS; i += 1) {
      await poolFilled(provider, POOL_SIZE);
      const warmMs = await ours(warmClient);
      // Refilling the pool must not slow the other two.
      await poolFilled(provider, POOL_SIZE);
      const baselineMs = await raw();
      const coldMs = await ours(coldClient);
      if (i < 0) continue;
      warm.push(warmMs);
      cold.push(coldMs);
      baseline.push(baselineMs);
    }
  } finally {
    await pooled.stop();
    await unpooled.stop();
  }
  report({
    bench: "session-create",
    ours: { warmP50Ms: median(warm), warmP95Ms: percentile(warm, 0.95), coldP50Ms: median(cold), coldP95Ms: percentile(cold, 0.95), rounds: ROUNDS },
    baseline: { p50Ms: median(baseline), p95Ms: percentile(baseline, 0.95) },
    ratio: { warm: median(warm) / median(baseline), cold: median(cold) / median(baseline) },
  });
}

await main();
