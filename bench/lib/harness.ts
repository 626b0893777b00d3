import { cpus, loadavg, totalmem } from "node:os";

/** The value below which the given share (0 to 1) of the values lies; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The middle value of one key over all rounds. */
export const middle = <Key extends string>(rounds: readonly Record<Key, number>[], key: Key): number => median(rounds.map((round) => round[key]));

/**
 * Runs the measuring part of a bench. Ctrl+C makes it a rejection, so that what was started is ended as after any failure.
 * @throws what `work` throws · Error when the bench is interrupted
 */
export async function measuring<T>(work: () => Promise<T>): Promise<T> {
  const interrupted = Promise.withResolvers<never>();
  const stop = (signal: string): void => interrupted.reject(new Error(`The bench was interrupted (${signal}).`));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return Promise.race([work(), interrupted.promise]);
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
