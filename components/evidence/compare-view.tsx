"use client";

import { useQuery } from "@tanstack/react-query";
import Image from "next/image";
import { useId, useState } from "react";
import type { CompareShotsOutput, EvidenceShot } from "../../server/contract/evidence.ts";
import { formatTime } from "../format.ts";
import { useTRPC } from "../trpc.tsx";
import { LoadError } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Select } from "../ui/input.tsx";
import { placeOf, ShotPicture } from "./shot-picture.tsx";
import { counterpartOf, type Frame, momentName, stepName } from "./shots.ts";

const VIEWS = [
  ["side", "Side by side"],
  ["swipe", "Slider"],
  ["differences", "Differences"],
] as const;
type View = (typeof VIEWS)[number][0];

const labelOf = ({ step, shot }: Frame): string => `${formatTime(shot.at)} ${momentName(shot)} ${stepName(step)}`;

/** A picture beside another one: next to each other, one over the other under a slider, or with what differs marked. */
export function CompareView({ sessionId, frames, frame }: { sessionId: string; frames: readonly Frame[]; frame: Frame }) {
  const id = useId();
  const [view, setView] = useState<View>("side");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const other = frames.find(({ shot }) => shot.id === chosenId && shot.id !== frame.shot.id) ?? counterpartOf(frames, frame);
  if (!other) return <p className="flex-1 p-6 text-muted-foreground">There is no other picture.</p>;
  // The earlier one stands on the left.
  const [left, right] = [frame, other].sort((a, b) => frames.indexOf(a) - frames.indexOf(b)) as [Frame, Frame];
  const pair = { sessionId, left, right };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
        <label htmlFor={id} className="shrink-0">
          Compare with
        </label>
        <Select
          id={id}
          className="w-auto max-w-full min-w-40 flex-1 sm:max-w-md"
          value={other.shot.id}
          onChange={(event) => setChosenId(event.currentTarget.value)}
        >
          {frames
            .filter(({ shot }) => shot.id !== frame.shot.id)
            .map((one) => (
              <option key={one.shot.id} value={one.shot.id}>
                {labelOf(one)}
              </option>
            ))}
        </Select>
        <fieldset className="flex gap-1">
          <legend className="sr-only">How to compare</legend>
          {VIEWS.map(([value, label]) => (
            <Button key={value} size="small" variant={view === value ? "primary" : "outline"} aria-pressed={view === value} onClick={() => setView(value)}>
              {label}
            </Button>
          ))}
        </fieldset>
      </div>
      {view === "side" ? <SideBySide {...pair} /> : view === "swipe" ? <Swipe {...pair} /> : <Differences {...pair} />}
    </div>
  );
}

type Pair = { sessionId: string; left: Frame; right: Frame };
const PLACE = "min-h-0 flex-1 overflow-auto bg-muted p-3";
const framed = ({ width, height }: EvidenceShot) => ({
  aspectRatio: `${width} / ${height}`,
  maxWidth: `min(100%, calc((100dvh - 16rem) * ${width / height}))`,
});

function SideBySide({ sessionId, left, right }: Pair) {
  return (
    <div className={cn(PLACE, "grid content-start gap-3 md:grid-cols-2")}>
      {[left, right].map((one) => (
        <figure key={one.shot.id} className="min-w-0">
          <div className="relative" style={{ aspectRatio: `${one.shot.width} / ${one.shot.height}` }}>
            <ShotPicture sessionId={sessionId} shot={one.shot} alt={labelOf(one)} className="border" />
          </div>
          <figcaption className="mt-1 truncate text-xs text-muted-foreground">{labelOf(one)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Swipe({ sessionId, left, right }: Pair) {
  const [percent, setPercent] = useState(50);
  return (
    <div className={PLACE}>
      <div className="relative mx-auto w-full overflow-hidden border" style={framed(right.shot)}>
        <ShotPicture sessionId={sessionId} shot={right.shot} alt={labelOf(right)} className="object-contain object-left-top" />
        <div className="absolute inset-0" style={{ clipPath: `inset(0 ${100 - percent}% 0 0)` }}>
          <ShotPicture sessionId={sessionId} shot={left.shot} alt={labelOf(left)} className="object-contain object-left-top" />
        </div>
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 w-0.5 -translate-x-1/2 bg-primary shadow-[0_0_0_1px_white]"
          style={{ left: `${percent}%` }}
        >
          <span className="absolute top-1/2 left-1/2 size-7 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-primary bg-card" />
        </div>
        {/* The whole picture is the slider: dragged by mouse and touch, moved by the arrow keys. */}
        <input
          type="range"
          aria-label="How much of the earlier picture is shown"
          aria-valuetext={`${percent}%`}
          min={0}
          max={100}
          value={percent}
          onChange={(event) => setPercent(event.currentTarget.valueAsNumber)}
          className="absolute inset-0 m-0 size-full cursor-ew-resize opacity-0"
        />
      </div>
      <p className="mx-auto mt-2 flex max-w-full justify-between gap-4 text-xs text-muted-foreground" style={{ maxWidth: framed(right.shot).maxWidth }}>
        <span className="truncate">{labelOf(left)}</span>
        <span className="truncate">{labelOf(right)}</span>
      </p>
    </div>
  );
}

function Differences({ sessionId, left, right }: Pair) {
  const trpc = useTRPC();
  const found = useQuery(
    trpc.evidence.compareShots.queryOptions({ sessionId, leftId: left.shot.id, rightId: right.shot.id }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <div className={PLACE}>
      {found.isError && <LoadError what="The comparison" error={found.error} onRetry={() => void found.refetch()} className="mb-3" />}
      <p role="status" className="mb-2 font-medium">
        {found.isPending ? "Comparing…" : found.data && wordsFor(found.data)}
      </p>
      <div className="relative mx-auto w-full border bg-white" style={framed(right.shot)}>
        <ShotPicture sessionId={sessionId} shot={right.shot} alt={labelOf(right)} className="opacity-60" />
        {found.data?.overlayPng && (
          <Image
            unoptimized
            fill
            src={`data:image/png;base64,${found.data.overlayPng}`}
            alt="What differs, marked"
            className="mix-blend-multiply dark:mix-blend-normal"
            draggable={false}
          />
        )}
        {found.data?.areas.map((area) => (
          <span key={`${area.x},${area.y}`} className="absolute outline-2 outline-offset-2 outline-[#c0122b]" style={placeOf(area, found.data)} />
        ))}
      </div>
    </div>
  );
}

/** How much differs, in words: a change of a few pixels is none of 0 %. */
function wordsFor({ changedPixels, changedPercent, areas }: CompareShotsOutput): string {
  if (changedPixels === 0) return "Both pictures are the same.";
  const percent = changedPercent < 0.01 ? "less than 0.01" : changedPercent.toFixed(2);
  return `${percent}% of the picture differs, in ${areas.length === 1 ? "1 area" : `${areas.length} areas`}.`;
}
