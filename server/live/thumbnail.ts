import type { Actor } from "../access/actor.ts";
import { AppError } from "../core/errors.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";

const JPEG_QUALITY = 45;
const CAPTURE_LIMIT_MS = 5_000;
/** A list of sessions asks for many pictures at once and often: within this time one capture serves all. */
const FRESH_MS = 1_500;

type Cached = { atMs: number; image: Promise<Buffer> };

/** Makes the source of thumbnails: the running screencast's newest frame, else a capture of the active tab; of an ended session its last picture. */
export function createThumbnails({
  sessions,
  currentOf,
}: {
  sessions: Pick<Sessions, "running" | "finalPicture">;
  currentOf: (sessionId: string) => Buffer | null;
}) {
  // Keyed by the session itself: the cache goes when the session goes.
  const cache = new WeakMap<LiveSession, Cached>();

  const capture = (session: LiveSession): Promise<Buffer> => {
    const known = cache.get(session);
    if (known !== undefined && Date.now() - known.atMs < FRESH_MS) return known.image;
    const image = session.tabs.active.cdp
      .send("Page.captureScreenshot", { format: "jpeg", quality: JPEG_QUALITY, optimizeForSpeed: true }, { timeoutMs: CAPTURE_LIMIT_MS, signal: session.ended })
      .then(({ data }) => Buffer.from(data, "base64"));
    cache.set(session, { atMs: Date.now(), image });
    return image;
  };

  return {
    of: async (actor: Actor, sessionId: string): Promise<Buffer> => {
      if (!actor.scopes.has("live:view")) throw new AppError("FORBIDDEN", "This needs the scope live:view.");
      try {
        const session = await sessions.running(actor, sessionId);
        return currentOf(sessionId) ?? (await capture(session));
      } catch (error) {
        const last = error instanceof AppError && error.code === "SESSION_NOT_RUNNING" ? await sessions.finalPicture(actor, sessionId) : null;
        if (last) return last;
        throw error;
      }
    },
  };
}
