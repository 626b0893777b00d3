import type { CleanupRun } from "../../server/contract/cleanup.ts";
import { formatBytes } from "../format.ts";

/** What a clean-up did, in a sentence. */
export function outcomeOf({ ended, processes, directories, freedBytes }: Pick<CleanupRun, "ended" | "processes" | "directories" | "freedBytes">): string {
  const parts = [
    count(ended, "session ended", "sessions ended"),
    count(processes, "leftover process ended", "leftover processes ended"),
    count(directories, "leftover directory removed", "leftover directories removed"),
  ].filter((part) => part !== null);
  if (parts.length === 0) return "Nothing to clean up";
  return `${parts.join(", ")}${freedBytes > 0 ? `; ${formatBytes(freedBytes)} freed` : ""}`;
}

const count = (number: number, one: string, many: string): string | null => (number === 0 ? null : `${number} ${number === 1 ? one : many}`);
