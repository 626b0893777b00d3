import type { SessionStatus } from "../../server/contract/sessions.ts";
import { formatOrdinal } from "../format.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";

/** Each status as people read it. */
export const STATUS_LABELS: Readonly<Record<SessionStatus, string>> = {
  queued: "Queued",
  creating: "Creating",
  active: "Active",
  idle: "Idle",
  terminating: "Ending",
  terminated: "Ended",
  error: "Error",
};

const TONES: Readonly<Record<SessionStatus, BadgeTone>> = {
  queued: "neutral",
  creating: "accent",
  active: "success",
  idle: "warning",
  terminating: "neutral",
  terminated: "neutral",
  error: "danger",
};

/** How a session stands; one that waits, with its place. */
export function StatusBadge({ status, queuePosition = null }: { status: SessionStatus; queuePosition?: number | null }) {
  return (
    <Badge tone={TONES[status]}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {STATUS_LABELS[status]}
      {queuePosition !== null && <span className="tabular-nums">{formatOrdinal(queuePosition)}</span>}
    </Badge>
  );
}
