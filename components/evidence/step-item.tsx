import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { describeActivity, tierWords } from "../../server/contract/activity-words.ts";
import type { EvidenceShot, EvidenceStep, Redaction } from "../../server/contract/evidence.ts";
import { formatDuration, formatTime } from "../format.ts";
import { cn } from "../ui/cn.ts";
import { ShotButton } from "./shot-button.tsx";
import { stepName } from "./shots.ts";

type StepItemProps = {
  sessionId: string;
  step: EvidenceStep;
  redactions: readonly Redaction[];
  onOpen: (shot: EvidenceShot) => void;
  /** In a narrow column. */
  narrow?: boolean;
};

/** One action: what was done, when, by whom, how it ended, and its pictures. */
export function StepItem({ sessionId, step, redactions, onOpen, narrow = false }: StepItemProps) {
  const { activity, before, after } = step;
  const { title, detail } = describeActivity(activity);
  const by = [activity.actorName, activity.via && tierWords(activity.via)].filter(Boolean).join(", ");
  const shots = [before, after].filter((shot) => shot !== null);
  return (
    <li
      className={cn(
        "grid gap-x-6 gap-y-3 px-4 py-4",
        !narrow && "md:grid-cols-[minmax(14rem,20rem)_minmax(0,1fr)]",
        activity.success === false && "bg-destructive/5",
      )}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted-foreground tabular-nums">
          <time dateTime={activity.createdAt}>{formatTime(activity.createdAt)}</time>
          {activity.durationMs !== null && <span>{formatDuration(activity.durationMs)}</span>}
          <Outcome success={activity.success} />
        </p>
        <p className="mt-1 font-medium">{title}</p>
        {detail && <p className="break-words text-muted-foreground">{detail}</p>}
        {activity.errorMessage && <p className="break-words text-destructive">{activity.errorMessage}</p>}
        {by && <p className="text-xs text-muted-foreground">{by}</p>}
      </div>
      {shots.length > 0 && (
        <div className={cn("grid max-w-3xl gap-3", shots.length === 2 ? "grid-cols-2" : narrow ? "grid-cols-1" : "grid-cols-2")}>
          {shots.map((shot) => (
            <ShotButton
              key={shot.id}
              sessionId={sessionId}
              shot={shot}
              name={stepName(step)}
              redactions={redactions.filter(({ sha256 }) => sha256 === shot.sha256).length}
              onOpen={() => onOpen(shot)}
            />
          ))}
        </div>
      )}
    </li>
  );
}

/** How an action ended, by picture and word. */
export function Outcome({ success }: { success: boolean | null }) {
  const [Icon, word, look] =
    success === null
      ? ([LoaderCircle, "Running", ""] as const)
      : success
        ? ([CircleCheck, "Succeeded", "text-success"] as const)
        : ([CircleX, "Failed", "text-destructive"] as const);
  return (
    <span className={cn("inline-flex items-center gap-1 font-medium", look)}>
      <Icon aria-hidden="true" className={cn("size-3.5", success === null && "animate-spin")} />
      {word}
    </span>
  );
}
