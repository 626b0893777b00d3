"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Film, Play, Trash2 } from "lucide-react";
import Link from "next/link";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import type { ListRecordingsOutput, RecordingSummary } from "../../server/contract/recordings.ts";
import { errorText } from "../errors.ts";
import { formatBytes, formatDuration, formatShortMoment } from "../format.ts";
import { useMay } from "../shell/use-me.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Pagination } from "../ui/pagination.tsx";
import { SearchInput } from "../ui/search-input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../ui/table.tsx";

const PAGE_SIZE = 20;
/** Running recordings grow while one looks. */
const GROWS_EVERY_MS = 10_000;
const parsers = { search: parseAsString.withDefault(""), page: parseAsInteger.withDefault(1) };

/** All recordings of the workspace: found, played and removed. */
export function RecordingsPage() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(parsers, { history: "replace" });
  const [removing, setRemoving] = useState<RecordingSummary | null>(null);
  const mayRemove = useMay("sessions:write");
  const search = view.search.trim().slice(0, 200);
  const list = useQuery(
    trpc.recordings.list.queryOptions(
      { ...(search && { search }), page: Math.max(1, view.page), pageSize: PAGE_SIZE },
      {
        placeholderData: keepPreviousData,
        refetchInterval: ({ state: { data } }) => (data?.recordings.some(({ recording }) => recording) ? GROWS_EVERY_MS : false),
      },
    ),
  );
  return (
    <main className="mx-auto flex w-full max-w-7xl flex-col gap-4 p-4 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-xl font-semibold tracking-tight">Recordings</h1>
          <p className="mt-1 max-w-2xl text-muted-foreground">What recorded sessions showed and did, to be played, searched and exported.</p>
        </div>
        {list.data && <Room {...list.data} />}
      </div>
      <SearchInput
        label="Search recordings"
        placeholder="Search session name or id"
        className="sm:max-w-80"
        value={view.search}
        onSearch={(words) => void setView({ search: words || null, page: null }, { throttleMs: 300 })}
      />
      {list.isPending && <Skeleton className="h-96" />}
      {list.isError && !list.data && <LoadError what="Recordings" error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Card>
            {list.data.recordings.length === 0 ? (
              <EmptyState icon={Film} title={search ? "Nothing fits this search" : "Nothing is recorded yet"}>
                {search ? "Try fewer words." : "Sessions are recorded when they are made with recording on."}
              </EmptyState>
            ) : (
              <RecordingsTable recordings={list.data.recordings} onRemove={mayRemove ? setRemoving : null} />
            )}
          </Card>
          {list.data.total > PAGE_SIZE && (
            <Pagination page={list.data.page} pageSize={PAGE_SIZE} total={list.data.total} onPage={(page) => void setView({ page }, { history: "push" })} />
          )}
        </>
      )}
      <RemoveDialog recording={removing} onClose={() => setRemoving(null)} />
    </main>
  );
}

/** What of the workspace's room is used, by evidence and logged bodies too, and how long recordings are kept. */
function Room({ usedBytes, quotaBytes, retentionDays }: Pick<ListRecordingsOutput, "usedBytes" | "quotaBytes" | "retentionDays">) {
  return (
    <div className="w-full text-xs text-muted-foreground tabular-nums sm:w-56">
      <p className="flex justify-between gap-2">
        <Link href="/settings#storage" className="rounded-sm underline underline-offset-4 hover:text-foreground">
          {formatBytes(usedBytes)} {quotaBytes === null ? "used" : `of ${formatBytes(quotaBytes)}`}
        </Link>
        <span>{retentionDays === null ? "kept for good" : `kept for ${retentionDays} ${retentionDays === 1 ? "day" : "days"}`}</span>
      </p>
      {quotaBytes !== null && <meter aria-label="Used room" className="mt-1 h-2 w-full" min={0} max={quotaBytes} high={quotaBytes * 0.9} value={usedBytes} />}
    </div>
  );
}

type RecordingsTableProps = { recordings: readonly RecordingSummary[]; onRemove: ((recording: RecordingSummary) => void) | null };

function RecordingsTable({ recordings, onRemove }: RecordingsTableProps) {
  return (
    <Table label="Recordings">
      <thead>
        <tr>
          <HeadCell>Session</HeadCell>
          <HeadCell>Started</HeadCell>
          <HeadCell>Length</HeadCell>
          <HeadCell>Size</HeadCell>
          <HeadCell>Kept until</HeadCell>
          <HeadCell>
            <span className="sr-only">Play or remove</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {recordings.map((recording) => (
          <Row key={recording.sessionId}>
            <Cell>
              <div className="max-w-72 min-w-40">
                <Link href={`/recordings/${recording.sessionId}`} className="block truncate rounded-sm font-medium hover:underline">
                  {nameOf(recording)}
                </Link>
                {recording.sessionName !== null && <span className="block truncate font-mono text-xs text-muted-foreground">{recording.sessionId}</span>}
                {recording.failure !== null && <span className="mt-0.5 block text-xs text-muted-foreground">{recording.failure}</span>}
              </div>
            </Cell>
            <Cell className="whitespace-nowrap text-muted-foreground tabular-nums">{formatShortMoment(recording.startedAt)}</Cell>
            <Cell className="whitespace-nowrap tabular-nums">
              <Length recording={recording} />
            </Cell>
            <Cell className="whitespace-nowrap tabular-nums">{formatBytes(recording.sizeBytes)}</Cell>
            <Cell className="whitespace-nowrap text-muted-foreground tabular-nums">
              {recording.expiresAt === null ? "–" : formatShortMoment(recording.expiresAt)}
            </Cell>
            <Cell>
              <div className="flex items-center justify-end gap-1">
                {recording.failure === null && (
                  <Button asChild size="small">
                    <Link href={`/recordings/${recording.sessionId}`} aria-label={`Play ${nameOf(recording)}`}>
                      <Play aria-hidden="true" />
                      Play
                    </Link>
                  </Button>
                )}
                {onRemove && (
                  <IconButton
                    label={`Remove the recording of ${nameOf(recording)}`}
                    icon={Trash2}
                    disabled={recording.recording}
                    onPress={() => onRemove(recording)}
                  />
                )}
              </div>
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Length({ recording: { recording, failure, durationMs } }: { recording: RecordingSummary }) {
  if (recording) return <Badge tone="danger">Recording</Badge>;
  return failure === null ? formatDuration(durationMs) : <Badge tone="warning">Failed</Badge>;
}

function RemoveDialog({ recording, onClose }: { recording: RecordingSummary | null; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.recordings.remove.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.recordings.list.queryKey() });
        onClose();
      },
      onError: (error) => void toast.error(errorText(error)),
    }),
  );
  return (
    <ConfirmDialog
      open={recording !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Remove this recording?"
      description={recording && `Pictures and page events of ${nameOf(recording)} are removed for good. The session's activity and logs stay.`}
      confirmLabel="Remove recording"
      pending={remove.isPending}
      onConfirm={() => recording && remove.mutate({ sessionId: recording.sessionId })}
    />
  );
}

const nameOf = ({ sessionName, sessionId }: RecordingSummary): string => sessionName ?? sessionId;
