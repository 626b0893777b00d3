"use client";

import { Check, History, LoaderCircle, X } from "lucide-react";
import type { Activity } from "../../../server/contract/activity.ts";
import { describeActivity } from "../../../server/contract/activity-words.ts";
import { formatDuration, formatTime } from "../../format.ts";
import { LoadError } from "../../ui/alert.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { servedBy } from "./describe-activity.ts";
import { LoadOlder } from "./load-older.tsx";
import { PanelLoading } from "./panel-loading.tsx";
import { useActivity } from "./use-history.ts";

/** Everything that was done in the session, newest first, as it happens. */
export function ActivityTimeline({ sessionId }: { sessionId: string }) {
  const list = useActivity(sessionId);
  if (list.isPending) return <PanelLoading what="activity" />;
  if (list.isLoadingError) return <LoadError what="Activity" error={list.error} onRetry={() => void list.refetch()} className="m-3" />;
  if (list.data.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing was done yet">
        Instructions from the bar, calls from code and hands on the live view appear here.
      </EmptyState>
    );
  }
  return (
    <>
      <ol aria-label="Activity" className="divide-y">
        {list.data.map((activity) => (
          <ActivityItem key={activity.id} activity={activity} />
        ))}
      </ol>
      <LoadOlder list={list} />
    </>
  );
}

function ActivityItem({ activity }: { activity: Activity }) {
  const { title, detail } = describeActivity(activity);
  const served = servedBy(activity);
  return (
    <li className="flex gap-3 px-4 py-2.5">
      <Outcome success={activity.success} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="font-medium">{title}</span>
          <span className="ml-auto shrink-0 text-xs text-muted-foreground tabular-nums">
            {activity.durationMs !== null && `${formatDuration(activity.durationMs)} · `}
            <time dateTime={activity.createdAt}>{formatTime(activity.createdAt)}</time>
          </span>
        </p>
        {detail && <p className="break-words text-muted-foreground">{detail}</p>}
        {activity.errorMessage && <p className="break-words text-destructive">{activity.errorMessage}</p>}
        {served.length > 0 && <p className="text-xs text-muted-foreground">{served.join(", ")}</p>}
      </div>
    </li>
  );
}

function Outcome({ success }: { success: boolean | null }) {
  if (success === null) return <LoaderCircle role="img" aria-label="Running" className="mt-0.5 size-4 shrink-0 animate-spin text-muted-foreground" />;
  if (success) return <Check role="img" aria-label="Succeeded" className="mt-0.5 size-4 shrink-0 text-success" />;
  return <X role="img" aria-label="Failed" className="mt-0.5 size-4 shrink-0 text-destructive" />;
}
