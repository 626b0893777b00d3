"use client";

import type { HealthStatus } from "../../server/contract/health.ts";
import { formatDuration, formatShortMoment } from "../format.ts";
import { LoadError } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { SectionCard } from "../ui/card.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cleanup } from "./cleanup.tsx";
import { Places } from "./places.tsx";
import { BREAKER_STATES, ProviderList, RecentFailures } from "./provider-list.tsx";
import { ServerTable } from "./server-table.tsx";
import { useHealth } from "./use-health.ts";

const REFRESH_MS = 3_000;

/** How everything is doing that sessions depend on, kept true while it is looked at, and what was cleaned up of late. */
export function StatusPage() {
  const health = useHealth(REFRESH_MS);
  return (
    <main className="mx-auto flex w-full max-w-5xl flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Status</h1>
        {health.data && !health.isError && <Verdict status={health.data} />}
      </div>
      {health.isError && <LoadError what="The status" error={health.error} onRetry={() => void health.refetch()} />}
      {health.isPending && (
        <div role="status" className="grid gap-4">
          <span className="sr-only">Loading the status…</span>
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </div>
      )}
      {health.data && (
        <>
          <Places status={health.data} />
          <ProviderList providers={health.data.providers} />
          <ServerTable servers={health.data.servers} />
          <Model model={health.data.model} />
        </>
      )}
      <Cleanup />
    </main>
  );
}

function Verdict({ status: { ok, uptimeMs } }: { status: HealthStatus }) {
  return (
    <>
      <span role="status">
        <Badge tone={ok ? "success" : "danger"}>
          <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
          {ok ? "All is well" : "Something is out of order"}
        </Badge>
      </span>
      <span className="text-muted-foreground tabular-nums">up for {formatDuration(uptimeMs)}</span>
    </>
  );
}

function Model({ model }: { model: HealthStatus["model"] }) {
  return (
    <SectionCard title="Model" description="Takes over instructions that the resolver does not understand.">
      {model ? (
        <KnownModel model={model} />
      ) : (
        <p className="p-4 text-muted-foreground">
          None is set up: instructions are one explicit step each. Set a key such as GEMINI_API_KEY, OPENAI_API_KEY or ANTHROPIC_API_KEY to have one.
        </p>
      )}
    </SectionCard>
  );
}

function KnownModel({ model: { name, provider, ok, detail, breaker } }: { model: NonNullable<HealthStatus["model"]> }) {
  const { label, tone } = BREAKER_STATES[breaker.state];
  const down = breaker.state === "closed" && !ok;
  return (
    <div className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{name}</h3>
        <span className="text-muted-foreground">by {provider}</span>
        <Badge tone={down ? "danger" : tone}>
          <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
          {down ? "Down" : label}
        </Badge>
      </div>
      <p className="break-words text-muted-foreground">{detail}</p>
      {breaker.state !== "closed" && (
        <p className="text-xs text-muted-foreground tabular-nums">
          Not asked since {formatShortMoment(breaker.since)}. The next instruction that needs it tries it again after a while.
        </p>
      )}
      <RecentFailures failures={breaker.recentFailures} />
    </div>
  );
}
