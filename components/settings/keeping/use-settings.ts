"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useTRPC } from "../../trpc.tsx";

/** What the workspace has chosen of what is kept, masked and begun with. */
export function useSettings() {
  const trpc = useTRPC();
  return useQuery(trpc.settings.get.queryOptions());
}

/** Changes it. @param said what is told when it is saved */
export function useSaveSettings(said: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: (saved) => {
        queries.setQueryData(trpc.settings.get.queryKey(), saved);
        void queries.invalidateQueries(trpc.settings.storage.queryFilter());
        void queries.invalidateQueries(trpc.recordings.list.pathFilter());
        toast.success(said);
      },
    }),
  );
}
