import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ActInput, NavigateInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";
import { startEvidenceSite } from "../testing/evidence-site.ts";
import { S3_KEYS, startS3Server } from "../testing/s3-server.ts";
import { sha256Of } from "./capture.ts";
import { createShotFiles } from "./shot-files.ts";
import { createSweep } from "./sweep.ts";

const WAIT = { timeout: 30_000, interval: 100 };
const DAY_MS = 86_400_000;
const limit = (): AbortSignal => AbortSignal.timeout(60_000);

type Started = {
  s3: Awaited<ReturnType<typeof startS3Server>>;
  site: Awaited<ReturnType<typeof startEvidenceSite>>;
  t: Awaited<ReturnType<typeof startTestApp>>;
};
const place: { started: Started | null } = { started: null };
const started = (): Started => place.started ?? expect.unreachable("not started");

beforeAll(async () => {
  const [s3, site] = await Promise.all([startS3Server("proofs"), startEvidenceSite()]);
  const keys = { S3_ENDPOINT: s3.url, S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId, S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey };
  place.started = { s3, site, t: await startTestApp({ RECORDING_STORAGE: "s3://proofs/perch", ...keys }) };
}, 90_000);
afterAll(async () => {
  await place.started?.t.stop();
  await Promise.all([place.started?.s3.stop(), place.started?.site.stop()]);
});

/** A session with two pictures, its files where they are kept, and the server's own sweep. */
async function pictured() {
  const { t, site, s3 } = started();
  const actor = await t.actor();
  const { sessionId } = await t.app.sessions.create(actor, CreateSessionInput.parse({ evidence: "after", recordSession: false }), limit());
  await t.app.agent.navigate(actor, NavigateInput.parse({ sessionId, url: site.url }), limit());
  await t.app.agent.act(actor, ActInput.parse({ sessionId, instruction: "click Pay" }), limit());
  const shots = () => t.app.db.evidenceShot.findMany({ where: { sessionId }, orderBy: { at: "asc" } });
  await expect.poll(async () => (await shots()).length, WAIT).toBe(2);
  return {
    ...{ actor, sessionId, shots },
    inBucket: () => [...s3.objects.keys()].filter((key) => key.includes(sessionId)).sort(),
    onDisk: () => readdir(join(t.app.env.dataDir, "evidence", sessionId)).catch(() => []),
    sweep: () => createSweep({ db: t.app.db, files: createShotFiles(t.app.env, t.app.log), settings: t.app.settings })(new Date(), limit()),
  };
}

it("pictures move to the bucket with their session's end, where every server finds them, and go with their rows", { timeout: 120_000 }, async () => {
  const { t, s3 } = started();
  const { actor, sessionId, shots, inBucket, onDisk, sweep } = await pictured();
  const files = (await shots()).map(({ sha256 }) => `${sha256}.jpg`).sort();
  expect([(await onDisk()).toSorted(), inBucket()]).toEqual([files, []]);
  await t.app.sessions.terminate(actor, sessionId);
  await expect.poll(onDisk, WAIT).toEqual([]);
  expect(inBucket()).toEqual(files.map((file) => `perch/evidence/${sessionId}/${file}`));

  // Of another machine: nothing of this one's disk is there.
  const elsewhere = await t.startBeside({ DATA_DIR: join(t.app.env.dataDir, "elsewhere") });
  try {
    for (const { id, sha256 } of await shots()) {
      const image = await elsewhere.app.evidence.image(actor, { sessionId, shotId: id, redacted: false });
      expect(sha256Of(image)).toBe(sha256);
    }
  } finally {
    await elsewhere.stop();
  }

  const [old, young] = await shots();
  await sweep();
  expect(inBucket()).toHaveLength(2);
  await t.app.db.evidenceShot.update({ where: { id: old?.id ?? "" }, data: { at: new Date(Date.now() - 31 * DAY_MS) } });
  await sweep();
  expect(inBucket()).toEqual([`perch/evidence/${sessionId}/${young?.sha256}.jpg`]);
  await t.app.db.browserSession.delete({ where: { id: sessionId } });
  await sweep();
  expect([inBucket(), [...s3.objects.keys()].filter((key) => key.startsWith("perch/evidence/"))]).toEqual([[], []]);
});

it("what could not be moved stays on the disk, is shown from there and moved by a later sweep", { timeout: 120_000 }, async () => {
  const { t, s3 } = started();
  const { actor, sessionId, shots, inBucket, onDisk, sweep } = await pictured();
  s3.state.refuse = Number.MAX_SAFE_INTEGER;
  const refused = s3.state.refused;
  await t.app.sessions.terminate(actor, sessionId);
  await expect.poll(() => s3.state.refused, WAIT).toBeGreaterThan(refused);
  const [shot] = await shots();
  expect(sha256Of(await t.app.evidence.image(actor, { sessionId, shotId: shot?.id ?? "", redacted: false }))).toBe(shot?.sha256);
  s3.state.refuse = 0;
  await sweep();
  await expect.poll(onDisk, WAIT).toEqual([]);
  expect(inBucket()).toHaveLength(2);
});
