"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { errorText } from "../errors.ts";
import { useTRPC } from "../trpc.tsx";
import { withKnown } from "./session-state.ts";

/** By how much a session's end can be moved, in milliseconds. */
export const EXTENSIONS = [
  { label: "5 min", byMs: 300_000 },
  { label: "30 min", byMs: 1_800_000 },
  { label: "1 h", byMs: 3_600_000 },
] as const;

/** The least that a session can be extended by: for starting its idle clock anew. */
export const TOUCH_MS = 1_000;

/** Moves a session's end, and shows the new one everywhere. */
export function useExtend() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.browser.extendSession.mutationOptions({
      onSuccess: (session) => {
        queries.setQueryData(trpc.browser.getSession.queryKey({ sessionId: session.id }), (known) => withKnown(session, known));
        void queries.invalidateQueries(trpc.browser.listSessions.queryFilter());
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
}
