import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../../access/actor.ts";
import type { AppRouter } from "../../api/root.ts";
import { CreateSessionInput } from "../../contract/sessions.ts";
import { startTestApp } from "../../testing/app.ts";

const WAIT = { timeout: 30_000, interval: 100 };
const limit = (): AbortSignal => AbortSignal.timeout(60_000);
const COUNTING = `data:text/html,${encodeURIComponent("<h1 id=a>0</h1><script>let n=0;setInterval(()=>{a.textContent=n++},80)</script>")}`;

type Server = Awaited<ReturnType<typeof startTestApp>>;
const place: { first: Server | null; beside: Awaited<ReturnType<Server["startBeside"]>>[]; directory: string; owner: Actor | null; key: string } = {
  first: null,
  beside: [],
  directory: "",
  owner: null,
  key: "",
};
const given = () => {
  const { first, owner, key, directory } = place;
  return first && owner ? { first, owner, key, directory } : expect.unreachable("not started");
};
/** A server of the same installation; with its own directory one on another machine. */
const startBeside = async (directory: string) => {
  const server = await given().first.startBeside({ DATA_DIR: directory });
  place.beside.push(server);
  return server;
};

beforeAll(async () => {
  place.first = await startTestApp();
  place.owner = await place.first.actor();
  place.key = await place.first.apiKey(place.owner);
  place.directory = await mkdtemp(join(tmpdir(), "perch-elsewhere-"));
});
afterAll(async () => {
  for (const server of place.beside) await server.stop();
  await place.first?.stop();
  await rm(place.directory, { recursive: true, force: true });
});

const at = (url: string) => {
  const { key } = given();
  const headers = { "x-api-key": key };
  const { recordings } = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers })] });
  return { recordings, get: (path: string) => fetch(`${url}${path}`, { headers, signal: limit() }) };
};

it("a recording is played and exported through a server that does not have it, also when the one that made it was replaced", { timeout: 180_000 }, async () => {
  const { first, owner, directory } = given();
  const maker = await startBeside(directory);
  const { sessionId } = await maker.app.sessions.create(owner, CreateSessionInput.parse({ recordSession: true, url: COUNTING }), limit());
  await expect.poll(async () => (await maker.app.recordings.get(owner, sessionId)).frames, WAIT).toBeGreaterThan(3);
  await maker.app.sessions.terminate(owner, sessionId);

  const exported = async (): Promise<void> => {
    const { recordings, get } = at(first.url);
    expect(await recordings.get.query({ sessionId })).toMatchObject({ available: true, recording: false });
    const video = await get(`/api/recordings/${sessionId}/export?format=webm`);
    expect([video.status, Buffer.from(await video.arrayBuffer()).readUInt32BE(0)]).toEqual([200, 0x1a45dfa3]);
    const { exportId } = await recordings.export.mutate({ sessionId, format: "json" });
    const found = async () => (await recordings.listExports.query({ sessionId })).exports.find((made) => made.exportId === exportId);
    await expect.poll(async () => (await found())?.state, WAIT).toBe("done");
    const file = await get((await found())?.url ?? "");
    expect(await file.json()).toMatchObject({ sessionId });
  };
  await exported();
  const finished = (await at(first.url).recordings.listExports.query({ sessionId })).exports.find(({ format }) => format === "json");
  await maker.stop();

  // Nobody answers for its files now: that is not the same as having none.
  await expect.poll(() => first.app.servers.isAlive(maker.app.servers.id), WAIT).toBe(false);
  await expect(at(first.url).recordings.get.query({ sessionId })).rejects.toMatchObject({ data: { perch: { code: "PROVIDER_UNAVAILABLE" } } });
  expect((await at(first.url).get(`/api/recordings/${sessionId}/export?format=webm`)).status).toBe(503);

  const next = await startBeside(directory);
  await expect.poll(() => first.app.servers.isAlive(next.app.servers.id), WAIT).toBe(true);
  expect((await at(first.url).get(finished?.url ?? "")).status).toBe(200);
  await exported();
});
