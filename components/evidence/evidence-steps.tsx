"use client";

import { Camera, CircleCheck } from "lucide-react";
import { useQueryState } from "nuqs";
import type { EvidenceMode } from "../../server/contract/evidence.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { Lightbox } from "./lightbox.tsx";
import { framesOf } from "./shots.ts";
import { StepItem } from "./step-item.tsx";
import type { EvidenceData } from "./use-evidence.ts";

type EvidenceStepsProps = {
  sessionId: string;
  data: EvidenceData;
  /** Which come first. */
  order: "newest" | "oldest";
  /** Actions without pictures are left out. */
  onlyPictured: boolean;
  /** Actions that did not fail are left out. */
  onlyFailed?: boolean;
  narrow?: boolean;
};

const WHY_NONE: Record<EvidenceMode, string> = {
  off: "This session keeps no pictures. Create one with evidence on to have each action pictured.",
  failures: "This session keeps a picture of each action that fails. None has.",
  after: "Pictures of what is done appear here.",
  both: "Pictures of what is done appear here.",
};

/** The actions of a session with their pictures, each of which opens large; the open one is held in the URL. */
export function EvidenceSteps({ sessionId, data, order, onlyPictured, onlyFailed = false, narrow = false }: EvidenceStepsProps) {
  const [shotId, setShotId] = useQueryState("shot");
  const frames = framesOf(data.steps);
  const shown = data.steps.filter(({ activity, before, after }) => (!onlyPictured || before || after) && (!onlyFailed || activity.success === false));
  const open = frames.find(({ shot }) => shot.id === shotId) ?? null;
  if (frames.length === 0 && onlyPictured)
    return (
      <EmptyState icon={Camera} title="No pictures">
        {WHY_NONE[data.mode]}
      </EmptyState>
    );
  if (shown.length === 0 && onlyFailed)
    return (
      <EmptyState icon={CircleCheck} title="Nothing failed">
        Of the actions that are loaded none has failed.
      </EmptyState>
    );
  return (
    <>
      <ol aria-label="Evidence" className="divide-y">
        {(order === "newest" ? shown : shown.toReversed()).map((step) => (
          <StepItem
            key={step.activity.id}
            sessionId={sessionId}
            step={step}
            redactions={data.redactions}
            narrow={narrow}
            onOpen={(shot) => void setShotId(shot.id)}
          />
        ))}
      </ol>
      {open && (
        <Lightbox sessionId={sessionId} frames={frames} frame={open} redactions={data.redactions} onChange={(next) => void setShotId(next?.shot.id ?? null)} />
      )}
    </>
  );
}
