import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc.tsx";

const MINUTE_MS = 60_000;

/** When the session began, in milliseconds since the epoch; null until it is known. */
export function useSessionBegin(sessionId: string): number | null {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.browser.getSession.queryOptions({ sessionId }, { select: ({ createdAt }) => Date.parse(createdAt) }));
  return data ?? null;
}

/** How far into a session something was: `+0:07.250`, `+12:00.000`. What a browser's clock places before it is at its begin. Pure. */
export function formatOffset(atMs: number, beganAtMs: number): string {
  const ms = Math.max(0, Math.round(atMs - beganAtMs));
  const seconds = ((ms % MINUTE_MS) / 1_000).toFixed(3).padStart(6, "0");
  return `+${Math.floor(ms / MINUTE_MS)}:${seconds}`;
}
