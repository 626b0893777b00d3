"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import type { Activity } from "../../../server/contract/activity.ts";
import { useTRPCClient } from "../../trpc.tsx";

const MAX_FIRST_PAGE = 500;

type Item = { id: string; sessionId: string; createdAt: string };
type Page<T> = { items: T[]; hasMore: boolean };
type Load<T> = (before: { before?: string }, options: { signal: AbortSignal }) => Promise<Page<T>>;

/** What was done in the session, the newest first, with the way to older entries. */
export function useActivity(sessionId: string) {
  const client = useTRPCClient();
  return useHistory<Activity>(sessionId, async (before, options) => {
    const { activities, hasMore } = await client.activity.list.query({ sessionId, ...before }, options);
    return { items: activities, hasMore };
  });
}

/** Puts what an event told in its place among what is known. */
export function putInHistory(queries: QueryClient, item: Item): void {
  queries.setQueryData<InfiniteData<Page<Item>>>(["activity", item.sessionId], (known) => {
    if (!known) return known;
    const pages = withItem(known.pages, item);
    return { pages, pageParams: known.pageParams.slice(0, pages.length) };
  });
}

/**
 * The pages with the item in them once: in its old place if it was there, else first. A first page that has grown too
 * long is cut, and what is behind it can be loaded again.
 */
export function withItem<T extends { id: string }>(pages: readonly Page<T>[], item: T): Page<T>[] {
  const known = pages.some(({ items }) => items.some(({ id }) => id === item.id));
  if (known) return pages.map((page) => ({ ...page, items: page.items.map((other) => (other.id === item.id ? item : other)) }));
  const [first, ...others] = pages;
  if (!first) return [];
  const items = [item, ...first.items];
  return items.length > MAX_FIRST_PAGE ? [{ items: items.slice(0, MAX_FIRST_PAGE), hasMore: true }] : [{ ...first, items }, ...others];
}

/** Loaded anew, all pages come anew: none is left out between them. */
function useHistory<T extends Item>(sessionId: string, load: Load<T>) {
  return useInfiniteQuery({
    queryKey: ["activity", sessionId],
    queryFn: ({ pageParam, signal }) => load(pageParam === null ? {} : { before: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ items, hasMore }: Page<T>) => (hasMore ? items.at(-1)?.id : undefined),
    select: ({ pages }) => pages.flatMap(({ items }) => items).toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)),
  });
}
