import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";
import { S3_KEYS, startS3Server } from "../testing/s3-server.ts";

const WAIT = { timeout: 30_000, interval: 200 };
const DAY_MS = 86_400_000;
const COUNTING = `data:text/html,${encodeURIComponent("<h1 id=a>0</h1><script>let n=0;setInterval(()=>{a.textContent=n++},80)</script>")}`;
const limit = (): AbortSignal => AbortSignal.timeout(60_000);

type Server = Awaited<ReturnType<typeof startTestApp>>;

/** A session that is recorded, with something in its recording. */
async function record({ app }: Server, actor: Actor): Promise<string> {
  const { sessionId } = await app.sessions.create(actor, CreateSessionInput.parse({ recordSession: true, url: COUNTING }), limit());
  await expect.poll(async () => (await app.recordings.get(actor, sessionId)).events, WAIT).toBeGreaterThan(3);
  await expect.poll(async () => (await app.recordings.get(actor, sessionId)).frames, WAIT).toBeGreaterThan(2);
  return sessionId;
}
const recordToEnd = async (server: Server, actor: Actor): Promise<string> => {
  const sessionId = await record(server, actor);
  await server.app.sessions.terminate(actor, sessionId);
  return sessionId;
};
const list = async ({ app }: Server, actor: Actor) => app.recordings.list(actor, { page: 1, pageSize: 24 });
const idsOf = async (server: Server, actor: Actor): Promise<string[]> => (await list(server, actor)).recordings.map(({ sessionId }) => sessionId);
const isOnDisk = ({ app }: Server, sessionId: string): Promise<boolean> =>
  access(join(app.env.dataDir, "recordings", sessionId)).then(
    () => true,
    () => false,
  );

