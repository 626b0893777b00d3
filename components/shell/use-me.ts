import { useQuery } from "@tanstack/react-query";
import type { Me, Scope } from "../../server/contract/access.ts";
import { useTRPC } from "../trpc.tsx";

const STALE_MS = 300_000;

/** Who is signed in; undefined until known. */
export function useMe(): Me | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.access.me.queryOptions(undefined, { staleTime: STALE_MS })).data;
}

/** True when the signed-in person may do it; false until known. */
export const useMay = (scope: Scope): boolean => useMe()?.scopes.includes(scope) ?? false;
