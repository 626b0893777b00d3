import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AppRouter } from "../api/root.ts";
import { RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { type ServerProcess, startServerProcess } from "../testing/server-process.ts";

const KEY = "0".repeat(64);
const WAIT = { timeout: 30_000, interval: 200 };
/** What "Must show 3" allows to be lost. */
const LOST_MS = 5_000;
/** Says the time, in its text and in its picture. */
const CLOCK = `data:text/html,<p id=p></p><script>setInterval(()=>{p.textContent="it is "+Date.now()},100)</script>`;

const place: { database: TestDatabase | null; dataDir: string; server: ServerProcess | null; key: string } = {
  database: null,
  dataDir: "",
  server: null,
  key: "",
};

beforeAll(async () => {
  place.database = await createTestDatabase();
  place.dataDir = await mkdtemp(join(tmpdir(), "perch-recording-crash-"));
});
afterAll(async () => {
  await place.server?.end("SIGTERM").catch(() => null);
  await place.database?.drop();
  await rm(place.dataDir, { recursive: true, force: true });
});

const start = async (): Promise<ServerProcess> => {
  const server = await startServerProcess({
    NODE_ENV: "test",
    DATABASE_URL: place.database?.url ?? "",
    DATA_DIR: place.dataDir,
    PORT: "0",
    POOL_SIZE: "0",
    MIN_FREE_MEMORY_MB: "0",
    TOKEN_KEY: KEY,
    CONTEXT_ENCRYPTION_KEY: KEY,
    AUTH_SECRET: KEY,
    ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
  });
  place.server = server;
  place.key = (await readFile(join(place.dataDir, "local-key"), "utf8")).trim();
  return server;
};
const clientOf = ({ url }: ServerProcess) =>
  createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/api/trpc`, headers: { "x-api-key": place.key } })] }).browser;
const ask = async (path: string): Promise<unknown> =>
  (await fetch(`${place.server?.url}/api/recordings/${path}`, { headers: { "x-api-key": place.key } })).json();

/** The times that a recording's events say, and when its pictures were taken. */
async function recordedTimes(sessionId: string): Promise<{ said: number[]; seen: number[]; events: RecordingEvents }> {
  const events = RecordingEvents.parse(await ask(`${sessionId}/events`));
  const bodies = await Promise.all(events.chunks.map(({ chunk }) => ask(`${sessionId}/events/${chunk}`)));
  const said = [...JSON.stringify(bodies).matchAll(/it is (\d{13})/g)].map(([, at]) => Number(at));
  const { frames } = RecordingFrames.parse(await ask(`${sessionId}/frames`));
  return { said, seen: frames.map(({ atMs }) => atMs + events.startedAtMs), events };
}
const latest = (times: readonly number[], until = Number.POSITIVE_INFINITY): number => Math.max(0, ...times.filter((at) => at <= until));

it("loses at most five seconds when the server is killed, and goes on with the next one", { timeout: 180_000 }, async () => {
  const first = await start();
  const { sessionId } = await clientOf(first).createSession.mutate({ url: CLOCK, recordSession: true });
  const begun = Date.now();
  // Longer than what a server holds back, so that something of it was written and something was not.
  await expect.poll(async () => latest((await recordedTimes(sessionId)).said), WAIT).toBeGreaterThan(begun + 3_000);
  const { events: before } = await recordedTimes(sessionId);
  const pageTime = (await clientOf(first).evaluate.mutate({ sessionId, expression: "Date.now()" })).value as number;
  await first.end("SIGKILL");

  const second = await start();
  await expect.poll(async () => latest((await recordedTimes(sessionId)).said), WAIT).toBeGreaterThan(pageTime + LOST_MS);
  await expect.poll(async () => latest((await recordedTimes(sessionId)).seen), WAIT).toBeGreaterThan(pageTime + LOST_MS);
  const { said, seen, events: after } = await recordedTimes(sessionId);
  const lost = { events: pageTime - latest(said, pageTime), frames: pageTime - latest(seen, pageTime) };
  process.stdout.write(`kill -9 while recording: ${lost.events} ms of events and ${lost.frames} ms of pictures before it are lost\n`);
  expect(lost.events).toBeLessThan(LOST_MS);
  expect(lost.frames).toBeLessThan(LOST_MS);
  expect(after.startedAtMs).toBe(before.startedAtMs);
  expect(after.recording).toMatchObject({ recording: true, warnings: [{ code: "interrupted" }], tabs: [{ closedAtMs: null }] });
  expect(after.recording.tabs).toHaveLength(1);
  await clientOf(second).terminateSession.mutate({ sessionId });
  expect(RecordingEvents.parse(await ask(`${sessionId}/events`)).chunks.every(({ open }) => !open)).toBe(true);
});
