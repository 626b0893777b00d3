import { z } from "zod";
import { Activity } from "./activity.ts";
import { Id, Instant } from "./common.ts";

export const EVIDENCE_MODES = ["off", "failures", "after", "both"] as const;
/**
 * Which pictures a session keeps of what is done in it: none, one of each failure, one after each action, or one before
 * and one after.
 */
export const EvidenceMode = z.enum(EVIDENCE_MODES);
export type EvidenceMode = z.infer<typeof EvidenceMode>;

/** What a session keeps that was made with such a configuration: a recorded one, unless told, a picture of each failure. */
export const evidenceModeOf = (config: { evidence?: EvidenceMode | undefined; recordSession: boolean }): EvidenceMode =>
  config.evidence ?? (config.recordSession ? "failures" : "off");

/** Lower-case hexadecimal digits of a SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, "Use the 64 hexadecimal digits of a SHA-256.");

/** One picture of a page; it is at `/api/sessions/:sessionId/evidence/shots/:id.jpg` (`?redacted=1` as exported, `?width=` smaller). */
export const EvidenceShot = z.strictObject({
  id: Id,
  activityId: Id,
  tabId: Id,
  moment: z.enum(["before", "after"]),
  /** When the picture was taken. */
  at: Instant,
  /** Of the picture, in its own pixels. */
  width: z.int(),
  height: z.int(),
  sizeBytes: z.int(),
  /** Of the picture's file. Shots with the same one show the same, and are redacted together. */
  sha256: Sha256,
  /** Fields for passwords, card data and values of variables that were painted over when the picture was taken. */
  maskedFields: z.int(),
});
export type EvidenceShot = z.infer<typeof EvidenceShot>;

/** A part of a picture, in the picture's own pixels. */
const Area = z.strictObject({ x: z.int().min(0), y: z.int().min(0), width: z.int().min(1), height: z.int().min(1) });
export type Area = z.infer<typeof Area>;

/** An area that exported copies show in black; the stored picture stays as it is. */
export const Redaction = Area.extend({ id: Id, sha256: Sha256, reason: z.string(), createdBy: z.string(), createdAt: Instant });
export type Redaction = z.infer<typeof Redaction>;

/** One thing that was done, with its pictures. */
export const EvidenceStep = z.strictObject({ activity: Activity, before: EvidenceShot.nullable(), after: EvidenceShot.nullable() });
export type EvidenceStep = z.infer<typeof EvidenceStep>;

export const ListShotsInput = z.strictObject({ sessionId: Id, limit: z.int().min(1).max(500).default(100), before: Id.optional() });
export type ListShotsInput = z.infer<typeof ListShotsInput>;
/** The newest first. */
export const ListShotsOutput = z.strictObject({
  mode: EvidenceMode,
  steps: z.array(EvidenceStep),
  hasMore: z.boolean(),
  /** Of the pictures that are listed. */
  redactions: z.array(Redaction),
});
export type ListShotsOutput = z.infer<typeof ListShotsOutput>;

export const CompareShotsInput = z.strictObject({
  sessionId: Id,
  leftId: Id,
  rightId: Id,
  /** How different two colours must be to count, from 0 (any difference) to 1. */
  threshold: z.number().min(0).max(1).default(0.1),
});
export type CompareShotsInput = z.infer<typeof CompareShotsInput>;
/** Both as they are without redactions. Where one is larger, what it has beyond the other counts as changed. */
export const CompareShotsOutput = z.strictObject({
  width: z.int(),
  height: z.int(),
  changedPixels: z.int(),
  /** From 0 to 100. */
  changedPercent: z.number(),
  /** Where something changed, the largest first. */
  areas: z.array(Area),
  /** A PNG of this size, transparent but for what changed, as base64; null when nothing did. */
  overlayPng: z.string().nullable(),
});
export type CompareShotsOutput = z.infer<typeof CompareShotsOutput>;

export const RedactInput = Area.extend({
  sessionId: Id,
  shotId: Id,
  /** Shown in the export, as in "Customer's name". */
  reason: z.string().trim().min(1, "Say why the area is redacted.").max(120),
  /** `session`: the same area of every picture of this size that the session has now. */
  applyTo: z.enum(["picture", "session"]).default("picture"),
});
export type RedactInput = z.infer<typeof RedactInput>;
export const RedactOutput = z.strictObject({ redactions: z.array(Redaction) });
export const ListRedactionsInput = z.strictObject({ sessionId: Id, shotId: Id.optional() });
export type ListRedactionsInput = z.infer<typeof ListRedactionsInput>;
export const ListRedactionsOutput = RedactOutput;
export const RedactionRef = z.strictObject({ sessionId: Id, redactionId: Id });
export type RedactionRef = z.infer<typeof RedactionRef>;

/** The most actions that one export takes. */
export const MAX_EXPORT_STEPS = 300;
/** What an export holds: query parameters of `/api/sessions/:id/evidence.pdf` and `.zip`, or the JSON body of a POST there. */
export const ExportEvidenceInput = z.strictObject({
  /** Ids of activities; left out: all of them, the oldest first, at most MAX_EXPORT_STEPS. */
  activityIds: z.array(Id).min(1).max(MAX_EXPORT_STEPS).optional(),
  /** What shows no picture is left out. */
  onlyPictured: z.boolean().default(false),
  /** Pictures from before the actions too, where there are any. */
  before: z.boolean().default(true),
  pageSize: z.enum(["A4", "Letter"]).default("A4"),
  title: z.string().trim().max(120).optional(),
  note: z.string().trim().max(2_000).optional(),
  /** IANA name of the zone that times are written in. */
  timezone: z.string().max(60).optional(),
});
export type ExportEvidenceInput = z.infer<typeof ExportEvidenceInput>;

/** One export that was made, to recognise its file by. */
export const EvidenceExport = z.strictObject({
  id: Id,
  format: z.enum(["pdf", "zip"]),
  /** SHA-256 of the manifest inside, which names the hash of all that was exported. */
  digest: Sha256,
  /** SHA-256 of the file as it was handed out. */
  fileSha256: Sha256,
  sizeBytes: z.int(),
  steps: z.int(),
  shots: z.int(),
  redactions: z.int(),
  title: z.string().nullable(),
  createdBy: z.string(),
  createdAt: Instant,
});
export type EvidenceExport = z.infer<typeof EvidenceExport>;

export const ListExportsOutput = z.strictObject({ exports: z.array(EvidenceExport) });
/** `sha256`: of a file, or the digest that is printed in it. */
export const VerifyExportInput = z.strictObject({ sessionId: Id, sha256: Sha256 });
export type VerifyExportInput = z.infer<typeof VerifyExportInput>;
/** `matched`: the whole file is as it was handed out, or its content is; null: nothing like it was exported from this session. */
export const VerifyExportOutput = z.strictObject({ matched: z.enum(["file", "content"]).nullable(), export: EvidenceExport.nullable() });
export type VerifyExportOutput = z.infer<typeof VerifyExportOutput>;
