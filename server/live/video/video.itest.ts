import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { FRAME_HEADER_BYTES, FRAME_TYPES, type LiveQuality, LiveServerMessage, VIDEO_CODECS, VideoCodec } from "../../contract/live.ts";
import { newId } from "../../core/ids.ts";
import type { Page } from "../../driver/page.ts";
import { createLocalProvider } from "../../providers/local.ts";
import type { Browser } from "../../providers/provider.ts";
import { startRunningSession } from "../../testing/running-session.ts";
import { createLive, type Live } from "../live.ts";
import { createEncoders } from "./encoders.ts";

const WAIT = { timeout: 30_000, interval: 50 };
const LIMIT_MS = 20_000;
/** The picture is of one colour, which a click changes. */
const CLICKABLE = `data:text/html,${encodeURIComponent(`<body style="background:rgb(200,40,40)" onclick="document.body.style.background='rgb(40,40,200)'">`)}`;
const ANIMATED = `data:text/html,${encodeURIComponent(
  `<body style="columns:3"><div id=a style="position:fixed;width:200px;height:200px;background:red"></div><script>for(let i=0;i<300;i++)document.write('<p>Paragraph '+i+' of a page of text</p>');let n=0;(function f(){a.style.left=n++%900+'px';requestAnimationFrame(f)})()</script>`,
)}`;
/** Decodes a video of base64 chunks, the first of them a key frame, and answers the colour in the middle of its last picture. */
const DECODE = `async (codec, chunks) => {
  const state = { last: null };
  const decoder = new VideoDecoder({ output: (picture) => { state.last?.close(); state.last = picture; }, error: () => {} });
  decoder.configure({ codec });
  for (const [at, chunk] of chunks.entries()) {
    const data = Uint8Array.from(atob(chunk), (letter) => letter.charCodeAt(0));
    decoder.decode(new EncodedVideoChunk({ type: at === 0 ? "key" : "delta", timestamp: at, data }));
  }
  await decoder.flush();
  const { displayWidth: width, displayHeight: height } = state.last;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(state.last, 0, 0);
  return { width, height, colour: [...context.getImageData(width / 2, height / 2, 1, 1).data].slice(0, 3) };
}`;

type Started = {
  run: Awaited<ReturnType<typeof startRunningSession>>;
  live: Live;
  server: Server;
  launched: Browser[];
  decoder: Page;
  stop: () => Promise<void>;
};
const context: { started: Started | null } = { started: null };
const started = (): Started => {
  if (context.started === null) throw new Error("The session was not started.");
  return context.started;
};

beforeAll(async () => {
  const run = await startRunningSession();
  const provider = createLocalProvider({ env: run.env, log: run.log, serverId: newId("srv") });
  const launched: Browser[] = [];
  const encoders = createEncoders({
    launch: async (...given) => {
      const browser = await provider.launch(...given);
      launched.push(browser);
      return browser;
    },
  });
  const live = createLive({ ...run, access: { resolveActor: async () => run.actor }, encoders });
  const server = createServer((_, res) => res.writeHead(200, { "content-type": "text/html" }).end("<title>decoder</title>"));
  server.on("upgrade", (req, socket, head) => void live.handleUpgrade(req, socket, head));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async (): Promise<void> => {
    await live.stop();
    server.close();
    server.closeAllConnections();
    await provider.stop();
    await run.stop();
  };
  // Browsers have VideoDecoder in secure contexts only: a loopback address is one.
  const decoder = await run.tabs.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    activate: false,
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  context.started = { run, live, server, launched, decoder, stop };
}, 90_000);
afterAll(() => context.started?.stop());

type WatchOptions = {
  codecs: readonly VideoCodec[];
  quality?: LiveQuality;
  /** Acknowledges as if the pictures came over so narrow a road, one after the other. */
  bytesPerSecond?: number;
  headers?: Record<string, string>;
};

