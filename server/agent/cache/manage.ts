import type { Actor } from "../../access/actor.ts";
import {
  CACHE_FORMAT,
  type CacheEntry,
  type CacheEntryDetails,
  type CacheExport,
  type CacheTarget,
  type ClearCacheInput,
  EXPORT_MOST,
  type ExportCacheInput,
  type ImportCacheInput,
  type ImportCacheOutput,
  type ListCacheInput,
  type ListCacheOutput,
  type PinCacheInput,
} from "../../contract/cache.ts";
import { Json } from "../../contract/common.ts";
import type { Env } from "../../core/env.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Db } from "../../db/client.ts";
import { CachedValue, HistoryItem, type Intent } from "./entry.ts";
import { instructionShape, keyDigest } from "./key.ts";
import type { CacheStore } from "./store.ts";

const NEWEST = { createdAt: "desc" as const };
const ORDERS = { newest: [NEWEST], mostUsed: [{ hits: "desc" as const }, NEWEST], lastUsed: [{ lastUsedAt: "desc" as const }] };

/** What people see and change of a workspace's action cache. */
export type CacheManagement = ReturnType<typeof createCacheManagement>;

/** Makes it. Another workspace's entries are not there. */
export function createCacheManagement({ db, env, store }: { db: Db; env: Pick<Env, "actionCache">; store: Pick<CacheStore, "flush"> }) {
  const find = async ({ workspaceId }: Actor, entryId: string) => {
    const row = await db.actionCacheEntry.findFirst({ where: { id: entryId, workspaceId } });
    if (!row) throw new AppError("NOT_FOUND", `There is no cache entry ${entryId} in this workspace.`);
    return row;
  };

  return {
    /** Entries that match, one page of them, with the workspace's counts. */
    list: async ({ workspaceId }: Actor, input: ListCacheInput): Promise<ListCacheOutput> => {
      await store.flush();
      const { page, pageSize, sort } = input;
      const where = whereEntries(workspaceId, input);
      const [rows, total, totals] = await Promise.all([
        db.actionCacheEntry.findMany({ where, orderBy: [...ORDERS[sort], { id: "asc" }], skip: (page - 1) * pageSize, take: pageSize }),
        db.actionCacheEntry.count({ where }),
        db.actionCacheTotals.findUnique({ where: { workspaceId } }),
      ]);
      const { hits, misses, healed } = totals ?? { hits: 0, misses: 0, healed: 0 };
      return { entries: rows.map(present), total, page, pageSize, counts: { hits, misses, healed }, limits: { ...env.actionCache } };
    },

    /** One entry with its elements and its history. @throws AppError NOT_FOUND also for another workspace's */
    get: async (actor: Actor, entryId: string): Promise<CacheEntryDetails> => {
      await store.flush();
      const row = await find(actor, entryId);
      const steps = CachedValue.safeParse(row.value).data?.steps ?? [];
      const actions = steps.map(({ description, element, onto }) => ({ description, element: element && target(element), onto: onto && target(onto) }));
      return { ...present(row), actions, history: HistoryItem.array().catch([]).parse(row.history) };
    },

    /** Forgets one, what matches, or all; pinned ones only where that is said. @throws AppError NOT_FOUND for an `entryId` that is not there */
    clear: async (actor: Actor, { entryId, pinned, all: _, ...filter }: ClearCacheInput): Promise<{ success: true; cleared: number }> => {
      await store.flush();
      if (entryId !== undefined) await find(actor, entryId);
      const where = { ...whereEntries(actor.workspaceId, filter), ...(entryId === undefined ? !pinned && { pinned: false } : { id: entryId }) };
      const { count } = await db.actionCacheEntry.deleteMany({ where });
      return { success: true, cleared: count };
    },

    /** @throws AppError NOT_FOUND */
    pin: async (actor: Actor, { entryId, pinned }: PinCacheInput): Promise<CacheEntry> => {
      await store.flush();
      await find(actor, entryId);
      await db.actionCacheEntry.updateMany({ where: { id: entryId, workspaceId: actor.workspaceId }, data: { pinned, updatedAt: new Date() } });
      return present(await find(actor, entryId));
    },

    /** What matches, the most used first, as another workspace takes it in. */
    export: async ({ workspaceId }: Actor, input: ExportCacheInput): Promise<CacheExport> => {
      await store.flush();
      const rows = await db.actionCacheEntry.findMany({ where: whereEntries(workspaceId, input), orderBy: [...ORDERS.mostUsed], take: EXPORT_MOST });
      const entries = rows.map(({ kind, instruction, page, variables, pinned, value }) => ({
        ...{ kind: kindOf(kind), instruction, page, variables, pinned },
        value: Json.parse(value),
      }));
      return { format: CACHE_FORMAT, exportedAt: new Date().toISOString(), entries };
    },

    /** Takes in what another workspace gave out; each entry is checked. What is known already stays, unless it is to be replaced. */
    import: async ({ workspaceId }: Actor, { entries, overwrite }: ImportCacheInput): Promise<ImportCacheOutput> => {
      await store.flush();
      const rejected: ImportCacheOutput["rejected"] = [];
      let imported = 0;
      for (const [index, { value, ...entry }] of entries.entries()) {
        const parsed = CachedValue.safeParse(value);
        if (!parsed.success) {
          const { path, message } = parsed.error.issues[0] ?? { path: [], message: "is no entry" };
          rejected.push({ index, message: `${["value", ...path].join(".")}: ${message}`.slice(0, 300) });
          continue;
        }
        const instruction = instructionShape(entry.instruction);
        const key = keyDigest({ ...entry, instruction });
        const data = { value: parsed.data, via: parsed.data.via, pinned: entry.pinned, updatedAt: new Date() };
        const replaced = overwrite ? (await db.actionCacheEntry.updateMany({ where: { workspaceId, key, pinned: false }, data })).count : 0;
        const row = { id: newId("cache"), workspaceId, key, kind: entry.kind, instruction, page: entry.page, variables: entry.variables, ...data };
        imported += replaced || (await db.actionCacheEntry.createMany({ data: [row], skipDuplicates: true })).count;
      }
      return { success: true, imported, skipped: entries.length - rejected.length - imported, rejected };
    },
  };
}

