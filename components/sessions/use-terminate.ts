"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";

type TerminateOptions = {
  /** Runs when all of them ended. */
  onDone?: () => void;
  /** What to say of one that ended. */
  said?: string;
};

/** Ends sessions, says how it went, and reads again what it changed. */
export function useTerminate({ onDone, said = "Session ended" }: TerminateOptions) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.browser.terminateAllSessions.mutationOptions({
      onSuccess: async ({ terminated, failed }) => {
        await queries.invalidateQueries(trpc.browser.pathFilter());
        if (terminated.length > 0) toast.success(terminated.length === 1 ? said : `${terminated.length} sessions ended`);
        const [first] = failed;
        if (first) toast.error(failed.length === 1 ? first.message : `${failed.length} sessions could not be ended: ${first.message}`);
        else onDone?.();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
}
