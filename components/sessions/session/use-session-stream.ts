"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import type { LogEntry } from "../../../server/contract/activity.ts";
import type { NetworkEntry } from "../../../server/contract/network-log.ts";
import { refreshEvidence } from "../../evidence/use-evidence.ts";
import { useTRPC } from "../../trpc.tsx";
import { useGathered } from "../../ui/use-gathered.ts";
import type { LiveUpdates } from "../live-updates.tsx";
import { withKnown } from "../session-state.ts";
import { putInLogs } from "./logs/use-logs.ts";
import { putInNetwork } from "./network/use-network.ts";
import { putRun, putStep } from "./use-agent-runs.ts";
import { putInHistory } from "./use-history.ts";

/** A page may log hundreds of lines a second, and ask for as much. */
const LOGS_EVERY_MS = 250;

/** Keeps what the page shows of one session true by its event stream: the session, its tabs, activity and logs. */
export function useSessionStream(sessionId: string): LiveUpdates {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const runKeys = { list: trpc.agentRuns.list.queryKey({ sessionId }), details: (runId: string) => trpc.agentRuns.get.queryKey({ runId }) };
  const logged = useGathered<LogEntry>((entries) => putInLogs(queries, sessionId, entries), LOGS_EVERY_MS);
  const asked = useGathered<NetworkEntry[]>((batches) => putInNetwork(queries, sessionId, batches.flat()), LOGS_EVERY_MS);
  const stream = useSubscription(
    trpc.activity.onSession.subscriptionOptions(
      { sessionId },
      {
        onData: ({ data: event }) => {
          switch (event.type) {
            case "session.created":
            case "session.updated":
            case "session.ended":
              queries.setQueryData(trpc.browser.getSession.queryKey({ sessionId }), (known) => withKnown(event.session, known));
              break;
            case "session.expiring":
              // The end is reckoned from the session, which may be known as it was before its last use.
              void queries.invalidateQueries(trpc.browser.getSession.queryFilter({ sessionId }));
              break;
            case "tabs.changed":
              queries.setQueryData(trpc.browser.listTabs.queryKey({ sessionId }), { tabs: event.tabs });
              break;
            case "action.started":
            case "action.finished":
              putInHistory(queries, event.activity);
              if (event.type === "action.finished") void refreshEvidence(queries, sessionId);
              break;
            case "evidence.taken":
              void refreshEvidence(queries, sessionId);
              break;
            case "action.needsHuman":
            case "action.humanAnswered":
              void queries.invalidateQueries(trpc.browser.listQuestions.queryFilter({ sessionId }));
              break;
            case "agent.changed":
              putRun(queries, runKeys, event.run);
              break;
            case "agent.stepped":
              putStep(queries, runKeys.details(event.runId), event.step);
              break;
            case "log.written":
              logged(event.entry);
              break;
            case "network.logged":
              asked(event.entries);
              break;
          }
        },
      },
    ),
  );
  return { stopped: stream.status === "error", resume: stream.reset };
}
