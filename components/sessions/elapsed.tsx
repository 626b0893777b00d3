"use client";

import type { Session } from "../../server/contract/sessions.ts";
import { formatClock } from "../format.ts";
import { useNow } from "../use-now.ts";

/** How long a session has lived; ticks while it does. */
export function Elapsed({ session }: { session: Pick<Session, "createdAt" | "terminatedAt"> }) {
  const started = Date.parse(session.createdAt);
  const ended = session.terminatedAt === null ? null : Date.parse(session.terminatedAt);
  const now = useNow(ended === null);
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {formatClock((ended ?? now) - started)}
    </span>
  );
}
