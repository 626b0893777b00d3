"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import type { LogEntry } from "../../../server/contract/activity.ts";
import { useTRPC } from "../../trpc.tsx";
import type { LiveUpdates } from "../live-updates.tsx";
import { withDebugger } from "../session-state.ts";
import { putActivity } from "./use-activity.ts";

const MAX_KEPT = 500;

/** Keeps what the page shows of one session true by its event stream: the session, its tabs, activity and logs. */
export function useSessionStream(sessionId: string): LiveUpdates {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const stream = useSubscription(
    trpc.activity.onSession.subscriptionOptions(
      { sessionId },
      {
        onData: ({ data: event }) => {
          switch (event.type) {
            case "session.created":
            case "session.updated":
            case "session.ended":
              queries.setQueryData(trpc.browser.getSession.queryKey({ sessionId }), (known) => withDebugger(event.session, known));
              break;
            case "tabs.changed":
              queries.setQueryData(trpc.browser.listTabs.queryKey({ sessionId }), { tabs: event.tabs });
              break;
            case "action.started":
            case "action.finished":
              putActivity(queries, event.activity);
              break;
            case "log.written":
              queries.setQueryData(
                trpc.browser.getSessionLogs.queryKey({ sessionId }),
                (known) => known && { ...known, entries: putFirst<LogEntry>(known.entries, event.entry) },
              );
              break;
          }
        },
      },
    ),
  );
  return { stopped: stream.status === "error", resume: stream.reset };
}

/** The list with the item in it once: in its old place if it was there, else first. */
export function putFirst<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const known = list.some(({ id }) => id === item.id);
  return known ? list.map((other) => (other.id === item.id ? item : other)) : [item, ...list].slice(0, MAX_KEPT);
}
