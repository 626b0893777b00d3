"use client";

import { useEffect, useState } from "react";
import { RecordingFrames } from "../../server/contract/recordings.ts";

/** What came of asking for a recording. */
export type RecordingState = { status: "loading" } | { status: "ready"; data: RecordingFrames } | { status: "failed"; message: string };

const path = (sessionId: string): string => `/api/recordings/${encodeURIComponent(sessionId)}`;

/** Where one picture of a recording is. */
export const frameUrl = (sessionId: string, index: number): string => `${path(sessionId)}/frames/${index}.jpg`;

/** Reads the list of a recording's frames once, and again when `attempt` changes. */
export function useRecording(sessionId: string, attempt: number): RecordingState {
  const [state, setState] = useState<RecordingState>({ status: "loading" });

  useEffect(() => {
    const stop = new AbortController();
    const load = async (): Promise<RecordingState> => {
      const response = await fetch(`${path(sessionId)}/frames?attempt=${attempt}`, { signal: stop.signal });
      if (response.status === 404) return { status: "failed", message: "There is no such session in this workspace." };
      if (!response.ok) return { status: "failed", message: `The server answered with status ${response.status}.` };
      return { status: "ready", data: RecordingFrames.parse(await response.json()) };
    };
    void load()
      .catch((): RecordingState => ({ status: "failed", message: "The recording could not be read; check the connection." }))
      .then((next) => {
        if (!stop.signal.aborted) setState(next);
      });
    return () => stop.abort();
  }, [sessionId, attempt]);
  return state;
}
