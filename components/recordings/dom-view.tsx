"use client";

import "@rrweb/replay/dist/style.css";
import type { eventWithTime } from "@rrweb/types";
import { useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import type { PlayerClock } from "./clock.ts";
import { DomReplay, type Rebuilt, type Target } from "./dom-replay.ts";
import { ReplayEvents } from "./replay-events.ts";
import { read, recordingPath } from "./use-recording.ts";

type DomViewProps = {
  sessionId: string;
  clock: PlayerClock;
  /** The tab that is shown and where its events are; null while there is none. */
  source: Omit<Target, "atMs"> | null;
  rebuilt: Rebuilt | null;
  onRebuilt: (rebuilt: Rebuilt | null) => void;
  onFailed: (failed: boolean) => void;
};

/** What could not be read is asked for again after this, also while the clock stands. */
const RETRY_MS = 2_000;

/** The replayer makes its own elements: its frame stands in the middle, its pointer only where the mouse was seen. */
const LOOK =
  "size-full [&_.replayer-wrapper]:absolute [&_.replayer-wrapper]:top-1/2 [&_.replayer-wrapper]:left-1/2 [&_.replayer-wrapper]:w-max [&_.replayer-wrapper]:[transform:translate(-50%,-50%)_scale(var(--replay-scale))] [&_iframe]:block [&_iframe]:max-w-none [&_iframe]:bg-white [&_.replayer-mouse]:z-10 [&_.replayer-mouse:not([style*=left])]:hidden";

/** The page of the moment, rebuilt from its events and scaled to the room there is. */
export function DomView({ sessionId, clock, source, rebuilt, onRebuilt, onFailed }: DomViewProps) {
  const root = useRef<HTMLDivElement>(null);
  const replay = useReplay(root, sessionId, onRebuilt);
  const box = useSize(root);

  useEffect(() => {
    if (replay === null || source === null) return;
    const again: { timer: ReturnType<typeof setTimeout> | undefined } = { timer: undefined };
    const show = (): void => {
      clearTimeout(again.timer);
      replay.show({ ...source, atMs: clock.get().atMs }).then(
        () => onFailed(false),
        () => {
          onFailed(true);
          again.timer = setTimeout(show, RETRY_MS);
        },
      );
    };
    show();
    const unsubscribe = clock.subscribe(show);
    return () => {
      clearTimeout(again.timer);
      unsubscribe();
    };
  }, [replay, source, clock, onFailed]);

  const { width, height } = rebuilt ?? { width: 1, height: 1 };
  const scale = Math.min(box.width / width, box.height / height);
  return (
    <div className={cn("absolute inset-0 overflow-hidden", rebuilt === null && "invisible")}>
      <div
        ref={root}
        role="img"
        aria-label="The page, rebuilt from what was recorded of it"
        className={LOOK}
        style={{ ["--replay-scale" as string]: Number.isFinite(scale) ? scale : 1 }}
      />
    </div>
  );
}

/** A replay in the element as long as it is mounted. */
function useReplay(root: React.RefObject<HTMLDivElement | null>, sessionId: string, onRebuilt: (rebuilt: Rebuilt | null) => void): DomReplay | null {
  const [replay, setReplay] = useState<DomReplay | null>(null);
  useEffect(() => {
    if (root.current === null) return;
    const stop = new AbortController();
    const events = new ReplayEvents(async (chunk) => (await read(`${recordingPath(sessionId)}/events/${chunk}`, stop.signal)) as eventWithTime[]);
    const made = new DomReplay({ root: root.current, events, onRebuilt });
    setReplay(made);
    return () => {
      stop.abort();
      made.stop();
    };
  }, [root, sessionId, onRebuilt]);
  return replay;
}

function useSize(element: React.RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
