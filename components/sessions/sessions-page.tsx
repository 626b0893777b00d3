"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleStop, Plus } from "lucide-react";
import { useState } from "react";
import type { Session } from "../../server/contract/sessions.ts";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CreateDialog } from "./create/create-dialog.tsx";
import { LiveUpdatesNotice } from "./live-updates.tsx";
import { SessionCard } from "./session-card.tsx";
import { SessionFiltersBar } from "./session-filters.tsx";
import { isEndable } from "./session-state.ts";
import { SessionTable } from "./session-table.tsx";
import { NoSessions, NothingFound } from "./sessions-empty.tsx";
import { TerminateDialog } from "./terminate-dialog.tsx";
import { useLiveSessions } from "./use-live-sessions.ts";
import { PAGE_SIZE, useSessionFilters } from "./use-session-filters.ts";

const QUEUE_REFRESH_MS = 2_000;
const NONE: ReadonlySet<string> = new Set();

/** All sessions of the workspace: found, watched at a glance, made and ended. */
export function SessionsPage() {
  const trpc = useTRPC();
  const state = useSessionFilters();
  const { filters, setFilters } = state;
  const mayCreate = useMay("sessions:write");
  const list = useQuery(
    trpc.browser.listSessions.queryOptions(state.query, {
      placeholderData: keepPreviousData,
      // Places in the queue change without an event for each who waits.
      refetchInterval: ({ state: { data } }) => (data?.sessions.some(({ status }) => status === "queued") ? QUEUE_REFRESH_MS : false),
    }),
  );
  const updates = useLiveSessions();
  const [selected, setSelected] = useState(NONE);
  const [ending, setEnding] = useState<readonly string[] | null>(null);

  const endable = new Set(list.data?.sessions.filter(isEndable).map(({ id }) => id));
  const chosen = [...selected].filter((id) => endable.has(id));
  const select = (ids: readonly string[], on: boolean): void =>
    setSelected((before) => {
      const after = new Set(before);
      for (const id of ids) on ? after.add(id) : after.delete(id);
      return after;
    });
  const create = (): void => void setFilters({ create: true });

  return (
    <main className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Sessions</h1>
        {mayCreate && (
          <Button variant="primary" onClick={create}>
            <Plus aria-hidden="true" />
            New session
          </Button>
        )}
      </div>
      <LiveUpdatesNotice {...updates} />
      <SessionFiltersBar {...state} />
      {chosen.length > 0 && <BulkBar count={chosen.length} onClear={() => setSelected(NONE)} onTerminate={() => setEnding(chosen)} />}
      {list.isError && !list.data && <LoadError what="Sessions" error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading table={filters.view === "table"} />}
      {list.data?.total === 0 && (state.filtered ? <NothingFound onClear={() => void state.clear()} /> : <NoSessions onCreate={mayCreate ? create : null} />)}
      {list.data && list.data.total > 0 && (
        <>
          {filters.view === "table" ? (
            <SessionTable sessions={list.data.sessions} selected={selected} onSelect={select} onTerminate={(id) => setEnding([id])} filters={state} />
          ) : (
            <Cards sessions={list.data.sessions} selected={selected} onSelect={select} onTerminate={(id) => setEnding([id])} />
          )}
          <Pagination page={list.data.page} pageSize={PAGE_SIZE} total={list.data.total} onPage={(page) => void setFilters({ page }, { history: "push" })} />
        </>
      )}
      <CreateDialog open={filters.create} onOpenChange={(open) => void setFilters({ create: open || null })} />
      <TerminateDialog sessionIds={ending} onClose={() => setEnding(null)} onEnded={() => setSelected(NONE)} />
    </main>
  );
}

type CardsProps = {
  sessions: Session[];
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], on: boolean) => void;
  onTerminate: (id: string) => void;
};

function Cards({ sessions, selected, onSelect, onTerminate }: CardsProps) {
  return (
    <section aria-label="Sessions">
      <h2 className="sr-only">Found sessions</h2>
      <ul className="grid gap-3 sm:grid-cols-2 sm:gap-4 xl:grid-cols-3">
        {sessions.map((session) => (
          <li key={session.id} className="grid min-w-0">
            <SessionCard
              session={session}
              selected={selected.has(session.id)}
              onSelect={(on) => onSelect([session.id], on)}
              onTerminate={() => onTerminate(session.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function BulkBar({ count, onClear, onTerminate }: { count: number; onClear: () => void; onTerminate: () => void }) {
  return (
    <section aria-label="Selected sessions" className="flex flex-wrap items-center gap-2 rounded-lg border bg-card px-3 py-2">
      <p role="status" className="font-medium tabular-nums">
        {count} selected
      </p>
      <Button size="small" variant="dangerOutline" className="ml-auto" onClick={onTerminate}>
        <CircleStop aria-hidden="true" />
        Terminate
      </Button>
      <Button size="small" variant="ghost" onClick={onClear}>
        Clear selection
      </Button>
    </section>
  );
}

function Loading({ table }: { table: boolean }) {
  const places = Array.from({ length: PAGE_SIZE }, (_, index) => index);
  return (
    <div role="status" className={table ? "grid gap-2" : "grid gap-3 sm:grid-cols-2 sm:gap-4 xl:grid-cols-3"}>
      <span className="sr-only">Loading sessions…</span>
      {places.map((place) => (
        <Skeleton key={place} className={table ? "h-11" : "h-24 sm:h-64"} />
      ))}
    </div>
  );
}
