import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { PerchError } from "../clients/perch-error.ts";
import { createPerch, type Perch, type PerchSession } from "../clients/sdk.ts";
import { startTestApp } from "../testing/app.ts";
import { type DatabaseGate, openDatabaseGate } from "../testing/database-gate.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import type { AppRouter } from "./root.ts";

/** Longer than the database's own limits, shorter than any call's. */
const ANSWER_LIMIT_MS = 25_000;
const BACK_LIMIT_MS = 20_000;

let database: TestDatabase;
let gate: DatabaseGate;
let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let perch: Perch;
let session: PerchSession;

beforeAll(async () => {
  database = await createTestDatabase();
  gate = await openDatabaseGate(database.url);
  t = await startTestApp({ DATABASE_URL: gate.url });
  owner = await t.actor();
  perch = createPerch({ url: t.url, apiKey: await t.apiKey(owner) });
  session = await perch.createSession();
});
afterAll(async () => {
  gate?.set("open");
  await t?.stop();
  await gate?.stop();
  await database?.drop();
});

const codeOf = (error: unknown): string => {
  if (error instanceof PerchError) return error.code;
  const told = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.perch.code : undefined;
  return told ?? String(error);
};

/** How the call failed, and whether it did so in time. */
async function failureOf(call: Promise<unknown>): Promise<{ code: unknown; inTime: boolean }> {
  const beganAt = performance.now();
  const error = await call.then(
    () => new Error("it worked"),
    (reason: unknown) => reason,
  );
  return { code: codeOf(error), inTime: performance.now() - beganAt < ANSWER_LIMIT_MS };
}

describe.each(["refused", "silent"] as const)("a database that is %s", (way) => {
  test("is said so by every call that needs it, in time; the session goes on meanwhile and after", async () => {
    await session.evaluate("globalThis.kept = 41");
    gate.set(way);
    const driving = failureOf(session.evaluate("kept"));
    const failures = await Promise.all([perch.createSession(), perch.api.browser.listSessions.query({}), session.end()].map(failureOf));
    expect(failures).toEqual(Array.from({ length: 3 }, () => ({ code: "DATABASE_UNAVAILABLE", inTime: true })));
    expect(await driving).toEqual({ code: "Error: it worked", inTime: true });
    gate.set("open");
    await expect.poll(async () => (await session.evaluate("kept + 1")).value, { timeout: BACK_LIMIT_MS }).toBe(42);
  });

  test("makes nobody unknown", async () => {
    const fresh = createPerch({ url: t.url, apiKey: await t.apiKey(owner) });
    gate.set(way);
    expect(await failureOf(fresh.api.browser.listSessions.query({}))).toEqual({ code: "DATABASE_UNAVAILABLE", inTime: true });
    gate.set("open");
    await expect
      .poll(() => failureOf(fresh.api.browser.listSessions.query({})), { timeout: BACK_LIMIT_MS })
      .toEqual({ code: "Error: it worked", inTime: true });
  });

  test("learns of an end that it missed, when it is back", async () => {
    const doomed = await perch.createSession();
    const browser = t.app.sessions.live(doomed.id)?.browser;
    gate.set(way);
    process.kill(-Number(browser?.externalId), "SIGKILL");
    await browser?.exited;
    await expect.poll(() => t.app.sessions.live(doomed.id)).toBeUndefined();
    gate.set("open");
    const row = () => t.app.db.browserSession.findUnique({ where: { id: doomed.id } }).catch(() => null);
    await expect.poll(async () => (await row())?.status, { timeout: BACK_LIMIT_MS }).toBe("error");
    expect(await row()).toMatchObject({ terminationReason: "crashed" });
  });
});
