"use client";

import { useEffect, useState } from "react";
import type { Session } from "../../server/contract/sessions.ts";
import { formatClock } from "../format.ts";

const TICK_MS = 1_000;

/** How long a session has lived; ticks while it does. */
export function Elapsed({ session }: { session: Pick<Session, "createdAt" | "terminatedAt"> }) {
  const started = Date.parse(session.createdAt);
  const ended = session.terminatedAt === null ? null : Date.parse(session.terminatedAt);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (ended !== null) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [ended]);
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {formatClock((ended ?? now) - started)}
    </span>
  );
}
