import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { AppError, messageOf } from "../../core/errors.ts";
import type { VideoJob } from "./webm.ts";

const LOOK_LIMIT_MS = 5_000;
/** Nothing written and nothing ended for so long, also on a busy machine: it hangs. */
const STALL_LIMIT_MS = 120_000;
/** The pictures of a recording come five a second; at twice the rate none is shown later than a tenth of a second. */
const RATE = 10;
const KEPT_ERROR_CHARACTERS = 2_000;

/** The encoders that are used, the best first, with what they need to be told. */
const ENCODERS = {
  mp4: [
    { name: "libx264", options: ["-preset", "veryfast", "-crf", "24", "-movflags", "+faststart"] },
    { name: "libopenh264", options: ["-b:v", "2M", "-movflags", "+faststart"] },
    { name: "h264_videotoolbox", options: ["-b:v", "2M", "-movflags", "+faststart"] },
  ],
  webm: [
    { name: "libvpx-vp9", options: ["-crf", "34", "-b:v", "0", "-deadline", "realtime", "-cpu-used", "7", "-row-mt", "1"] },
    { name: "libvpx", options: ["-crf", "16", "-b:v", "2M", "-deadline", "realtime", "-cpu-used", "8"] },
  ],
} as const;

/** What the filter makes of the colours, said in the file: players guess otherwise. */
const COLOURS = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"] as const;

type Kind = keyof typeof ENCODERS;
type Encoder = { name: string; options: readonly string[] };

/** An ffmpeg of this machine and what it can write. */
export type Ffmpeg = { path: string; encoders: Partial<Record<Kind, Encoder>> };

/** The first ffmpeg in the folders of `searchPath` (as in PATH); null when there is none, or it cannot be run. */
export async function findFfmpeg(searchPath: string): Promise<Ffmpeg | null> {
  for (const folder of searchPath.split(delimiter).filter((name) => name !== "")) {
    const path = join(folder, process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg");
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return { path, encoders: await encodersOf(path) };
  }
  return null;
}

async function encodersOf(path: string): Promise<Ffmpeg["encoders"]> {
  const run = promisify(execFile);
  const { stdout } = await run(path, ["-hide_banner", "-encoders"], { timeout: LOOK_LIMIT_MS, killSignal: "SIGKILL" }).catch(() => ({ stdout: "" }));
  const known = new Set(stdout.split("\n").map((line) => line.trim().split(/\s+/)[1]));
  const best = (kind: Kind): Encoder | undefined => ENCODERS[kind].find(({ name }) => known.has(name));
  const [mp4, webm] = [best("mp4"), best("webm")];
  return { ...(mp4 && { mp4 }), ...(webm && { webm }) };
}

/**
 * Writes a video with ffmpeg, which gets the pictures as they are through its standard input at a steady rate. It is
 * started without a shell, and killed when the signal aborts or it takes nothing for STALL_LIMIT_MS.
 * @throws AppError CAPABILITY_UNSUPPORTED · INTERNAL with what it said last · TIMEOUT · the signal's reason
 */
export async function writeWithFfmpeg({ path, encoders }: Ffmpeg, kind: Kind, { file, cut, imageOf, signal, onProgress }: VideoJob): Promise<void> {
  signal.throwIfAborted();
  const encoder = encoders[kind];
  if (encoder === undefined) throw new AppError("CAPABILITY_UNSUPPORTED", `This ffmpeg has no encoder for ${kind}.`);
  const child = spawn(path, [...inputOf(), "-vf", filterOf(cut), "-c:v", encoder.name, ...encoder.options, ...COLOURS, "-f", kind, "-y", file], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const said = { text: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.text = (said.text + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // Writing to one that is gone fails there; here it ends the loop below with the same reason.
  child.stdin.on("error", () => undefined);
  const kill = (): void => {
    child.kill("SIGKILL");
    // Where a script stands for it, what that one started may hold the pipe on, and the end would not be told.
    child.stderr.destroy();
  };
  signal.addEventListener("abort", kill, { once: true });
  try {
    await Promise.race([feed(child.stdin, { cut, imageOf, signal, onProgress }), closed]);
    child.stdin.end();
    const code = await within(closed, STALL_LIMIT_MS);
    signal.throwIfAborted();
    if (code !== 0) throw new AppError("INTERNAL", `The video could not be written: ${lastLine(said.text)}`);
  } catch (error) {
    kill();
    await closed.catch(() => null);
    signal.throwIfAborted();
    throw error instanceof AppError ? error : new AppError("INTERNAL", `ffmpeg could not be run: ${messageOf(error)}`, { cause: error });
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

const inputOf = (): string[] => ["-hide_banner", "-loglevel", "error", "-f", "image2pipe", "-c:v", "mjpeg", "-framerate", String(RATE), "-i", "pipe:0"];

/** Black around pictures of another shape; the colours as screens and browsers take those of such videos. */
const filterOf = ({ width, height }: VideoJob["cut"]): string =>
  `scale=${width}:${height}:force_original_aspect_ratio=decrease:out_color_matrix=bt709:out_range=tv,pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p`;

async function feed(input: NodeJS.WritableStream, { cut, imageOf, signal, onProgress }: Omit<VideoJob, "file">): Promise<void> {
  const ticks = Math.max(1, Math.round((cut.durationMs / 1_000) * RATE));
  let at = 0;
  const held = { frame: -1, image: Buffer.alloc(0) };
  for (let tick = 0; tick < ticks; tick += 1) {
    signal.throwIfAborted();
    const momentMs = (tick * 1_000) / RATE;
    while ((cut.shots[at + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= momentMs) at += 1;
    const frame = cut.shots[at]?.frame ?? 0;
    if (held.frame !== frame) Object.assign(held, { frame, image: await imageOf(frame) });
    if (!input.write(held.image)) await drained(input, signal);
    onProgress(tick / ticks);
  }
}

/** Waits until the pipe takes more. @throws AppError TIMEOUT when it takes nothing for STALL_LIMIT_MS */
async function drained(input: NodeJS.WritableStream, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(STALL_LIMIT_MS)]);
  await once(input, "drain", { signal: limit }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw stalled(cause);
  });
}

const stalled = (cause?: unknown): AppError => new AppError("TIMEOUT", "ffmpeg did not go on; the video was given up.", { cause });

/** What a promise becomes. @throws AppError TIMEOUT */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(stalled()), limitMs);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "ffmpeg gave no reason.";
