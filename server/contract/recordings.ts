import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** What there is of a session's recording. `GET /api/recordings/:sessionId` answers the same. */
export const Recording = z.strictObject({
  sessionId: Id,
  /** False: the session was not recorded, or nothing was seen yet. */
  available: z.boolean(),
  /** True while frames are still being added. */
  recording: z.boolean(),
  frames: z.int(),
  /** From the first frame to the last. */
  durationMs: z.int(),
  sizeBytes: z.int(),
  startedAt: Instant.nullable(),
  /** The page in the dashboard that plays it; null when there is nothing to play. */
  url: z.string().nullable(),
});
export type Recording = z.infer<typeof Recording>;

/** One picture of a recording; the image is at `/api/recordings/:sessionId/frames/:index.jpg`. */
export const RecordingFrame = z.strictObject({
  /** Milliseconds since the first frame. */
  atMs: z.int(),
  /** CSS pixels of the page. */
  width: z.int(),
  height: z.int(),
  tabId: Id,
});
export type RecordingFrame = z.infer<typeof RecordingFrame>;

/** `GET /api/recordings/:sessionId/frames`: every frame in the order of time; its place is its index. */
export const RecordingFrames = z.strictObject({ recording: Recording, frames: z.array(RecordingFrame) });
export type RecordingFrames = z.infer<typeof RecordingFrames>;
