"use client";

import { Maximize2 } from "lucide-react";
import Link from "next/link";
import { LoadOlder } from "../sessions/session/load-older.tsx";
import { PanelLoading } from "../sessions/session/panel-loading.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { EvidenceSteps } from "./evidence-steps.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import { useEvidence } from "./use-evidence.ts";

/** Beside a session: the newest pictures of what was done, and the ways to all of them and to a report. */
export function EvidencePanel({ sessionId }: { sessionId: string }) {
  const list = useEvidence(sessionId);
  if (list.isPending) return <PanelLoading what="evidence" />;
  if (list.isLoadingError) return <LoadError what="Evidence" error={list.error} onRetry={() => void list.refetch()} className="m-3" />;
  return (
    <>
      <div className="flex flex-wrap gap-2 border-b p-3">
        <Button asChild size="small">
          <Link href={`/sessions/${sessionId}/evidence`}>
            <Maximize2 aria-hidden="true" />
            Show all
          </Link>
        </Button>
        <ExportDialog sessionId={sessionId} size="small" />
      </div>
      <EvidenceSteps sessionId={sessionId} data={list.data} order="newest" onlyPictured narrow />
      <LoadOlder list={list} />
    </>
  );
}
