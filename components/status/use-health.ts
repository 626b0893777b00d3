import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc.tsx";

/** How the server is doing, asked anew every `refreshMs` milliseconds while the page is looked at. */
export function useHealth(refreshMs: number) {
  const trpc = useTRPC();
  return useQuery(trpc.health.status.queryOptions(undefined, { refetchInterval: refreshMs }));
}
