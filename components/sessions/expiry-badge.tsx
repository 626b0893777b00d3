"use client";

import { TimerReset } from "lucide-react";
import type { Session } from "../../server/contract/sessions.ts";
import { formatClock } from "../format.ts";
import { Badge } from "../ui/badge.tsx";
import { useNow } from "../use-now.ts";
import { endingOf } from "./session-ending.ts";

/** How long a session has left, once that is worth a warning. */
export function ExpiryBadge({ session }: { session: Session }) {
  const ending = endingOf(session);
  const now = useNow(ending !== null);
  if (ending === null || now < ending.warnAt) return null;
  return (
    <Badge tone="warning" className="bg-card">
      <TimerReset aria-hidden="true" className="size-3" />
      <span>
        Ends in <span className="tabular-nums">{formatClock(ending.at - now)}</span>
      </span>
    </Badge>
  );
}
