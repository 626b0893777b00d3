import { FRAME_HEADER_BYTES, FRAME_TYPES, FRAME_VERSION, type LiveTier } from "../contract/live.ts";

/** One picture of a page. Sizes are CSS pixels of the page; the image may have more pixels on a dense screen. */
export type Frame = {
  /** Counts up within one session, over all its tabs. */
  readonly sequence: number;
  readonly tabId: string;
  /** `high` as it came from the browser; the others are made of that. */
  readonly tier: LiveTier;
  readonly width: number;
  readonly height: number;
  /** When the browser drew it, in milliseconds since the epoch. */
  readonly capturedAtMs: number;
  /** JPEG bytes; of the tier `video`, a chunk of it. */
  readonly image: Buffer;
  /** Header and image as they go over the socket: made once, shared by all viewers. */
  readonly packet: Buffer;
};

const UINT16_MAX = 0xffff;
const SEQUENCE_SPAN = 0x1_0000_0000;

/** A frame with its packet in the layout of contract/live.ts; `type` is one of FRAME_TYPES. */
export function makeFrame(parts: Omit<Frame, "packet">, type: number = FRAME_TYPES.jpeg): Frame {
  const packet = Buffer.allocUnsafe(FRAME_HEADER_BYTES + parts.image.length);
  packet.writeUInt8(FRAME_VERSION, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(clampSize(parts.width), 2);
  packet.writeUInt16BE(clampSize(parts.height), 4);
  packet.writeUInt32BE(parts.sequence % SEQUENCE_SPAN, 6);
  packet.writeDoubleBE(parts.capturedAtMs, 10);
  parts.image.copy(packet, FRAME_HEADER_BYTES);
  return { ...parts, packet };
}

const clampSize = (pixels: number): number => Math.min(UINT16_MAX, Math.max(0, Math.round(pixels)));
