"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatBytes, formatDuration } from "../../format.ts";
import { useTRPC } from "../../trpc.tsx";
import { Elapsed } from "../elapsed.tsx";
import { isRunning } from "../session-state.ts";

const USAGE_REFRESH_MS = 3_000;

/** What the session has done and what it costs; processor and memory are read anew while they are looked at. */
export function MetricsPanel({ session }: { session: Session }) {
  const trpc = useTRPC();
  const running = isRunning(session);
  const usage = useQuery(
    trpc.browser.getSessionUsage.queryOptions({ sessionId: session.id }, { enabled: running, refetchInterval: USAGE_REFRESH_MS, retry: false }),
  );
  const { metrics } = session;
  return (
    <dl className="grid grid-cols-2 gap-px bg-border">
      <Tile label="Duration">
        <Elapsed session={session} />
      </Tile>
      <Tile label="Actions">{metrics.actionsExecuted}</Tile>
      <Tile label="Extractions">{metrics.extractionCount}</Tile>
      <Tile label="Screenshots">{metrics.screenshotsTaken}</Tile>
      <Tile label="Errors">{metrics.errorsEncountered}</Tile>
      <Tile label="Transferred">{formatBytes(metrics.bytesTransferred)}</Tile>
      {running && (
        <>
          <Tile label="Memory">{usage.data ? formatBytes(usage.data.memoryBytes) : "–"}</Tile>
          <Tile label="Processor time">{usage.data ? formatDuration(usage.data.cpuMs) : "–"}</Tile>
        </>
      )}
      <Tile label="Model tokens">{metrics.inputTokens + metrics.outputTokens}</Tile>
      <Tile label="Model cost">${metrics.estimatedCost.toFixed(4)}</Tile>
    </dl>
  );
}

function Tile({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="bg-card px-4 py-3">
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="mt-0.5 text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
