import { z } from "zod";
import { Id, Instant, Paging } from "./common.ts";

/**
 * A recording has two tracks on one clock: pictures of the tab that was shown, and the events of every tab's documents
 * (rrweb's format). Every …Ms of a recording counts from its start; an rrweb event's own `timestamp` counts from the
 * epoch, so its place is `timestamp - startedAtMs`.
 */

/** A tab of a recorded session; one that came back to life after a crash is listed once. */
export const RecordedTab = z.strictObject({
  tabId: Id,
  /** As last seen, without what the session hides. */
  title: z.string(),
  url: z.string(),
  openedAtMs: z.int(),
  /** Null while it is open, and where the recording ended before the tab. */
  closedAtMs: z.int().nullable(),
});
export type RecordedTab = z.infer<typeof RecordedTab>;

/** Why a recording lacks something. */
export const RECORDING_WARNINGS = {
  quota: "The recording was cut off: the workspace's room is used up.",
  size: "The recording was cut off: it reached the size that one recording may have.",
  flood: "A page changed faster than its changes could be recorded; they were left out until it rested.",
  interrupted: "The server was restarted while it recorded; a few seconds may be missing.",
  storage: "Parts of the recording could not be written.",
} as const;
export const RecordingWarning = z.strictObject({
  code: z.enum(Object.keys(RECORDING_WARNINGS) as [keyof typeof RECORDING_WARNINGS, ...(keyof typeof RECORDING_WARNINGS)[]]),
  message: z.string(),
  atMs: z.int(),
});
export type RecordingWarning = z.infer<typeof RecordingWarning>;

/** What there is of a session's recording. `GET /api/recordings/:sessionId` answers the same. */
export const Recording = z.strictObject({
  sessionId: Id,
  /** False: the session was not recorded, nothing was seen yet, or the recording was removed. */
  available: z.boolean(),
  /** True while it goes on. */
  recording: z.boolean(),
  /** Pictures. */
  frames: z.int(),
  /** rrweb events of all tabs. */
  events: z.int(),
  /** From the start to the last picture or event. */
  durationMs: z.int(),
  /** As stored: pictures and compressed events. */
  sizeBytes: z.int(),
  /** The recording's zero. */
  startedAt: Instant.nullable(),
  /** In the order in which they were opened. */
  tabs: z.array(RecordedTab),
  warnings: z.array(RecordingWarning),
  /** The page in the dashboard that plays it; null when there is nothing to play. */
  url: z.string().nullable(),
});
export type Recording = z.infer<typeof Recording>;

/** One picture of a recording; the image is at `/api/recordings/:sessionId/frames/:index.jpg`. */
export const RecordingFrame = z.strictObject({
  atMs: z.int(),
  /** CSS pixels of the page. */
  width: z.int(),
  height: z.int(),
  /** The tab that was shown then. A picture holds until the next one: pictures that change nothing are left out. */
  tabId: Id,
});
export type RecordingFrame = z.infer<typeof RecordingFrame>;

/**
 * `GET /api/recordings/:sessionId/frames`: the frames in the order of time. With `?from=N` those from index N on: a reader
 * who has N of them gets what is new.
 */
export const RecordingFrames = z.strictObject({
  recording: Recording,
  /** The index of the first one. */
  from: z.int(),
  frames: z.array(RecordingFrame),
});
export type RecordingFrames = z.infer<typeof RecordingFrames>;

/**
 * A stretch of one tab's events. `GET /api/recordings/:sessionId/events/:chunk` gives them as a JSON array of rrweb events
 * in the order of time, gzipped as stored. The events of frames within the page are part of their tab's stream.
 */
export const RecordingChunk = z.strictObject({
  /** Unique in the recording; grows with time. */
  chunk: z.int(),
  tabId: Id,
  fromMs: z.int(),
  toMs: z.int(),
  events: z.int(),
  /** Of the answer, compressed; what it will be about while it is open. */
  sizeBytes: z.int(),
  /** True: it begins with a meta event and a full snapshot, so that playing may begin here without the chunks before. */
  hasFullSnapshot: z.boolean(),
  /** True while events are added: ask again for more. A closed chunk never changes and may be kept for good. */
  open: z.boolean(),
});
export type RecordingChunk = z.infer<typeof RecordingChunk>;

/**
 * `GET /api/recordings/:sessionId/events`: the chunks of every tab in the order of their beginnings. With `?from=N` those
 * whose number is at least N: a reader who knows them all asks from the first one that was open.
 */
export const RecordingEvents = z.strictObject({
  recording: Recording,
  /** Epoch milliseconds of the recording's start: an event's place is its `timestamp` less this. */
  startedAtMs: z.number(),
  /** The number from which on chunks are listed. */
  from: z.int(),
  chunks: z.array(RecordingChunk),
});
export type RecordingEvents = z.infer<typeof RecordingEvents>;

/** A line of the list of recordings. */
export const RecordingSummary = z.strictObject({
  sessionId: Id,
  sessionName: z.string().nullable(),
  startedAt: Instant,
  /** Null while it goes on. */
  endedAt: Instant.nullable(),
  recording: z.boolean(),
  /** Why one that is over cannot be played; null where it can. */
  failure: z.string().nullable(),
  durationMs: z.int(),
  sizeBytes: z.int(),
  frames: z.int(),
  events: z.int(),
  /** When it is removed for its age; null: never. */
  expiresAt: Instant.nullable(),
  url: z.string(),
});
export type RecordingSummary = z.infer<typeof RecordingSummary>;

export const ListRecordingsInput = z.strictObject({
  /** Found in the session's id or name, without regard to case. */
  search: z.string().trim().max(200).optional(),
  ...Paging,
});
export type ListRecordingsInput = z.infer<typeof ListRecordingsInput>;

/** The newest first. */
export const ListRecordingsOutput = z.strictObject({
  recordings: z.array(RecordingSummary),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  /** Of the whole workspace: recordings, evidence pictures and bodies of requests, which the quota counts together. */
  usedBytes: z.int(),
  /** Null: no limit. */
  quotaBytes: z.int().nullable(),
  retentionDays: z.int().nullable(),
});
export type ListRecordingsOutput = z.infer<typeof ListRecordingsOutput>;
