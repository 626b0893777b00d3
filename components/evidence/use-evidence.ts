"use client";

import { type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import type { EvidenceMode, EvidenceStep, Redaction } from "../../server/contract/evidence.ts";
import { useTRPCClient } from "../trpc.tsx";

const PAGE_STEPS = 200;

/** What is known of a session's evidence; steps the newest first. */
export type EvidenceData = { mode: EvidenceMode; steps: EvidenceStep[]; redactions: Redaction[] };

const keyOf = (sessionId: string) => ["evidence", sessionId] as const;

/** The actions of a session with their pictures, with the way to older ones. */
export function useEvidence(sessionId: string) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: keyOf(sessionId),
    queryFn: ({ pageParam, signal }) => client.evidence.listShots.query({ sessionId, limit: PAGE_STEPS, ...(pageParam && { before: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ steps, hasMore }) => (hasMore ? steps.at(-1)?.activity.id : undefined),
    select: ({ pages }): EvidenceData => ({
      mode: pages[0]?.mode ?? "off",
      steps: pages.flatMap(({ steps }) => steps),
      redactions: [...new Map(pages.flatMap(({ redactions }) => redactions.map((redaction) => [redaction.id, redaction] as const))).values()],
    }),
  });
}

/** Has a session's evidence loaded anew where it is shown: after an action, a picture or a redaction. */
export const refreshEvidence = (queries: QueryClient, sessionId: string): Promise<void> => queries.invalidateQueries({ queryKey: keyOf(sessionId) });