/** A viewer that can decode some videos. */
async function watch({ codecs, quality = "auto", bytesPerSecond = Number.POSITIVE_INFINITY, headers = {} }: WatchOptions) {
  const { run, server } = started();
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/live/${run.session.id}`, { headers });
  const seen = { messages: [] as LiveServerMessage[], types: [] as number[], chunks: [] as string[] };
  const road = { freeAtMs: 0 };
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return void seen.messages.push(LiveServerMessage.parse(JSON.parse(data.toString())));
    const type = data.readUInt8(1);
    seen.types.push(type);
    if (type === FRAME_TYPES.videoKey) seen.chunks = [];
    if (type !== FRAME_TYPES.jpeg) seen.chunks.push(data.subarray(FRAME_HEADER_BYTES).toString("base64"));
    const acknowledge = (): void => socket.send(data.subarray(6, 10));
    road.freeAtMs = Math.max(road.freeAtMs, performance.now()) + (data.length / bytesPerSecond) * 1_000;
    setTimeout(acknowledge, Math.max(0, road.freeAtMs - performance.now()));
  });
  await once(socket, "open");
  const say = (message: object): void => socket.send(JSON.stringify(message));
  say({ type: "decodes", codecs });
  if (quality !== "auto") say({ type: "quality", quality });
  const qualities = () => seen.messages.filter((message) => message.type === "quality");
  return { seen, say, qualities, close: () => socket.terminate() };
}

async function show(url: string): Promise<void> {
  await started().run.page.navigate(url, { waitUntil: "load", timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) });
}

async function decode(page: Page, codec: VideoCodec, chunks: readonly string[]): Promise<{ width: number; height: number; colour: [number, number, number] }> {
  const expression = `(${DECODE})(${JSON.stringify(VIDEO_CODECS[codec])}, ${JSON.stringify(chunks)})`;
  const { result } = await page.cdp.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, { timeoutMs: LIMIT_MS });
  return result.value;
}

describe("a video of a tab", () => {
  it.for(VideoCodec.options)("shows in %s what the page shows, and what it changes into", async (codec, { skip }) => {
    await show(CLICKABLE);
    const viewer = await watch({ codecs: [codec], quality: "video" });
    const refused = (): boolean => viewer.seen.messages.some(({ type }) => type === "refused");
    await vi.waitFor(() => expect(refused() || viewer.seen.types.at(-1) === FRAME_TYPES.videoDelta).toBe(true), WAIT);
    if (codec === "h264" && refused()) skip("this machine's Chromium is built without H.264");
    expect(viewer.qualities().at(-1)).toMatchObject({ quality: "video", tier: "video", codec });
    const mouse = { x: 640, y: 360, button: "left", clickCount: 1 };
    viewer.say({ type: "mouse", action: "down", buttons: 1, ...mouse });
    viewer.say({ type: "mouse", action: "up", buttons: 0, ...mouse });
    await vi.waitFor(async () => {
      const { width, height, colour } = await decode(started().decoder, codec, viewer.seen.chunks);
      expect([width, height]).toEqual([1280, 720]);
      expect(colour[2]).toBeGreaterThan(150);
      expect(colour[0]).toBeLessThan(90);
    }, WAIT);
    viewer.close();
  });

  it("is shown by itself on a narrow road to who can decode it, and never to who looks from the same machine", async () => {
    await show(ANIMATED);
    const road = { bytesPerSecond: 40_000, codecs: VideoCodec.options };
    const far = await watch({ ...road, headers: { "x-forwarded-for": "192.0.2.1" } });
    const near = await watch(road);
    await vi.waitFor(() => expect(far.qualities()).toContainEqual({ type: "quality", quality: "auto", tier: "video", codec: "av1" }), WAIT);
    await vi.waitFor(() => expect(far.seen.types).toContain(FRAME_TYPES.videoDelta), WAIT);
    await vi.waitFor(() => expect(near.qualities().map(({ tier }) => tier)).toContain("medium"), WAIT);
    expect(near.seen.types).not.toContain(FRAME_TYPES.videoKey);
    far.close();
    near.close();
  });

  it("gives way to pictures when its encoder crashes, and is made again for the next who asks", async () => {
    await show(ANIMATED);
    const { launched } = started();
    const viewer = await watch({ codecs: VideoCodec.options, quality: "video" });
    await vi.waitFor(() => expect(viewer.seen.types).toContain(FRAME_TYPES.videoDelta), WAIT);
    await launched.at(-1)?.close({ graceMs: 0 });
    await vi.waitFor(() => expect(viewer.qualities().at(-1)).toEqual({ type: "quality", quality: "auto", tier: "high" }), WAIT);
    await vi.waitFor(() => expect(viewer.seen.types.at(-1)).toBe(FRAME_TYPES.jpeg), WAIT);
    const count = launched.length;
    const next = await watch({ codecs: VideoCodec.options, quality: "video" });
    await vi.waitFor(() => expect(next.seen.types).toContain(FRAME_TYPES.videoDelta), WAIT);
    expect(launched.length).toBe(count + 1);
    viewer.close();
    next.close();
  });

  it("is refused to a browser that cannot decode any", async () => {
    const viewer = await watch({ codecs: [], quality: "video" });
    await vi.waitFor(() => expect(viewer.seen.messages.map(({ type }) => type)).toContain("refused"), WAIT);
    expect(viewer.qualities().at(-1)).toEqual({ type: "quality", quality: "auto", tier: "high" });
    viewer.close();
  });
});
