import { z } from "zod";
import { Id, Instant, Json } from "./common.ts";

/** One thing that was done in a session, by whom, and how it ended. */
export const Activity = z.strictObject({
  id: Id,
  sessionId: Id,
  /** `navigate`, `act`, `extract`, `session.created`, `live.control` … */
  actionType: z.string(),
  /** Arguments worth showing; never values of variables, passwords or file contents. */
  actionData: Json,
  /** Null while it is running. */
  success: z.boolean().nullable(),
  durationMs: z.int().nullable(),
  errorMessage: z.string().nullable(),
  via: z.string().nullable(),
  actorName: z.string().nullable(),
  createdAt: Instant,
});
export type Activity = z.infer<typeof Activity>;

export const LogEntry = z.strictObject({
  id: Id,
  sessionId: Id,
  /** Where it came from: the page's console, an uncaught error, a failed request, the browser itself. */
  source: z.enum(["console", "exception", "network", "browser"]),
  level: z.enum(["debug", "info", "warning", "error"]),
  text: z.string(),
  url: z.string().nullable(),
  createdAt: Instant,
});
export type LogEntry = z.infer<typeof LogEntry>;

export const GetSessionLogsInput = z.strictObject({
  sessionId: Id,
  level: z.array(LogEntry.shape.level).optional(),
  search: z.string().trim().max(200).optional(),
  limit: z.int().min(1).max(1000).default(200),
  /** Entries before this id (older ones). */
  before: Id.optional(),
});
export type GetSessionLogsInput = z.infer<typeof GetSessionLogsInput>;
export const GetSessionLogsOutput = z.strictObject({ entries: z.array(LogEntry), hasMore: z.boolean() });

export const ListActivityInput = z.strictObject({ sessionId: Id, limit: z.int().min(1).max(500).default(100), before: Id.optional() });
export type ListActivityInput = z.infer<typeof ListActivityInput>;
export const ListActivityOutput = z.strictObject({ activities: z.array(Activity), hasMore: z.boolean() });

/** What a subscription to one session streams. */
export const SessionStreamInput = z.strictObject({ sessionId: Id, lastEventId: z.string().max(64).nullish() });
export type SessionStreamInput = z.infer<typeof SessionStreamInput>;
