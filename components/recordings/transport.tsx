"use client";

import { ChevronFirst, ChevronLast, FastForward, Keyboard, Pause, Play, Radio } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Select } from "../ui/input.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { Popover } from "../ui/popover.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { type PlayerClock, SPEEDS } from "./clock.ts";
import { clock as clockText } from "./playback.ts";
import { useClock } from "./use-player.ts";

type TransportProps = {
  clock: PlayerClock;
  /** Milliseconds that skipping saves; 0: there is nothing to skip. */
  idleMs: number;
  growing: boolean;
  /** Goes to the action before or after this moment. */
  onStep: (by: 1 | -1) => void;
  keysShown: boolean;
  onKeysShown: (shown: boolean) => void;
  children?: ReactNode;
};

/** The row of controls: play, steps, time, what is skipped, speed. */
export function Transport({ clock, idleMs, growing, onStep, keysShown, onKeysShown, children }: TransportProps) {
  const playing = useClock(clock, (state) => state.playing);
  const speed = useClock(clock, (state) => state.speed);
  const skipIdle = useClock(clock, (state) => state.skipIdle);
  const live = useClock(clock, (state) => state.live);
  const PlayIcon = playing ? Pause : Play;
  return (
    <div className="flex flex-wrap items-center gap-x-1 gap-y-2 border-t px-2 py-2">
      <Control label="Previous action" keys="[" onPress={() => onStep(-1)} icon={<ChevronFirst aria-hidden="true" />} />
      <Tooltip text={playing ? "Pause (Space)" : "Play (Space)"}>
        <Button variant="primary" size="icon" className="rounded-full" aria-label={playing ? "Pause" : "Play"} onClick={() => clock.toggle()}>
          <PlayIcon aria-hidden="true" className={cn("fill-current", !playing && "translate-x-px")} />
        </Button>
      </Tooltip>
      <Control label="Next action" keys="]" onPress={() => onStep(1)} icon={<ChevronLast aria-hidden="true" />} />
      <Time clock={clock} />
      <div className="ml-auto flex flex-wrap items-center gap-1.5">
        {growing && (
          <Button
            size="small"
            aria-pressed={live}
            className={cn("aria-pressed:border-destructive/50 aria-pressed:text-destructive")}
            onClick={() => clock.goLive()}
          >
            <Radio aria-hidden="true" className={cn(live && "animate-pulse")} />
            Live
          </Button>
        )}
        <Tooltip text={idleMs > 0 ? `Jumps over ${clockText(idleMs)} in which nothing happened (S)` : "There is nothing to skip"}>
          <Button
            size="small"
            variant="ghost"
            aria-pressed={skipIdle}
            className="text-muted-foreground aria-pressed:bg-accent aria-pressed:text-foreground"
            onClick={() => clock.set({ skipIdle: !skipIdle })}
          >
            <FastForward aria-hidden="true" />
            Skip idle
          </Button>
        </Tooltip>
        <Select
          aria-label="Speed"
          className="h-8 w-20 px-2 text-xs tabular-nums"
          value={speed}
          onChange={(event) => clock.set({ speed: Number(event.currentTarget.value) })}
        >
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </Select>
        <KeysHelp open={keysShown} onOpenChange={onKeysShown} />
        {children}
      </div>
    </div>
  );
}

function Time({ clock }: { clock: PlayerClock }) {
  const at = useClock(clock, ({ atMs }) => clockText(atMs));
  const length = useClock(clock, ({ durationMs }) => clockText(durationMs));
  return (
    <p className="px-2 text-sm whitespace-nowrap tabular-nums">
      <span className="font-medium">{at}</span>
      <span className="text-muted-foreground"> / {length}</span>
    </p>
  );
}

function Control({ label, keys, icon, onPress }: { label: string; keys: string; icon: ReactNode; onPress: () => void }) {
  return (
    <Tooltip text={`${label} (${keys})`}>
      <Button variant="ghost" size="icon" aria-label={label} onClick={onPress}>
        {icon}
      </Button>
    </Tooltip>
  );
}

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [["Space"], "play, pause"],
  [["←", "→"], "5 seconds back, on; with Shift 30"],
  [["[", "]"], "action before, after"],
  [[",", "."], "one picture back, on"],
  [["Home", "End"], "beginning, end"],
  [["<", ">"], "slower, quicker"],
  [["S"], "skip what is idle"],
  [["F"], "full screen"],
  [["C"], "copy a link to this moment"],
  [["?"], "this list"],
];

function KeysHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <span className="hidden sm:inline-flex">
      <Popover
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <Button variant="ghost" size="iconSmall" className="text-muted-foreground" aria-label="Keys">
            <Keyboard aria-hidden="true" />
          </Button>
        }
      >
        <p className="mb-2 font-medium">Keys</p>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 text-sm">
          {KEYS.map(([keys, meaning]) => (
            <div key={meaning} className="contents">
              <dt className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd className="text-muted-foreground">{meaning}</dd>
            </div>
          ))}
        </dl>
      </Popover>
    </span>
  );
}
