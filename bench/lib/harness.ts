import { cpus, loadavg, totalmem } from "node:os";
import { delay } from "../../server/core/time.ts";
import type { BrowserProvider } from "../../server/providers/provider.ts";

const POOL_LOOK_MS = 20;
const POOL_LIMIT_MS = 60_000;

/** The value below which the given share (0 to 1) of the values lies; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The middle value of one key over all rounds. */
export const middle = <Key extends string>(rounds: readonly Record<Key, number>[], key: Key): number => median(rounds.map((round) => round[key]));

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}

/** Resolves when the provider's pool holds `size` ready browsers and launches no more. @throws after POOL_LIMIT_MS */
export async function poolFilled(provider: BrowserProvider, size: number): Promise<void> {
  for (const limit = Date.now() + POOL_LIMIT_MS; ; await delay(POOL_LOOK_MS)) {
    const { ready, launching } = await provider.health();
    if (ready >= size && launching === 0) return;
    if (Date.now() > limit) throw new Error(`The pool had ${ready} of ${size} browsers after ${POOL_LIMIT_MS} ms.`);
  }
}

/** The Chromium that the bench's set-up found. @throws when the file is run by itself */
export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH;
  if (!path) throw new Error("CHROMIUM_PATH is not set: run this through npm run bench -- NAME.");
  return path;
}

/** How busy the machine was in the minute before the bench began: figures of a busy machine say little. */
const loadBefore = loadavg()[0] ?? Number.NaN;

export type BenchResult = { bench: string; ours: Record<string, number>; baseline: Record<string, number>; ratio: Record<string, number> };

/** Prints the figures as a table (unless `--json`) and, as the last line, as one JSON object; numbers get two decimals. */
export function report({ bench, ours, baseline, ratio }: BenchResult): void {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const rounded = (values: Record<string, number>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value)]));
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? "unknown",
    memoryMb: Math.round(totalmem() / 2 ** 20),
    node: process.version,
    loadBefore: round(loadBefore),
    loadAfter: round(loadavg()[0] ?? Number.NaN),
  };
  const result = { bench, machine, ours: rounded(ours), baseline: rounded(baseline), ratio: rounded(ratio) };
  if (!process.argv.includes("--json")) {
    console.log(`${bench} on ${machine.cpus} × ${machine.model}, Node ${machine.node}, load ${machine.loadBefore} before and ${machine.loadAfter} after`);
    console.table({ ours: result.ours, baseline: result.baseline, ratio: result.ratio });
  }
  console.log(JSON.stringify(result));
}
