import { CircleStop, Play } from "lucide-react";
import Link from "next/link";
import type { Session } from "../../../server/contract/sessions.ts";
import { formatMoment } from "../../format.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Elapsed } from "../elapsed.tsx";
import { END_REASONS } from "../session-state.ts";

/** Stands where the live view was: why and when the session ended, and its recording. */
export function EndedNotice({ session }: { session: Session }) {
  return (
    <Card>
      <EmptyState
        icon={CircleStop}
        title="Session ended"
        action={
          session.config.recordSession && (
            <Button asChild>
              <Link href={`/recordings/${session.id}`}>
                <Play aria-hidden="true" />
                Play the recording
              </Link>
            </Button>
          )
        }
      >
        <p>{session.terminationReason ? END_REASONS[session.terminationReason] : "Its browser is closed."}</p>
        <p className="mt-1 tabular-nums">
          {session.terminatedAt && formatMoment(session.terminatedAt)}, after <Elapsed session={session} />
        </p>
        {session.url && <p className="mt-1 [overflow-wrap:anywhere]">Last page: {session.url}</p>}
      </EmptyState>
    </Card>
  );
}
