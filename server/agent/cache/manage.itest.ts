import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ClearCacheInput, ImportCacheInput, ListCacheInput } from "../../contract/cache.ts";
import { createDb, type Db } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/postgres.ts";
import { actorOf } from "../../testing/running-session.ts";
import type { CachedValue } from "./entry.ts";
import type { CacheKey } from "./key.ts";
import { createCacheManagement } from "./manage.ts";
import { type CacheStore, createCacheStore } from "./store.ts";

const env = { actionCache: { maxEntries: 3, maxDays: 90 } };
const log = pino({ level: "silent" });
const signal = AbortSignal.timeout(60_000);
const [us, them] = [actorOf("ws_us"), actorOf("ws_them")];
const DAY_MS = 86_400_000;

let database: TestDatabase;
let db: Db;
let store: CacheStore;
let cache: ReturnType<typeof createCacheManagement>;
beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  store = createCacheStore({ db, log, env, onLookup: () => {} });
  cache = createCacheManagement({ db, env, store });
});
afterAll(async () => {
  await db?.$disconnect();
  await database?.drop();
});
beforeEach(async () => {
  await store.flush();
  await db.actionCacheEntry.deleteMany();
  await db.actionCacheTotals.deleteMany();
});

const facts = { kind: "button", name: "Save", shown: true, places: [], heading: "", near: "", card: null, own: {}, nth: 0, of: 1, frame: "" };
const valueFor = (name: string): CachedValue => ({
  version: 1,
  via: "resolver",
  confidence: 1,
  address: "a",
  loose: false,
  steps: [
    {
      step: { verb: "click" },
      description: `click button "${name}"`,
      element: { role: "button", name, context: [], popup: false, frame: null, facts: { ...facts, name }, css: "#x", xpath: "/html" },
      onto: null,
    },
  ],
});
const keyOf = (instruction: string, page = "https://shop.test/"): CacheKey => ({ kind: "act", instruction, page, variables: [] });
const remember = async (name: string, workspaceId = us.workspaceId): Promise<string> => {
  const key = keyOf(`click ${name}`);
  store.remember(workspaceId, key, valueFor(name), key);
  return (await store.lookup(workspaceId, key, signal))?.id ?? "";
};
const list = async (input: object = {}, actor = us) => cache.list(actor, ListCacheInput.parse(input));
const clear = (input: object, actor = us) => cache.clear(actor, ClearCacheInput.parse(input));

describe("what is remembered", () => {
  test("is found as soon as it is written, by its own workspace only, and replaced", async () => {
    const id = await remember("Save");
    expect(await store.lookup(us.workspaceId, keyOf("click Save"), signal)).toEqual({ id, pinned: false, value: valueFor("Save") });
    expect(await store.lookup(them.workspaceId, keyOf("click Save"), signal)).toBeNull();
    store.remember(us.workspaceId, keyOf("click Save"), valueFor("Store"), keyOf("click Save"));
    expect(await store.lookup(us.workspaceId, keyOf("click Save"), signal)).toMatchObject({ id, value: valueFor("Store") });
  });

  test("and is not understood any more is not there", async () => {
    const id = await remember("Save");
    await db.actionCacheEntry.update({ where: { id }, data: { value: { version: 2 } } });
    expect(await store.lookup(us.workspaceId, keyOf("click Save"), signal)).toBeNull();
    expect(await list()).toMatchObject({ entries: [{ id, confidence: 0, steps: [] }] });
  });

  test("is counted for itself and for its workspace, also when it is gone", async () => {
    const id = await remember("Save");
    for (const result of ["hit", "hit", "healed", "miss"] as const) store.count(us.workspaceId, id, result);
    store.count(us.workspaceId, null, "miss");
    expect(await list()).toMatchObject({ entries: [{ hits: 2, healed: 1, misses: 1 }], counts: { hits: 2, healed: 1, misses: 2 } });
    await clear({ all: true });
    expect(await list()).toMatchObject({ entries: [], counts: { hits: 2, healed: 1, misses: 2 } });
    expect(await list({}, them)).toMatchObject({ counts: { hits: 0, healed: 0, misses: 0 } });
  });

  test("is healed with its history, but not once it was cleared", async () => {
    const id = await remember("Save");
    const known = { id, pinned: false, value: valueFor("Save") };
    const change = { kind: "healed" as const, why: "It stands elsewhere.", was: "a", now: "b" };
    for (let i = 0; i < 25; i++) store.heal(us.workspaceId, keyOf("click Save"), known, { value: valueFor("Store"), changes: [{ ...change, now: `${i}` }] });
    const { history, steps } = await cache.get(us, id);
    expect([steps, history.length, history[0]?.now]).toEqual([['click button "Store"'], 20, "24"]);
    await clear({ entryId: id });
    store.heal(us.workspaceId, keyOf("click Save"), known, { value: valueFor("Store"), changes: [change] });
    expect((await list()).entries).toEqual([]);
  });
});

