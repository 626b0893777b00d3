import type { ForeseenRemoval, Keeping } from "../contract/workspace-settings.ts";
import { daysBefore } from "../core/time.ts";
import type { Kept, KeptItem } from "./kept.ts";
import { oldestBeyond } from "./oldest-beyond.ts";

/** What such limits would have removed of a workspace's things, wherever they are: first what is too old, then the oldest beyond the quota. */
export async function foreseeRemoval(kept: Kept, workspaceId: string, limits: Keeping, now: Date): Promise<ForeseenRemoval> {
  const since = (days: number | null): Date | null => (days === null ? null : daysBefore(now, days));
  const logsSince = since(limits.logDays);
  const [all, young, { usedBytes }, logs] = await Promise.all([
    kept.items(workspaceId),
    kept.items(workspaceId, { recordings: since(limits.recordingDays), evidence: since(limits.evidenceDays), logs: logsSince }),
    kept.sizes(workspaceId),
    logsSince === null ? 0 : kept.logsEndedBefore(workspaceId, logsSince),
  ]);
  const beyond = oldestBeyond(young, usedBytes - (bytesOf(all) - bytesOf(young)), limits.quotaBytes);
  const goes = (kind: KeptItem["kind"]): { count: number; sizeBytes: number } => {
    const [before, after, removed] = [all, young, beyond].map((items) => items.filter((item) => item.kind === kind));
    const sumOf = (measure: (items: readonly KeptItem[]) => number): number => measure(before ?? []) - measure(after ?? []) + measure(removed ?? []);
    return { count: sumOf(countOf), sizeBytes: sumOf(bytesOf) };
  };
  return { recordings: goes("recording"), evidence: goes("evidence"), bodies: goes("bodies"), logs };
}

const bytesOf = (items: readonly KeptItem[]): number => items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const countOf = (items: readonly KeptItem[]): number => items.reduce((sum, { count }) => sum + count, 0);