type Row = Awaited<ReturnType<Db["actionCacheEntry"]["findFirstOrThrow"]>>;
type Where = NonNullable<NonNullable<Parameters<Db["actionCacheEntry"]["findMany"]>[0]>["where"]>;

function whereEntries(workspaceId: string, { search, kind, via, pinned }: Partial<Pick<ListCacheInput, "search" | "kind" | "via" | "pinned">>): Where {
  const text = { contains: search ?? "", mode: "insensitive" as const };
  return {
    workspaceId,
    ...(kind && { kind }),
    ...(via && { via }),
    ...(pinned !== undefined && { pinned }),
    ...(search && { OR: [{ instruction: text }, { page: text }] }),
  };
}

function present({ id, kind, instruction, page, variables, via, value, pinned, hits, misses, healed, createdAt, updatedAt, lastUsedAt }: Row): CacheEntry {
  const known = CachedValue.safeParse(value).data;
  return {
    ...{ id, kind: kindOf(kind), instruction, page, variables, via: via === "model" ? "model" : "resolver", pinned, hits, misses, healed },
    confidence: known?.confidence ?? 0,
    steps: known?.steps.map(({ description }) => description) ?? [],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
  };
}

const kindOf = (kind: string): CacheEntry["kind"] => (kind === "observe" ? "observe" : "act");

const target = ({ role, name, facts, frame, css, xpath }: Intent): CacheTarget => {
  const places = facts.places.filter(({ label }) => label !== "").map(({ kind, label }) => `${kind} "${label}"`);
  return { role, name, places: facts.heading ? [...places, `heading "${facts.heading}"`] : places, frame, css, xpath };
};
