"use client";

import { type MouseEvent, memo, type ReactNode, useMemo } from "react";
import type { Stretch } from "../../server/contract/recording-time.ts";
import { cn } from "../ui/cn.ts";
import { Tooltip } from "../ui/tooltip.tsx";
import type { PlayerClock } from "./clock.ts";
import type { Lane } from "./lanes.ts";
import { type ActionMoment, placeOf, stacked } from "./moments.ts";
import { clock as clockText } from "./playback.ts";
import { useClock } from "./use-player.ts";

const ACTION_ROWS = 2;
/** A mark is about so wide, as a share of the track. */
const MARK_SHARE = 0.012;

type TimelineProps = {
  clock: PlayerClock;
  durationMs: number;
  idle: readonly Stretch[];
  actions: readonly ActionMoment[];
  lanes: readonly Lane[];
  /** The tab that is shown although another may be worked in; null: whichever is worked in. */
  pinned: string | null;
  onPin: (tabId: string | null) => void;
};

/** The recording's time from left to right: position, what was done, and the life of each tab. */
export function Timeline({ clock, durationMs, idle, actions, lanes, pinned, onPin }: TimelineProps) {
  return (
    <section aria-label="Timeline" className="border-t px-3 pt-2 pb-3 group-data-full/player:max-h-[30dvh] group-data-full/player:overflow-y-auto">
      <Row label={<span className="sr-only">Position</span>}>
        <Scrubber clock={clock} durationMs={durationMs} idle={idle} />
      </Row>
      {actions.length > 0 && (
        <Row label="Actions">
          <Actions clock={clock} durationMs={durationMs} actions={actions} />
        </Row>
      )}
      {lanes.map((lane) => (
        <Row
          key={lane.tabId}
          label={
            <Tooltip text={pinned === lane.tabId ? "Follow the tab that is worked in" : `Show ${lane.label}`}>
              <button
                type="button"
                aria-pressed={pinned === lane.tabId}
                aria-label={`Show only ${lane.label}`}
                className="max-w-full truncate rounded-sm text-left hover:text-foreground aria-pressed:font-medium aria-pressed:text-primary"
                onClick={() => onPin(pinned === lane.tabId ? null : lane.tabId)}
              >
                {lane.label}
              </button>
            </Tooltip>
          }
        >
          <LaneTrack clock={clock} durationMs={durationMs} lane={lane} shown={pinned === null || pinned === lane.tabId} onPin={() => onPin(lane.tabId)} />
        </Row>
      ))}
      {pinned !== null && (
        <button type="button" className="mt-1 rounded-sm text-xs text-primary underline underline-offset-2" onClick={() => onPin(null)}>
          Follow the tab that is worked in
        </button>
      )}
    </section>
  );
}

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid items-center gap-x-3 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <div className="min-w-0 truncate text-xs text-muted-foreground max-sm:mt-1">{label}</div>
      <div className="relative min-w-0">{children}</div>
    </div>
  );
}

