"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useId } from "react";
import type { Session } from "../../server/contract/sessions.ts";
import { errorBody } from "../errors.ts";
import { formatMoment } from "../format.ts";
import { LiveUpdatesNotice } from "../sessions/live-updates.tsx";
import { LoadOlder } from "../sessions/session/load-older.tsx";
import { PanelLoading } from "../sessions/session/panel-loading.tsx";
import { useSessionStream } from "../sessions/session/use-session-stream.ts";
import { StatusBadge } from "../sessions/status-badge.tsx";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Card } from "../ui/card.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { EvidenceSteps } from "./evidence-steps.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { ExportsList } from "./exports-list.tsx";
import { type EvidenceData, useEvidence } from "./use-evidence.ts";
import { VerifyDialog } from "./verify-dialog.tsx";

/** All evidence of a session: its actions in order with their pictures, reports, and what was exported before. */
export function EvidencePage({ sessionId }: { sessionId: string }) {
  const trpc = useTRPC();
  const session = useQuery(trpc.browser.getSession.queryOptions({ sessionId }));
  return (
    <main className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:px-6">
      <Link href={`/sessions/${sessionId}`} className="inline-flex w-fit items-center gap-1.5 rounded-sm text-muted-foreground hover:text-foreground">
        <ArrowLeft aria-hidden="true" className="size-4" />
        Session
      </Link>
      {session.data ? (
        <Loaded session={session.data} />
      ) : session.isError ? (
        <>
          <h1 className="text-xl font-semibold">Evidence</h1>
          {errorBody(session.error)?.code === "NOT_FOUND" ? (
            <p className="text-muted-foreground">There is no such session in this workspace.</p>
          ) : (
            <LoadError what="The session" error={session.error} onRetry={() => void session.refetch()} />
          )}
        </>
      ) : (
        <PanelLoading what="the session" />
      )}
    </main>
  );
}

function Loaded({ session }: { session: Session }) {
  const updates = useSessionStream(session.id);
  const list = useEvidence(session.id);
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">Evidence of {session.name ?? session.id}</h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted-foreground">
            <StatusBadge status={session.status} />
            <span>{formatMoment(session.createdAt)}</span>
            {list.data && <Counts data={list.data} hasMore={list.hasNextPage} />}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <VerifyDialog sessionId={session.id} />
          <ExportDialog sessionId={session.id} {...(list.data && { data: list.data })} />
        </div>
      </header>
      <LiveUpdatesNotice {...updates} />
      <Card className="overflow-hidden">
        {list.isPending ? (
          <PanelLoading what="evidence" />
        ) : list.isLoadingError ? (
          <LoadError what="Evidence" error={list.error} onRetry={() => void list.refetch()} className="m-3" />
        ) : (
          <Timeline sessionId={session.id} data={list.data} list={list} />
        )}
      </Card>
      <ExportsList sessionId={session.id} />
    </>
  );
}

function Timeline({ sessionId, data, list }: { sessionId: string; data: EvidenceData; list: Parameters<typeof LoadOlder>[0]["list"] }) {
  const [onlyPictured, setOnlyPictured] = useQueryState("pictured", parseAsBoolean.withDefault(true));
  const [onlyFailed, setOnlyFailed] = useQueryState("failed", parseAsBoolean.withDefault(false));
  return (
    <>
      <div className="flex flex-wrap gap-x-6 gap-y-2 border-b px-4 py-2.5">
        <Choice label="Only actions with pictures" checked={onlyPictured} onChange={(checked) => void setOnlyPictured(checked)} />
        <Choice label="Only failures" checked={onlyFailed} onChange={(checked) => void setOnlyFailed(checked)} />
      </div>
      <LoadOlder list={list} />
      <EvidenceSteps sessionId={sessionId} data={data} order="oldest" onlyPictured={onlyPictured} onlyFailed={onlyFailed} />
    </>
  );
}

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(value) => onChange(value === true)} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

function Counts({ data: { steps }, hasMore }: { data: EvidenceData; hasMore: boolean }) {
  const failed = steps.filter(({ activity }) => activity.success === false).length;
  const shots = steps.flatMap(({ before, after }) => [before, after]).filter(Boolean).length;
  const some = hasMore ? " loaded" : "";
  return (
    <span className="tabular-nums">
      {steps.length} {steps.length === 1 ? "action" : "actions"}
      {some}, {failed} failed, {shots} {shots === 1 ? "picture" : "pictures"}
    </span>
  );
}
