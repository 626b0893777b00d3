import { z } from "zod";
import { Id } from "./common.ts";

/**
 * What a browser asks the person in front of it: windows of its own that no picture of a page shows. They are told to
 * viewers of the live view over its socket, and answered there by those in control.
 */

/** For how long a question waits for a person, unless the server is set up otherwise, in milliseconds. */
export const PROMPT_HOLD_MS = 60_000;
/** Lists longer than this are told shortened. */
export const MAX_PROMPT_OPTIONS = 1_000;
/** One file that a viewer sends into a session, and all of one session's together, in bytes. */
export const MAX_LIVE_FILE_BYTES = 2 * 1024 * 1024 * 1024;
export const MAX_LIVE_SESSION_BYTES = 4 * 1024 * 1024 * 1024;
/** The most files that one answer or one drop takes. */
export const MAX_LIVE_FILES = 500;

/** A rectangle of the page's viewport, in CSS pixels. */
const Box = z.strictObject({ x: z.number(), y: z.number(), width: z.number().min(0), height: z.number().min(0) });

/** Which permissions can be asked for, by the names of the Permissions API (https://w3c.github.io/permissions-registry/). */
export const PROMPTED_PERMISSIONS = ["geolocation", "notifications", "camera", "microphone", "clipboard-read"] as const;
export const PromptedPermission = z.enum(PROMPTED_PERMISSIONS);
export type PromptedPermission = z.infer<typeof PromptedPermission>;

/** Inputs whose pickers Chromium draws in a window of its own. */
export const PICKER_TYPES = ["color", "date", "datetime-local", "month", "time", "week"] as const;

export const PromptOption = z.strictObject({
  /** Which option of the list it is, counted from 0 over all of them. */
  index: z.int().min(0),
  label: z.string(),
  /** The label of the group it stands in. */
  group: z.string().nullable(),
  disabled: z.boolean(),
  selected: z.boolean(),
});
export type PromptOption = z.infer<typeof PromptOption>;

const common = {
  promptId: Id,
  /** The tab that asks. */
  tabId: Id,
  /** The site that asks, as `https://example.com`; empty where a document has none. */
  origin: z.string(),
  /** How long it still waits for a person, in milliseconds; null for as long as somebody is in control. */
  remainingMs: z.int().min(0).nullable(),
};

/** One open question of the browser. */
export const LivePrompt = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("alert"), ...common, message: z.string() }),
  z.strictObject({ kind: z.literal("confirm"), ...common, message: z.string() }),
  z.strictObject({ kind: z.literal("prompt"), ...common, message: z.string(), defaultText: z.string() }),
  z.strictObject({ kind: z.literal("beforeunload"), ...common, message: z.string() }),
  z.strictObject({ kind: z.literal("fileChooser"), ...common, multiple: z.boolean(), directory: z.boolean(), accept: z.string() }),
  z.strictObject({ kind: z.literal("select"), ...common, box: Box, options: z.array(PromptOption), label: z.string() }),
  z.strictObject({
    kind: z.literal("picker"),
    ...common,
    box: Box,
    inputType: z.enum(PICKER_TYPES),
    label: z.string(),
    value: z.string(),
    min: z.string(),
    max: z.string(),
    step: z.string(),
  }),
  /** What a text field with a `<datalist>` suggests; typing goes on in the page. */
  z.strictObject({ kind: z.literal("suggestions"), ...common, box: Box, options: z.array(PromptOption), label: z.string() }),
  z.strictObject({ kind: z.literal("permission"), ...common, permission: PromptedPermission }),
  /** HTTP authentication: `origin` wants a name and a password, or the proxy does that is called so. `scheme` is as in `basic`. */
  z.strictObject({ kind: z.literal("signIn"), ...common, realm: z.string(), scheme: z.string(), ofProxy: z.boolean() }),
]);
export type LivePrompt = z.infer<typeof LivePrompt>;
export type LivePromptKind = LivePrompt["kind"];

/** A file that the session's browser has begun to download. */
export const LiveDownload = z.strictObject({
  downloadId: Id,
  name: z.string(),
  receivedBytes: z.number().min(0),
  /** Null where the site does not tell. */
  totalBytes: z.number().min(0).nullable(),
  state: z.enum(["running", "done", "failed"]),
  /** True: a viewer in control may fetch it at `/api/live/:sessionId/downloads/:downloadId`. */
  ready: z.boolean(),
});
export type LiveDownload = z.infer<typeof LiveDownload>;

/** Server to client. `by` is who answered; null when nobody did: the limit passed, nobody was in control any more, or the page took it back. */
export const LivePromptMessages = [
  z.strictObject({ type: z.literal("prompt"), prompt: LivePrompt }),
  z.strictObject({ type: z.literal("promptEnded"), promptId: Id, by: z.string().nullable() }),
  z.strictObject({ type: z.literal("download"), download: LiveDownload }),
] as const;

/** What a person says to a question. Which of them fits follows from its kind; `dismiss` fits all. */
export const PromptAnswer = z.discriminatedUnion("what", [
  /** Yes; `text` is for a `prompt`. */
  z.strictObject({ what: z.literal("accept"), text: z.string().max(10_000).optional() }),
  z.strictObject({ what: z.literal("dismiss") }),
  /** Files that were sent before to `POST /api/live/:sessionId/files`. */
  z.strictObject({ what: z.literal("files"), fileIds: z.array(Id).min(1).max(MAX_LIVE_FILES) }),
  /** An option of a `select` or of `suggestions`, by its index. */
  z.strictObject({ what: z.literal("option"), index: z.int().min(0) }),
  /** For a `signIn`: told to nobody but the browser. */
  z.strictObject({ what: z.literal("credentials"), username: z.string().max(1_000), password: z.string().max(1_000) }),
  /** The value of a `picker`, as the input's own `value` has it. */
  z.strictObject({ what: z.literal("value"), value: z.string().max(100) }),
]);
export type PromptAnswer = z.infer<typeof PromptAnswer>;

/** Client to server; needs control. */
export const LiveAnswerMessage = z.strictObject({ type: z.literal("answer"), promptId: Id, answer: PromptAnswer });
export type LiveAnswerMessage = z.infer<typeof LiveAnswerMessage>;

/** Client to server: an answer is under way (a file is being sent), which takes its time; whoever sends it is still there. */
export const LiveAnsweringMessage = z.strictObject({ type: z.literal("answering"), promptId: Id });
/** How often that is told at least, in milliseconds. */
export const ANSWERING_EVERY_MS = 20_000;

/** What `POST /api/live/:sessionId/files` answers: the file waits there until the session ends. */
export const LiveFile = z.strictObject({ fileId: Id, name: z.string(), sizeBytes: z.int().min(0) });
export type LiveFile = z.infer<typeof LiveFile>;
