import type { SessionStatus } from "../../server/contract/sessions.ts";
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

/** How a session stands. */
export function StatusBadge({ status }: { status: SessionStatus }) {
  return (
    <Badge tone={TONES[status]}>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />
      {STATUS_LABELS[status]}
    </Badge>
  );
}
