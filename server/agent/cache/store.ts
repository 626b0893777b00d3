import type { Env } from "../../core/env.ts";
import { messageOf } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import { withTimeout } from "../../core/time.ts";
import type { Db } from "../../db/client.ts";
import { type CachedStep, CachedValue, HISTORY_MOST, HistoryItem } from "./entry.ts";
import { type CacheKey, keyDigest } from "./key.ts";
import { WriteQueue } from "./write-queue.ts";

/** A lookup that takes longer is no help: the call goes on without. */
const LOOKUP_LIMIT_MS = 1_000;
/** After a lookup that failed the database is left alone for so long. */
const PAUSE_MS = 2_000;
const WRITE_LIMIT_MS = 5_000;
const MOST_WAITING = 1_000;
const COUNT_DELAY_MS = 500;
/** What takes more than this to describe is not remembered. */
const VALUE_MOST_CHARACTERS = 200_000;

/** What was remembered, as it was found. */
export type Known = { id: string; value: CachedValue; pinned: boolean };
/** How an act came by its elements. */
export type CacheResult = "hit" | "healed" | "miss";
type Change = Omit<HistoryItem, "at" | "applied">;
type Counts = { hits: number; misses: number; healed: number };

/** What a workspace's acts are remembered in: read by key, written after the answer. */
export type CacheStore = ReturnType<typeof createCacheStore>;

