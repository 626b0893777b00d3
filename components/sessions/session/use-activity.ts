"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { Activity, ListActivityOutput } from "../../../server/contract/activity.ts";
import { useTRPCClient } from "../../trpc.tsx";

type Page = z.infer<typeof ListActivityOutput>;
type Pages = InfiniteData<Page, string | undefined>;

const keyOf = (sessionId: string) => ["activity", sessionId] as const;

/** What was done in the session, the newest first, with the way to older entries. Loaded anew, all pages come anew: none is left out between them. */
export function useActivity(sessionId: string) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: keyOf(sessionId),
    queryFn: ({ pageParam: before, signal }) => client.activity.list.query({ sessionId, ...(before && { before }) }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ activities, hasMore }: Page) => (hasMore ? activities.at(-1)?.id : undefined),
    select: ({ pages }) => pages.flatMap(({ activities }) => activities).toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)),
  });
}

/** Puts what an event told in its place among what is known. */
export function putActivity(queries: QueryClient, activity: Activity): void {
  queries.setQueryData<Pages>(keyOf(activity.sessionId), (known) => known && { ...known, pages: withActivity(known.pages, activity) });
}

/** The pages with the activity in them once: in its old place if it was there, else first. */
export function withActivity(pages: readonly Page[], activity: Activity): Page[] {
  const known = pages.some(({ activities }) => activities.some(({ id }) => id === activity.id));
  if (known) return pages.map((page) => ({ ...page, activities: page.activities.map((other) => (other.id === activity.id ? activity : other)) }));
  return pages.map((page, place) => (place === 0 ? { ...page, activities: [activity, ...page.activities] } : page));
}
