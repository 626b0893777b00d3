"use client";

import { Clock, Globe, Hourglass, MousePointerClick } from "lucide-react";
import Link from "next/link";
import type { Session } from "../../server/contract/sessions.ts";
import { formatOrdinal } from "../format.ts";
import { LiveThumbnail } from "../live/live-thumbnail.tsx";
import { Card } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { Elapsed } from "./elapsed.tsx";
import { ExpiryBadge } from "./expiry-badge.tsx";
import { SessionActions } from "./session-actions.tsx";
import { END_REASONS, isEndable, isEnded, isRunning, titleOf } from "./session-state.ts";
import { StatusBadge } from "./status-badge.tsx";

type SessionCardProps = { session: Session; selected: boolean; onSelect: (selected: boolean) => void; onTerminate: () => void };

/** A session at a glance. */
export function SessionCard({ session, selected, onSelect, onTerminate }: SessionCardProps) {
  const endable = isEndable(session);
  return (
    <Card className="group relative flex flex-col overflow-hidden has-[a:hover]:border-input">
      <div className="relative hidden border-b sm:block">
        <Picture session={session} />
      </div>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <div className="flex items-center gap-2">
          {endable && (
            <Checkbox
              aria-label={`Select ${titleOf(session)}`}
              className="relative z-10"
              checked={selected}
              onCheckedChange={(checked) => onSelect(checked === true)}
            />
          )}
          <h3 className="min-w-0 flex-1 truncate font-medium">
            {/* The link covers the card; what else can be pressed lies above it. */}
            <Link href={`/sessions/${session.id}`} className="rounded-sm after:absolute after:inset-0 after:rounded-lg">
              {titleOf(session)}
            </Link>
          </h3>
          <StatusBadge status={session.status} queuePosition={session.queuePosition} />
          {endable && (
            <div className="relative z-10 -my-1 -mr-1">
              <SessionActions session={session} onTerminate={onTerminate} />
            </div>
          )}
        </div>
        <p className="flex min-w-0 items-center gap-1.5 text-xs text-muted-foreground">
          <Globe aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="truncate">{session.url ?? "No page yet"}</span>
        </p>
        <div className="mt-auto flex items-center gap-4 text-xs text-muted-foreground">
          <span className="flex items-center gap-1.5">
            <Clock aria-hidden="true" className="size-3.5" />
            <span className="sr-only">{session.status === "queued" ? "Waiting for" : "Duration"}</span>
            <Elapsed session={session} />
          </span>
          <span className="flex items-center gap-1.5 tabular-nums">
            <MousePointerClick aria-hidden="true" className="size-3.5" />
            {session.metrics.actionsExecuted} {session.metrics.actionsExecuted === 1 ? "action" : "actions"}
          </span>
          <span className="ml-auto flex items-center gap-2">
            <ExpiryBadge session={session} />
            {session.provider}
          </span>
        </div>
      </div>
    </Card>
  );
}

/** What the session shows, or showed last; what is to be known of one that shows nothing. */
function Picture({ session }: { session: Session }) {
  if (isRunning(session)) return <LiveThumbnail sessionId={session.id} />;
  if (isEnded(session)) {
    return (
      <>
        <LiveThumbnail sessionId={session.id} refreshMs={null} className="opacity-60 grayscale" />
        <p className="absolute inset-x-0 bottom-0 truncate border-t bg-card/95 px-3 py-1.5 text-xs text-muted-foreground">
          {session.terminationReason ? END_REASONS[session.terminationReason] : "It has ended."}
        </p>
      </>
    );
  }
  const { status, queuePosition } = session;
  return (
    <div className="grid aspect-video place-items-center bg-muted p-4 text-center text-muted-foreground">
      <p className="flex items-center gap-2">
        <Hourglass aria-hidden="true" className="size-4" />
        {status === "queued" ? (queuePosition === null ? "Waiting for a place" : `${formatOrdinal(queuePosition)} in the queue`) : "Being started or ended"}
      </p>
    </div>
  );
}
