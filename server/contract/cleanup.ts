import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** Whose sessions a clean-up by hand looks at. */
export const CLEANUP_SCOPES = ["workspace", "mine"] as const;
export const CleanupScope = z.enum(CLEANUP_SCOPES);
export type CleanupScope = z.infer<typeof CleanupScope>;

export const RunCleanupInput = z.strictObject({ scope: CleanupScope.default("workspace") });
export type RunCleanupInput = z.infer<typeof RunCleanupInput>;

/** What a clean-up could not do. */
export const CleanupFailure = z.strictObject({ sessionId: Id.nullable(), message: z.string() });
export type CleanupFailure = z.infer<typeof CleanupFailure>;

/** One look for what nobody needs any more, as the caller's workspace may know it. */
export const CleanupRun = z.strictObject({
  id: Id,
  /** `cron`: by the clock; `start`: when a server started; `user`: by hand. */
  trigger: z.enum(["cron", "start", "user"]),
  startedAt: Instant,
  durationMs: z.int(),
  /** The workspace's sessions that should have ended before, and those of them that were ended now. */
  found: z.int(),
  ended: z.int(),
  /** Browsers without a session: of nobody, so of no workspace. */
  processes: z.int(),
  directories: z.int(),
  freedBytes: z.number(),
  failures: z.array(CleanupFailure),
});
export type CleanupRun = z.infer<typeof CleanupRun>;

/** Sessions that lost their server or their browser, and how soon each was running again or ended. */
export const Recoveries = z.strictObject({ adopted: z.int(), ended: z.int(), p50Ms: z.number().nullable(), longestMs: z.number().nullable() });
export type Recoveries = z.infer<typeof Recoveries>;

/** All clean-ups of a time together. */
export const CleanupSums = z.strictObject({
  runs: z.int(),
  found: z.int(),
  ended: z.int(),
  processes: z.int(),
  directories: z.int(),
  freedBytes: z.number(),
  failures: z.int(),
  recoveries: Recoveries,
});
export type CleanupSums = z.infer<typeof CleanupSums>;

/** What is ended when, in milliseconds. */
export const CleanupPolicy = z.strictObject({
  intervalMs: z.int(),
  /** Without a wish of their own. */
  sessionTimeoutMs: z.int(),
  idleTimeoutMs: z.int(),
  /** So long after its time a session is ended even though its own server did not. */
  graceMs: z.int(),
});
export type CleanupPolicy = z.infer<typeof CleanupPolicy>;

export const CleanupStatistics = z.strictObject({
  policy: CleanupPolicy,
  /** The newest first. */
  lastRuns: z.array(CleanupRun),
  day: CleanupSums,
  week: CleanupSums,
});
export type CleanupStatistics = z.infer<typeof CleanupStatistics>;
