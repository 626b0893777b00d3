import { z } from "zod";
import { Activity, LogEntry } from "./activity.ts";
import { Tab } from "./tabs.ts";

/** What `GET /api/sessions/:id/live` is asked beside who asks. */
export const LiveStreamQuery = z.object({
  /** Pictures in a second at most; 0 for none. */
  fps: z.coerce.number("Use a number of pictures a second.").min(0, "Use 0 to 10 pictures a second.").max(10, "Use 0 to 10 pictures a second.").default(2),
});
export type LiveStreamQuery = z.infer<typeof LiveStreamQuery>;

/**
 * The events of that stream (server-sent events, https://html.spec.whatwg.org/#server-sent-events), each with this as its
 * data. `log` and `activity` only for who may read them: with sessions:read, or by a link that includes logs. For them
 * each event has an id; whoever comes back with it (`Last-Event-ID`) first gets the lines since then, also from another
 * server. Only after that server was started anew may lines of the last second come twice, by their own ids.
 */
export const LIVE_STREAM_EVENTS = {
  /** The tabs, and which is shown: at first, and when it changes. */
  tabs: z.strictObject({ tabs: z.array(Tab), tabId: z.string() }),
  /** What the tab shows; of pictures that come faster than they are taken, the newest. `image` is a JPEG in base64. */
  frame: z.strictObject({
    tabId: z.string(),
    sequence: z.int(),
    /** CSS pixels of the page. */
    width: z.int(),
    height: z.int(),
    /** Milliseconds since the epoch. */
    capturedAtMs: z.number(),
    mediaType: z.literal("image/jpeg"),
    image: z.string(),
  }),
  log: LogEntry,
  activity: Activity,
  /** So many log lines and activities were left out, because they came faster than they were read. */
  skipped: z.strictObject({ count: z.int() }),
  /** The last event. */
  ended: z.strictObject({ why: z.enum(["session", "expired", "revoked", "restart"]), reason: z.string() }),
} as const;
export type LiveStreamEvents = { [Name in keyof typeof LIVE_STREAM_EVENTS]: z.infer<(typeof LIVE_STREAM_EVENTS)[Name]> };
