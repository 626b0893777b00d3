"use client";

import { History, Play } from "lucide-react";
import Link from "next/link";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatMoment } from "../../format.ts";
import { LiveThumbnail } from "../../live/live-thumbnail.tsx";
import { useMay } from "../../shell/use-me.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Elapsed } from "../elapsed.tsx";
import { LimitNotice } from "../limit-notice.tsx";
import { END_REASONS } from "../session-state.ts";
import { useRestore } from "../use-restore.ts";

/** Stands where the live view was: what was seen last, why and when the session ended, and how to go on from there. */
export function EndedNotice({ session }: { session: Session }) {
  const restore = useRestore(session.id);
  const mayRestore = useMay("sessions:write");
  return (
    <>
      {restore.error !== null && <LimitNotice title="The session was not restored" error={restore.error} onRetry={restore.run} />}
      <Card className="overflow-hidden">
        <LiveThumbnail sessionId={session.id} refreshMs={null} fit="contain" className="max-h-[calc(100dvh-24rem)] min-h-40 w-full border-b" />
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 p-4">
          <div className="min-w-0 flex-1 basis-72">
            <h2 className="font-medium">Session ended</h2>
            <p className="text-muted-foreground">
              {session.terminationReason ? END_REASONS[session.terminationReason] : "Its browser is closed."}{" "}
              <span className="tabular-nums">
                {session.terminatedAt && formatMoment(session.terminatedAt)}, after <Elapsed session={session} />.
              </span>
            </p>
            {session.url && <p className="text-muted-foreground [overflow-wrap:anywhere]">Last page: {session.url}</p>}
          </div>
          <div className="flex flex-wrap gap-2">
            {session.config.recordSession && (
              <Button asChild>
                <Link href={`/recordings/${session.id}`}>
                  <Play aria-hidden="true" />
                  Play the recording
                </Link>
              </Button>
            )}
            {mayRestore && (
              <Button variant="primary" pending={restore.pending} onClick={restore.run}>
                {!restore.pending && <History aria-hidden="true" />}
                Restore session
              </Button>
            )}
          </div>
        </div>
      </Card>
    </>
  );
}
