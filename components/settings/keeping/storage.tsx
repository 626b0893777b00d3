"use client";

import { useQuery } from "@tanstack/react-query";
import type { WorkspaceSettings, WorkspaceStorage } from "../../../server/contract/workspace-settings.ts";
import { formatBytes } from "../../format.ts";
import { useMay } from "../../shell/use-me.ts";
import { useTRPC } from "../../trpc.tsx";
import { LoadError } from "../../ui/alert.tsx";
import { SectionCard } from "../../ui/card.tsx";
import { cn } from "../../ui/cn.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { textOf } from "./limits.ts";
import { LimitsForm } from "./limits-form.tsx";

/** What sessions have left, how long it is kept, and how much room it may have. */
export function Storage({ settings }: { settings: WorkspaceSettings }) {
  const trpc = useTRPC();
  const storage = useQuery(trpc.settings.storage.queryOptions());
  const mayChange = useMay("workspace:manage");
  return (
    <div id="storage" className="scroll-mt-16">
      <SectionCard title="Storage" description="What sessions of this workspace leave, how long it is kept, and how much room it may have.">
        <div className="border-b p-4">
          {storage.isPending && <Skeleton className="h-20" />}
          {storage.isLoadingError && <LoadError what="The sizes" error={storage.error} onRetry={() => void storage.refetch()} />}
          {storage.data && <Usage storage={storage.data} />}
        </div>
        <LimitsForm key={Object.values(textOf(settings.keeping)).join()} settings={settings} mayChange={mayChange} />
      </SectionCard>
    </div>
  );
}

const KINDS = [
  { name: "recordingBytes", label: "Recordings", look: "bg-primary" },
  { name: "evidenceBytes", label: "Evidence", look: "bg-success" },
  { name: "bodyBytes", label: "Bodies of requests", look: "bg-warning" },
] as const;

function Usage({ storage }: { storage: WorkspaceStorage }) {
  const { usedBytes, quotaBytes, exportBytes } = storage;
  const whole = Math.max(usedBytes, quotaBytes ?? 0, 1);
  const words = quotaBytes === null ? `${formatBytes(usedBytes)} used, no limit` : `${formatBytes(usedBytes)} of ${formatBytes(quotaBytes)} used`;
  return (
    <>
      <p className="font-medium tabular-nums">{words}</p>
      <div aria-hidden="true" className="mt-2 flex h-2.5 gap-px overflow-hidden rounded-full bg-muted">
        {KINDS.filter(({ name }) => storage[name] > 0).map(({ name, look }) => (
          <div key={name} className={cn("h-full min-w-0.5", look)} style={{ width: `${(storage[name] / whole) * 100}%` }} />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs tabular-nums">
        {KINDS.map(({ name, label, look }) => (
          <li key={name} className="flex items-center gap-1.5">
            <span aria-hidden="true" className={cn("size-2.5 rounded-xs", look)} />
            <span className="text-muted-foreground">{label}</span> {formatBytes(storage[name])}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs text-muted-foreground">
        When the room is used up, what ended sessions left is removed, the oldest first; a recording that still finds none is cut off.
        {exportBytes > 0 && ` Files made of recordings (${formatBytes(exportBytes)}) go within an hour and do not count.`}
      </p>
    </>
  );
}
