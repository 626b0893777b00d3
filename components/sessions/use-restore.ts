"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useTRPC } from "../trpc.tsx";

/** Makes a new session from what an ended one left, and leads to it. */
export function useRestore(sessionId: string): { run: () => void; pending: boolean; error: unknown } {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const restore = useMutation(
    trpc.browser.restoreSession.mutationOptions({
      onSuccess: ({ sessionId: restoredId, warnings }) => {
        for (const warning of warnings) toast.warning(warning.message);
        void queries.invalidateQueries(trpc.browser.listSessions.pathFilter());
        router.push(`/sessions/${restoredId}`);
      },
    }),
  );
  return { run: () => restore.mutate({ sessionId }), pending: restore.isPending || restore.isSuccess, error: restore.error };
}
