import { cpus, loadavg, totalmem } from "node:os";
import type { Outcome, Tally } from "./journey.ts";

/** What a wave came to. */
export type WaveResult = { fault: string; outcomes: Outcome[]; recoveryMs: number | null; seconds: number };

/** What was found when all was over. */
export type Findings = {
  adopted: number;
  lost: Record<string, number>;
  orphanProcesses: number;
  orphanDirectories: number;
  wrongRows: number;
  crashes: readonly string[];
};

/** Of the sessions that nobody killed on purpose, so many must have worked. */
const NEEDED_SUCCESS = 0.995;
const loadBefore = loadavg()[0] ?? Number.NaN;
const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Everything as one JSON object; `passed` says whether it is as it must be. */
export function resultOf(waves: readonly WaveResult[], tally: Tally, found: Findings, skipped: readonly string[]) {
  const outcomes = waves.flatMap((wave) => wave.outcomes);
  const killed = outcomes.filter(({ result }) => result === "killed").length;
  const ok = outcomes.filter(({ result }) => result === "ok").length;
  const recoveries = [
    ...waves.flatMap(({ recoveryMs }) => recoveryMs ?? []),
    ...outcomes.flatMap((outcome) => (outcome.result === "killed" ? [outcome.noticedMs] : [])),
  ];
  const success = outcomes.length === killed ? Number.NaN : round(ok / (outcomes.length - killed));
  const clean = found.orphanProcesses + found.orphanDirectories + found.wrongRows + tally.hung.length + found.crashes.length === 0;
  return {
    chaos: "sessions",
    passed: clean && success >= NEEDED_SUCCESS,
    machine: { cpus: cpus().length, memoryMb: Math.round(totalmem() / 2 ** 20), node: process.version, loadBefore, loadAfter: loadavg()[0] ?? Number.NaN },
    sessions: outcomes.length,
    success,
    killedOnPurpose: killed,
    failed: outcomes.flatMap((outcome) => (outcome.result === "failed" ? [outcome.why] : [])),
    ...found,
    hung: tally.hung.length,
    longestRecoveryMs: Math.round(Math.max(0, ...recoveries)),
    calls: tally.calls,
    retries: tally.retries,
    skipped,
    seconds: round(waves.reduce((sum, { seconds }) => sum + seconds, 0)),
    waves: waves.map(({ fault, recoveryMs, seconds, outcomes: all }) => ({
      fault,
      ok: all.filter(({ result }) => result === "ok").length,
      killed: all.filter(({ result }) => result === "killed").length,
      failed: all.filter(({ result }) => result === "failed").length,
      recoveryMs: recoveryMs === null ? null : Math.round(recoveryMs),
      seconds: round(seconds),
    })),
  };
}

/** For people: a table of the waves, and the figures that must be right. */
export function print(result: ReturnType<typeof resultOf>): void {
  console.table(result.waves);
  const lines = [
    `sessions           ${result.sessions}, of them killed on purpose ${result.killedOnPurpose}`,
    `success            ${(result.success * 100).toFixed(2)} % of the others (at least ${NEEDED_SUCCESS * 100} %)`,
    `adopted            ${result.adopted}`,
    `lost, by reason    ${JSON.stringify(result.lost)}`,
    `orphan processes   ${result.orphanProcesses}`,
    `orphan directories ${result.orphanDirectories}`,
    `rows wrong         ${result.wrongRows}`,
    `calls hung         ${result.hung} of ${result.calls}`,
    `longest recovery   ${result.longestRecoveryMs} ms`,
    `made again         ${JSON.stringify(result.retries)}`,
    ...result.crashes.map((crash) => `SERVER             ${crash}`),
    ...result.failed.map((why) => `FAILED             ${why}`),
    ...result.skipped.map((why) => `skipped            ${why}`),
    result.passed ? "As it must be." : "NOT as it must be.",
  ];
  console.log(lines.join("\n"));
}