/** Makes it. `onLookup` is told how long each reading took, in milliseconds. */
export function createCacheStore({ db, log, env, onLookup }: { db: Db; log: Log; env: Pick<Env, "actionCache">; onLookup: (ms: number) => void }) {
  const warn = (error: unknown): void => log.warn({ error: messageOf(error) }, "the action cache could not be reached; acts go on without it");
  const queue = new WriteQueue({ limitMs: WRITE_LIMIT_MS, most: MOST_WAITING, onFailure: warn });
  const state: { pausedUntil: number; timer: NodeJS.Timeout | null; counts: Map<string, { workspaceId: string; entryId: string | null } & Counts> } = {
    pausedUntil: 0,
    timer: null,
    counts: new Map(),
  };

  const writeCounts = (): void => {
    if (state.timer) clearTimeout(state.timer);
    state.timer = null;
    const counted = [...state.counts.values()];
    state.counts.clear();
    for (const { workspaceId, entryId, hits, misses, healed } of counted) {
      const more = { hits: { increment: hits }, misses: { increment: misses }, healed: { increment: healed } };
      if (entryId !== null)
        queue.add("", () => db.actionCacheEntry.updateMany({ where: { id: entryId, workspaceId }, data: { ...more, lastUsedAt: new Date() } }));
      queue.add("", () => db.actionCacheTotals.upsert({ where: { workspaceId }, create: { workspaceId, hits, misses, healed }, update: more }));
    }
  };
  const addHistory = async (known: Known, workspaceId: string, changes: Change[], data: { value?: CachedValue }): Promise<void> => {
    const row = await db.actionCacheEntry.findFirst({ where: { id: known.id, workspaceId }, select: { history: true, pinned: true } });
    // One that was cleared meanwhile stays so.
    if (!row) return;
    const before = HistoryItem.array().catch([]).parse(row.history);
    const items = changes.map((change) => ({ ...change, at: new Date().toISOString(), applied: !row.pinned && change.kind !== "declined" }));
    const history = [...items.reverse(), ...before].slice(0, HISTORY_MOST);
    const applied = row.pinned || !data.value ? {} : { value: data.value, via: data.value.via, updatedAt: new Date() };
    await db.actionCacheEntry.updateMany({ where: { id: known.id, workspaceId }, data: { ...applied, history } });
  };

  return {
    /** What is remembered under a key; null: nothing, or it cannot be read now. A write of this server that is under way is waited for. */
    lookup: async (workspaceId: string, key: CacheKey, signal: AbortSignal): Promise<Known | null> => {
      if (Date.now() < state.pausedUntil) return null;
      const digest = keyDigest(key);
      const startedAt = performance.now();
      const read = async () => {
        await queue.settled(`${workspaceId} ${digest}`);
        return db.actionCacheEntry.findUnique({ where: { workspaceId_key: { workspaceId, key: digest } }, select: { id: true, value: true, pinned: true } });
      };
      try {
        const row = await withTimeout(LOOKUP_LIMIT_MS, "looking into the action cache", read, signal);
        const value = CachedValue.safeParse(row?.value).data;
        return row && value ? { id: row.id, pinned: row.pinned, value } : null;
      } catch (error) {
        signal.throwIfAborted();
        state.pausedUntil = Date.now() + PAUSE_MS;
        warn(error);
        return null;
      } finally {
        onLookup(performance.now() - startedAt);
      }
    },

    /** Remembers it under a key, in place of what was there; a pinned entry stays. `shown`: the key's texts as people may see them. */
    remember: (workspaceId: string, key: CacheKey, value: CachedValue, shown: Pick<CacheKey, "instruction" | "page">): void => {
      const digest = keyDigest(key);
      if (JSON.stringify(value).length > VALUE_MOST_CHARACTERS) return;
      queue.add(`${workspaceId} ${digest}`, async () => {
        const data = { value, via: value.via, updatedAt: new Date(), lastUsedAt: new Date() };
        const { count } = await db.actionCacheEntry.updateMany({ where: { workspaceId, key: digest, pinned: false }, data });
        const row = { id: newId("cache"), workspaceId, key: digest, kind: key.kind, ...shown, variables: [...key.variables], ...data };
        if (count === 0) await db.actionCacheEntry.createMany({ data: [row], skipDuplicates: true });
      });
    },

    /** Notes what was found otherwise than it was remembered, and remembers that from here on; a pinned entry only notes it. */
    heal: (workspaceId: string, key: CacheKey, known: Known, healed: { value: CachedValue; changes: Change[] }): void =>
      queue.add(`${workspaceId} ${keyDigest(key)}`, () => addHistory(known, workspaceId, healed.changes, { value: healed.value })),

    /** Notes that what answered was taken for another; who asks again means it, wherever it stands. */
    decline: (workspaceId: string, key: CacheKey, known: Known, change: Omit<Change, "kind">): void =>
      queue.add(`${workspaceId} ${keyDigest(key)}`, () =>
        addHistory(known, workspaceId, [{ ...change, kind: "declined" }], { value: { ...known.value, loose: true } }),
      ),

    /** Counts an answer for its workspace and for the entry, if there was one. */
    count: (workspaceId: string, entryId: string | null, result: CacheResult): void => {
      const id = `${workspaceId} ${entryId}`;
      const counts = state.counts.get(id) ?? { workspaceId, entryId, hits: 0, misses: 0, healed: 0 };
      counts[result === "hit" ? "hits" : result === "miss" ? "misses" : "healed"]++;
      state.counts.set(id, counts);
      state.timer ??= setTimeout(writeCounts, COUNT_DELAY_MS);
    },

    /** Forgets what was not used for too long, and the least recently used beyond a workspace's limit. Gives how many. */
    trim: async (): Promise<number> => {
      const { maxEntries, maxDays } = env.actionCache;
      const { count } = await db.actionCacheEntry.deleteMany({ where: { pinned: false, lastUsedAt: { lt: new Date(Date.now() - maxDays * 86_400_000) } } });
      const beyond = await db.$executeRaw`
        DELETE FROM action_cache WHERE NOT pinned AND id IN (
          SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY workspace_id ORDER BY pinned DESC, last_used_at DESC) AS place FROM action_cache) AS placed
          WHERE place > ${maxEntries})`;
      return count + beyond;
    },

    /** Resolves when all that was noted until now is written. */
    flush: async (): Promise<void> => {
      writeCounts();
      await queue.settled();
    },
  };
}

/** What is done, in words, one for each step. */
export const wordsOf = (steps: readonly CachedStep[]): string => steps.map(({ description }) => description).join("; ");
