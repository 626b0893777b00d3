import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { delay } from "../server/core/time.ts";
import { createLive } from "../server/live/live.ts";
import { startRunningSession } from "../server/testing/running-session.ts";
import { measuring, median, middle, report } from "./lib/harness.ts";

const FIRST_FRAME_ROUNDS = 10;
const MEASURE_MS = 3_000;
const ROUNDS = 3;
const VIEWERS = 50;
const LATENCY_ROUNDS = 15;
const STILL_MS = 60;
const CHANGE_LIMIT_MS = 5_000;
const NAVIGATION_LIMIT_MS = 10_000;
const html = (body: string): string => `data:text/html,${encodeURIComponent(body)}`;
const STILL = html("<h1>Still</h1>");
const ANIMATED = html(
  `<div id=a style="position:absolute;width:300px;height:300px;background:red"></div><script>let n=0;(function f(){a.style.left=n++%900+'px';requestAnimationFrame(f)})()</script>`,
);

type Running = Awaited<ReturnType<typeof startRunningSession>>;
type OnFrame = (capturedAtMs: number) => void;
/** Calls `onFrame` for each picture that arrives, until closed. */
type Watcher = { close: () => Promise<void> };
type Watch = (onFrame: OnFrame) => Promise<Watcher>;
/** Milliseconds and frames a second: ours, a bare CDP client's, ours with fifty viewers, and ours to the kept and the first fresh picture. */
type Round = { oursMs: number; bareMs: number; one: number; fifty: number; bareFps: number; keptMs: number; firstMs: number };

/** A socket that acknowledges each frame at once, as a quick viewer does; resolves with its first frame. */
async function watchOver(server: Server, sessionId: string, onFrame: OnFrame): Promise<Watcher> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/live/${sessionId}`, { perMessageDeflate: false });
  const first = Promise.withResolvers<void>();
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return;
    onFrame(data.readDoubleBE(10));
    first.resolve();
    socket.send(JSON.stringify({ type: "ack", sequence: data.readUInt32BE(6) }));
  });
  socket.on("error", first.reject);
  await first.promise;
  return {
    close: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

/** A bare CDP client that takes the screencast itself: the least that any live view costs. */
async function watchBare({ page }: Running, onFrame: OnFrame): Promise<Watcher> {
  const unsubscribe = page.cdp.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
    // One that crosses the stop is refused: nothing is lost by it.
    page.cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined);
    if (Buffer.from(data, "base64").length > 0) onFrame((metadata.timestamp ?? 0) * 1000);
  });
  await page.cdp.send("Page.startScreencast", { format: "jpeg", quality: 80, everyNthFrame: 1 });
  return {
    close: async () => {
      unsubscribe();
      await page.cdp.send("Page.stopScreencast");
    },
  };
}

/** Frames a second on a page that always moves: the median of `count` watchers. */
async function frameRate(watch: Watch, count: number): Promise<number> {
  const counters = Array.from({ length: count }, () => ({ frames: 0 }));
  const watchers = await Promise.all(
    counters.map((counter) =>
      watch(() => {
        counter.frames += 1;
      }),
    ),
  );
  for (const counter of counters) counter.frames = 0;
  const beganAt = performance.now();
  await delay(MEASURE_MS);
  const seconds = (performance.now() - beganAt) / 1000;
  const rate = median(counters.map(({ frames }) => frames)) / seconds;
  await Promise.all(watchers.map(({ close }) => close()));
  return rate;
}

/** From a change of a still page to the picture that shows it: the median of LATENCY_ROUNDS changes, in milliseconds. */
async function latency({ page }: Running, watch: Watch): Promise<number> {
  const state: { arrived: () => void } = { arrived: () => {} };
  const watcher = await watch(() => state.arrived());
  const times: number[] = [];
  for (let i = 0; i < LATENCY_ROUNDS; i += 1) {
    // Between changes the page is still long enough that the next picture is of the next change.
    await delay(STILL_MS);
    const arrived = new Promise<void>((resolve) => {
      state.arrived = resolve;
    });
    const changedAt = performance.now();
    await Promise.all([arrived, page.evaluate(`document.body.style.background = "rgb(${i}, 99, 99)"`, { signal: AbortSignal.timeout(CHANGE_LIMIT_MS) })]);
    times.push(performance.now() - changedAt);
  }
  await watcher.close();
  return median(times);
}

/**
 * From opening a viewer's socket, on a page that nobody else watches, to the first picture (which may be the one that
 * was kept) and to the first that was drawn after opening: medians in milliseconds.
 */
async function firstFrames(watch: Watch): Promise<{ pictureMs: number; freshMs: number }> {
  const pictures: number[] = [];
  const fresh: number[] = [];
  for (let i = 0; i < FIRST_FRAME_ROUNDS; i += 1) {
    const openedAt = performance.now();
    const openedAtMs = Date.now();
    const drawn = Promise.withResolvers<void>();
    const { close } = await watch((capturedAtMs) => {
      if (capturedAtMs >= openedAtMs) drawn.resolve();
    });
    pictures.push(performance.now() - openedAt);
    await drawn.promise;
    fresh.push(performance.now() - openedAt);
    await close();
    // The screencast must have stopped before the next viewer comes.
    await delay(STILL_MS);
  }
  return { pictureMs: median(pictures), freshMs: median(fresh) };
}

async function measure(running: Running, ours: Watch, bare: Watch): Promise<Round[]> {
  const show = (url: string) =>
    running.page.navigate(url, { waitUntil: "load", timeoutMs: NAVIGATION_LIMIT_MS, signal: AbortSignal.timeout(NAVIGATION_LIMIT_MS) });
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    await show(STILL);
    const [bareMs, oursMs] = [await latency(running, bare), await latency(running, ours)];
    await show(ANIMATED);
    const { pictureMs: keptMs, freshMs: firstMs } = await firstFrames(ours);
    rounds.push({ oursMs, bareMs, keptMs, firstMs, bareFps: await frameRate(bare, 1), one: await frameRate(ours, 1), fifty: await frameRate(ours, VIEWERS) });
  }
  return rounds;
}

/** Measures the live view: first picture, rate, delay from a change to its picture, and what fifty viewers cost. */
async function main(): Promise<void> {
  await using ends = new AsyncDisposableStack();
  const running = await startRunningSession();
  ends.defer(running.stop);
  const live = createLive({ ...running, access: { resolveActor: async () => running.actor } });
  const server = createServer().on("upgrade", (req, socket, head) => void live.handleUpgrade(req, socket, head));
  ends.defer(() => void server.close());
  ends.defer(live.stop);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const ours: Watch = (onFrame) => watchOver(server, running.session.id, onFrame);
  const bare: Watch = (onFrame) => watchBare(running, onFrame);
  const rounds = await measuring(() => measure(running, ours, bare));
  const [oursMs, bareMs, one, fifty] = [middle(rounds, "oursMs"), middle(rounds, "bareMs"), middle(rounds, "one"), middle(rounds, "fifty")];
  report({
    bench: "live",
    ours: { firstFrameMs: middle(rounds, "firstMs"), keptPictureMs: middle(rounds, "keptMs"), fps: one, fps50: fifty, latencyMs: oursMs },
    baseline: { fps: middle(rounds, "bareFps"), latencyMs: bareMs },
    ratio: { latency: oursMs / bareMs, viewers50: fifty / one },
  });
}

await main();
