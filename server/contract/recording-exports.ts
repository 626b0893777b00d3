import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { ERROR_TABLE, type ErrorCode } from "./errors.ts";

/** What a recording can be taken away as: a video of its pictures, everything that is known in files, or in one JSON text. */
export const EXPORT_FORMATS = ["webm", "mp4", "zip", "json"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** How long a finished export can be fetched. */
export const EXPORT_KEPT_MS = 3_600_000;

const FromMs = z.int().min(0);
const ToMs = z.int().min(1);
const Speed = z.number().min(0.5).max(8);

const options = {
  /** The stretch of the recording that is wanted, milliseconds since its beginning; without it, all. */
  fromMs: FromMs.optional(),
  toMs: ToMs.optional(),
  /** Videos: how much quicker than it happened. */
  speed: Speed.default(1),
  /** Videos: leaves out stretches in which nothing happened. */
  skipIdle: z.boolean().default(false),
  /** Only this tab; without it a video follows the tab that was worked in. */
  tabId: Id.optional(),
};

/** What of a recording is wanted. */
export const ExportOptions = z.strictObject(options);
export type ExportOptions = z.infer<typeof ExportOptions>;

export const ExportRecordingInput = z.strictObject({ sessionId: Id, format: ExportFormat, ...options });
export type ExportRecordingInput = z.infer<typeof ExportRecordingInput>;

/** The query of `GET /api/recordings/:sessionId/export`, which makes an export and answers with its file. */
export const ExportRecordingQuery = z.strictObject({
  ...options,
  format: ExportFormat,
  fromMs: z.coerce.number().pipe(FromMs).optional(),
  toMs: z.coerce.number().pipe(ToMs).optional(),
  speed: z.coerce.number().pipe(Speed).default(1),
  skipIdle: z.stringbool().default(false),
});

/** An export that was asked for, also by way of a server that has ended since. Its file is kept for EXPORT_KEPT_MS after it is done. */
export const RecordingExport = z.strictObject({
  exportId: Id,
  sessionId: Id,
  format: ExportFormat,
  /** What was asked for: one that failed can be made again by it. */
  options: ExportOptions,
  state: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  /** From 0 to 1. */
  progress: z.number().min(0).max(1),
  fileName: z.string(),
  /** Null until it is done. */
  sizeBytes: z.int().nullable(),
  /** Where the file is; null until it is done. */
  url: z.string().nullable(),
  /** Why it failed. */
  error: z.strictObject({ code: z.enum(Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]]), message: z.string() }).nullable(),
  createdAt: Instant,
  /** When the file is removed; null until it is done. */
  expiresAt: Instant.nullable(),
});
export type RecordingExport = z.infer<typeof RecordingExport>;

export const ListExportsInput = z.strictObject({ sessionId: Id });
export type ListExportsInput = z.infer<typeof ListExportsInput>;
/** The exports of one session's recording, the newest first, and the formats that its server can make. */
export const ListExportsOutput = z.strictObject({ exports: z.array(RecordingExport), formats: z.array(ExportFormat) });
export type ListExportsOutput = z.infer<typeof ListExportsOutput>;

export const CancelExportInput = z.strictObject({ sessionId: Id, exportId: Id });
export type CancelExportInput = z.infer<typeof CancelExportInput>;
