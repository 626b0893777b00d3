import { z } from "zod";
import { ClipboardMessage, ControlInputMessages, ControlMessage, ControlStateMessage } from "./live-control.ts";
import { LiveAnsweringMessage, LiveAnswerMessage, LivePromptMessages } from "./live-prompts.ts";
import { Tab } from "./tabs.ts";

/**
 * The live view's socket protocol, `/ws/live/:sessionId`.
 *
 * Server to client, binary: one frame = a header of FRAME_HEADER_BYTES (all big endian) and the image.
 *   byte 0 version (1) · byte 1 image type (1 jpeg, 2 webp, 3 video key frame, 4 video: what changed since the picture
 *   before) · bytes 2–3 CSS width · 4–5 CSS height ·
 *   bytes 6–9 sequence number · bytes 10–17 capture time, float64 milliseconds since the epoch.
 * Server to client, text: LiveServerMessage. Client to server, text: LiveClientMessage.
 * Client to server, binary: an acknowledgement in ACK_BYTES bytes, the frame's sequence number (big endian); the same as
 * the text message, and cheaper. A frame is acknowledged when it is on the viewer's screen: what is sent adapts to it.
 */
export const FRAME_HEADER_BYTES = 18;
export const FRAME_VERSION = 1;
export const FRAME_TYPES = { jpeg: 1, webp: 2, videoKey: 3, videoDelta: 4 } as const;
export const ACK_BYTES = 4;

/** How videos are encoded, the best first: names of the WebCodecs registry (https://www.w3.org/TR/webcodecs-codec-registry/). */
export const VIDEO_CODECS = { av1: "av01.0.08M.08", vp9: "vp09.00.40.08", h264: "avc1.42E028" } as const;
export const VideoCodec = z.enum(["av1", "vp9", "h264"]);
export type VideoCodec = z.infer<typeof VideoCodec>;

/** How good the pictures are: `high` as the browser draws them, `medium` and `low` smaller and fewer, `video` in full size on narrow roads. */
export const LiveTier = z.enum(["high", "medium", "low", "video"]);
export type LiveTier = z.infer<typeof LiveTier>;
/** What a viewer asks for; `auto` goes by how quickly its frames are acknowledged. `video` needs one that can decode it. */
export const LiveQuality = z.enum(["auto", ...LiveTier.options]);
export type LiveQuality = z.infer<typeof LiveQuality>;

export const LiveServerMessage = z.discriminatedUnion("type", [
  // `pinned`: this viewer is shown one tab and may not choose another.
  z.strictObject({ type: z.literal("hello"), mode: z.enum(["view", "control"]), tabs: z.array(Tab), tabId: z.string().nullable(), pinned: z.boolean() }),
  z.strictObject({ type: z.literal("tabs"), tabs: z.array(Tab), tabId: z.string().nullable() }),
  z.strictObject({ type: z.literal("refused"), message: z.string() }),
  z.strictObject({ type: z.literal("ended"), reason: z.string() }),
  z.strictObject({ type: z.literal("pong"), sentAtMs: z.number() }),
  // `codec`: how videos are encoded for this viewer from now on; left out where it gets none.
  z.strictObject({ type: z.literal("quality"), quality: LiveQuality, tier: LiveTier, codec: VideoCodec.optional() }),
  ControlStateMessage,
  ClipboardMessage,
  ...LivePromptMessages,
]);
export type LiveServerMessage = z.infer<typeof LiveServerMessage>;

const modifiers = z.int().min(0).max(15).default(0);
const point = { x: z.number().min(-10).max(10_000), y: z.number().min(-10).max(10_000) };

/** Coordinates are CSS pixels of the page; modifiers are CDP's bits: 1 alt, 2 ctrl, 4 meta, 8 shift. */
export const LiveClientMessage = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ack"), sequence: z.int() }),
  z.strictObject({ type: z.literal("ping"), sentAtMs: z.number() }),
  z.strictObject({ type: z.literal("watch"), tabId: z.string().nullable() }),
  z.strictObject({ type: z.literal("quality"), quality: LiveQuality }),
  // Which videos the viewer's browser can decode; none before it says so. Told again without those that failed.
  z.strictObject({ type: z.literal("decodes"), codecs: z.array(VideoCodec).max(VideoCodec.options.length) }),
  // While nobody can see the view there are no frames; the first after that is the newest.
  z.strictObject({ type: z.literal("visible"), visible: z.boolean() }),
  z.strictObject({
    type: z.literal("mouse"),
    action: z.enum(["move", "down", "up"]),
    ...point,
    button: z.enum(["none", "left", "middle", "right"]).default("none"),
    buttons: z.int().min(0).max(31).default(0),
    clickCount: z.int().min(0).max(3).default(0),
    modifiers,
  }),
  z.strictObject({ type: z.literal("wheel"), ...point, deltaX: z.number(), deltaY: z.number(), modifiers }),
  z.strictObject({
    type: z.literal("key"),
    action: z.enum(["down", "up"]),
    key: z.string().max(40),
    code: z.string().max(40),
    modifiers,
    repeat: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal("text"), text: z.string().max(10_000) }),
  ControlMessage,
  ...ControlInputMessages,
  LiveAnswerMessage,
  LiveAnsweringMessage,
]);
export type LiveClientMessage = z.infer<typeof LiveClientMessage>;