/** The position itself: a slider, with what is idle hatched and what has been played filled. */
function Scrubber({ clock, durationMs, idle }: { clock: PlayerClock; durationMs: number; idle: readonly Stretch[] }) {
  const atMs = useClock(clock, (state) => state.atMs);
  const skips = useClock(clock, (state) => state.skipIdle);
  return (
    <div className="group relative h-7">
      <div className="absolute inset-x-0 top-1/2 h-2 -translate-y-1/2 overflow-hidden rounded-full bg-muted">
        <div className="absolute inset-y-0 left-0 bg-primary/85" style={{ width: placeOf(0, atMs, durationMs).width }} />
        <IdleMarks durationMs={durationMs} idle={idle} skips={skips} />
      </div>
      <Playhead clock={clock} durationMs={durationMs} knob />
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={`${clockText(atMs)} of ${clockText(durationMs)}`}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
        min={0}
        max={Math.max(1, durationMs)}
        step={1}
        value={Math.round(atMs)}
        onChange={(event) => clock.seek(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

/** Made anew only when they change: the position changes with every repaint, and a long recording has many. */
const IdleMarks = memo(function IdleMarks({ durationMs, idle, skips }: { durationMs: number; idle: readonly Stretch[]; skips: boolean }) {
  return (
    <>
      {idle.map((stretch) => (
        <div
          key={stretch.fromMs}
          title={`${clockText(stretch.toMs - stretch.fromMs)} in which nothing happened`}
          className={cn(
            "absolute inset-y-0 bg-[repeating-linear-gradient(135deg,var(--muted-foreground)_0_1px,transparent_1px_5px)] opacity-60",
            skips ? "bg-card opacity-90" : "bg-card/55",
          )}
          style={placeOf(stretch.fromMs, stretch.toMs, durationMs)}
        />
      ))}
    </>
  );
});

function Playhead({ clock, durationMs, knob = false }: { clock: PlayerClock; durationMs: number; knob?: boolean }) {
  const left = useClock(clock, ({ atMs }) => placeOf(atMs, atMs, durationMs).left);
  return (
    <span aria-hidden="true" className="pointer-events-none absolute inset-y-0 z-10 w-px bg-foreground/60" style={{ left }}>
      {knob && (
        <span className="absolute top-1/2 left-1/2 size-3.5 -translate-1/2 rounded-full border-2 border-card bg-primary shadow-sm outline-ring group-has-focus-visible:outline-2 group-has-focus-visible:outline-offset-2" />
      )}
    </span>
  );
}

function Actions({ clock, durationMs, actions }: { clock: PlayerClock; durationMs: number; actions: readonly ActionMoment[] }) {
  const rows = useMemo(() => stacked(actions, ACTION_ROWS, durationMs * MARK_SHARE), [actions, durationMs]);
  return (
    <div className={cn("relative my-0.5 rounded-sm bg-muted/60", rows.some(({ row }) => row > 0) ? "h-7" : "h-4")}>
      {rows.map(({ thing, row }) => (
        <ActionMark key={thing.id} action={thing} row={row} durationMs={durationMs} onPress={() => clock.seek(thing.atMs)} />
      ))}
      <Playhead clock={clock} durationMs={durationMs} />
    </div>
  );
}

const OUTCOMES = { good: "succeeded", bad: "failed", open: "not over" } as const;

function ActionMark({ action, row, durationMs, onPress }: { action: ActionMoment; row: number; durationMs: number; onPress: () => void }) {
  const { left, width } = placeOf(action.atMs, action.toMs, durationMs);
  const outcome = action.success === null ? "open" : action.success ? "good" : "bad";
  return (
    <Tooltip
      text={
        <>
          <span className="font-medium">{action.title}</span> <span className="tabular-nums">{clockText(action.atMs)}</span>
          {action.detail && <span className="block">{action.detail}</span>}
          {action.error && <span className="block text-destructive">{action.error}</span>}
        </>
      }
    >
      <button
        type="button"
        aria-label={`${action.title} at ${clockText(action.atMs)}, ${OUTCOMES[outcome]}`}
        className={cn(
          "absolute h-2.5 min-w-2 rounded-[3px] hover:z-10 hover:brightness-110 focus-visible:z-10",
          outcome === "good" && "bg-success/75 hover:bg-success",
          outcome === "bad" && "bg-destructive",
          outcome === "open" && "animate-pulse bg-muted-foreground",
        )}
        style={{ left: `min(${left}, 100% - 0.5rem)`, width, top: row === 0 ? 3 : 15 }}
        onClick={onPress}
      />
    </Tooltip>
  );
}

function LaneTrack({ clock, durationMs, lane, shown, onPin }: { clock: PlayerClock; durationMs: number; lane: Lane; shown: boolean; onPin: () => void }) {
  const seek = (event: MouseEvent<HTMLElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    // A press by the keyboard has no place: it only chooses the tab.
    if (event.detail > 0) clock.seek(((event.clientX - left) / width) * durationMs);
    onPin();
  };
  return (
    <button type="button" tabIndex={-1} aria-hidden="true" className="relative block h-5 w-full cursor-pointer" onClick={seek}>
      <span
        className="absolute top-1/2 h-2.5 -translate-y-1/2 rounded-[3px] border border-primary/40 bg-primary/10"
        style={placeOf(lane.life.fromMs, lane.life.toMs, durationMs)}
      />
      {lane.active.map(({ fromMs, toMs }) => (
        <span
          key={fromMs}
          className={cn("absolute top-1/2 h-2.5 -translate-y-1/2 rounded-[3px]", shown ? "bg-primary/60" : "bg-primary/25")}
          style={placeOf(fromMs, toMs, durationMs)}
        />
      ))}
      <Playhead clock={clock} durationMs={durationMs} />
    </button>
  );
}
