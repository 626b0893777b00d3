"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Recording, type RecordingChunk, RecordingEvents, type RecordingFrame, RecordingFrames } from "../../server/contract/recordings.ts";
import { goToLogin } from "../trpc.tsx";

const GROWS_EVERY_MS = 2_000;
/** The list of a long recording takes longer to send, so that it is asked for less often. */
const FRAMES_PER_SECOND_OF_WAIT = 2_000;

/** A recording as the player needs it: the lists of both tracks, without pictures and events themselves. */
export type LoadedRecording = { recording: Recording; startedAtMs: number; frames: RecordingFrame[]; chunks: RecordingChunk[] };

/** Where a recording's parts are. */
export const recordingPath = (sessionId: string): string => `/api/recordings/${encodeURIComponent(sessionId)}`;

/** Where one picture of a recording is. */
export const frameUrl = (sessionId: string, index: number): string => `${recordingPath(sessionId)}/frames/${index}.jpg`;

/** Reads a recording's lists; again every few seconds while its session runs. */
export function useRecording(sessionId: string) {
  return useQuery({
    queryKey: ["recording", sessionId],
    queryFn: async ({ signal }): Promise<LoadedRecording> => {
      const [{ recording, frames }, { startedAtMs, chunks }] = await Promise.all([
        read(`${recordingPath(sessionId)}/frames`, signal).then((body) => RecordingFrames.parse(body)),
        read(`${recordingPath(sessionId)}/events`, signal).then((body) => RecordingEvents.parse(body)),
      ]);
      return { recording, startedAtMs, frames, chunks };
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.recording.recording ? GROWS_EVERY_MS + ((data.frames.length + data.chunks.length) / FRAMES_PER_SECOND_OF_WAIT) * 1_000 : false,
    retry: (failures, error) => failures < 2 && !(error instanceof GoneError),
  });
}

/** There is nothing under this address for this person. */
export class GoneError extends Error {}

/** JSON of our own server. @throws GoneError for what does not exist */
export async function read(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(path, { signal });
  if (response.status === 401) goToLogin();
  if (response.status === 404) throw new GoneError("There is no such session in this workspace.");
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`);
  return response.json();
}
