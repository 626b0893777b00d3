"use client";

import Picture from "next/image";
import { useEffect, useRef, useState } from "react";
import { lastAtOrBefore } from "../../server/contract/recording-time.ts";
import type { PlayerClock } from "./clock.ts";
import { clock as clockText } from "./playback.ts";
import { useClock } from "./use-player.ts";
import { frameUrl } from "./use-recording.ts";

/** Pictures that are fetched before they are due. */
const AHEAD = 2;

/** A picture of a track, with its place in the recording's list of pictures. */
export type TrackFrame = { index: number; atMs: number; width: number; height: number };

/** The picture of the moment out of those of one tab, or of whichever tab was worked in. */
export function PictureView({ sessionId, clock, track }: { sessionId: string; clock: PlayerClock; track: readonly TrackFrame[] }) {
  const place = useClock(clock, ({ atMs }) =>
    Math.max(
      0,
      lastAtOrBefore(track, atMs, (frame) => frame.atMs),
    ),
  );
  const frame = track[place];
  const shown = usePicture(sessionId, track, place);
  if (frame === undefined)
    return <p className="grid size-full place-items-center p-6 text-center text-sm text-muted-foreground">There are no pictures of this tab.</p>;
  return (
    shown && (
      <Picture
        unoptimized
        fill
        src={shown}
        alt={`The page ${clockText(frame.atMs)} after the beginning`}
        loading="eager"
        className="object-contain"
        draggable={false}
      />
    )
  );
}

/** The address of the newest picture that has loaded: the one before stays until then, and those after it are fetched early. */
function usePicture(sessionId: string, track: readonly TrackFrame[], place: number): string | null {
  const [shown, setShown] = useState<string | null>(null);
  const requests = useRef({ made: 0, shown: 0 });
  const index = track[place]?.index;

  useEffect(() => {
    if (index === undefined) return;
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
    for (const next of track.slice(place + 1, place + 1 + AHEAD)) new Image().src = frameUrl(sessionId, next.index);
  }, [sessionId, index, track, place]);
  return shown;
}
