import type { Recording, RecordingChunk, RecordingEvents, RecordingFrame, RecordingFrames } from "../../server/contract/recordings.ts";

/** A recording as the player needs it: the lists of both tracks, without pictures and events themselves. */
export type LoadedRecording = { recording: Recording; startedAtMs: number; frames: readonly RecordingFrame[]; chunks: readonly RecordingChunk[] };

/** From where on the lists of a recording are read again: what was there before stays as it is. */
export function placesOf({ frames, chunks }: Pick<LoadedRecording, "frames" | "chunks">): { frames: number; chunks: number } {
  const open = chunks.filter((chunk) => chunk.open).map(({ chunk }) => chunk);
  return { frames: frames.length, chunks: Math.min(...open, Math.max(-1, ...chunks.map(({ chunk }) => chunk)) + 1) };
}

/** A recording with what is new of it; null where that does not belong to it: the recording was removed, or begun anew. */
export function grown(known: LoadedRecording, { from: framesFrom, frames }: RecordingFrames, events: RecordingEvents): LoadedRecording | null {
  const { recording, startedAtMs, chunks, from } = events;
  if (startedAtMs !== known.startedAtMs || framesFrom !== known.frames.length) return null;
  const before = known.chunks.filter(({ chunk }) => chunk < from);
  return {
    recording,
    startedAtMs,
    frames: frames.length === 0 ? known.frames : [...known.frames, ...frames],
    chunks: [...before, ...chunks].sort((one, other) => one.fromMs - other.fromMs || one.chunk - other.chunk),
  };
}
