import { once } from "node:events";
import sharp from "sharp";
import { WebSocket } from "ws";
import { FRAME_HEADER_BYTES, FRAME_TYPES, VIDEO_CODECS } from "../../server/contract/live.ts";
import { delay } from "../../server/core/time.ts";
import { launchRaw } from "./browsers.ts";
import { median, percentile } from "./harness.ts";
import { CAPTURED_AT, type DirectPage, SEQUENCE_AT, watchOurs } from "./live-watchers.ts";
import { openNarrowRoad } from "./narrow-road.ts";

export const LINK_MEGABITS = [1, 2, 5] as const;
const ONE_WAY_MS = 20;
const OPEN_LIMIT_MS = 20_000;
/** Until the first pictures, which are large, are over. */
const SETTLE_MS = 5_000;
const CODEC = "av1";
/** Pictures of one run whose likeness is measured, and the size in which it is. */
const COMPARED = 12;
const SIZE = { width: 1280, height: 720 };
const PEAK = 255;
/** Somebody who scrolls through a page of text, stops, and types. */
const READING = `data:text/html,${encodeURIComponent(
  `<body style="font:15px sans-serif;margin:24px"><textarea id=t style="position:fixed;right:24px;top:24px;width:420px;height:160px"></textarea><script>
  for(let i=0;i<400;i++)document.write('<h3 style="color:hsl('+i*31+' 60% 35%)">Heading '+i+'</h3><p>'+Array.from({length:60},(_,w)=>(i*7919+w*104729).toString(36)).join(' ')+'</p>');
  let n=0;(function f(ms){if(ms%4000<1500)scrollBy(0,6);else if(n++%8===0)t.value=(t.value+'word '+n+' ').slice(-400);requestAnimationFrame(f)})(0)</script>`,
)}`;

/** How one viewer fared over a narrow road. `latencyMs`: from drawn to arrived; `psnrDb`: how like the browser's own picture. */
export type Seen = { fps: number; latencyMs: number; latencyP95Ms: number; kilobits: number; psnrDb: number };
export type SlowLinks = Record<(typeof LINK_MEGABITS)[number], { pictures: Seen; video: Seen }>;

type Arrived = { at: number; type: number; capturedAtMs: number; data: Buffer };
type SlowLoad = { ours: { url: string; apiKey: string }; page: DirectPage; measureMs: number };

/** Shows the same page over roads of 1, 2 and 5 Mbit/s, as small pictures and as a video, in turns. */
export async function slowLinks({ ours, page, measureMs }: SlowLoad): Promise<SlowLinks> {
  await page.show(READING);
  const originals = new Map<number, Buffer>();
  // Looks over the loopback: what the others are compared with.
  const reference = await watchOurs(ours, ({ capturedAtMs, image }) => originals.set(capturedAtMs, image));
  const lookAt = async (megabits: number, quality: "low" | "video"): Promise<Seen> => {
    originals.clear();
    const arrived = await watchOver(megabits, quality, ours, measureMs);
    const seen = figuresOf(arrived, measureMs);
    const decoded = quality === "video" ? await decodeVideo(arrived, originals) : sample(arrived.filter((one) => originals.has(one.capturedAtMs)));
    const likeness = await Promise.all(decoded.map(({ capturedAtMs, data }) => psnr(data, originals.get(capturedAtMs) ?? data)));
    return { ...seen, psnrDb: median(likeness) };
  };
  const links = {} as SlowLinks;
  for (const megabits of LINK_MEGABITS) links[megabits] = { pictures: await lookAt(megabits, "low"), video: await lookAt(megabits, "video") };
  await reference.close();
  return links;
}

