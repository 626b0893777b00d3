"use client";

import { useQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import type { CleanupStatistics } from "../../server/contract/cleanup.ts";
import { spokenLength } from "../format.ts";
import { useMay, useMe } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CleanupRuns } from "./cleanup-runs.tsx";
import { CleanupSumsTable } from "./cleanup-sums.tsx";
import { useCleanup } from "./use-cleanup.ts";

const REFRESH_MS = 10_000;

/** What should have ended and was ended for it: when, how much, how quickly; and the same at a press. */
export function Cleanup() {
  const trpc = useTRPC();
  const statistics = useQuery(trpc.cleanup.statistics.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  return (
    <SectionCard title="Clean-up" description={statistics.data && <Policy policy={statistics.data.policy} />} action={<CleanUpButtons />}>
      {statistics.isPending && (
        <div className="p-4">
          <Skeleton className="h-40" />
        </div>
      )}
      {statistics.isError && !statistics.data && (
        <LoadError what="The clean-ups" error={statistics.error} onRetry={() => void statistics.refetch()} className="m-3" />
      )}
      {statistics.data && (
        <>
          <CleanupSumsTable day={statistics.data.day} week={statistics.data.week} />
          <CleanupRuns runs={statistics.data.lastRuns} />
        </>
      )}
    </SectionCard>
  );
}

function Policy({ policy }: { policy: CleanupStatistics["policy"] }) {
  const { intervalMs, sessionTimeoutMs, idleTimeoutMs } = policy;
  return (
    <span className="tabular-nums">
      Every {spokenLength(intervalMs)}. Unless asked otherwise a session ends after {spokenLength(sessionTimeoutMs)}, or {spokenLength(idleTimeoutMs)} without
      use.
    </span>
  );
}

function CleanUpButtons() {
  const cleanup = useCleanup();
  const me = useMe();
  const mayEnd = useMay("sessions:write");
  if (!mayEnd || me === undefined) return null;
  const manages = me.role === "owner" || me.role === "admin";
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" disabled={cleanup.isPending} onClick={() => cleanup.mutate({ scope: "mine" })}>
        Clean up my sessions
      </Button>
      {manages && (
        <Button size="small" pending={cleanup.isPending} onClick={() => cleanup.mutate({ scope: "workspace" })}>
          {!cleanup.isPending && <Eraser aria-hidden="true" />}
          Clean up now
        </Button>
      )}
    </div>
  );
}
