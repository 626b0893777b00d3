"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { BrainCircuit, Trash2 } from "lucide-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Select } from "../ui/input.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CacheCountsLine } from "./cache-counts.tsx";
import { CacheEntryDialog } from "./cache-entry-dialog.tsx";
import { CacheTable } from "./cache-table.tsx";
import { CacheTransfer } from "./cache-transfer.tsx";
import { type Forget, ForgetDialog } from "./forget-dialog.tsx";

const PAGE_SIZE = 25;
const SORTS = [
  ["newest", "Newest first"],
  ["mostUsed", "Most used"],
  ["lastUsed", "Last used"],
] as const;

const parsers = {
  search: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(["newest", "mostUsed", "lastUsed"] as const).withDefault("newest"),
  page: parseAsInteger.withDefault(1),
  entry: parseAsString,
};

/** What the workspace's acts are done again by, without looking for elements or asking a model a second time. */
export function CachePage() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(parsers, { history: "replace" });
  const [forget, setForget] = useState<Forget | null>(null);
  const mayChange = useMay("sessions:write");
  const search = view.search.trim().slice(0, 200);
  const list = useQuery(
    trpc.cache.list.queryOptions(
      { ...(search && { search }), sort: view.sort, page: Math.max(1, view.page), pageSize: PAGE_SIZE },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <main className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-xl font-semibold tracking-tight">Action cache</h1>
          <p className="mt-1 max-w-2xl text-muted-foreground">
            Instructions that worked are done again by what they did. Each element is recognised anew before it is touched; what has changed is looked for,
            never guessed.
          </p>
        </div>
        <CacheTransfer search={search} />
      </div>
      {list.data && <CacheCountsLine counts={list.data.counts} limits={list.data.limits} />}
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search the cache"
          placeholder="Search instruction or page"
          className="sm:max-w-80"
          value={view.search}
          onSearch={(words) => void setView({ search: words || null, page: null }, { throttleMs: 300 })}
        />
        <Select
          aria-label="Sort"
          className="w-36"
          value={view.sort}
          onChange={(event) => void setView({ sort: event.currentTarget.value as (typeof SORTS)[number][0], page: null })}
        >
          {SORTS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        {mayChange && (list.data?.total ?? 0) > 0 && (
          <Button
            className="ml-auto"
            variant="dangerOutline"
            onClick={() => setForget(search ? { search, count: list.data?.total ?? 0 } : { all: true, count: list.data?.total ?? 0 })}
          >
            <Trash2 aria-hidden="true" />
            {search ? "Forget these" : "Forget all"}
          </Button>
        )}
      </div>
      {list.isPending && <Skeleton className="h-96" />}
      {list.isError && !list.data && <LoadError what="The action cache" error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Card>
            {list.data.entries.length === 0 ? (
              <EmptyState icon={BrainCircuit} title={search ? "Nothing fits this search" : "Nothing is remembered yet"}>
                {search
                  ? "Try fewer words."
                  : "After an instruction was done, what it did is kept here, and the same instruction on the same kind of page is quicker."}
              </EmptyState>
            ) : (
              <CacheTable
                entries={list.data.entries}
                onOpen={(entryId) => void setView({ entry: entryId }, { history: "push" })}
                onForget={mayChange ? (entry) => setForget({ entryId: entry.id, instruction: entry.instruction }) : null}
              />
            )}
          </Card>
          {list.data.total > PAGE_SIZE && (
            <Pagination page={list.data.page} pageSize={PAGE_SIZE} total={list.data.total} onPage={(page) => void setView({ page }, { history: "push" })} />
          )}
        </>
      )}
      <CacheEntryDialog entryId={view.entry} onClose={() => void setView({ entry: null })} />
      <ForgetDialog forget={forget} onClose={() => setForget(null)} />
    </main>
  );
}
