"use client";

import { type QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { toast } from "sonner";
import { type AgentRun, type AgentRunDetails, type AgentStep, LIVE_RUN_STATUSES } from "../../../server/contract/agent-run.ts";
import { errorText } from "../../errors.ts";
import { useTRPC } from "../../trpc.tsx";

/** Whether it goes on, or will when it is let. */
export const isLiveRun = ({ status }: Pick<AgentRun, "status">): boolean => LIVE_RUN_STATUSES.includes(status);

/** The runs of a session, the newest first; the session's event stream keeps them true. */
export function useAgentRuns(sessionId: string) {
  const trpc = useTRPC();
  return useQuery(trpc.agentRuns.list.queryOptions({ sessionId }));
}

/** What can be done with runs; each failure is told in a notice. */
export function useRunControls() {
  const trpc = useTRPC();
  const onError = (error: unknown): void => void toast.error(errorText(error));
  return {
    start: useMutation(trpc.agentRuns.start.mutationOptions()),
    pause: useMutation(trpc.agentRuns.pause.mutationOptions({ onError })),
    resume: useMutation(trpc.agentRuns.resume.mutationOptions({ onError })),
    stop: useMutation(trpc.agentRuns.stop.mutationOptions({ onError })),
  };
}

type Keys = { list: readonly unknown[]; details: (runId: string) => readonly unknown[] };

/** Puts a run that an event told of in its place among those known. */
export function putRun(queries: QueryClient, keys: Keys, run: AgentRun): void {
  queries.setQueryData<{ runs: AgentRun[] }>(keys.list, (known) => known && { runs: withRun(known.runs, run) });
  queries.setQueryData<AgentRunDetails>(keys.details(run.id), (known) => known && { ...known, ...run });
}

/** Adds a step that an event told of. */
export function putStep(queries: QueryClient, key: readonly unknown[], step: AgentStep): void {
  queries.setQueryData<AgentRunDetails>(key, (known) => known && { ...known, steps: withStep(known.steps, step) });
}

/** The runs with this one in its old place, or first if it is new. */
export function withRun(runs: readonly AgentRun[], run: AgentRun): AgentRun[] {
  return runs.some(({ id }) => id === run.id) ? runs.map((known) => (known.id === run.id ? run : known)) : [run, ...runs];
}

/** The steps in their order with this one in them once: events may come twice, or after the steps were read. */
export function withStep(steps: readonly AgentStep[], step: AgentStep): AgentStep[] {
  return [...steps.filter(({ number }) => number !== step.number), step].sort((a, b) => a.number - b.number);
}
