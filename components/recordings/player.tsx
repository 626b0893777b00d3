"use client";

import { Pause, Play, RotateCcw } from "lucide-react";
import Picture from "next/image";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RecordingFrames } from "../../server/contract/recordings.ts";
import { SPEEDS } from "./clock.ts";
import { clock, frameAt } from "./playback.ts";
import { frameUrl, useRecording } from "./use-recording.ts";

const BUTTON =
  "inline-flex h-9 items-center gap-1.5 rounded-md border bg-background px-3 text-sm font-medium text-foreground hover:bg-accent hover:text-accent-foreground focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-ring";
const SEEK_STEP_MS = 100;

/** Plays a session's recording: play and pause, seek, speed. */
export function RecordingPlayer({ sessionId, className = "" }: { sessionId: string; className?: string }) {
  const [attempt, setAttempt] = useState(0);
  const state = useRecording(sessionId, attempt);
  if (state.status === "ready" && state.data.frames.length > 0) return <Player sessionId={sessionId} data={state.data} className={className} />;
  return (
    <div className={`grid min-h-60 place-items-center rounded-lg border bg-card p-6 text-center text-card-foreground ${className}`}>
      {state.status === "loading" ? (
        <p role="status" className="text-sm text-muted-foreground">
          Reading the recording…
        </p>
      ) : (
        <div role="status">
          <p className="font-medium">{state.status === "failed" ? "The recording cannot be shown" : "Nothing was recorded yet"}</p>
          <p className="mt-1 mb-3 text-sm text-muted-foreground">
            {state.status === "failed" ? state.message : "Sessions are recorded when they are made with recording on; pictures appear within seconds."}
          </p>
          <button type="button" className={BUTTON} onClick={() => setAttempt((count) => count + 1)}>
            <RotateCcw aria-hidden="true" className="size-4" />
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

function Player({ sessionId, data, className }: { sessionId: string; data: RecordingFrames; className: string }) {
  const { durationMs } = data.recording;
  const times = useMemo(() => data.frames.map(({ atMs }) => atMs), [data]);
  const { atMs, playing, speed, seek, toggle, setSpeed } = usePlayback(durationMs);
  const index = frameAt(times, atMs);
  const frame = data.frames[index];
  const shown = usePicture(sessionId, index, data.frames.length);

  return (
    <section aria-label="Recording" className={`flex flex-col overflow-hidden rounded-lg border bg-card text-card-foreground ${className}`}>
      <div className="relative w-full bg-muted" style={{ aspectRatio: frame ? `${frame.width} / ${frame.height}` : "16 / 9" }}>
        {shown !== null && (
          <Picture unoptimized fill src={shown} alt={`The page ${clock(atMs)} after the beginning`} className="object-contain" draggable={false} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3 border-t px-3 py-2">
        <button type="button" className={BUTTON} onClick={toggle}>
          {playing ? <Pause aria-hidden="true" className="size-4" /> : <Play aria-hidden="true" className="size-4" />}
          {playing ? "Pause" : "Play"}
        </button>
        <input
          type="range"
          aria-label="Position"
          aria-valuetext={`${clock(atMs)} of ${clock(durationMs)}`}
          className="h-9 min-w-32 flex-1 accent-primary"
          min={0}
          max={Math.max(1, durationMs)}
          step={SEEK_STEP_MS}
          value={atMs}
          onChange={(event) => seek(event.currentTarget.valueAsNumber)}
        />
        <span className="text-sm text-muted-foreground tabular-nums">
          {clock(atMs)} / {clock(durationMs)}
        </span>
        <label className="flex items-center gap-2 text-sm text-muted-foreground">
          Speed
          <select
            className="h-9 rounded-md border bg-background px-2 text-foreground"
            value={speed}
            onChange={(event) => setSpeed(Number(event.currentTarget.value))}
          >
            {SPEEDS.map((value) => (
              <option key={value} value={value}>
                {value}×
              </option>
            ))}
          </select>
        </label>
      </div>
    </section>
  );
}

/** The position of a playback and what moves it; at the end it stops, and playing again begins from the start. */
function usePlayback(durationMs: number) {
  const [atMs, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);

  useEffect(() => {
    if (!playing) return;
    const state = { repaint: 0, before: performance.now() };
    const step = (now: number): void => {
      const passedMs = Math.max(0, now - state.before) * speed;
      state.before = now;
      setAt((position) => Math.min(durationMs, position + passedMs));
      state.repaint = requestAnimationFrame(step);
    };
    state.repaint = requestAnimationFrame(step);
    return () => cancelAnimationFrame(state.repaint);
  }, [playing, speed, durationMs]);

  const ended = atMs >= durationMs;
  const toggle = (): void => {
    if (ended) setAt(0);
    setPlaying((before) => ended || !before);
  };
  return { atMs, playing: playing && !ended, speed, seek: setAt, toggle, setSpeed };
}

/** The address of the newest picture that has loaded: the one before stays until then, and the one after is fetched early. */
function usePicture(sessionId: string, index: number, count: number): string | null {
  const [shown, setShown] = useState<string | null>(null);
  const requests = useRef({ made: 0, shown: 0 });

  useEffect(() => {
    const made = requests.current;
    made.made += 1;
    const request = made.made;
    const picture = new Image();
    picture.onload = () => {
      // Pictures may arrive out of order: one that was asked for earlier than what is shown comes too late.
      if (request < made.shown) return;
      made.shown = request;
      setShown(picture.src);
    };
    picture.src = frameUrl(sessionId, index);
    if (index + 1 < count) new Image().src = frameUrl(sessionId, index + 1);
  }, [sessionId, index, count]);
  return shown;
}
