import { z } from "zod";
import { EvidenceMode } from "./evidence.ts";
import { MaskPatterns } from "./mask-patterns.ts";
import { NetworkLogMode } from "./network-log.ts";

export const MAX_RETENTION_DAYS = 3_650;
/** A workspace's quota has room for one short recording at least. */
export const MIN_QUOTA_BYTES = 1_000_000;
const MAX_QUOTA_BYTES = 1024 ** 5;

const Days = z
  .int("Use a whole number of days.")
  .min(1, `Use 1 to ${MAX_RETENTION_DAYS} days.`)
  .max(MAX_RETENTION_DAYS, `Use 1 to ${MAX_RETENTION_DAYS} days.`)
  .nullable();
const QuotaBytes = z
  .int("Use a whole number of bytes.")
  .min(MIN_QUOTA_BYTES, `Use at least ${MIN_QUOTA_BYTES} bytes (1 MB).`)
  .max(MAX_QUOTA_BYTES, "Use at most 1 PiB.")
  .nullable();

/** How long what sessions leave is kept, and how much room it may have. */
export const Keeping = z.strictObject({
  /** Since the recording began. */
  recordingDays: Days,
  /** Since the picture was taken. */
  evidenceDays: Days,
  /** Since the session ended: its console, and what it asked the network for. */
  logDays: Days,
  /** For recordings, evidence pictures and bodies of requests together; beyond, those of ended sessions go, the oldest first. */
  quotaBytes: QuotaBytes,
});
export type Keeping = z.infer<typeof Keeping>;

/** What new sessions begin with unless they ask for something else; null: as this product does without being asked. */
export const SessionDefaults = z.strictObject({
  recordSession: z.boolean().nullable(),
  recordInputs: z.boolean().nullable(),
  logNetwork: NetworkLogMode.nullable(),
  evidence: EvidenceMode.nullable(),
});
export type SessionDefaults = z.infer<typeof SessionDefaults>;

/** What is done where neither the session nor its workspace says anything; evidence is then as `evidenceModeOf` says. */
export const INSTALLATION_DEFAULTS = { recordSession: false, recordInputs: false, logNetwork: "headers" } as const;

/** What a workspace has chosen. Sessions that were made before keep what they began with; limits hold for everything. */
export const WorkspaceSettings = z.strictObject({
  /** Its own limits; null: the installation's. */
  keeping: Keeping,
  /** The installation's limits, which are also the most that a workspace may choose; null: for ever, or no limit. */
  installation: Keeping,
  sessionDefaults: SessionDefaults,
  /** Beside these the sessions' own and the installation's apply. */
  maskPatterns: MaskPatterns,
  installationMaskPatterns: z.int(),
});
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>;

/** What is left out stays as it is; null gives it back to the installation. */
export const UpdateWorkspaceSettingsInput = z.strictObject({
  keeping: Keeping.partial().optional(),
  sessionDefaults: SessionDefaults.partial().optional(),
  maskPatterns: MaskPatterns.optional(),
});
export type UpdateWorkspaceSettingsInput = z.infer<typeof UpdateWorkspaceSettingsInput>;

/** What a workspace's sessions have left, in bytes as stored. Bodies are counted some minutes after their session has ended. */
export const WorkspaceStorage = z.strictObject({
  recordingBytes: z.int(),
  evidenceBytes: z.int(),
  bodyBytes: z.int(),
  /** Of the three above: what the quota counts. */
  usedBytes: z.int(),
  /** Files made of recordings, which go within an hour and are not counted. */
  exportBytes: z.int(),
  /** As it applies now; null: no limit. */
  quotaBytes: z.int().nullable(),
});
export type WorkspaceStorage = z.infer<typeof WorkspaceStorage>;

/** What is left out is taken as it is now. */
export const ForeseeRemovalInput = z.strictObject({ keeping: Keeping.partial() });
export type ForeseeRemovalInput = z.infer<typeof ForeseeRemovalInput>;

const Removed = z.strictObject({ count: z.int(), sizeBytes: z.int() });
/** What such limits would have removed at the next looks, within the hour. Nothing of it can be had again. */
export const ForeseenRemoval = z.strictObject({
  recordings: Removed,
  /** Pictures. */
  evidence: Removed,
  /** `count`: sessions whose bodies of requests go. */
  bodies: Removed,
  /** Sessions whose console and requests go. */
  logs: z.int(),
});
export type ForeseenRemoval = z.infer<typeof ForeseenRemoval>;

export const TryMaskPatternsInput = z.strictObject({ patterns: MaskPatterns, text: z.string().max(5_000, "Use at most 5000 characters.") });
export type TryMaskPatternsInput = z.infer<typeof TryMaskPatternsInput>;
/** The text as a log would have it. */
export const TryMaskPatternsOutput = z.strictObject({ text: z.string() });
export type TryMaskPatternsOutput = z.infer<typeof TryMaskPatternsOutput>;
