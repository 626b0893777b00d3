"use client";

import { Bug, CircleStop } from "lucide-react";
import { useState } from "react";
import type { Session } from "../../../server/contract/sessions.ts";
import { useMay } from "../../shell/use-me.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Elapsed } from "../elapsed.tsx";
import { isRunning, titleOf } from "../session-state.ts";
import { StatusBadge } from "../status-badge.tsx";
import { TerminateDialog } from "../terminate-dialog.tsx";
import { useDebugger } from "../use-debugger.ts";

/** Which session this is, how it stands, and what ends it. */
export function SessionHeader({ session }: { session: Session }) {
  const [ending, setEnding] = useState<readonly string[] | null>(null);
  const copyDebugger = useDebugger(session.id);
  const mayDebug = useMay("sessions:debug");
  const mayEnd = useMay("sessions:write");
  const running = isRunning(session);
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="max-w-full truncate text-xl font-semibold tracking-tight">{titleOf(session)}</h1>
      <StatusBadge status={session.status} />
      <span className="text-muted-foreground">
        <span className="sr-only">Duration </span>
        <Elapsed session={session} />
      </span>
      {session.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      <div className="ml-auto flex gap-2">
        {running && mayDebug && (
          <Button onClick={copyDebugger}>
            <Bug aria-hidden="true" />
            Debug
          </Button>
        )}
        {running && mayEnd && (
          <Button variant="dangerOutline" onClick={() => setEnding([session.id])}>
            <CircleStop aria-hidden="true" />
            Terminate
          </Button>
        )}
      </div>
      <TerminateDialog sessionIds={ending} onClose={() => setEnding(null)} />
    </header>
  );
}
