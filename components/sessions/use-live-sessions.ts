"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import type { ListSessionsOutput } from "../../server/contract/sessions.ts";
import { useTRPC } from "../trpc.tsx";
import type { LiveUpdates } from "./live-updates.tsx";
import { withKnown } from "./session-state.ts";
import { useExpiryNotices } from "./use-expiry-notices.tsx";

/** Keeps every list of sessions true by the workspace's event stream: known rows change in place, births and ends are read anew. */
export function useLiveSessions(): LiveUpdates {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const notices = useExpiryNotices();
  const stream = useSubscription(
    trpc.activity.onSessions.subscriptionOptions(undefined, {
      onData: ({ data: event }) => {
        const lists = trpc.browser.listSessions.queryFilter();
        notices(event);
        if (event.type === "session.updated") {
          queries.setQueriesData<ListSessionsOutput>(
            lists,
            (list) => list && { ...list, sessions: list.sessions.map((known) => (known.id === event.session.id ? withKnown(event.session, known) : known)) },
          );
        } else if (event.type === "session.created" || event.type === "session.ended" || event.type === "session.expiring") {
          void queries.invalidateQueries(lists);
        }
      },
    }),
  );
  return { stopped: stream.status === "error", resume: stream.reset };
}
