import { FRAME_HEADER_BYTES, FRAME_TYPES, FRAME_VERSION } from "../../server/contract/live.ts";

/** A frame as a viewer receives it; `width` and `height` are the page's CSS pixels. */
export type ReceivedFrame = {
  sequence: number;
  width: number;
  height: number;
  capturedAtMs: number;
  /** A picture by itself, or what a video has next. */
  form: keyof typeof FRAME_TYPES;
  image: Uint8Array<ArrayBuffer>;
};

const FORMS = new Map<number, ReceivedFrame["form"]>(Object.entries(FRAME_TYPES).map(([form, type]) => [type, form as ReceivedFrame["form"]]));

/** Reads the binary layout of server/contract/live.ts; null for anything that is not such a frame. */
export function decodeFrame(packet: ArrayBuffer): ReceivedFrame | null {
  if (packet.byteLength <= FRAME_HEADER_BYTES) return null;
  const view = new DataView(packet);
  const form = FORMS.get(view.getUint8(1));
  if (view.getUint8(0) !== FRAME_VERSION || form === undefined) return null;
  return {
    width: view.getUint16(2),
    height: view.getUint16(4),
    sequence: view.getUint32(6),
    capturedAtMs: view.getFloat64(10),
    form,
    image: new Uint8Array(packet, FRAME_HEADER_BYTES),
  };
}
