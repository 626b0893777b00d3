"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import type { LogEntry } from "../../../../server/contract/activity.ts";
import { useTRPCClient } from "../../../trpc.tsx";
import { type NewestFirst, withItems } from "../streamed-pages.ts";

const PAGE = 300;
const MOST_LOADED = 5_000;

/** Which lines are shown; what is left out is not asked. */
export type LogFilter = { level?: LogEntry["level"][]; source?: LogEntry["source"][]; tabId?: string; search?: string };

/** What the session's pages logged, the oldest first, with the way to older lines. */
export function useLogs(sessionId: string, filter: LogFilter) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: ["logs", sessionId, filter],
    queryFn: async ({ pageParam, signal }): Promise<NewestFirst<LogEntry>> => {
      const before = pageParam === null ? {} : { before: pageParam };
      const { entries, hasMore } = await client.browser.getSessionLogs.query({ sessionId, ...filter, limit: PAGE, ...before }, { signal });
      return { items: entries, hasMore };
    },
    // While another filter's lines are on their way, those of the last one stay.
    placeholderData: (last) => last,
    initialPageParam: null as string | null,
    getNextPageParam: ({ items, hasMore }: NewestFirst<LogEntry>) => (hasMore ? items.at(-1)?.id : undefined),
    select: ({ pages }) => pages.flatMap(({ items }) => items).toReversed(),
  });
}

/** Puts lines that the session's stream told of in every list of them that is shown, where they fit its filter. */
export function putInLogs(queries: QueryClient, sessionId: string, entries: readonly LogEntry[]): void {
  for (const [key, known] of queries.getQueriesData<InfiniteData<NewestFirst<LogEntry>>>({ queryKey: ["logs", sessionId] })) {
    if (!known) continue;
    const filter = key[2] as LogFilter;
    const pages = withItems(known.pages, entries, { fits: (entry) => fitsLogs(entry, filter), most: MOST_LOADED });
    queries.setQueryData(key, { pages, pageParams: known.pageParams.slice(0, pages.length) });
  }
}

/** Whether the server would have found the line too. */
export function fitsLogs({ level, source, tabId, text, url }: LogEntry, filter: LogFilter): boolean {
  const words = filter.search?.toLowerCase();
  return (
    (filter.level === undefined || filter.level.includes(level)) &&
    (filter.source === undefined || filter.source.includes(source)) &&
    (filter.tabId === undefined || filter.tabId === tabId) &&
    (words === undefined || text.toLowerCase().includes(words) || (url?.toLowerCase().includes(words) ?? false))
  );
}
