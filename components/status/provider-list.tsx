"use client";

import type { Breaker, BreakerState, HealthStatus } from "../../server/contract/health.ts";
import { formatClock, formatMoment, formatShortMoment } from "../format.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { SectionCard } from "../ui/card.tsx";
import { useNow } from "../use-now.ts";

type Provider = HealthStatus["providers"][number];

/** How far what is behind a breaker is trusted now. */
export const BREAKER_STATES: Readonly<Record<BreakerState, { label: string; tone: BadgeTone; means: string }>> = {
  closed: { label: "In use", tone: "success", means: "Breaker closed" },
  half_open: { label: "Being tried", tone: "warning", means: "Breaker half open: one session tries it" },
  open: { label: "Left alone", tone: "danger", means: "Breaker open: new sessions start elsewhere or are refused" },
};

/** Where browsers come from, in the order in which they are asked, and how far each is trusted now. */
export function ProviderList({ providers }: { providers: readonly Provider[] }) {
  return (
    <SectionCard
      title="Providers"
      description="Asked for browsers in this order. One that fails several times in a row is left alone for a while, then tried again."
    >
      <ul className="divide-y">
        {providers.map((provider) => (
          <ProviderItem key={provider.name} provider={provider} />
        ))}
      </ul>
    </SectionCard>
  );
}

function ProviderItem({ provider: { name, ok, detail, breaker, browsers } }: { provider: Provider }) {
  const { label, tone, means } = BREAKER_STATES[breaker.state];
  // The breaker learns of trouble only when a session is wanted.
  const down = breaker.state === "closed" && !ok;
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{name}</h3>
        <Badge tone={down ? "danger" : tone}>
          <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
          {down ? "Down" : label}
        </Badge>
        {browsers && (
          <p className="text-xs text-muted-foreground tabular-nums sm:ml-auto">
            {browsers.ready} ready · {browsers.launching} starting · {browsers.running} in sessions
          </p>
        )}
      </div>
      <p className="break-words text-muted-foreground">{detail}</p>
      <p className="text-xs text-muted-foreground tabular-nums">
        {means}, since {formatShortMoment(breaker.since)}
        {breaker.nextProbeAt && <NextProbe at={breaker.nextProbeAt} />}.
      </p>
      <RecentFailures failures={breaker.recentFailures} />
    </li>
  );
}

/** The latest failures behind a breaker, folded away. */
export function RecentFailures({ failures }: { failures: Breaker["recentFailures"] }) {
  if (failures.length === 0) return null;
  return (
    <details>
      <summary className="w-fit rounded-sm text-xs font-medium text-muted-foreground hover:text-foreground">
        {failures.length === 1 ? "The last failure" : `The last ${failures.length} failures`}
      </summary>
      <ul className="mt-1.5 flex flex-col gap-1.5 border-l-2 pl-3">
        {failures.map(({ at, code, message }) => (
          <li key={`${at} ${message}`} className="text-xs break-words">
            <time dateTime={at} className="text-muted-foreground tabular-nums">
              {formatMoment(at)}
            </time>{" "}
            <span className="font-mono">{code}</span>
            <span className="block text-muted-foreground">{message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function NextProbe({ at }: { at: string }) {
  const now = useNow(true);
  const leftMs = Date.parse(at) - now;
  return leftMs > 0 ? <>. Tried again in {formatClock(leftMs)}</> : <>. The next session tries it again</>;
}
