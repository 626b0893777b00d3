"use client";

import Image from "next/image";
import { useEffect, useRef } from "react";
import { cn } from "../ui/cn.ts";
import { type Frame, momentName, shotUrl, stepName, THUMBNAIL_WIDTH } from "./shots.ts";

type FilmStripProps = { sessionId: string; frames: readonly Frame[]; at: number; onChange: (frame: Frame) => void };

/** All pictures small in a row, the shown one marked and in sight, those of failures underlined; pressed, one is shown. */
export function FilmStrip({ sessionId, frames, at, onChange }: FilmStripProps) {
  const strip = useRef<HTMLOListElement>(null);
  useEffect(() => {
    strip.current?.children[at]?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [at]);
  return (
    <ol ref={strip} aria-label="All pictures" className="hidden shrink-0 gap-2 overflow-x-auto border-t px-3 py-2 sm:flex">
      {frames.map((frame, i) => (
        <li key={frame.shot.id} className="shrink-0">
          <button
            type="button"
            aria-label={`${i + 1}: ${momentName(frame.shot)}: ${stepName(frame.step)}${frame.step.activity.success === false ? ", failed" : ""}`}
            aria-current={i === at || undefined}
            // One of them is reached by Tab; the arrow keys lead to the others from anywhere.
            tabIndex={i === at ? 0 : -1}
            onClick={() => onChange(frame)}
            className={cn(
              "relative block h-12 w-20 overflow-hidden rounded-sm border bg-muted opacity-70 hover:opacity-100",
              i === at && "opacity-100 outline-2 outline-primary",
              frame.step.activity.success === false && "border-b-4 border-b-destructive",
            )}
          >
            <Image
              unoptimized
              fill
              loading="lazy"
              src={shotUrl(sessionId, frame.shot, { width: THUMBNAIL_WIDTH })}
              alt=""
              className="object-cover object-top"
              draggable={false}
            />
          </button>
        </li>
      ))}
    </ol>
  );
}
