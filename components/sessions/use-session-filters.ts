"use client";

import { parseAsArrayOf, parseAsBoolean, parseAsInteger, parseAsIsoDate, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { type ListSessionsInput, SESSION_STATUSES } from "../../server/contract/sessions.ts";

/** Sessions on one page of the list. */
export const PAGE_SIZE = 9;
const DAY_MS = 86_400_000;

const SORTS = ["createdAt", "lastActivityAt", "name", "status"] as const;

const parsers = {
  status: parseAsArrayOf(parseAsStringLiteral(SESSION_STATUSES)).withDefault([]),
  search: parseAsString.withDefault(""),
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  sort: parseAsStringLiteral(SORTS).withDefault("createdAt"),
  order: parseAsStringLiteral(["asc", "desc"] as const).withDefault("desc"),
  page: parseAsInteger.withDefault(1),
  view: parseAsStringLiteral(["cards", "table"] as const).withDefault("cards"),
  create: parseAsBoolean.withDefault(false),
};

/** What the list shows, held in the URL; `query` is the same as the server takes it. */
export function useSessionFilters() {
  const [filters, setFilters] = useQueryStates(parsers, { history: "replace" });
  const query = useMemo<Partial<ListSessionsInput>>(
    () => ({
      ...(filters.status.length > 0 ? { status: filters.status } : {}),
      ...(filters.search.trim() ? { search: filters.search.trim().slice(0, 200) } : {}),
      ...(filters.from ? { createdAfter: filters.from.toISOString() } : {}),
      // The last day is included to its end.
      ...(filters.to ? { createdBefore: new Date(filters.to.getTime() + DAY_MS - 1).toISOString() } : {}),
      sort: filters.sort,
      order: filters.order,
      page: Math.max(1, filters.page),
      pageSize: PAGE_SIZE,
    }),
    [filters],
  );
  const filtered = filters.status.length > 0 || filters.search.trim() !== "" || filters.from !== null || filters.to !== null;
  const clear = () => setFilters({ status: null, search: null, from: null, to: null, page: null });
  return { filters, setFilters, query, filtered, clear };
}

export type SessionFilters = ReturnType<typeof useSessionFilters>;
