import type { FieldIssue } from "../contract/errors.ts";
import type {
  ForeseenRemoval,
  ForeseeRemovalInput,
  Keeping,
  TryMaskPatternsInput,
  TryMaskPatternsOutput,
  UpdateWorkspaceSettingsInput,
  WorkspaceStorage,
} from "../contract/workspace-settings.ts";
import { SessionDefaults, type WorkspaceSettings } from "../contract/workspace-settings.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { createMasker } from "../core/masking/masker.ts";
import { compilePatterns } from "../core/masking/patterns.ts";
import { daysBefore } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import { foreseeRemoval } from "./foresee.ts";
import { createKept } from "./kept.ts";

const NOTHING_CHOSEN: Keeping = { recordingDays: null, evidenceDays: null, logDays: null, quotaBytes: null };
const KEEPING_COLUMNS = {
  recordingDays: "recordingRetentionDays",
  evidenceDays: "evidenceRetentionDays",
  logDays: "logRetentionDays",
  quotaBytes: "recordingQuotaBytes",
} as const;

/** Whoever calls: all that matters here is for which workspace. */
type Caller = { workspaceId: string };
type Row = NonNullable<Awaited<ReturnType<Db["workspaceSettings"]["findUnique"]>>>;
type SettingsEnv = Pick<Env, "recordings" | "evidenceDays" | "logDays" | "logMaskPatterns">;
/** What a new session finds: the choices of its workspace. */
export type NewSessionDefaults = SessionDefaults & { maskPatterns: readonly string[] };
/** What is from before that moment is too old: in every workspace, or in the one that is named. */
export type TooOld = { before: Date; workspaceId?: string };

/** What workspaces have chosen for themselves, within what the installation allows. Rows only: a change holds on every server at once. */
export type Settings = ReturnType<typeof createSettings>;

export function createSettings({ db, env }: { db: Db; env: SettingsEnv }) {
  const installation: Keeping = {
    recordingDays: env.recordings.retentionDays,
    evidenceDays: env.evidenceDays,
    logDays: env.logDays,
    quotaBytes: env.recordings.quotaBytes,
  };
  const kept = createKept({ db });
  const rowOf = (workspaceId: string): Promise<Row | null> => db.workspaceSettings.findUnique({ where: { workspaceId } });
  const limitsOf = async (workspaceId: string): Promise<Keeping> => within(keepingOf(await rowOf(workspaceId)), installation);

  const get = async ({ workspaceId }: Caller): Promise<WorkspaceSettings> => {
    const row = await rowOf(workspaceId);
    return {
      keeping: keepingOf(row),
      installation,
      sessionDefaults: defaultsOf(row),
      maskPatterns: row?.maskPatterns ?? [],
      installationMaskPatterns: env.logMaskPatterns.length,
    };
  };

  return {
    kept,
    /** How long, and with how much room, a workspace's things are kept now; null: for ever, or no limit. */
    limitsOf,

    /** The moments before which things of a kind are too old: the installation's for all, and those of workspaces that keep less. */
    tooOld: async (kind: "evidenceDays" | "logDays", now: Date): Promise<TooOld[]> => {
      const column = KEEPING_COLUMNS[kind];
      const days = installation[kind];
      const shorter = await db.workspaceSettings.findMany({ where: { [column]: days === null ? { not: null } : { lt: days } } });
      return [
        ...(days === null ? [] : [{ before: daysBefore(now, days) }]),
        ...shorter.map((row) => ({ before: daysBefore(now, row[column] ?? 0), workspaceId: row.workspaceId })),
      ];
    },

    /** What sessions that are made now begin with. */
    defaultsFor: async (workspaceId: string): Promise<NewSessionDefaults> => {
      const row = await rowOf(workspaceId);
      return { ...defaultsOf(row), maskPatterns: row?.maskPatterns ?? [] };
    },

    /** The choices of the caller's workspace. */
    get,

    /** Changes what is given. @throws AppError INVALID_INPUT naming the field: a limit above the installation's, a pattern that is none */
    update: async (caller: Caller, { keeping = {}, sessionDefaults = {}, maskPatterns }: UpdateWorkspaceSettingsInput): Promise<WorkspaceSettings> => {
      assertWithin(keeping, installation);
      if (maskPatterns) compilePatterns(maskPatterns);
      const { workspaceId } = caller;
      const { quotaBytes, ...days } = keeping;
      const data = {
        ...Object.fromEntries(Object.entries(days).map(([name, value]) => [KEEPING_COLUMNS[name as keyof typeof days], value])),
        ...(quotaBytes !== undefined && { recordingQuotaBytes: quotaBytes === null ? null : BigInt(quotaBytes) }),
        ...definedOf(sessionDefaults),
        ...(maskPatterns && { maskPatterns: [...new Set(maskPatterns)] }),
      };
      await db.workspaceSettings.upsert({ where: { workspaceId }, create: { workspaceId, ...data }, update: data });
      return get(caller);
    },

    /** What the caller's workspace has stored. */
    storage: async ({ workspaceId }: Caller): Promise<WorkspaceStorage> => {
      const [sizes, { quotaBytes }] = await Promise.all([kept.sizes(workspaceId), limitsOf(workspaceId)]);
      return { ...sizes, quotaBytes };
    },

    /** What would be removed if the workspace had these limits. Changes nothing. @throws AppError INVALID_INPUT as `update` */
    foresee: async ({ workspaceId }: Caller, { keeping }: ForeseeRemovalInput): Promise<ForeseenRemoval> => {
      assertWithin(keeping, installation);
      const wanted = within({ ...keepingOf(await rowOf(workspaceId)), ...definedOf(keeping) }, installation);
      return foreseeRemoval(kept, workspaceId, wanted, new Date());
    },

    /** What a log would have in the place of the text, with these patterns and the installation's. @throws AppError INVALID_INPUT naming the pattern */
    tryMaskPatterns: ({ patterns, text }: TryMaskPatternsInput): TryMaskPatternsOutput => ({
      text: createMasker({ patterns: [...compilePatterns(env.logMaskPatterns), ...compilePatterns(patterns)] }).text(text),
    }),
  };
}

