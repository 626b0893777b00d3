import { z } from "zod";
import { Id, Instant } from "./common.ts";

/** How automation stands: it changes the pages, does nothing just now, or is held because a person has taken over. */
export const AutomationState = z.enum(["running", "idle", "held"]);
export type AutomationState = z.infer<typeof AutomationState>;

/** Who has the controls of a session, who looks at it, and whether automation is held. */
export const LiveControlState = z.strictObject({
  /** The viewer whose input reaches the pages; `still`: without input for so long that anyone may take over. */
  holder: z.strictObject({ viewerId: Id, name: z.string(), since: Instant, still: z.boolean() }).nullable(),
  viewers: z.array(z.strictObject({ viewerId: Id, name: z.string(), mode: z.enum(["view", "control"]) })),
  /** Viewers who asked the holder for control, the first first. */
  requests: z.array(Id),
  automation: AutomationState,
  /** Programs that are connected with the browser by the debugger address: they are held with automation. */
  programs: z.int().min(0),
  /** Who holds automation, since when, and when it is given back by itself. `viewerId` is null for a program and for a viewer whose connection broke. */
  hold: z.strictObject({ viewerId: Id.nullable(), name: z.string(), since: Instant, endsAt: Instant }).nullable(),
});
export type LiveControlState = z.infer<typeof LiveControlState>;

export const LiveControlInput = z.strictObject({ sessionId: Id });
export type LiveControlInput = z.infer<typeof LiveControlInput>;

/** The longest time for which automation may be held, in milliseconds. */
export const MAX_HOLD_MS = 3_600_000;
export const TakeOverInput = z.strictObject({
  sessionId: Id,
  /** After this, automation goes on by itself. The server's own limit (LIVE_HOLD_LIMIT) counts where it is shorter. */
  limitMs: z.int().min(1_000).max(MAX_HOLD_MS).optional(),
});
export type TakeOverInput = z.infer<typeof TakeOverInput>;

/**
 * Client to server, about who controls. `to` is a viewer's id for "handOver" and "decline", and for "resume" the `key` that
 * the same viewer had before its connection broke.
 */
export const ControlMessage = z.strictObject({
  type: z.literal("control"),
  do: z.enum(["take", "request", "release", "handOver", "decline", "takeOver", "giveBack", "resume"]),
  to: Id.optional(),
});
export type ControlMessage = z.infer<typeof ControlMessage>;

/** Server to client: told to each viewer when it comes and after each change. */
export const ControlStateMessage = z.strictObject({
  type: z.literal("control"),
  ...LiveControlState.shape,
  you: Id,
  /** The same person's other viewers: other windows, another device. */
  yours: z.array(Id),
  /** Whether "take" would do now. */
  mayTake: z.boolean(),
  /** With it this viewer gets back, after its connection broke, what it holds. */
  key: Id,
});
export type ControlStateMessage = z.infer<typeof ControlStateMessage>;

const place = { x: z.number().min(-10).max(10_000), y: z.number().min(-10).max(10_000) };
const modifiers = z.int().min(0).max(15).default(0);
/** One message of the socket has at most 64 KB: longer text goes as several "text" messages. */
export const MAX_INPUT_TEXT = 10_000;
const text = z.string().max(MAX_INPUT_TEXT);
/** The most and the least that a page is fitted to a viewer's box, in CSS pixels. */
export const FIT_LIMITS = { width: { min: 320, max: 2560 }, height: { min: 240, max: 1600 } } as const;

/** Client to server, from whoever has control: input beside mouse, wheel, keys and text. Coordinates are CSS pixels of the page. */
export const ControlInputMessages = [
  /** Fingers as the page's own touch events: all that are down, after the change. */
  z.strictObject({
    type: z.literal("touch"),
    action: z.enum(["start", "move", "end", "cancel"]),
    points: z.array(z.strictObject({ id: z.int().min(0).max(1_000_000), ...place })).max(10),
    modifiers,
  }),
  /** What an input method has so far ("update"; an empty text takes it back), with the caret in it, or its result ("commit"). */
  z.strictObject({ type: z.literal("compose"), action: z.enum(["update", "commit"]), text, caret: z.int().min(0).max(MAX_INPUT_TEXT) }),
  /** Text from the viewer's clipboard: the page hears a paste event, and where it does nothing of its own the text is put in. */
  z.strictObject({ type: z.literal("paste"), text, html: text.optional() }),
  /** Files that were sent before to `POST /api/live/:sessionId/files`, dropped at a place. */
  z.strictObject({ type: z.literal("drop"), ...place, fileIds: z.array(Id).min(1).max(100) }),
  /** Files of the viewer's clipboard (a picture): sent before in the same way, and given to the page with a paste event. */
  z.strictObject({ type: z.literal("pasteFiles"), fileIds: z.array(Id).min(1).max(10) }),
  /** The pages take this size for as long as the viewer has control; null: their own again. */
  z.strictObject({
    type: z.literal("fit"),
    size: z.strictObject({ width: z.int().min(1).max(10_000), height: z.int().min(1).max(10_000) }).nullable(),
  }),
] as const;

/** Server to client: what was copied in the page, for the viewer's own clipboard. Never from a password field. */
export const ClipboardMessage = z.strictObject({ type: z.literal("clipboard"), text: z.string() });
