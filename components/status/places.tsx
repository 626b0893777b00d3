import type { ReactNode } from "react";
import type { HealthStatus } from "../../server/contract/health.ts";
import { formatBytes } from "../format.ts";
import { cn } from "../ui/cn.ts";

/** From this share of all places on, few are left. */
const FEW_LEFT = 0.8;

/** How much room there is for more sessions, and whether the database answers. */
export function Places({ status }: { status: HealthStatus }) {
  const { runningSessions, maxSessions, maxSessionsPerWorkspace, queuedSessions, memory, database } = status;
  const share = runningSessions / maxSessions;
  const short = memory.freeBytes < memory.leastBytes;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border lg:grid-cols-4">
      <Tile
        label="Sessions"
        value={
          <>
            {runningSessions} <span className="text-sm font-normal text-muted-foreground">of {maxSessions}</span>
          </>
        }
        hint={maxSessionsPerWorkspace === null ? "places of this server" : `places; ${maxSessionsPerWorkspace} for a workspace`}
      >
        <span aria-hidden="true" className="mt-2 block h-1.5 overflow-hidden rounded-full bg-muted">
          <span
            className={cn("block h-full rounded-full", share >= FEW_LEFT ? "bg-warning" : "bg-primary")}
            style={{ width: `${Math.min(100, Math.round(share * 100))}%` }}
          />
        </span>
      </Tile>
      <Tile label="Queue" value={queuedSessions} hint={queuedSessions === 1 ? "waits for a place" : "wait for a place"} warn={queuedSessions > 0} />
      <Tile label="Free memory" value={formatBytes(memory.freeBytes)} hint={`${formatBytes(memory.leastBytes)} are kept free`} warn={short} />
      <Tile
        label="Database"
        value={database.ok ? "Answers" : "Silent"}
        hint={database.ok ? `in ${database.latencyMs.toFixed(1)} ms` : "it is tried again all the time"}
        warn={!database.ok}
      />
    </dl>
  );
}

type TileProps = { label: string; value: ReactNode; hint: string; warn?: boolean; children?: ReactNode };

function Tile({ label, value, hint, warn = false, children }: TileProps) {
  return (
    <div className="bg-card px-4 py-3">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="mt-0.5">
        <span className={cn("block text-lg font-semibold tabular-nums", warn && "text-warning")}>{value}</span>
        <span className="block text-xs text-muted-foreground tabular-nums">{hint}</span>
        {children}
      </dd>
    </div>
  );
}
