"use client";

import { Maximize, Minimize, ZoomIn, ZoomOut } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { LiveQuality } from "../../server/contract/live.ts";
import type { ViewChoices } from "./use-view-choices.ts";
import { ZOOM_STEPS, type Zoom } from "./zoom.ts";

const CONTROL =
  "h-7 rounded-md border border-transparent bg-transparent text-xs text-muted-foreground hover:bg-accent hover:text-accent-foreground focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-ring pointer-coarse:h-9";
const FIT = "fit";
const FOLLOW = "";

type ViewToolsProps = ViewChoices & {
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  onZoomBy: (direction: "in" | "out") => void;
  /** What fills the screen. */
  frame: RefObject<HTMLElement | null>;
  /** More tools at the end; they stay with these where the line is too narrow for all. */
  children?: ReactNode;
};

/** How the picture is shown: tab, quality, size, the whole screen. For this viewer alone; the page does not notice. */
export function ViewTools({
  tabs,
  pinnedTabId,
  mayChooseTab,
  pin,
  quality,
  mayChooseVideo,
  tier,
  chooseQuality,
  zoom,
  onZoom,
  onZoomBy,
  frame,
  children,
}: ViewToolsProps) {
  return (
    <div className="ml-auto flex flex-wrap items-center justify-end gap-0.5">
      {mayChooseTab && tabs.length > 1 && (
        <Choice label="Tab in view" value={pinnedTabId ?? FOLLOW} onChoose={(value) => pin(value === FOLLOW ? null : value)} className="max-w-24 @4xl:max-w-40">
          <option value={FOLLOW}>Active tab</option>
          {tabs.map(({ tabId, title, url }) => (
            <option key={tabId} value={tabId}>
              {title || url || "New tab"}
            </option>
          ))}
        </Choice>
      )}
      <Choice label="Picture quality" value={quality} onChoose={(value) => chooseQuality(LiveQuality.parse(value))}>
        {LiveQuality.options
          .filter((option) => option !== "video" || mayChooseVideo)
          .map((option) => (
            <option key={option} value={option}>
              {option === "auto" && tier !== "high" ? `Quality: auto (${tier})` : `Quality: ${option}`}
            </option>
          ))}
      </Choice>
      <ToolButton label="Zoom out" onPress={() => onZoomBy("out")} className="hidden sm:grid">
        <ZoomOut aria-hidden="true" className="size-4" />
      </ToolButton>
      <Choice label="Zoom" value={String(zoom)} onChoose={(value) => onZoom(value === FIT ? FIT : Number(value))}>
        <option value={FIT}>Fit</option>
        {ZOOM_STEPS.map((step) => (
          <option key={step} value={String(step)}>
            {step * 100} %
          </option>
        ))}
      </Choice>
      <ToolButton label="Zoom in" onPress={() => onZoomBy("in")} className="hidden sm:grid">
        <ZoomIn aria-hidden="true" className="size-4" />
      </ToolButton>
      <FullscreenButton frame={frame} />
      {children}
    </div>
  );
}

type ChoiceProps = { label: string; value: string; onChoose: (value: string) => void; className?: string; children: ReactNode };

/** The system's own list: it also opens over a view that fills the screen, and fits fingers. */
function Choice({ label, value, onChoose, className = "", children }: ChoiceProps) {
  return (
    <select aria-label={label} title={label} value={value} onChange={({ target }) => onChoose(target.value)} className={`${CONTROL} px-1 ${className}`}>
      {children}
    </select>
  );
}

/** One tool of the line below the picture. */
export function ToolButton({ label, onPress, className = "grid", children }: { label: string; onPress: () => void; className?: string; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onPress} className={`${CONTROL} ${className} w-7 place-items-center pointer-coarse:w-9`}>
      {children}
    </button>
  );
}

function FullscreenButton({ frame }: { frame: RefObject<HTMLElement | null> }) {
  const [possible, setPossible] = useState(false);
  const [full, setFull] = useState(false);
  useEffect(() => {
    // Where the page that embeds the view does not allow it, there is none.
    setPossible(document.fullscreenEnabled);
    const onChange = (): void => setFull(document.fullscreenElement !== null && document.fullscreenElement === frame.current);
    document.addEventListener("fullscreenchange", onChange);
    return () => document.removeEventListener("fullscreenchange", onChange);
  }, [frame]);
  if (!possible) return null;
  const toggle = (): void => {
    // A browser that refuses leaves the view as it is: there is nothing else to do.
    (full ? document.exitFullscreen() : frame.current?.requestFullscreen())?.catch(() => undefined);
  };
  const Icon = full ? Minimize : Maximize;
  return (
    <ToolButton label={full ? "Leave full screen" : "Full screen"} onPress={toggle}>
      <Icon aria-hidden="true" className="size-4" />
    </ToolButton>
  );
}
