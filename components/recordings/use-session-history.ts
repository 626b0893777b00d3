"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Activity, LogEntry } from "../../server/contract/activity.ts";
import type { NetworkEntry } from "../../server/contract/network-log.ts";
import { useTRPCClient } from "../trpc.tsx";
import type { LoadedRecording } from "./growth.ts";
import { type ActionMoment, actionMoments, type LogMoment, logMoments, type NetworkMoment, networkMoments } from "./moments.ts";

const PAGE = 500;
/** What is older than this many entries is left out: nobody reads them beside a recording. */
const MAX_ENTRIES = 10_000;
const GROWS_EVERY_MS = 3_000;

type Item = { id: string };
type Page<T> = { items: T[]; hasMore: boolean };
type LoadPage<T> = (page: { limit: number; before?: string }, options: { signal: AbortSignal }) => Promise<Page<T>>;

/** What was done in the session, placed on the recording's time; more as it happens while the session runs. */
export function useActionMoments({ recording: { sessionId, durationMs, recording: grows }, startedAtMs }: LoadedRecording): ActionMoment[] {
  const client = useTRPCClient();
  const items = useWhole<Activity>(["recording-activity", sessionId], grows, async (page, options) => {
    const { activities, hasMore } = await client.activity.list.query({ sessionId, ...page }, options);
    return { items: activities, hasMore };
  });
  return useMemo(() => actionMoments(items, startedAtMs, durationMs), [items, startedAtMs, durationMs]);
}

/** What the session's pages and browser logged, placed on the recording's time. */
export function useLogMoments({ recording: { sessionId, recording: grows }, startedAtMs }: LoadedRecording): LogMoment[] {
  const client = useTRPCClient();
  const items = useWhole<LogEntry>(["recording-logs", sessionId], grows, async (page, options) => {
    const { entries, hasMore } = await client.browser.getSessionLogs.query({ sessionId, ...page }, options);
    return { items: entries, hasMore };
  });
  return useMemo(() => logMoments(items, startedAtMs), [items, startedAtMs]);
}

/** What the session's pages asked the network for, placed on the recording's time. */
export function useNetworkMoments({ recording: { sessionId, recording: grows }, startedAtMs }: LoadedRecording): NetworkMoment[] {
  const client = useTRPCClient();
  const items = useWhole<NetworkEntry>(["recording-network", sessionId], grows, async ({ limit, before }, options) =>
    client.browser.getNetworkLog
      .query({ sessionId, limit, ...(before !== undefined && { after: before }) }, options)
      .then(({ entries, hasMore }) => ({ items: entries, hasMore })),
  );
  return useMemo(() => networkMoments(items, startedAtMs), [items, startedAtMs]);
}

const NOTHING: never[] = [];

/** All entries of a list that is read in pages from the newest on; asked again, only what is new is read. */
function useWhole<T extends Item>(queryKey: readonly [string, string], grows: boolean, load: LoadPage<T>): T[] {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = queries.getQueryData<T[]>(queryKey) ?? [];
      const fresh = await loadUntilKnown(load, new Set(known.map(({ id }) => id)), signal);
      const ids = new Set(fresh.map(({ id }) => id));
      return [...fresh, ...known.filter(({ id }) => !ids.has(id))];
    },
    refetchInterval: grows ? GROWS_EVERY_MS : false,
  });
  return data ?? NOTHING;
}

/** Reads pages until one holds an entry that is known, or there are no more. */
async function loadUntilKnown<T extends Item>(load: LoadPage<T>, known: ReadonlySet<string>, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  while (found.length < MAX_ENTRIES) {
    const before = found.at(-1)?.id;
    const { items, hasMore } = await load({ limit: PAGE, ...(before !== undefined && { before }) }, { signal });
    found.push(...items);
    if (!hasMore || items.some(({ id }) => known.has(id))) break;
  }
  return found;
}
