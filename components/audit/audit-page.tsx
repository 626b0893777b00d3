"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { parseAsInteger, useQueryState } from "nuqs";
import type { AuditEntry } from "../../server/contract/access.ts";
import { formatMoment } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

const PAGE_SIZE = 50;

/** Who did what in the workspace, from where, and whether it worked. */
export function AuditPage() {
  const trpc = useTRPC();
  const [page, setPage] = useQueryState("page", parseAsInteger.withDefault(1));
  const list = useQuery(trpc.audit.list.queryOptions({ page: Math.max(1, page), pageSize: PAGE_SIZE }, { placeholderData: keepPreviousData }));
  return (
    <main className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
      <h1 className="text-xl font-semibold tracking-tight">Audit</h1>
      {list.isPending && <Skeleton className="h-96" />}
      {list.isError && !list.data && <LoadError what="The audit log" error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Card>
            {list.data.entries.length === 0 ? (
              <EmptyState icon={ScrollText} title="Nothing was recorded yet">
                Every change made by people and programs is written down here.
              </EmptyState>
            ) : (
              <AuditTable entries={list.data.entries} />
            )}
          </Card>
          {list.data.total > 0 && (
            <Pagination page={list.data.page} pageSize={PAGE_SIZE} total={list.data.total} onPage={(next) => void setPage(next, { history: "push" })} />
          )}
        </>
      )}
    </main>
  );
}

function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <Table label="Audit log">
      <thead>
        <tr>
          <HeadCell>When</HeadCell>
          <HeadCell>Who</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell>On</HeadCell>
          <HeadCell>Result</HeadCell>
          <HeadCell>From</HeadCell>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id}>
            <Cell className="whitespace-nowrap text-muted-foreground tabular-nums">{formatMoment(entry.at)}</Cell>
            <Cell className="whitespace-nowrap">
              {entry.actorName} <span className="text-xs text-muted-foreground">{entry.actorKind}</span>
            </Cell>
            <Cell className="font-medium">{entry.action}</Cell>
            <Cell className="max-w-64 truncate font-mono text-xs text-muted-foreground">{entry.targetId ?? "–"}</Cell>
            <Cell>{entry.success ? <Badge tone="success">Done</Badge> : <Badge tone="danger">{entry.errorCode ?? "Failed"}</Badge>}</Cell>
            <Cell className="text-muted-foreground tabular-nums">{entry.ip ?? "–"}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
