"use client";

import { LiveView } from "./live-view.tsx";

/** The picture of a session alone, only to look at. */
export function SmallView({ sessionId }: { sessionId: string }) {
  return <LiveView sessionId={sessionId} mode="view" chrome={false} className="h-full rounded-none border-0" />;
}
