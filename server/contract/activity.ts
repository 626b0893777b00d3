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
  /** What it is about: the script that said it, the request that failed, else the page. */
  url: z.string().nullable(),
  /** Where in what is at `url`, counted from 1. */
  line: z.int().nullable(),
  column: z.int().nullable(),
  /** The calls that led there, one a line. */
  stack: z.string().nullable(),
  tabId: z.string().nullable(),
  createdAt: Instant,
});
export type LogEntry = z.infer<typeof LogEntry>;

export const GetSessionLogsInput = z.strictObject({
  sessionId: Id,
  level: z.array(LogEntry.shape.level).optional(),
  source: z.array(LogEntry.shape.source).optional(),
  tabId: z.string().max(64).optional(),
  /** Found in the text or the address, without regard to case. */
  search: z.string().trim().max(200).optional(),
  /** Milliseconds since the epoch. */
  fromMs: z.number().min(0).optional(),
  toMs: z.number().min(0).optional(),
  limit: z.int().min(1).max(5000).default(200),
  /** `desc`: the newest first. */
  order: z.enum(["asc", "desc"]).default("desc"),
  /** Entries behind this one in the order asked for: older ones, unless `order` is `asc`. */
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
