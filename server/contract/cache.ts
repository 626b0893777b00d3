import { z } from "zod";
import { Id, Instant, Json, Paging } from "./common.ts";

/** What is remembered: what an act did, or what answered to an observation. */
export const CacheKind = z.enum(["act", "observe"]);
export type CacheKind = z.infer<typeof CacheKind>;
const Via = z.enum(["resolver", "model"]);
const Search = z.string().trim().max(200);

/** How often what is remembered served again (hits), were found otherwise than before (healed), or not (misses). */
export const CacheCounts = z.strictObject({ hits: z.int(), misses: z.int(), healed: z.int() });
export type CacheCounts = z.infer<typeof CacheCounts>;

/** One remembered instruction. `page` is its kind of page: origin, path with numbers and ids as `*`, names of the query's parameters. */
export const CacheEntry = z.strictObject({
  id: Id,
  kind: CacheKind,
  instruction: z.string(),
  page: z.string(),
  /** Names; their values are not kept. */
  variables: z.array(z.string()),
  /** Who found it. */
  via: Via,
  confidence: z.number().min(0).max(1),
  /** What is done, in words. */
  steps: z.array(z.string()),
  /** Stays as it is: not healed, and not removed for want of room or use. */
  pinned: z.boolean(),
  ...CacheCounts.shape,
  createdAt: Instant,
  updatedAt: Instant,
  lastUsedAt: Instant,
});
export type CacheEntry = z.infer<typeof CacheEntry>;

/** One change of an entry, or one that was seen and not made. */
export const CacheChange = z.strictObject({
  at: Instant,
  /** `healed`: found elsewhere or otherwise; `declined`: what answered was another than was meant; `replaced`: found anew. */
  kind: z.enum(["healed", "declined", "replaced"]),
  why: z.string(),
  was: z.string(),
  now: z.string(),
  /** False where the entry stayed as it was: it is pinned, or nothing was done. */
  applied: z.boolean(),
});
export type CacheChange = z.infer<typeof CacheChange>;

/** An element as it is recognised: by role, name and place first; selectors are for people to read. */
export const CacheTarget = z.strictObject({
  role: z.string(),
  name: z.string(),
  /** Nearest first. */
  places: z.array(z.string()),
  frame: z.string().nullable(),
  css: z.string(),
  xpath: z.string(),
});
export type CacheTarget = z.infer<typeof CacheTarget>;

export const CacheEntryDetails = CacheEntry.extend({
  actions: z.array(z.strictObject({ description: z.string(), element: CacheTarget.nullable(), onto: CacheTarget.nullable() })),
  /** The newest first, 20 at most. */
  history: z.array(CacheChange),
});
export type CacheEntryDetails = z.infer<typeof CacheEntryDetails>;

const filter = {
  /** Words of the instruction or the page. */
  search: Search.optional(),
  kind: CacheKind.optional(),
  via: Via.optional(),
};
export const ListCacheInput = z.strictObject({
  ...filter,
  pinned: z.boolean().optional(),
  sort: z.enum(["newest", "mostUsed", "lastUsed"]).default("newest"),
  ...Paging,
});
export type ListCacheInput = z.infer<typeof ListCacheInput>;
export const ListCacheOutput = z.strictObject({
  entries: z.array(CacheEntry),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  /** Of the whole workspace since it began, entries that are gone included. */
  counts: CacheCounts,
  limits: z.strictObject({ maxEntries: z.int(), maxDays: z.int() }),
});
export type ListCacheOutput = z.infer<typeof ListCacheOutput>;

export const CacheEntryRef = z.strictObject({ entryId: Id });
export type CacheEntryRef = z.infer<typeof CacheEntryRef>;

export const ClearCacheInput = z
  .strictObject({
    entryId: Id.optional(),
    ...filter,
    /** Everything. */
    all: z.literal(true).optional(),
    /** Pinned ones too; what is named by `entryId` goes in any case. */
    pinned: z.boolean().default(false),
  })
  .refine(({ pinned: _, ...which }) => Object.values(which).some((given) => given !== undefined), {
    error: "Say what to forget: entryId, search, kind, via, or all: true.",
    path: ["all"],
  });
export type ClearCacheInput = z.infer<typeof ClearCacheInput>;
export const ClearCacheOutput = z.strictObject({ success: z.literal(true), cleared: z.int() });

export const PinCacheInput = z.strictObject({ entryId: Id, pinned: z.boolean().default(true) });
export type PinCacheInput = z.infer<typeof PinCacheInput>;

/** One entry on its way between workspaces; `value` is checked when it is taken in. */
const ExportedEntry = z.strictObject({
  kind: CacheKind,
  instruction: z.string().trim().min(1).max(2_000),
  page: z.string().min(1).max(4_096),
  variables: z.array(z.string().regex(/^\w+$/)).max(100),
  pinned: z.boolean().default(false),
  value: Json,
});
export const CACHE_FORMAT = "perch-action-cache-1";
export const EXPORT_MOST = 10_000;
export const ExportCacheInput = z.strictObject(filter);
export type ExportCacheInput = z.infer<typeof ExportCacheInput>;
export const CacheExport = z.strictObject({ format: z.literal(CACHE_FORMAT), exportedAt: Instant, entries: z.array(ExportedEntry).max(EXPORT_MOST) });
export type CacheExport = z.infer<typeof CacheExport>;
export const ImportCacheInput = CacheExport.extend({
  exportedAt: Instant.optional(),
  /** Replaces what is remembered for the same instruction and page; pinned entries stay. */
  overwrite: z.boolean().default(false),
});
export type ImportCacheInput = z.infer<typeof ImportCacheInput>;
export const ImportCacheOutput = z.strictObject({
  success: z.literal(true),
  imported: z.int(),
  /** Known already, or pinned. */
  skipped: z.int(),
  /** What is no entry, by its place in `entries`. */
  rejected: z.array(z.strictObject({ index: z.int(), message: z.string() })),
});
export type ImportCacheOutput = z.infer<typeof ImportCacheOutput>;
