import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Recording, RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import { AppError } from "../core/errors.ts";
import { startRecordedSession } from "../testing/recorded-session.ts";
import { actorOf } from "../testing/running-session.ts";

const WAIT = { timeout: 20_000, interval: 50 };
const COUNTING = `data:text/html,${encodeURIComponent("<h1 id=a>0</h1><script>let n=0;setInterval(()=>{a.textContent=n++},40)</script>")}`;

async function start() {
  const recorded = await startRecordedSession();
  await recorded.page.navigate(COUNTING, { waitUntil: "load", timeoutMs: 20_000, signal: AbortSignal.timeout(20_000) });
  const who = { actor: recorded.actor };
  const server = createServer((req, res) => {
    recorded.recordings.handle(req, res, who.actor).catch((error: unknown) => {
      res.writeHead(error instanceof AppError && error.code === "NOT_FOUND" ? 404 : 500).end();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/api/recordings/${recorded.session.id}${path}`, { headers });
  const stop = async (): Promise<void> => {
    await recorded.stop();
    server.close();
  };
  return { ...recorded, who, get, stop };
}

const context: { running: Awaited<ReturnType<typeof start>> | null } = { running: null };
const running = () => context.running ?? expect.unreachable("not started");
beforeAll(async () => {
  context.running = await start();
}, 60_000);
afterAll(() => context.running?.stop());

it("stores the pictures of a changing page, at most five a second, and plays them back", async () => {
  const { events, session, recordings, actor, row, end, get, live } = running();
  // The same fact again must not begin a second recorder.
  events.publish({ type: "session.updated", workspaceId: session.workspaceId, sessionId: session.id, session: row() });
  await vi.waitFor(async () => expect((await recordings.get(actor, session.id)).frames).toBeGreaterThanOrEqual(8), WAIT);
  await vi.waitFor(async () => expect((await recordings.get(actor, session.id)).events).toBeGreaterThanOrEqual(8), WAIT);
  expect(live.stats().sessions).toMatchObject([{ watches: 1 }]);
  await end();

  const recording = Recording.parse(await (await get("")).json());
  expect(recording).toMatchObject({ available: true, recording: false, sessionId: session.id, warnings: [] });
  expect(recording.tabs).toMatchObject([{ tabId: session.tabs.active.targetId, url: COUNTING, closedAtMs: null }]);
  expect(recording.durationMs).toBeGreaterThan(1_000);
  expect((recording.frames - 1) / (recording.durationMs / 1000)).toBeLessThan(6);

  const { frames } = RecordingFrames.parse(await (await get("/frames")).json());
  expect(frames).toHaveLength(recording.frames);
  expect(frames[0]).toMatchObject({ width: 1280, height: 720, tabId: session.tabs.active.targetId });
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map(({ atMs }) => atMs).toSorted((a, b) => a - b));

  const images = await Promise.all([0, frames.length - 1].map(async (index) => Buffer.from(await (await get(`/frames/${index}.jpg`)).arrayBuffer())));
  for (const image of images) expect([image.subarray(0, 3).toString("hex"), image.subarray(-2).toString("hex")]).toEqual(["ffd8ff", "ffd9"]);
  expect(images[0]?.equals(images[1] ?? Buffer.alloc(0))).toBe(false);
});

it("gives the events of a tab in closed chunks that begin with a snapshot, gzipped as stored or plain", async () => {
  const { get, session } = running();
  const { recording, startedAtMs, chunks } = RecordingEvents.parse(await (await get("/events")).json());
  expect(chunks.every(({ tabId, open }) => tabId === session.tabs.active.targetId && !open)).toBe(true);
  expect(chunks[0]).toMatchObject({ chunk: 0, hasFullSnapshot: true });
  expect(chunks.reduce((sum, { events }) => sum + events, 0)).toBe(recording.events);
  const [first] = chunks;
  const stored = await get(`/events/${first?.chunk}`, { "accept-encoding": "gzip" });
  expect([stored.headers.get("content-encoding"), stored.headers.get("cache-control")]).toEqual(["gzip", "private, max-age=86400, immutable"]);
  const events = (await stored.json()) as { type: number; timestamp: number }[];
  expect(events).toHaveLength(first?.events ?? -1);
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual([4, 2]);
  expect(events.map(({ timestamp }) => timestamp)).toEqual(events.map(({ timestamp }) => timestamp).toSorted((a, b) => a - b));
  expect((events.at(-1)?.timestamp ?? 0) - startedAtMs).toBeCloseTo(first?.toMs ?? -1, -1);
  const plain = await get(`/events/${first?.chunk}`, { "accept-encoding": "identity" });
  expect([plain.headers.get("content-encoding"), await plain.json()]).toEqual([null, events]);
});

it("has nothing for another workspace, for frames and chunks that do not exist and for other paths", async () => {
  const { who, get, actor, recordings, session } = running();
  for (const path of ["/frames/99999.jpg", "/frames/..%2Findex.jsonl", "/events/99999", "/notes"]) expect((await get(path)).status).toBe(404);
  who.actor = actorOf("ws_other");
  for (const path of ["", "/frames", "/frames/0.jpg", "/events", "/events/0"]) expect((await get(path)).status).toBe(404);
  who.actor = actor;
  await expect(recordings.get(actorOf(session.workspaceId, ["live:view"]), session.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
