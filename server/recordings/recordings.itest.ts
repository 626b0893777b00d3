import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Recording, RecordingFrames } from "../contract/recordings.ts";
import { AppError } from "../core/errors.ts";
import { createLive } from "../live/live.ts";
import { actorOf, startRunningSession } from "../testing/running-session.ts";
import { createRecordings } from "./recordings.ts";

const WAIT = { timeout: 10_000, interval: 50 };
const COUNTING = `data:text/html,${encodeURIComponent("<h1 id=a>0</h1><script>let n=0;setInterval(()=>{a.textContent=n++},40)</script>")}`;

async function start() {
  const running = await startRunningSession({ recordSession: true });
  await running.page.navigate(COUNTING, { waitUntil: "load", timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) });
  const who = { actor: running.actor };
  const live = createLive({ ...running, access: { resolveActor: async () => null } });
  const recordings = createRecordings({ ...running, live });
  recordings.start();
  const server = createServer((req, res) => {
    recordings.handle(req, res, who.actor).catch((error: unknown) => {
      res.writeHead(error instanceof AppError && error.code === "NOT_FOUND" ? 404 : 500).end();
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}/api/recordings/${running.session.id}${path}`);
  const stop = async (): Promise<void> => {
    await live.stop();
    await running.stop();
    await recordings.stop();
    server.close();
  };
  return { ...running, who, live, recordings, get, stop };
}

const context: { running: Awaited<ReturnType<typeof start>> | null } = { running: null };
const running = () => context.running ?? expect.unreachable("not started");
beforeAll(async () => {
  context.running = await start();
}, 60_000);
afterAll(() => running().stop());

it("stores the pictures of a changing page, at most five a second, and plays them back", async () => {
  const { events, session, recordings, actor, row, end, get, live } = running();
  expect(await recordings.get(actor, session.id)).toMatchObject({ available: false, frames: 0, url: null });
  events.publish({ type: "session.updated", workspaceId: session.workspaceId, sessionId: session.id, session: row() });
  // The same fact again must not begin a second recorder.
  events.publish({ type: "session.updated", workspaceId: session.workspaceId, sessionId: session.id, session: row() });
  await vi.waitFor(async () => expect((await recordings.get(actor, session.id)).frames).toBeGreaterThanOrEqual(8), WAIT);
  expect(live.stats().sessions).toMatchObject([{ watches: 1 }]);
  await end();

  const recording = Recording.parse(await (await get("")).json());
  expect(recording).toMatchObject({ available: true, recording: false, sessionId: session.id });
  expect(recording.durationMs).toBeGreaterThan(1_000);
  expect((recording.frames - 1) / (recording.durationMs / 1000)).toBeLessThan(6);

  const { frames } = RecordingFrames.parse(await (await get("/frames")).json());
  expect(frames).toHaveLength(recording.frames);
  expect(frames[0]).toEqual({ atMs: 0, width: 1280, height: 720, tabId: session.tabs.active.targetId });
  expect(frames.map(({ atMs }) => atMs)).toEqual(frames.map(({ atMs }) => atMs).toSorted((a, b) => a - b));

  const images = await Promise.all([0, frames.length - 1].map(async (index) => Buffer.from(await (await get(`/frames/${index}.jpg`)).arrayBuffer())));
  for (const image of images) expect([image.subarray(0, 3).toString("hex"), image.subarray(-2).toString("hex")]).toEqual(["ffd8ff", "ffd9"]);
  expect(images[0]?.equals(images[1] ?? Buffer.alloc(0))).toBe(false);
});

it("has nothing for another workspace, for frames that do not exist and for other paths", async () => {
  const { who, get, actor, recordings, session } = running();
  expect((await get("/frames/99999.jpg")).status).toBe(404);
  expect((await get("/frames/..%2Findex.jsonl")).status).toBe(404);
  who.actor = actorOf("ws_other");
  for (const path of ["", "/frames", "/frames/0.jpg"]) expect((await get(path)).status).toBe(404);
  who.actor = actor;
  await expect(recordings.get(actorOf(session.workspaceId, ["live:view"]), session.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
