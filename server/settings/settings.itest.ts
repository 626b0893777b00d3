import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import type { UpdateWorkspaceSettingsInput, WorkspaceSettings } from "../contract/workspace-settings.ts";
import { newId } from "../core/ids.ts";
import { createShotFiles } from "../evidence/shot-files.ts";
import { createSweep } from "../evidence/sweep.ts";
import { startTestApp } from "../testing/app.ts";

const WAIT = { timeout: 60_000, interval: 200 };
const DAY_MS = 86_400_000;
const MEBIBYTE = 1024 ** 2;
const NUMBER = "EMP-123456";
const limit = (): AbortSignal => AbortSignal.timeout(120_000);
const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

const place: { t: Awaited<ReturnType<typeof startTestApp>> | null } = { t: null };
const given = () => place.t ?? expect.unreachable("not started");
const site = createServer((_, res) => {
  const script = `console.log("of ${NUMBER}"); fetch("/who/${NUMBER}", { method: "POST", body: "${NUMBER}" }); setTimeout(() => { throw new Error("no ${NUMBER}") })`;
  res.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><title>Page of ${NUMBER}</title><p>Here is ${NUMBER}<script>${script}</script>`);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  place.t = await startTestApp({ LOG_MASK_PATTERNS: "PLANT-\\d+" });
});
afterAll(async () => {
  await place.t?.stop();
  site.closeAllConnections();
  site.close();
});

/** An ended session with a recording, two pictures and bodies, all of that age and size, as rows tell of them. */
async function leave({ workspaceId, userId }: Actor, days: number, sizeBytes = MEBIBYTE): Promise<string> {
  const { db, servers } = given().app;
  const [sessionId, at] = [newId("sess"), daysAgo(days)];
  const ended = { status: "terminated", terminatedAt: at, terminationReason: "user", createdAt: at, expiresAt: at, networkBodyBytes: BigInt(sizeBytes) };
  await db.browserSession.create({ data: { id: sessionId, workspaceId, userId, provider: "local", config: {}, ...ended } });
  const sizes = { sizeBytes: BigInt(sizeBytes), startedAt: at, endedAt: at };
  await db.recording.create({ data: { sessionId, workspaceId, storage: "disk", hostId: servers.hostId, ...sizes } });
  const shot = { workspaceId, sessionId, activityId: newId("actv"), tabId: "t", at, width: 1, height: 1, sizeBytes: sizeBytes / 2 };
  const shots = ["a", "b", "b"].map((sha256) => ({ ...shot, id: newId("shot"), moment: "after", sha256 }));
  await db.evidenceShot.createMany({ data: shots });
  const line = { workspaceId, sessionId, source: "console", level: "info", text: "said", createdAt: at };
  await db.sessionLog.create({ data: { ...line, id: newId("log") } });
  return sessionId;
}

/** What is left of each of these sessions, by the names of what there is. */
async function leftOf(...ids: string[]): Promise<string[]> {
  const { db } = given().app;
  return Promise.all(
    ids.map(async (sessionId) => {
      const [recording, shots, session, lines] = await Promise.all([
        db.recording.findUnique({ where: { sessionId } }),
        db.evidenceShot.count({ where: { sessionId } }),
        db.browserSession.findUnique({ where: { id: sessionId } }),
        db.sessionLog.count({ where: { sessionId } }),
      ]);
      const there = { recording: recording?.removedAt === null, evidence: shots > 0, bodies: (session?.networkBodyBytes ?? 0n) > 0n, log: lines > 0 };
      return Object.entries(there)
        .filter(([, is]) => is)
        .map(([name]) => name)
        .join(" ");
    }),
  );
}

/** As the servers do by themselves now and then. */
async function lookAfterAll(): Promise<void> {
  const { app } = given();
  await app.recordings.sweep();
  await createSweep({ db: app.db, files: createShotFiles(app.env, app.log), settings: app.settings })(new Date(), AbortSignal.timeout(60_000));
  await Promise.all([app.activities.trim(), app.networkLog.trim()]);
}

describe("a workspace's settings", () => {
  it("are the installation's until they are changed, one by one, by who may", { timeout: 60_000 }, async () => {
    const { app, url, actor, apiKey } = given();
    const owner = await actor();
    const nothing = { recordingDays: null, evidenceDays: null, logDays: null, quotaBytes: null };
    expect(await app.settings.get(owner)).toEqual({
      keeping: nothing,
      installation: { recordingDays: 30, evidenceDays: 30, logDays: 30, quotaBytes: 10 * 1024 ** 3 },
      sessionDefaults: { recordSession: null, recordInputs: null, logNetwork: null, evidence: null },
      maskPatterns: [],
      installationMaskPatterns: 1,
    } satisfies WorkspaceSettings);
    const call = async (as: Actor, input: UpdateWorkspaceSettingsInput) => {
      const headers = { "x-api-key": await apiKey(as), "content-type": "application/json" };
      return fetch(`${url}/api/trpc/settings.update`, { method: "POST", headers, body: JSON.stringify(input), signal: limit() });
    };
    expect((await call(owner, { keeping: { evidenceDays: 7 }, sessionDefaults: { logNetwork: "bodies" }, maskPatterns: ["A\\d", "A\\d"] })).status).toBe(200);
    expect((await call(owner, { keeping: { quotaBytes: 5 * MEBIBYTE } })).status).toBe(200);
    expect((await call(await actor({ workspaceId: owner.workspaceId, role: "admin" }), { maskPatterns: [] })).status).toBe(403);
    expect(await app.settings.get(owner)).toMatchObject({
      keeping: { ...nothing, evidenceDays: 7, quotaBytes: 5 * MEBIBYTE },
      sessionDefaults: { recordSession: null, logNetwork: "bodies" },
      maskPatterns: ["A\\d"],
    });
    await app.settings.update(owner, { keeping: { evidenceDays: null } });
    expect((await app.settings.get(owner)).keeping).toEqual({ ...nothing, quotaBytes: 5 * MEBIBYTE });
    expect((await app.settings.get(await actor())).keeping).toEqual(nothing);
    const audited = await app.db.auditLog.findMany({ where: { workspaceId: owner.workspaceId, action: "settings.update" }, orderBy: { at: "asc" } });
    expect(audited.map(({ success }) => success)).toEqual([true, true, false]);
  });

  it("are refused above the installation's limits, and where a pattern is none, by the name of the field", async () => {
    const { app, actor } = given();
    const owner = await actor();
    await expect(app.settings.update(owner, { keeping: { logDays: 31, recordingDays: 30 } })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ field: "keeping.logDays", message: "Use at most 30 days: the installation keeps no more." }],
    });
    await expect(app.settings.update(owner, { maskPatterns: ["fine", "(a"] })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ field: "maskPatterns.1", message: expect.stringMatching(/^Pattern 2 cannot be used/) }],
    });
    expect((await app.settings.get(owner)).maskPatterns).toEqual([]);
  });

  it("show what a text becomes, with the installation's patterns and what is known as a secret", () => {
    const { app } = given();
    const tried = app.settings.tryMaskPatterns({ patterns: ["EMP-\\d{6}"], text: `${NUMBER} in PLANT-7, password=hunter2, order 12` });
    expect(tried.text).toBe("*** in ***, password=***, order 12");
  });
});

describe("what new sessions begin with", () => {
  it("is as the workspace has chosen, unless the session asks for something else; others keep what they began with", { timeout: 180_000 }, async () => {
    const { app, actor } = given();
    const owner = await actor();
    const configOf = async (wishes: Parameters<typeof CreateSessionInput.parse>[0] & object = {}) => {
      const { sessionId } = await app.sessions.create(owner, CreateSessionInput.parse(wishes), limit());
      await app.sessions.terminate(owner, sessionId);
      return { sessionId, config: async () => (await app.sessions.get(owner, sessionId)).config };
    };
    const before = await configOf();
    const plain = { recordSession: false, recordInputs: false, logNetwork: "headers", maskPatterns: [] };
    expect(await before.config()).toMatchObject(plain);
    await app.settings.update(owner, {
      sessionDefaults: { recordSession: true, recordInputs: true, logNetwork: "bodies", evidence: "both" },
      maskPatterns: ["EMP-\\d{6}"],
    });
    expect(await before.config()).toMatchObject(plain);
    const chosen = { recordSession: true, recordInputs: true, logNetwork: "bodies", evidence: "both", workspaceMaskPatterns: ["EMP-\\d{6}"] };
    expect(await (await configOf()).config()).toMatchObject(chosen);
    const own = { recordSession: false, recordInputs: false, logNetwork: "off", evidence: "off", maskPatterns: ["X\\d"] } as const;
    const asked = await configOf(own);
    expect(await asked.config()).toMatchObject({ ...own, workspaceMaskPatterns: ["EMP-\\d{6}"] });

    await app.settings.update(owner, { maskPatterns: ["NEW"] });
    const restored = await app.sessions.restore(owner, asked.sessionId, limit());
    await app.sessions.terminate(owner, restored.sessionId);
    expect((await app.sessions.get(owner, restored.sessionId)).config).toMatchObject({ ...own, workspaceMaskPatterns: ["NEW"] });
  });

  it("masks what is logged, asked for, done and recorded", { timeout: 180_000 }, async () => {
    const { app, actor } = given();
    const owner = await actor();
    await app.settings.update(owner, { sessionDefaults: { logNetwork: "bodies" }, maskPatterns: ["EMP-\\d{6}"] });
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const { sessionId } = await app.sessions.create(owner, CreateSessionInput.parse({ url, recordSession: true }), limit());
    const logged = async () => (await app.activities.logs(owner, { sessionId, limit: 100 })).entries;
    await expect.poll(async () => (await logged()).map(({ text }) => text).join(), WAIT).toMatch(/of \*\*\*/);
    await expect.poll(async () => (await logged()).map(({ text }) => text).join(), WAIT).toMatch(/no \*\*\*/);
    const requests = async () => (await app.networkLog.list(owner, { sessionId, limit: 100, order: "asc" })).entries;
    await expect.poll(async () => (await requests()).map(({ url: asked }) => asked).join(), WAIT).toContain("/who/***");
    await app.agent.act(owner, ActInput.parse({ sessionId, instruction: `click ${NUMBER}`, timeoutMs: 20_000 }), limit()).catch(() => {});
    const done = async () => (await app.activities.list(owner, { sessionId, limit: 100 })).activities;
    await expect.poll(async () => (await done()).some(({ actionType }) => actionType === "act"), WAIT).toBe(true);
    const recorded = async (): Promise<string> => {
      const { chunks } = await app.recordings.events(owner, sessionId);
      const bodies = await Promise.all(chunks.map(({ chunk }) => app.recordings.chunk(owner, sessionId, chunk)));
      return bodies.map(({ body }) => gunzipSync(body).toString()).join("\n");
    };
    await expect.poll(recorded, WAIT).toContain("Here is ***");
    await app.sessions.terminate(owner, sessionId);

    const posted = (await requests()).find(({ method }) => method === "POST");
    const details = await app.networkLog.get(owner, { sessionId, entryId: posted?.id ?? "" });
    expect(details.requestBody?.text).toBe("***");
    const session = await app.sessions.get(owner, sessionId);
    expect(session.title).toBe("Page of ***");
    const all = JSON.stringify([await logged(), await requests(), await done(), details, session.title]) + (await recorded());
    expect(all).not.toContain(NUMBER);
  });
});

describe("what sessions have left", () => {
  it("goes when it is older than its workspace keeps it, each kind by its own days", { timeout: 60_000 }, async () => {
    const { app, actor } = given();
    const [owner, other] = await Promise.all([actor(), actor()]);
    const [old, young, theirs, ancient] = [await leave(owner, 4), await leave(owner, 2), await leave(other, 4), await leave(other, 31)];
    const keeping = { recordingDays: 3, evidenceDays: 3, logDays: 1 };
    expect(await app.settings.foresee(owner, { keeping })).toEqual({
      recordings: { count: 1, sizeBytes: MEBIBYTE },
      evidence: { count: 2, sizeBytes: MEBIBYTE },
      bodies: { count: 2, sizeBytes: 2 * MEBIBYTE },
      logs: 2,
    });
    await app.settings.update(owner, { keeping });
    await lookAfterAll();
    expect(await leftOf(old, young, theirs, ancient)).toEqual(["", "recording evidence", "recording evidence bodies log", ""]);
  });

  it("makes room within the quota: the oldest of all kinds first, and only as much as is needed", { timeout: 60_000 }, async () => {
    const { app, actor } = given();
    const owner = await actor();
    const [first, second, third] = [await leave(owner, 5), await leave(owner, 4), await leave(owner, 3)];
    expect(await app.settings.storage(owner)).toMatchObject({
      ...{ recordingBytes: 3 * MEBIBYTE, evidenceBytes: 3 * MEBIBYTE, bodyBytes: 3 * MEBIBYTE, usedBytes: 9 * MEBIBYTE },
      quotaBytes: 10 * 1024 ** 3,
    });
    const keeping = { quotaBytes: 4 * MEBIBYTE };
    const foreseen = await app.settings.foresee(owner, { keeping });
    expect(foreseen).toEqual({
      recordings: { count: 1, sizeBytes: MEBIBYTE },
      evidence: { count: 4, sizeBytes: 2 * MEBIBYTE },
      bodies: { count: 2, sizeBytes: 2 * MEBIBYTE },
      logs: 0,
    });
    await app.settings.update(owner, { keeping });
    await lookAfterAll();
    expect(await leftOf(first, second, third)).toEqual(["log", "recording log", "recording evidence bodies log"]);
    expect(await app.settings.storage(owner)).toMatchObject({ usedBytes: 4 * MEBIBYTE, quotaBytes: 4 * MEBIBYTE });
    expect(await app.settings.foresee(owner, { keeping: {} })).toMatchObject({ recordings: { count: 0 }, evidence: { count: 0 }, bodies: { count: 0 } });
  });

  it("counts bodies when their session has ended, and takes their files when they had to make room", { timeout: 180_000 }, async () => {
    const { app, actor } = given();
    const owner = await actor();
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const { sessionId } = await app.sessions.create(owner, CreateSessionInput.parse({ url, logNetwork: "bodies" }), limit());
    const folder = join(app.env.dataDir, "network", sessionId);
    const files = (): Promise<string[]> => readdir(folder).catch(() => []);
    await expect.poll(async () => (await files()).length, WAIT).toBeGreaterThan(0);
    await app.sessions.terminate(owner, sessionId);
    await app.networkLog.trim();
    expect((await app.settings.storage(owner)).bodyBytes).toBeGreaterThan(0);
    await app.settings.kept.forget({ kind: "bodies", sessionId });
    const left = async (): Promise<string[]> => {
      await app.networkLog.trim();
      return files();
    };
    await expect.poll(left, WAIT).toEqual([]);
    expect((await app.settings.storage(owner)).bodyBytes).toBe(0);
  });
});
