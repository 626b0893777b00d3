"use client";

import { Cable, CircleStop, History, Share2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { Session } from "../../../server/contract/sessions.ts";
import { useMay } from "../../shell/use-me.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Elapsed } from "../elapsed.tsx";
import { isRunning, titleOf } from "../session-state.ts";
import { StatusBadge } from "../status-badge.tsx";
import { TerminateDialog } from "../terminate-dialog.tsx";
import { ShareDialog } from "./share/share-dialog.tsx";
import { usePanel } from "./use-panel.ts";

/** Which session this is, how it stands, and what ends it. */
export function SessionHeader({ session }: { session: Session }) {
  const [ending, setEnding] = useState<readonly string[] | null>(null);
  const [sharing, setSharing] = useState(false);
  const { show } = usePanel();
  const mayShare = useMay("live:view");
  const mayDebug = useMay("sessions:debug");
  const mayEnd = useMay("sessions:write");
  const running = isRunning(session);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="max-w-full truncate text-xl font-semibold tracking-tight">{titleOf(session)}</h1>
      <StatusBadge status={session.status} queuePosition={session.queuePosition} />
      <span className="text-muted-foreground">
        <span className="sr-only">Duration </span>
        <Elapsed session={session} />
      </span>
      {session.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {session.restoredFrom && (
        <Link
          href={`/sessions/${session.restoredFrom}`}
          className="inline-flex items-center gap-1.5 rounded-sm text-muted-foreground underline underline-offset-4 hover:text-foreground"
        >
          <History aria-hidden="true" className="size-3.5" />
          Restored from an earlier session
        </Link>
      )}
      <div className="ml-auto flex gap-2">
        {running && mayShare && (
          <Button onClick={() => setSharing(true)}>
            <Share2 aria-hidden="true" />
            Share
          </Button>
        )}
        {running && mayDebug && (
          <Button onClick={() => show("connect")}>
            <Cable aria-hidden="true" />
            Connect
          </Button>
        )}
        {running && mayEnd && (
          <Button variant="dangerOutline" onClick={() => setEnding([session.id])}>
            <CircleStop aria-hidden="true" />
            Terminate
          </Button>
        )}
      </div>
      {running && <ShareDialog sessionId={session.id} open={sharing} onOpenChange={setSharing} />}
      <TerminateDialog sessionIds={ending} onClose={() => setEnding(null)} />
    </header>
  );
}
