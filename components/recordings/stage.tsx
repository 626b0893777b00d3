"use client";

import { AppWindow, Columns2, Image as ImageIcon, Wand2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useMemo, useState } from "react";
import { lastAtOrBefore } from "../../server/contract/recording-time.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import type { PlayerClock } from "./clock.ts";
import type { Rebuilt } from "./dom-replay.ts";
import type { GapKind } from "./gaps.ts";
import type { LoadedRecording } from "./growth.ts";
import type { Lane } from "./lanes.ts";
import { PictureView, type TrackFrame } from "./picture-view.tsx";
import { useClock } from "./use-player.ts";

/** How the page is shown: as its parts were recorded best, rebuilt, in pictures, or both beside each other. */
export type View = "auto" | "dom" | "picture" | "both";

const VIEWS = [
  { view: "auto", label: "Automatic", hint: "The rebuilt page, and pictures where only they show it", icon: Wand2 },
  { view: "dom", label: "Page", hint: "The page, rebuilt from its own changes", icon: AppWindow },
  { view: "picture", label: "Pictures", hint: "What the screen showed", icon: ImageIcon },
  { view: "both", label: "Both", hint: "The rebuilt page and pictures side by side", icon: Columns2 },
] as const;

/** From this share of the view on, what cannot be rebuilt is worth a picture instead … */
const MUCH = 0.25;
/** … and from this one on what would stand still, which shows something that never was. */
const SOME_MOVING = 0.02;

/** One of the two looks at the page: as high as leaves room for the controls, and in full screen for nothing else. */
const LAYER =
  "relative max-h-[calc(100dvh-24rem)] min-h-56 w-full lg:max-h-[calc(100dvh-23rem)] group-data-full/player:h-full group-data-full/player:max-h-none group-data-full/player:min-h-0";

// The replayer is a large part of the page that waits for the recording's list anyway, and knows the browser only.
const DomView = dynamic(() => import("./dom-view.tsx").then((module) => module.DomView), { ssr: false });

type StageProps = {
  data: LoadedRecording;
  clock: PlayerClock;
  lane: Lane | undefined;
  /** The pictures of the shown tab. */
  track: readonly TrackFrame[];
  view: View;
  onView: (view: View) => void;
};

/** What the session's browser showed at the moment of the clock, with its address above it. */
export function Stage({ data, clock, lane, track, view, onView }: StageProps) {
  const { startedAtMs, chunks, recording } = data;
  const tabId = lane?.tabId ?? null;
  const source = useMemo(() => (tabId === null ? null : { tabId, startedAtMs, chunks }), [tabId, startedAtMs, chunks]);
  const [rebuilt, setRebuilt] = useState<Rebuilt | null>(null);
  const [failed, setFailed] = useState(false);
  const onRebuilt = useCallback((next: Rebuilt | null) => setRebuilt((before) => (isSame(before, next) ? before : next)), []);
  const hasFrame = useClock(clock, ({ atMs }) => lastAtOrBefore(track, atMs, (frame) => frame.atMs) >= 0);
  const shape = useShape(clock, track, rebuilt);
  const page = rebuilt?.tabId === tabId && !failed ? rebuilt : null;
  const shows = showing(view, page, hasFrame, track.length > 0);

  return (
    <div className="flex min-w-0 flex-col group-data-full/player:min-h-0 group-data-full/player:flex-1">
      <div className="flex min-w-0 items-center gap-2 border-b px-2 py-1.5 pl-3">
        <p className="flex min-w-0 flex-1 items-baseline gap-2">
          <span className="max-w-[50%] shrink-0 truncate font-medium">{lane?.label ?? "Recording"}</span>
          <span className="truncate text-xs text-muted-foreground">{addressOf(page?.url || lane?.url)}</span>
        </p>
        <ViewSwitch view={view} onView={onView} disabled={chunks.length === 0} />
      </div>
      <div
        className={cn(
          "grid w-full group-data-full/player:min-h-0 group-data-full/player:flex-1 group-data-full/player:grid-rows-[minmax(0,1fr)] bg-muted/70 bg-[radial-gradient(circle,var(--border)_1px,transparent_1px)] bg-size-[16px_16px]",
          shows.both && "gap-px sm:grid-cols-2",
        )}
      >
        {/* Both layers are made once: what is not shown still knows what it would show, and the switch is at once. */}
        <div
          className={cn(LAYER, shows.both && "col-start-1 row-start-1", !shows.both && "[grid-area:1/1]", !shows.dom && "invisible")}
          style={{ aspectRatio: shape }}
        >
          {chunks.length > 0 && (
            <DomView sessionId={recording.sessionId} clock={clock} source={source} rebuilt={page} onRebuilt={onRebuilt} onFailed={setFailed} />
          )}
          {shows.dom && page === null && <Missing failed={failed} />}
        </div>
        <div className={cn(LAYER, shows.both ? "max-sm:row-start-2" : "[grid-area:1/1]", !shows.picture && "hidden")} style={{ aspectRatio: shape }}>
          {shows.picture && <PictureView key={tabId} sessionId={recording.sessionId} clock={clock} track={track} />}
        </div>
      </div>
      <Remark rebuilt={page} view={view} shows={shows} onView={onView} />
    </div>
  );
}

