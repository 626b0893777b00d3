"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye, MousePointerClick, Rss } from "lucide-react";
import type { SessionViewer } from "../../../../server/contract/live-links.ts";
import { formatShortMoment } from "../../../format.ts";
import { useTRPC } from "../../../trpc.tsx";

/** Viewers come and go without an event. */
const REFRESH_MS = 5_000;

/** Who looks at the session now; empty until it is known. */
export function useViewers(sessionId: string): readonly SessionViewer[] {
  const trpc = useTRPC();
  return useQuery(trpc.live.viewers.queryOptions({ sessionId }, { refetchInterval: REFRESH_MS })).data?.viewers ?? [];
}

/** Those who look at a session now, people and programs. */
export function WatchingNow({ viewers }: { viewers: readonly SessionViewer[] }) {
  return (
    <section aria-labelledby="watching-now" className="border-t px-5 py-4">
      <h3 id="watching-now" className="font-medium">
        Watching now <span className="text-muted-foreground tabular-nums">({viewers.length})</span>
      </h3>
      {viewers.length === 0 && <p className="mt-1 text-muted-foreground">Nobody.</p>}
      <ul aria-label="Watching now" className="mt-1 grid gap-x-6 sm:grid-cols-2">
        {viewers.map((viewer) => (
          <li key={viewer.id} className="flex min-w-0 items-center gap-2 py-1 text-sm">
            <Kind viewer={viewer} />
            <span className="truncate">{viewer.name}</span>
            <span className="ml-auto shrink-0 text-xs text-muted-foreground tabular-nums">since {formatShortMoment(viewer.since)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Kind({ viewer: { by, mode } }: { viewer: SessionViewer }) {
  const [Icon, label] =
    by === "stream" ? ([Rss, "A program"] as const) : mode === "control" ? ([MousePointerClick, "May control"] as const) : ([Eye, "Watches"] as const);
  return <Icon role="img" aria-label={label} className="size-4 shrink-0 text-muted-foreground" />;
}