/** All that arrived, from the first key frame on; `at` is 0 for what came before it was measured. */
async function watchOver(megabits: number, quality: "low" | "video", { url, apiKey }: SlowLoad["ours"], measureMs: number): Promise<Arrived[]> {
  const target = new URL(url);
  const road = await openNarrowRoad({ port: Number(target.port), bitsPerSecond: megabits * 1_000_000, oneWayMs: ONE_WAY_MS });
  target.port = String(road.port);
  const socket = new WebSocket(target, { perMessageDeflate: false, headers: { "x-api-key": apiKey }, handshakeTimeout: OPEN_LIMIT_MS });
  const arrived: Arrived[] = [];
  const state = { measures: false };
  socket.on("message", (data: Buffer, isBinary) => {
    if (!isBinary) return;
    const at = state.measures ? Date.now() : 0;
    arrived.push({ at, type: data.readUInt8(1), capturedAtMs: data.readDoubleBE(CAPTURED_AT), data: data.subarray(FRAME_HEADER_BYTES) });
    socket.send(data.subarray(SEQUENCE_AT, SEQUENCE_AT + 4));
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "decodes", codecs: [CODEC] }));
  socket.send(JSON.stringify({ type: "quality", quality }));
  await delay(SETTLE_MS);
  state.measures = true;
  await delay(measureMs);
  socket.terminate();
  await road.close();
  if (quality === "low") return arrived.filter(({ type }) => type === FRAME_TYPES.jpeg);
  const video = arrived.slice(arrived.findIndex(({ type }) => type === FRAME_TYPES.videoKey));
  if (!video.every(({ type }) => type === FRAME_TYPES.videoKey || type === FRAME_TYPES.videoDelta))
    throw new Error("The server gave the video up for pictures.");
  return video;
}

function figuresOf(arrived: readonly Arrived[], measureMs: number): Omit<Seen, "psnrDb"> {
  const measured = arrived.filter(({ at }) => at > 0);
  const latencies = measured.map(({ at, capturedAtMs }) => at - capturedAtMs);
  return {
    // The same picture made sharper is no new one.
    fps: new Set(measured.map(({ capturedAtMs }) => capturedAtMs)).size / (measureMs / 1_000),
    latencyMs: median(latencies),
    latencyP95Ms: percentile(latencies, 0.95),
    kilobits: measured.reduce((sum, { data }) => sum + data.length, 0) / 125 / (measureMs / 1_000),
  };
}

function sample<T extends { at: number }>(all: readonly T[]): T[] {
  const measured = all.filter(({ at }) => at > 0);
  const every = Math.max(1, Math.floor(measured.length / COMPARED));
  return measured.filter((_, index) => index % every === 0);
}

type Decoded = { capturedAtMs: number; data: Buffer };

/** Decodes a video as the dashboard does, and keeps some of its pictures. */
async function decodeVideo(chunks: readonly Arrived[], originals: ReadonlyMap<number, Buffer>): Promise<Decoded[]> {
  const wanted = new Set(sample(chunks.filter(({ capturedAtMs }) => originals.has(capturedAtMs))));
  const browser = await launchRaw();
  try {
    const page = await browser.newPage();
    // Browsers have VideoDecoder in secure contexts only.
    await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<title>decoder</title>" }));
    await page.goto("https://video.invalid/");
    const given = chunks.map((chunk) => ({ key: chunk.type === FRAME_TYPES.videoKey, data: chunk.data.toString("base64"), wanted: wanted.has(chunk) }));
    const pictures = await page.evaluate(decodeInPage, { codec: VIDEO_CODECS[CODEC], chunks: given });
    return [...wanted].flatMap((chunk, index) => {
      const picture = pictures[index];
      return picture === undefined ? [] : [{ capturedAtMs: chunk.capturedAtMs, data: Buffer.from(picture, "base64") }];
    });
  } finally {
    await browser.close();
  }
}

type ForPage = { codec: string; chunks: { key: boolean; data: string; wanted: boolean }[] };

/** Runs in a page: the wanted pictures as PNG, in base64. */
async function decodeInPage({ codec, chunks }: ForPage): Promise<string[]> {
  const canvas = document.createElement("canvas");
  const pictures: string[] = [];
  const decoder = new VideoDecoder({
    output: (picture) => {
      if (chunks[picture.timestamp]?.wanted) {
        Object.assign(canvas, { width: picture.displayWidth, height: picture.displayHeight });
        canvas.getContext("2d")?.drawImage(picture, 0, 0);
        pictures.push(canvas.toDataURL("image/png").replace(/^.*,/, ""));
      }
      picture.close();
    },
    error: (error) => {
      throw error;
    },
  });
  decoder.configure({ codec });
  for (const [timestamp, { key, data }] of chunks.entries()) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp, data: bytes }));
  }
  await decoder.flush();
  return pictures;
}

/** The peak signal-to-noise ratio of two pictures' brightness in decibels, both in the full size. */
async function psnr(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((image) =>
      sharp(image)
        .resize({ ...SIZE, fit: "fill" })
        .greyscale()
        .raw()
        .toBuffer(),
    ),
  );
  if (!a || !b) return Number.NaN;
  const squares = a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
  return 10 * Math.log10(PEAK ** 2 / Math.max(squares / a.length, 1e-6));
}
