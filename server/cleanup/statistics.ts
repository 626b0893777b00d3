import type { CleanupFailure, CleanupRun, CleanupSums, Recoveries } from "../contract/cleanup.ts";
import { DAY_MS } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import type { CleanupRow, Share } from "./runner.ts";

export const WEEK_MS = 7 * DAY_MS;
const SHOWN_RUNS = 20;

type Recovery = { outcome: string; at: Date; tookMs: number };

/** A run as one workspace may know it: of its sessions its own share, of what belongs to nobody everything. Pure. */
export function runFor(workspaceId: string, row: CleanupRow): CleanupRun {
  const share = (row.shares as Record<string, Share | undefined>)[workspaceId];
  return {
    id: row.id,
    trigger: row.trigger as CleanupRun["trigger"],
    startedAt: row.startedAt.toISOString(),
    durationMs: row.durationMs,
    found: share?.found ?? 0,
    ended: share?.ended ?? 0,
    processes: row.processes,
    directories: row.directories,
    freedBytes: Number(row.freedBytes),
    failures: [...(row.failures as CleanupFailure[]), ...(share?.failures ?? [])],
  };
}

/** Runs and recoveries together. Pure. */
export function sumsOf(runs: readonly CleanupRun[], recoveries: readonly Recovery[]): CleanupSums {
  const sum = (key: "found" | "ended" | "processes" | "directories" | "freedBytes"): number => runs.reduce((total, run) => total + run[key], 0);
  return {
    runs: runs.length,
    found: sum("found"),
    ended: sum("ended"),
    processes: sum("processes"),
    directories: sum("directories"),
    freedBytes: sum("freedBytes"),
    failures: runs.reduce((total, { failures }) => total + failures.length, 0),
    recoveries: recoveriesOf(recoveries),
  };
}

function recoveriesOf(all: readonly Recovery[]): Recoveries {
  const times = all.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const adopted = all.filter(({ outcome }) => outcome === "adopted").length;
  return { adopted, ended: all.length - adopted, p50Ms: times[Math.floor((times.length - 1) / 2)] ?? null, longestMs: times.at(-1) ?? null };
}

/** The last runs, and all of a day and of a week together, for one workspace. */
export async function readStatistics(db: Db, workspaceId: string, now: number): Promise<{ lastRuns: CleanupRun[]; day: CleanupSums; week: CleanupSums }> {
  const since = new Date(now - WEEK_MS);
  const [rows, recoveries] = await Promise.all([
    db.cleanupRun.findMany({
      where: { startedAt: { gte: since }, OR: [{ workspaceId: null }, { workspaceId }] },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    }),
    db.sessionRecovery.findMany({ where: { workspaceId, at: { gte: since } } }),
  ]);
  const runs = rows.map((row) => runFor(workspaceId, row));
  const dayStart = now - DAY_MS;
  const inDay = runs.filter(({ startedAt }) => Date.parse(startedAt) >= dayStart);
  return {
    lastRuns: runs.slice(0, SHOWN_RUNS),
    day: sumsOf(
      inDay,
      recoveries.filter(({ at }) => at.getTime() >= dayStart),
    ),
    week: sumsOf(runs, recoveries),
  };
}