describe("recordings on the disk", () => {
  const place: { server: Server | null } = { server: null };
  const server = (): Server => place.server ?? expect.unreachable("not started");
  beforeAll(async () => {
    place.server = await startTestApp();
  });
  afterAll(() => place.server?.stop());

  it("are listed with their sizes while they go on and afterwards, found by name, and removed when over", { timeout: 120_000 }, async () => {
    const { app } = server();
    const actor = await server().actor();
    const sessionId = await record(server(), actor);
    expect(await list(server(), actor)).toMatchObject({ total: 1, recordings: [{ sessionId, recording: true, endedAt: null }], retentionDays: 30 });
    await expect(app.recordings.remove(actor, sessionId)).rejects.toMatchObject({ code: "CONFLICT" });
    await app.sessions.terminate(actor, sessionId);
    const { recordings, usedBytes, quotaBytes } = await list(server(), actor);
    const { sizeBytes, frames, events } = await app.recordings.get(actor, sessionId);
    expect(recordings).toMatchObject([{ sessionId, recording: false, sizeBytes, frames, events }]);
    expect([usedBytes, quotaBytes]).toEqual([sizeBytes, 10 * 1024 ** 3]);
    expect((await app.recordings.list(actor, { search: "no such name", page: 1, pageSize: 24 })).total).toBe(0);
    expect((await app.recordings.list(actor, { search: sessionId.slice(3, 12), page: 1, pageSize: 24 })).total).toBe(1);
    expect((await list(server(), await server().actor())).total).toBe(0);

    expect(await app.recordings.remove(actor, sessionId)).toEqual({ success: true });
    expect([await isOnDisk(server(), sessionId), (await list(server(), actor)).total]).toEqual([false, 0]);
    expect(await app.recordings.get(actor, sessionId)).toMatchObject({ available: false, url: null });
    await expect(app.recordings.remove(actor, sessionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("go when they are older than their workspace keeps them, and when their session's row has gone", { timeout: 120_000 }, async () => {
    const { app } = server();
    const [actor, other] = await Promise.all([server().actor(), server().actor()]);
    const [old, young, others, orphan] = await Promise.all([actor, actor, other, other].map((who) => recordToEnd(server(), who)));
    await app.db.workspaceSettings.create({ data: { workspaceId: actor.workspaceId, recordingRetentionDays: 2 } });
    const threeDaysAgo = new Date(Date.now() - 3 * DAY_MS);
    await app.db.recording.updateMany({ where: { sessionId: { in: [old ?? "", others ?? ""] } }, data: { startedAt: threeDaysAgo } });
    await app.db.browserSession.delete({ where: { id: orphan ?? "" } });
    await app.recordings.sweep();
    expect([await idsOf(server(), actor), await idsOf(server(), other)]).toEqual([[young], [others]]);
    expect(await Promise.all([old, young, others, orphan].map((id) => isOnDisk(server(), id ?? "")))).toEqual([false, true, true, false]);
    expect(await app.db.recording.findUnique({ where: { sessionId: orphan ?? "" } })).toBeNull();
  });

  it("make room for newer ones within the quota; one that alone is too large is cut off, and its session says so", { timeout: 120_000 }, async () => {
    const { app } = server();
    const actor = await server().actor();
    const first = await recordToEnd(server(), actor);
    const second = await recordToEnd(server(), actor);
    const { recordings } = await list(server(), actor);
    const size = (id: string): number => recordings.find(({ sessionId }) => sessionId === id)?.sizeBytes ?? 0;
    const setQuota = (bytes: number) =>
      app.db.workspaceSettings.upsert({
        where: { workspaceId: actor.workspaceId },
        create: { workspaceId: actor.workspaceId, recordingQuotaBytes: BigInt(bytes) },
        update: { recordingQuotaBytes: BigInt(bytes) },
      });
    await setQuota(size(first) + size(second) - 1);
    await app.recordings.sweep();
    expect(await idsOf(server(), actor)).toEqual([second]);

    await setQuota(1_000);
    const running = await app.sessions.create(actor, CreateSessionInput.parse({ recordSession: true, url: COUNTING }), limit());
    await expect.poll(async () => (await app.sessions.get(actor, running.sessionId)).warnings, WAIT).toMatchObject([{ field: "recordSession" }]);
    const recording = await app.recordings.get(actor, running.sessionId);
    expect(recording).toMatchObject({ recording: false, warnings: [{ code: "quota" }] });
    // What was recorded until then is there to be seen, and nothing is added, whatever its pages do.
    const page = app.sessions.live(running.sessionId)?.tabs.active;
    await page?.navigate(COUNTING, { waitUntil: "load", timeoutMs: 30_000, signal: limit() });
    await app.sessions.terminate(actor, running.sessionId);
    expect(await app.recordings.get(actor, running.sessionId)).toMatchObject({ events: recording.events });
  });
});

describe("recordings in a bucket", () => {
  it("are moved there when they are over, read from there, tried again when it was away, and removed there", { timeout: 180_000 }, async () => {
    const s3 = await startS3Server("films");
    const server = await startTestApp({
      RECORDING_STORAGE: "s3://films/perch",
      S3_ENDPOINT: s3.url,
      S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    });
    try {
      const { app } = server;
      const actor = await server.actor();
      const running = await record(server, actor);
      // It goes away before the end: what is to be moved stays on the disk, and is readable.
      s3.state.refuse = 1_000;
      await app.sessions.terminate(actor, running);
      await expect.poll(() => s3.state.refused, WAIT).toBeGreaterThanOrEqual(4);
      const before = await app.recordings.events(actor, running);
      const bodies = await Promise.all(before.chunks.map(({ chunk }) => app.recordings.chunk(actor, running, chunk)));
      const picture = await app.recordings.image(actor, running, 1);
      expect([s3.objects.size, await isOnDisk(server, running)]).toEqual([0, true]);

      s3.state.refuse = 0;
      await app.recordings.sweep();
      expect(await isOnDisk(server, running)).toBe(false);
      expect([...s3.objects.keys()].every((key) => key.startsWith(`perch/${running}/`))).toBe(true);
      expect(await app.recordings.events(actor, running)).toEqual(before);
      expect(await Promise.all(before.chunks.map(({ chunk }) => app.recordings.chunk(actor, running, chunk)))).toEqual(bodies);
      expect((await app.recordings.image(actor, running, 1)).equals(picture)).toBe(true);

      const next = await recordToEnd(server, actor);
      await expect.poll(() => isOnDisk(server, next), WAIT).toBe(false);
      expect(await readdir(join(app.env.dataDir, "recordings"))).toEqual([]);
      await app.recordings.remove(actor, running);
      expect([...s3.objects.keys()].every((key) => key.startsWith(`perch/${next}/`))).toBe(true);
    } finally {
      await server.stop();
      await s3.stop();
    }
  });
});
