"use client";

import { Download, Link as LinkIcon, Maximize, Minimize } from "lucide-react";
import { parseAsFloat, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useEffect, useMemo, useRef, useState } from "react";
import { idleStretches, lastAtOrBefore, lengthOf } from "../../server/contract/recording-time.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { ExportDialog } from "./export-dialog.tsx";
import type { LoadedRecording } from "./growth.ts";
import { activeTabAt, type Lane, lanesOf, switchesOf } from "./lanes.ts";
import { copyMoment } from "./moment-link.ts";
import { MomentsPanel } from "./moments-panel.tsx";
import type { TrackFrame } from "./picture-view.tsx";
import { Stage } from "./stage.tsx";
import { Timeline } from "./timeline.tsx";
import { Transport } from "./transport.tsx";
import { useFullScreen } from "./use-full-screen.ts";
import { useClock, usePlayerClock, usePlayerKeys } from "./use-player.ts";
import { useActionMoments, useLogMoments, useNetworkMoments } from "./use-session-history.ts";

/** What a link to a moment carries: seconds from the beginning, the way of looking and the tab. */
const parsers = {
  t: parseAsFloat.withDefault(0),
  view: parseAsStringLiteral(["auto", "dom", "picture", "both"] as const).withDefault("auto"),
  tab: parseAsString,
};
/** Where there are no pictures, whatever the pages tell of counts as something happening: one mark in each of these. */
const EVENTS_STEP_MS = 1_000;
/** Going to the action before means the one before this one shortly after it began. */
const STEP_BACK_SLACK_MS = 700;

/** Plays a recording that was found: the page, the controls, the time line, and what happened. */
export function Player({ data }: { data: LoadedRecording }) {
  const { recording, frames } = data;
  const { durationMs, recording: growing } = recording;
  const [exporting, setExporting] = useState(false);
  const [params, setParams] = useQueryStates(parsers, { history: "replace" });
  const actions = useActionMoments(data);
  const logs = useLogMoments(data);
  const requests = useNetworkMoments(data);
  const switches = useMemo(() => switchesOf(frames), [frames]);
  const lanes = useMemo(() => lanesOf(recording.tabs, frames, switches, durationMs), [recording.tabs, frames, switches, durationMs]);
  const idle = useIdle(data, actions);
  const clock = usePlayerClock(durationMs, idle, growing);
  const frameTimes = useMemo(() => frames.map(({ atMs }) => atMs), [frames]);

  // A link leads to its moment once; from then on the clock is free.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || durationMs === 0) return;
    begun.current = true;
    clock.seek(params.t * 1_000);
  }, [clock, durationMs, params.t]);

  const pinned = lanes.find(({ tabId }) => tabId === params.tab)?.tabId ?? null;
  const followed = useClock(clock, ({ atMs }) => activeTabAt(switches, atMs) ?? openAt(lanes, atMs));
  const shown = pinned ?? followed;
  const track = useMemo(() => trackOf(data, shown), [data, shown]);
  const step = (by: 1 | -1): void => {
    const { atMs } = clock.get();
    const begunCount = lastAtOrBefore(actions, by === 1 ? atMs : atMs - STEP_BACK_SLACK_MS, (action) => action.atMs);
    clock.seek(actions[by === 1 ? begunCount + 1 : begunCount]?.atMs ?? (by === 1 ? durationMs : 0));
  };
  const copy = (): void => copyMoment(clock.get().atMs);
  const [keysShown, setKeysShown] = useState(false);
  const screen = useFullScreen();
  usePlayerKeys(clock, frameTimes, { "[": () => step(-1), "]": () => step(1), f: screen.toggle, c: copy, "?": () => setKeysShown(true) });

  return (
    <>
      {recording.warnings.length > 0 && (
        <Alert tone="warning" title="This recording is not whole">
          {[...new Set(recording.warnings.map(({ message }) => message))].join(" ")}
        </Alert>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] 2xl:grid-cols-[minmax(0,1fr)_26rem]">
        <section
          aria-label="Recording"
          data-full={screen.isFull || undefined}
          className="group/player flex min-w-0 flex-col self-start overflow-hidden rounded-lg border bg-card text-card-foreground data-full:fixed data-full:inset-0 data-full:z-40 data-full:h-dvh data-full:rounded-none data-full:border-0"
        >
          <Stage
            data={data}
            clock={clock}
            lane={lanes.find(({ tabId }) => tabId === shown)}
            track={track}
            view={data.chunks.length === 0 ? "picture" : params.view}
            onView={(view) => void setParams({ view })}
          />
          <Transport clock={clock} idleMs={lengthOf(idle)} growing={growing} onStep={step} keysShown={keysShown} onKeysShown={setKeysShown}>
            <IconButton label="Copy a link to this moment (C)" icon={LinkIcon} onPress={copy} />
            <IconButton
              label={screen.isFull ? "Leave full screen (F)" : "Full screen (F)"}
              icon={screen.isFull ? Minimize : Maximize}
              onPress={screen.toggle}
            />
            <Button size="small" onClick={() => setExporting(true)}>
              <Download aria-hidden="true" />
              Export
            </Button>
          </Transport>
          <Timeline
            clock={clock}
            durationMs={durationMs}
            idle={idle}
            actions={actions}
            lanes={lanes}
            pinned={pinned}
            onPin={(tab) => void setParams({ tab })}
          />
        </section>
        <ExportDialog
          sessionId={recording.sessionId}
          durationMs={durationMs}
          skipIdle={clock.get().skipIdle}
          lanes={lanes}
          open={exporting}
          onOpenChange={setExporting}
        />
        <MomentsPanel clock={clock} actions={actions} logs={logs} requests={requests} />
      </div>
    </>
  );
}

/** Where nothing happened: no new picture, nothing done; in a recording without pictures, no events. */
function useIdle({ frames, chunks, recording: { durationMs } }: LoadedRecording, actions: readonly { atMs: number; toMs: number }[]) {
  return useMemo(() => {
    const seen = frames.length > 0 ? frames.map(({ atMs }) => atMs) : chunks.flatMap(({ fromMs, toMs }) => marksBetween(fromMs, toMs));
    return idleStretches([...seen, ...actions.flatMap(({ atMs, toMs }) => [atMs, toMs])], durationMs);
  }, [frames, chunks, actions, durationMs]);
}

const marksBetween = (fromMs: number, toMs: number): number[] =>
  Array.from({ length: Math.ceil((toMs - fromMs) / EVENTS_STEP_MS) + 1 }, (_, index) => Math.min(toMs, fromMs + index * EVENTS_STEP_MS));

/** Pictures of the tab. */
function trackOf({ frames }: LoadedRecording, tabId: string | null): TrackFrame[] {
  return frames.flatMap(({ atMs, width, height, tabId: own }, index) => (own === tabId ? [{ index, atMs, width, height }] : []));
}

/** The tab that was opened last and is open; for recordings without pictures. */
const openAt = (lanes: readonly Lane[], atMs: number): string | null =>
  (lanes.findLast(({ life }) => life.fromMs <= atMs && atMs <= life.toMs) ?? lanes[0])?.tabId ?? null;
