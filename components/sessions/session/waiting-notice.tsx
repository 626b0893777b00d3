"use client";

import { Hourglass, LoaderCircle, X } from "lucide-react";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatOrdinal, formatTime } from "../../format.ts";
import { useMay } from "../../shell/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Elapsed } from "../elapsed.tsx";
import { useTerminate } from "../use-terminate.ts";

/** Stands where the live view will be: the session's place in the queue, and the way out of it; then that it starts. */
export function WaitingNotice({ session }: { session: Session }) {
  return <Card>{session.status === "queued" ? <Queued session={session} /> : <Starting />}</Card>;
}

function Queued({ session }: { session: Session }) {
  const { queuePosition } = session;
  const leave = useTerminate({ said: "Taken out of the queue" });
  const mayEnd = useMay("sessions:write");
  return (
    <EmptyState
      icon={Hourglass}
      title={queuePosition === null ? "Waiting for a place" : queuePosition === 1 ? "Next in the queue" : `${formatOrdinal(queuePosition)} in the queue`}
      action={
        mayEnd && (
          <Button pending={leave.isPending} onClick={() => leave.mutate({ sessionIds: [session.id] })}>
            {!leave.isPending && <X aria-hidden="true" />}
            Cancel
          </Button>
        )
      }
    >
      <p className="tabular-nums">
        Waiting since {formatTime(session.createdAt)}, for <Elapsed session={session} />
      </p>
      <p className="mt-1">It starts by itself as soon as a place is free. You can leave this page.</p>
    </EmptyState>
  );
}

function Starting() {
  return (
    <div className="grid min-h-64 place-items-center p-6">
      <p className="flex items-center gap-2 text-muted-foreground">
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
        The browser is being started…
      </p>
    </div>
  );
}