const keepingOf = (row: Row | null): Keeping =>
  row === null
    ? NOTHING_CHOSEN
    : {
        recordingDays: row.recordingRetentionDays,
        evidenceDays: row.evidenceRetentionDays,
        logDays: row.logRetentionDays,
        quotaBytes: row.recordingQuotaBytes === null ? null : Number(row.recordingQuotaBytes),
      };

const defaultsOf = (row: Row | null): SessionDefaults =>
  SessionDefaults.parse({
    recordSession: row?.recordSession ?? null,
    recordInputs: row?.recordInputs ?? null,
    logNetwork: row?.logNetwork ?? null,
    evidence: row?.evidence ?? null,
  });

const NAMES = ["recordingDays", "evidenceDays", "logDays", "quotaBytes"] as const satisfies readonly (keyof Keeping)[];

/** The smaller of two limits; null: none. */
const lesser = (own: number | null, most: number | null): number | null => (own === null || most === null ? (own ?? most) : Math.min(own, most));
const within = (own: Keeping, most: Keeping): Keeping => ({
  recordingDays: lesser(own.recordingDays, most.recordingDays),
  evidenceDays: lesser(own.evidenceDays, most.evidenceDays),
  logDays: lesser(own.logDays, most.logDays),
  quotaBytes: lesser(own.quotaBytes, most.quotaBytes),
});

function assertWithin(wanted: Partial<Keeping>, most: Keeping): void {
  const fields = NAMES.flatMap((name): FieldIssue[] => {
    const [own, limit] = [wanted[name] ?? null, most[name]];
    if (own === null || limit === null || own <= limit) return [];
    return [{ field: `keeping.${name}`, message: `Use at most ${limit}${name === "quotaBytes" ? " bytes" : " days"}: the installation keeps no more.` }];
  });
  if (fields.length > 0) throw new AppError("INVALID_INPUT", fields.map(({ message }) => message).join(" "), { fields });
}

const definedOf = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
