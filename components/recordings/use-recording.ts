"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { RecordingEvents, RecordingFrames } from "../../server/contract/recordings.ts";
import { goToLogin } from "../trpc.tsx";
import { grown, type LoadedRecording, placesOf } from "./growth.ts";

const GROWS_EVERY_MS = 2_000;

/** Where a recording's parts are. */
export const recordingPath = (sessionId: string): string => `/api/recordings/${encodeURIComponent(sessionId)}`;

/** Where one picture of a recording is. */
export const frameUrl = (sessionId: string, index: number): string => `${recordingPath(sessionId)}/frames/${index}.jpg`;

/** Reads a recording's lists; every few seconds what is new while its session runs. */
export function useRecording(sessionId: string) {
  const queries = useQueryClient();
  const queryKey = ["recording", sessionId];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<LoadedRecording> => {
      const known = queries.getQueryData<LoadedRecording>(queryKey);
      if (known === undefined) return wholeOf(sessionId, signal);
      return grown(known, ...(await listsOf(sessionId, placesOf(known), signal))) ?? wholeOf(sessionId, signal);
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.recording.recording ? GROWS_EVERY_MS : false),
    retry: (failures, error) => failures < 2 && !(error instanceof GoneError),
  });
}

async function wholeOf(sessionId: string, signal: AbortSignal): Promise<LoadedRecording> {
  const [{ frames }, { recording, startedAtMs, chunks }] = await listsOf(sessionId, { frames: 0, chunks: 0 }, signal);
  return { recording, startedAtMs, frames, chunks };
}

type Places = ReturnType<typeof placesOf>;
const listsOf = (sessionId: string, { frames, chunks }: Places, signal: AbortSignal): Promise<[RecordingFrames, RecordingEvents]> =>
  Promise.all([
    read(`${recordingPath(sessionId)}/frames?from=${frames}`, signal).then((body) => RecordingFrames.parse(body)),
    read(`${recordingPath(sessionId)}/events?from=${chunks}`, signal).then((body) => RecordingEvents.parse(body)),
  ]);

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
