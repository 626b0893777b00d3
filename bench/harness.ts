import { cpus, totalmem } from "node:os";

/** The value below which the given share (0 to 1) of the values lies; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return performance.now() - beganAt;
}

/** What the figures were measured on. */
export const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? "unknown", memoryMb: Math.round(totalmem() / 2 ** 20), node: process.version };

export type BenchResult = { bench: string; ours: Record<string, number>; baseline: Record<string, number>; ratio: Record<string, number> };

/** Prints the figures as a table (unless `--json`) and, as the last line, as one JSON object; numbers get two decimals. */
export function report({ bench, ours, baseline, ratio }: BenchResult): void {
  const round = (values: Record<string, number>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 100) / 100]));
  const result = { bench, machine, ours: round(ours), baseline: round(baseline), ratio: round(ratio) };
  if (!process.argv.includes("--json")) {
    console.log(`${bench} on ${machine.cpus} × ${machine.model}, Node ${machine.node}`);
    console.table({ ours: result.ours, baseline: result.baseline, ratio: result.ratio });
  }
  console.log(JSON.stringify(result));
}
