import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LiveState, openLiveConnection } from "../../components/live/live-connection.ts";
import { type Installation, makeInstallation } from "../testing/installation.ts";
import { processesNaming, type ServerProcess } from "../testing/server-process.ts";

const SESSIONS = 10;
/** What "Must show 5" asks for: from the new server's readiness until every session answers. */
const ADOPTED_WITHIN_MS = 3_000;
/** A page with a state of its own, which keeps changing so that there is something to record. */
const PAGE = `data:text/html,<title>Kept</title><button onclick="document.title='Pressed'">Go</button><p id=p></p><script>setInterval(()=>{p.textContent=Date.now()},100)</script>`;

let place: Installation;
beforeAll(async () => {
  place = await makeInstallation("restart");
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await place.end();
});
afterAll(() => place?.remove());

const leftDirectories = (): Promise<string[]> => readdir(join(place.dataDir, "browsers")).catch(() => []);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** A viewer of the dashboard, with the window that its code asks for. */
const openViewer = ({ url }: ServerProcess, sessionId: string, token: string) => {
  vi.stubGlobal("window", { location: { href: url }, addEventListener: () => {}, removeEventListener: () => {} });
  const seen = { states: [] as LiveState["status"][], frames: 0 };
  const nothing = (): void => {};
  const connection = openLiveConnection({
    ...{ sessionId, mode: "view", token, onTabs: nothing, onMode: nothing, onRefused: nothing, onMessage: nothing, onLatency: nothing },
    onState: ({ status }) => seen.states.push(status),
    onFrame: ({ sequence }) => {
      seen.frames += 1;
      connection.send({ type: "ack", sequence });
    },
  });
  return { seen, close: () => connection.close() };
};

describe("a server that is killed", () => {
  it("leaves its sessions to the next one: pages, viewers and recordings go on, and nothing is left over", { timeout: 180_000 }, async () => {
    const first = await place.start();
    const before = place.clientOf(first).browser;
    const ids = await Promise.all(
      Array.from(
        { length: SESSIONS },
        async (_, i) => (await before.createSession.mutate({ name: `Session ${i}`, url: PAGE, recordSession: i === 0 })).sessionId,
      ),
    );
    await Promise.all(ids.map((sessionId, i) => before.evaluate.mutate({ sessionId, expression: `window.kept = ${i}` })));
    const [watched = ""] = ids;
    const link = await before.getLiveViewUrl.mutate({ sessionId: watched, mode: "view" });
    const viewer = openViewer(first, watched, new URL(link.url).pathname.split("/").at(-1) ?? "");
    await expect.poll(() => viewer.seen.frames).toBeGreaterThan(2);
    await expect.poll(async () => (await before.getRecording.query({ sessionId: watched })).frames).toBeGreaterThan(3);
    const recorded = await before.getRecording.query({ sessionId: watched });
    const browsers = (await processesNaming(place.dataDir)).length;

    await first.end("SIGKILL");
    await expect.poll(() => viewer.seen.states.at(-1)).toBe("reconnecting");
    expect((await processesNaming(place.dataDir)).length).toBe(browsers);
    const framesBefore = viewer.seen.frames;
    const second = await place.start();
    const readyAt = performance.now();
    const { browser } = place.clientOf(second);
    const kept = await Promise.all(ids.map(async (sessionId) => (await browser.evaluate.mutate({ sessionId, expression: "window.kept" })).value));
    const adoptedAfterMs = performance.now() - readyAt;
    expect(kept).toEqual(ids.map((_, i) => i));
    expect(adoptedAfterMs).toBeLessThan(ADOPTED_WITHIN_MS);
    await expect.poll(() => viewer.seen.frames).toBeGreaterThan(framesBefore);
    const seenAgainAfterMs = performance.now() - readyAt;
    expect(viewer.seen.states.at(-1)).toBe("live");

    expect(await browser.act.mutate({ sessionId: watched, instruction: "click Go" })).toMatchObject({ success: true });
    expect((await browser.evaluate.mutate({ sessionId: watched, expression: "document.title" })).value).toBe("Pressed");
    await expect.poll(async () => (await browser.getRecording.query({ sessionId: watched })).frames).toBeGreaterThan(recorded.frames + 3);
    expect((await browser.getRecording.query({ sessionId: watched })).startedAt).toBe(recorded.startedAt);
    viewer.close();

    expect(await browser.terminateAllSessions.mutate({})).toMatchObject({ success: true, failed: [] });
    expect(await processesNaming(join(place.dataDir, "browsers"))).toEqual([]);
    expect(await leftDirectories()).toEqual([]);
    process.stdout.write(
      `restart with ${SESSIONS} sessions: ready after ${seconds(second.readyAfterMs)}, all answer ${seconds(adoptedAfterMs)} later, the viewer sees again ${seconds(seenAgainAfterMs)} after readiness\n`,
    );
  });
});

describe("a server that is asked to stop", () => {
  it("ends its sessions and leaves nothing", { timeout: 120_000 }, async () => {
    const first = await place.start();
    const ids = await Promise.all([0, 1].map(async () => (await place.clientOf(first).browser.createSession.mutate({ url: PAGE })).sessionId));
    expect(await first.end("SIGTERM")).toBe(0);
    expect(await processesNaming(join(place.dataDir, "browsers"))).toEqual([]);
    expect(await leftDirectories()).toEqual([]);
    const { browser } = place.clientOf(await place.start());
    for (const sessionId of ids) expect(await browser.getSession.query({ sessionId })).toMatchObject({ status: "terminated", terminationReason: "server" });
  });

  it("leaves them to the next one where it was told so (SESSIONS_ON_STOP=keep), and viewers come back", { timeout: 120_000 }, async () => {
    const keep = { SESSIONS_ON_STOP: "keep" };
    const first = await place.start(keep);
    const { sessionId } = await place.clientOf(first).browser.createSession.mutate({ url: PAGE });
    await place.clientOf(first).browser.evaluate.mutate({ sessionId, expression: "window.kept = 7" });
    const link = await place.clientOf(first).browser.getLiveViewUrl.mutate({ sessionId, mode: "view" });
    const viewer = openViewer(first, sessionId, new URL(link.url).pathname.split("/").at(-1) ?? "");
    await expect.poll(() => viewer.seen.frames).toBeGreaterThan(0);
    expect(await first.end("SIGTERM")).toBe(0);
    expect((await processesNaming(join(place.dataDir, "browsers"))).length).toBeGreaterThan(0);
    const { frames } = viewer.seen;
    const { browser } = place.clientOf(await place.start(keep));
    expect((await browser.evaluate.mutate({ sessionId, expression: "window.kept" })).value).toBe(7);
    await expect.poll(() => viewer.seen.frames).toBeGreaterThan(frames);
    expect(viewer.seen.states).not.toContain("ended");
    viewer.close();
    await browser.terminateSession.mutate({ sessionId });
    expect(await processesNaming(join(place.dataDir, "browsers"))).toEqual([]);
  });
});
