"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";
import { outcomeOf } from "./cleanup-outcome.ts";

/** Cleans up now, and says what came of it. */
export function useCleanup() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.cleanup.run.mutationOptions({
      onSuccess: async (run) => {
        await Promise.all([
          queries.invalidateQueries(trpc.cleanup.statistics.queryFilter()),
          queries.invalidateQueries(trpc.health.status.queryFilter()),
          queries.invalidateQueries(trpc.browser.listSessions.queryFilter()),
        ]);
        const [failure] = run.failures;
        if (failure) toast.error("Not everything could be cleaned up", { description: failure.message });
        else toast.success(outcomeOf(run));
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
}
