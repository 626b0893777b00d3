"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import type { NetworkEntry, NetworkLogMode } from "../../../../server/contract/network-log.ts";
import { useTRPCClient } from "../../../trpc.tsx";
import { type NewestFirst, withItems } from "../streamed-pages.ts";

const PAGE = 1_000;
const MOST_LOADED = 10_000;

/** Which requests are shown; what is left out is not asked. */
export type NetworkChoice = { search?: string; resourceType?: string[]; statusClass?: number[]; tabId?: string; failed?: true };
type Page = NewestFirst<NetworkEntry> & { mode: NetworkLogMode };

/** What the session's pages asked the network for, the oldest first, with the way to older requests. */
export function useNetwork(sessionId: string, choice: NetworkChoice) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: ["network", sessionId, choice],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const after = pageParam === null ? {} : { after: pageParam };
      const { entries, ...rest } = await client.browser.getNetworkLog.query({ sessionId, ...choice, limit: PAGE, ...after }, { signal });
      return { items: entries, ...rest };
    },
    // While another filter's requests are on their way, those of the last one stay.
    placeholderData: (last) => last,
    initialPageParam: null as string | null,
    getNextPageParam: ({ items, hasMore }: Page) => (hasMore ? items.at(-1)?.id : undefined),
    select: ({ pages }) => ({ entries: pages.flatMap(({ items }) => items).toReversed(), mode: pages[0]?.mode ?? "headers" }),
  });
}

/** Puts requests that the session's stream told of in every list of them that is shown, where they fit its filter. */
export function putInNetwork(queries: QueryClient, sessionId: string, entries: readonly NetworkEntry[]): void {
  for (const [key, known] of queries.getQueriesData<InfiniteData<Page>>({ queryKey: ["network", sessionId] })) {
    if (!known) continue;
    const choice = key[2] as NetworkChoice;
    const mode = known.pages[0]?.mode ?? "headers";
    const pages = withItems(known.pages, entries, { fits: (entry) => fitsNetwork(entry, choice), most: MOST_LOADED }).map((page) => ({ ...page, mode }));
    queries.setQueryData(key, { pages, pageParams: known.pageParams.slice(0, pages.length) });
  }
}

/** Whether the server would have found the request too. */
export function fitsNetwork(entry: NetworkEntry, { search, resourceType, statusClass, tabId, failed }: NetworkChoice): boolean {
  const words = search?.toLowerCase();
  return (
    (words === undefined || [entry.url, entry.method, entry.failure ?? ""].some((text) => text.toLowerCase().includes(words))) &&
    (resourceType === undefined || resourceType.includes(entry.resourceType)) &&
    (statusClass === undefined || statusClass.includes(Math.floor((entry.status ?? 0) / 100))) &&
    (tabId === undefined || tabId === entry.tabId) &&
    (failed === undefined || isFailure(entry))
  );
}

/** Whether it failed, or was refused by whom it asked. */
export const isFailure = ({ state, status }: NetworkEntry): boolean => state === "failed" || (status ?? 0) >= 400;
