"use client";

import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Session } from "../../server/contract/sessions.ts";
import { formatShortMoment } from "../format.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";
import { Elapsed } from "./elapsed.tsx";
import { ExpiryBadge } from "./expiry-badge.tsx";
import { SessionActions } from "./session-actions.tsx";
import { isEndable, titleOf } from "./session-state.ts";
import { StatusBadge } from "./status-badge.tsx";
import type { SessionFilters } from "./use-session-filters.ts";

const features = tableFeatures({});
const column = createColumnHelper<typeof features, Session>();
const columns = column.columns([
  column.accessor("name", {
    header: "Name",
    cell: ({ row }) => (
      <div className="max-w-52">
        <Link href={`/sessions/${row.original.id}`} className="block truncate rounded-sm font-medium hover:underline">
          {titleOf(row.original)}
        </Link>
        {row.original.name !== null && <span className="block truncate font-mono text-xs text-muted-foreground">{row.original.id}</span>}
      </div>
    ),
  }),
  column.accessor("status", {
    header: "Status",
    cell: ({ row }) => (
      <span className="flex flex-col items-start gap-1">
        <StatusBadge status={row.original.status} queuePosition={row.original.queuePosition} />
        <ExpiryBadge session={row.original} />
      </span>
    ),
  }),
  column.accessor("url", {
    header: "Page",
    cell: ({ row }) => <span className="block max-w-48 truncate text-muted-foreground">{row.original.url ?? "–"}</span>,
  }),
  column.accessor("provider", { header: "Provider" }),
  column.display({ id: "duration", header: "Duration", cell: ({ row }) => <Elapsed session={row.original} /> }),
  column.display({ id: "actions", header: "Actions", cell: ({ row }) => <span className="tabular-nums">{row.original.metrics.actionsExecuted}</span> }),
  column.accessor("createdAt", {
    header: "Created",
    cell: ({ row }) => <span className="whitespace-nowrap text-muted-foreground tabular-nums">{formatShortMoment(row.original.createdAt)}</span>,
  }),
]);
const SORTABLE = ["name", "status", "createdAt"] as const;
type Sortable = (typeof SORTABLE)[number];
const isSortable = (id: string): id is Sortable => SORTABLE.some((sortable) => sortable === id);

type SessionTableProps = {
  sessions: Session[];
  selected: ReadonlySet<string>;
  onSelect: (sessionIds: readonly string[], selected: boolean) => void;
  onTerminate: (sessionId: string) => void;
  filters: Pick<SessionFilters, "filters" | "setFilters">;
};

/** The sessions as rows; the server sorts. */
export function SessionTable({ sessions, selected, onSelect, onTerminate, filters: { filters, setFilters } }: SessionTableProps) {
  const table = useTable({ features, columns, data: sessions, getRowId: (session) => session.id });
  const endable = sessions.filter(isEndable).map(({ id }) => id);
  const chosen = endable.filter((id) => selected.has(id));
  const sortBy = (sort: Sortable): void => void setFilters({ sort, order: filters.sort === sort && filters.order === "asc" ? "desc" : "asc", page: null });
  return (
    <div className="rounded-lg border bg-card">
      <Table label="Sessions">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              <HeadCell className="w-10">
                <Checkbox
                  aria-label="Select all sessions on this page that can be ended"
                  disabled={endable.length === 0}
                  checked={chosen.length === 0 ? false : chosen.length === endable.length || "indeterminate"}
                  onCheckedChange={(checked) => onSelect(endable, checked === true)}
                />
              </HeadCell>
              {group.headers.map((header) => (
                <HeadCell key={header.id} aria-sort={filters.sort === header.id ? (filters.order === "asc" ? "ascending" : "descending") : undefined}>
                  {isSortable(header.id) ? (
                    <SortButton id={header.id} filters={filters} onSort={sortBy}>
                      <table.FlexRender header={header} />
                    </SortButton>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </HeadCell>
              ))}
              <HeadCell>
                <span className="sr-only">More</span>
              </HeadCell>
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <Row key={row.id} aria-selected={selected.has(row.id)}>
              <Cell>
                {isEndable(row.original) && (
                  <Checkbox
                    aria-label={`Select ${titleOf(row.original)}`}
                    checked={selected.has(row.id)}
                    onCheckedChange={(checked) => onSelect([row.id], checked === true)}
                  />
                )}
              </Cell>
              {row.getAllCells().map((cell) => (
                <Cell key={cell.id}>
                  <table.FlexRender cell={cell} />
                </Cell>
              ))}
              <Cell className="text-right">
                <SessionActions session={row.original} onTerminate={() => onTerminate(row.id)} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

type SortButtonProps = { id: Sortable; filters: SessionFilters["filters"]; onSort: (id: Sortable) => void; children: ReactNode };

function SortButton({ id, filters, onSort, children }: SortButtonProps) {
  const Arrow = filters.order === "asc" ? ArrowUp : ArrowDown;
  return (
    <button type="button" className="inline-flex items-center gap-1 rounded-sm hover:text-foreground" onClick={() => onSort(id)}>
      {children}
      {filters.sort === id && <Arrow aria-hidden="true" className="size-3" />}
    </button>
  );
}