/** A tab that was opened and went nowhere yet has an address that tells people nothing. */
const addressOf = (url: string | undefined): string | undefined => (url === "about:blank" ? "an empty tab" : url);

type Shows = { dom: boolean; picture: boolean; both: boolean };

function showing(view: View, page: Rebuilt | null, hasFrame: boolean, hasTrack: boolean): Shows {
  if (view === "both") return { dom: true, picture: true, both: true };
  if (view === "dom") return { dom: true, picture: false, both: false };
  const wantsPicture = view === "picture" || page === null || ((page.gaps.share > MUCH || page.gaps.moving > SOME_MOVING) && hasFrame);
  const picture = wantsPicture && (hasTrack || view === "picture");
  return { dom: !picture, picture, both: false };
}

function ViewSwitch({ view, onView, disabled }: { view: View; onView: (view: View) => void; disabled: boolean }) {
  if (disabled) return <span className="px-2 py-1 text-xs text-muted-foreground">Pictures only</span>;
  return (
    <fieldset aria-label="View" className="flex shrink-0 gap-0.5 rounded-md bg-muted p-0.5">
      {VIEWS.map(({ view: own, label, hint, icon: Icon }) => (
        <Tooltip key={own} text={hint}>
          <Button
            variant="ghost"
            size="small"
            aria-pressed={view === own}
            className="h-7 px-2 text-muted-foreground aria-pressed:bg-card aria-pressed:text-foreground aria-pressed:shadow-xs"
            onClick={() => onView(own)}
          >
            <Icon aria-hidden="true" />
            <span className="sr-only xl:not-sr-only">{label}</span>
          </Button>
        </Tooltip>
      ))}
    </fieldset>
  );
}

const GAP_WORDS = {
  canvas: "drawings on a canvas",
  video: "video",
  frame: "frames of other sites",
  image: "images of other sites",
  style: "styles of other sites",
} as const;
const OUTSIDE: ReadonlySet<GapKind> = new Set(["image", "style"]);
const words = new Intl.ListFormat("en");

/** Says what the rebuilt page lacks, why a picture stands there, and how to get it. */
function Remark({ rebuilt, view, shows, onView }: { rebuilt: Rebuilt | null; view: View; shows: Shows; onView: (view: View) => void }) {
  const kinds = rebuilt?.gaps.kinds ?? [];
  if (kinds.length === 0 || shows.both || (shows.picture && view !== "auto")) return null;
  const what = words.format(kinds.map((kind) => GAP_WORDS[kind]));
  return (
    <p className="flex flex-wrap items-center gap-x-3 border-t px-3 py-1.5 text-xs text-muted-foreground">
      {shows.picture ? `Shown as a picture: ${what} are no part of the rebuilt page.` : `Only pictures show ${what}.`}
      {!shows.picture && kinds.includes("canvas") && " A canvas stands still here: browsers tell nobody what is drawn on it."}
      <button type="button" className="rounded-sm text-primary underline underline-offset-2" onClick={() => onView(shows.picture ? "dom" : "both")}>
        {shows.picture ? "Show the rebuilt page" : "Show both"}
      </button>
      {kinds.some((kind) => OUTSIDE.has(kind)) && (
        // A new page: what a page may load is settled when it comes from the server.
        <a className="rounded-sm text-primary underline underline-offset-2" href={withOutside()}>
          Load them from their sites
        </a>
      )}
    </p>
  );
}

function withOutside(): string {
  const url = new URL(window.location.href);
  url.searchParams.set("load", "web");
  return `${url.pathname}${url.search}`;
}

function Missing({ failed }: { failed: boolean }) {
  return (
    <p role="status" className="absolute inset-0 grid place-items-center p-6 text-center text-sm text-muted-foreground">
      {failed ? "This part of the recording could not be read; it is asked for again." : "Nothing was recorded of this page at this moment."}
    </p>
  );
}

/** The shape of the page that is shown, so that its room does not change between its two looks. */
function useShape(clock: PlayerClock, track: readonly TrackFrame[], rebuilt: Rebuilt | null): string {
  const ofPicture = useClock(clock, ({ atMs }) => {
    const frame =
      track[
        Math.max(
          0,
          lastAtOrBefore(track, atMs, (one) => one.atMs),
        )
      ];
    return frame === undefined ? null : `${frame.width} / ${frame.height}`;
  });
  return ofPicture ?? (rebuilt && rebuilt.width > 1 ? `${rebuilt.width} / ${rebuilt.height}` : "16 / 9");
}

const isSame = (one: Rebuilt | null, other: Rebuilt | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.tabId === other.tabId &&
    one.url === other.url &&
    one.width === other.width &&
    one.height === other.height &&
    one.gaps.share === other.gaps.share &&
    one.gaps.moving === other.gaps.moving &&
    one.gaps.kinds.join() === other.gaps.kinds.join());