describe("people", () => {
  test("see it by words, kind and use, a page at a time", async () => {
    for (const name of ["Save", "Send", "Delete"]) await remember(name);
    store.count(us.workspaceId, (await store.lookup(us.workspaceId, keyOf("click Send"), signal))?.id ?? "", "hit");
    const names = async (input: object) => (await list(input)).entries.map(({ instruction }) => instruction);
    expect(await names({})).toEqual(["click Delete", "click Send", "click Save"]);
    expect(await names({ sort: "mostUsed", pageSize: 1 })).toEqual(["click Send"]);
    expect(await names({ search: "SE" })).toEqual(["click Send"]);
    expect(await names({ search: "shop.test", pageSize: 2, page: 2 })).toEqual(["click Save"]);
    expect(await names({ kind: "observe" })).toEqual([]);
    expect(await list({ pageSize: 1 })).toMatchObject({ total: 3, limits: { maxEntries: 3, maxDays: 90 } });
  });

  test("forget one, some or all, and keep what is pinned", async () => {
    const id = await remember("Save");
    for (const name of ["Send", "Delete"]) await remember(name);
    expect(await cache.pin(us, { entryId: id, pinned: true })).toMatchObject({ pinned: true });
    expect(await clear({ search: "Send" })).toEqual({ success: true, cleared: 1 });
    expect(await clear({ all: true })).toEqual({ success: true, cleared: 1 });
    store.remember(us.workspaceId, keyOf("click Save"), valueFor("Store"), keyOf("click Save"));
    expect((await list({ pinned: true })).entries).toMatchObject([{ steps: ['click button "Save"'] }]);
    expect(await clear({ entryId: id })).toEqual({ success: true, cleared: 1 });
    expect(ClearCacheInput.safeParse({}).success).toBe(false);
    expect(ClearCacheInput.safeParse({ pinned: true }).success).toBe(false);
  });

  test("do not reach another workspace's", async () => {
    const id = await remember("Save", them.workspaceId);
    for (const work of [() => cache.get(us, id), () => cache.pin(us, { entryId: id, pinned: true }), () => clear({ entryId: id })])
      await expect(work()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await clear({ all: true, pinned: true });
    expect((await list({}, them)).total).toBe(1);
  });

  test("take it to another workspace, where each entry is checked", async () => {
    const id = await remember("Save");
    await remember("Send");
    await cache.pin(us, { entryId: id, pinned: true });
    const given = await cache.export(us, { search: "click" });
    const broken = { ...given.entries[0], instruction: "click x", value: { version: 1, via: "somebody" } };
    const take = (entries: unknown[], overwrite = false) => cache.import(them, ImportCacheInput.parse({ ...given, entries, overwrite }));
    expect(await take([...given.entries, broken])).toMatchObject({
      imported: 2,
      skipped: 0,
      rejected: [{ index: 2, message: expect.stringContaining("value.via") }],
    });
    expect(await store.lookup(them.workspaceId, keyOf("click Save"), signal)).toMatchObject({ pinned: true, value: valueFor("Save") });
    expect(await take(given.entries)).toMatchObject({ imported: 0, skipped: 2 });
    expect(await take(given.entries, true)).toMatchObject({ imported: 1, skipped: 1 });
  });
});

test("what is old goes, then the least recently used beyond the limit; pinned ones stay", async () => {
  const ids: Record<string, string> = {};
  for (const [i, name] of ["old", "oldPinned", "a", "b", "c", "d"].entries()) {
    const id = await remember(name);
    ids[name] = id;
    const agoMs = name.startsWith("old") ? 91 * DAY_MS : (10 - i) * 1_000;
    await db.actionCacheEntry.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - agoMs), pinned: name === "oldPinned" } });
  }
  await remember("other", them.workspaceId);
  expect(await store.trim()).toBe(3);
  expect((await list({ sort: "lastUsed" })).entries.map(({ id }) => id)).toEqual([ids.d, ids.c, ids.oldPinned]);
  expect((await list({}, them)).total).toBe(1);
});

test("without a database nothing is known, nothing fails, and it is not asked again at once", async () => {
  const away = createDb("postgresql://nobody@127.0.0.1:1/none");
  const lookups: number[] = [];
  const lost = createCacheStore({ db: away, log, env, onLookup: (ms) => lookups.push(ms) });
  expect(await lost.lookup(us.workspaceId, keyOf("click Save"), signal)).toBeNull();
  expect(await lost.lookup(us.workspaceId, keyOf("click Save"), signal)).toBeNull();
  expect(lookups).toHaveLength(1);
  lost.remember(us.workspaceId, keyOf("click Save"), valueFor("Save"), keyOf("click Save"));
  lost.count(us.workspaceId, "cache_x", "hit");
  await lost.flush();
  await away.$disconnect();
});
