"use client";

import { MonitorOff } from "lucide-react";
import Image from "next/image";
import { useEffect, useState } from "react";

const MIN_REFRESH_MS = 1_000;

type LiveThumbnailProps = {
  sessionId: string;
  /** Time between pictures in milliseconds; nothing is fetched while the page is hidden. Null: of an ended session, whose last picture stays. */
  refreshMs?: number | null;
  /** Whether the picture fills its place, or is shown whole. */
  fit?: "cover" | "contain";
  className?: string;
};

/** A picture of a session's active tab, renewed now and then while it runs. */
export function LiveThumbnail({ sessionId, refreshMs = 5_000, fit = "cover", className = "" }: LiveThumbnailProps) {
  const source = useThumbnail(sessionId, refreshMs === null ? null : Math.max(MIN_REFRESH_MS, refreshMs));
  return (
    <div className={`relative aspect-video overflow-hidden bg-muted ${className}`}>
      {source === null ? (
        <div className="absolute inset-0 grid place-items-center text-muted-foreground">
          <MonitorOff aria-hidden="true" className="size-5" />
          <span className="sr-only">No picture</span>
        </div>
      ) : (
        <Image
          unoptimized
          fill
          src={source}
          alt={refreshMs === null ? "What the session showed last" : "What the session shows"}
          className={fit === "cover" ? "object-cover object-top" : "object-contain"}
          draggable={false}
        />
      )}
    </div>
  );
}

/** An object URL of the newest picture; the last one stays while a refresh fails. */
function useThumbnail(sessionId: string, refreshMs: number | null): string | null {
  const [source, setSource] = useState<string | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    const load = async (): Promise<void> => {
      if (document.hidden && refreshMs !== null) return;
      const response = await fetch(`/api/live/${encodeURIComponent(sessionId)}/thumbnail.jpg`, { signal: stop.signal });
      if (response.ok) setSource(URL.createObjectURL(await response.blob()));
    };
    const state: { timer: ReturnType<typeof setTimeout> | undefined } = { timer: undefined };
    const loop = (): void => {
      // A failed refresh is tried again with the next one; the card's status tells about ended sessions.
      const next = (): void => {
        if (!stop.signal.aborted && refreshMs !== null) state.timer = setTimeout(loop, refreshMs);
      };
      load().then(next, next);
    };
    loop();
    return () => {
      stop.abort();
      clearTimeout(state.timer);
    };
  }, [sessionId, refreshMs]);

  useEffect(() => {
    if (source !== null) return () => URL.revokeObjectURL(source);
  }, [source]);
  return source;
}
