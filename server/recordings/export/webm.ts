import { EncodedPacket, EncodedVideoPacketSource, FilePathTarget, Output, WebMOutputFormat } from "mediabunny";
import sharp from "sharp";
import { AppError } from "../../core/errors.ts";
import type { Cut, Shot } from "./shots.ts";

const QUALITY = 70;
/** libwebp's quickest: a frame is made in a fifth of the time that its default takes, for a tenth more bytes. */
const EFFORT = 0;
/** A picture that stands longer is written again: players seek, and show how far they are, from picture to picture. */
const REPEAT_MS = 4_000;
/** Of a RIFF file: its header, and that of each part in it. */
const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;

/** What a video is made from. `onProgress` gets shares from 0 to 1. */
export type VideoJob = {
  file: string;
  cut: Cut;
  imageOf: (frame: number) => Promise<Buffer>;
  signal: AbortSignal;
  onProgress: (share: number) => void;
};

/**
 * Writes a video without any encoder of the machine: lossy WebP is one VP8 key frame (RFC 9649, 2.5), so each picture is
 * made into WebP and its frame put into WebM. Every picture is a key frame, so that players seek to each at once.
 * @throws AppError INTERNAL when a picture cannot be read as one · the signal's reason
 */
export async function writeWebm({ file, cut, imageOf, signal, onProgress }: VideoJob): Promise<void> {
  const { width, height, durationMs, shots } = cut;
  const source = new EncodedVideoPacketSource("vp8");
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(file) });
  output.addVideoTrack(source, {
    hasOnlyKeyPackets: true,
    // Without it players guess by the size which of two ways the colours are stored in.
    decoderConfig: {
      codec: "vp8",
      codedWidth: width,
      codedHeight: height,
      colorSpace: { primaries: "bt709", transfer: "iec61966-2-1", matrix: "smpte170m", fullRange: false },
    },
  });
  await output.start();
  try {
    for (const shot of shots) {
      signal.throwIfAborted();
      const data = await keyFrameOf(await imageOf(shot.frame), width, height);
      for (const { atMs, lastsMs } of repeated(shot)) await source.add(new EncodedPacket(data, "key", atMs / 1_000, lastsMs / 1_000));
      onProgress((shot.atMs + shot.lastsMs) / durationMs);
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
}

/** A JPEG as a VP8 key frame of the given size, with black around it where its shape is another. */
async function keyFrameOf(jpeg: Buffer, width: number, height: number): Promise<Buffer> {
  const webp = await sharp(jpeg).resize(width, height, { fit: "contain", background: "#000" }).webp({ quality: QUALITY, effort: EFFORT }).toBuffer();
  for (let at = RIFF_BYTES; at + CHUNK_BYTES <= webp.length; ) {
    const name = webp.toString("latin1", at, at + 4);
    const length = webp.readUInt32LE(at + 4);
    if (name === "VP8 ") return webp.subarray(at + CHUNK_BYTES, at + CHUNK_BYTES + length);
    // Parts begin at even places.
    at += CHUNK_BYTES + length + (length & 1);
  }
  throw new AppError("INTERNAL", "A picture of the recording could not be made into a video frame.");
}

function repeated({ atMs, lastsMs }: Shot): { atMs: number; lastsMs: number }[] {
  const times = Math.ceil(lastsMs / REPEAT_MS);
  return Array.from({ length: times }, (_, index) => ({ atMs: atMs + index * REPEAT_MS, lastsMs: Math.min(REPEAT_MS, lastsMs - index * REPEAT_MS) }));
}
