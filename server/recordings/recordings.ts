import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Actor } from "../access/actor.ts";
import type { Recording, RecordingFrames } from "../contract/recordings.ts";
import type { Session } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { type LiveFrame, Recorder } from "./recorder.ts";
import { createWriter, type IndexEntry, indexSize, readImage, readIndex } from "./store.ts";

const ROUTE = /^\/api\/recordings\/([A-Za-z0-9_-]{1,64})(?:\/frames(?:\/(\d{1,9})\.jpg)?)?$/;
/** Indexes of the recordings that were read last: a player asks for thousands of frames of one. */
const CACHED_INDEXES = 8;

/** Where pictures come from: the live view, as far as a recorder needs it. */
type FrameSource = { watch(sessionId: string, watcher: { onFrame: (frame: LiveFrame) => void }): { stop(): void } | null };
type RecordingsParts = {
  sessions: Pick<Sessions, "live" | "get">;
  live: FrameSource;
  env: Pick<Env, "dataDir" | "publicUrl">;
  log: Log;
  events: Pick<EventBus, "subscribe">;
};

/** Recordings of sessions that asked for one: written while they run, read by their workspace afterwards. */
export type Recordings = ReturnType<typeof createRecordings>;

/** Makes the recordings; nothing is recorded before start(). */
export function createRecordings({ sessions, live, env, log, events }: RecordingsParts) {
  const recorders = new Map<string, Recorder>();
  // Sessions whose recording was begun: a second writer in the same directory would spoil the first one's index.
  const begun = new Set<string>();
  const indexes = new Map<string, { size: number; entries: IndexEntry[] }>();
  const state: { unsubscribe: (() => void) | null } = { unsubscribe: null };
  const directoryOf = (sessionId: string): string => join(env.dataDir, "recordings", sessionId);

  const begin = async (sessionId: string): Promise<void> => {
    const session = sessions.live(sessionId);
    if (session === undefined || session.ended.aborted) return;
    const recorder = new Recorder({ writer: await createWriter(directoryOf(sessionId)), log });
    const watch = live.watch(sessionId, { onFrame: (frame) => recorder.accept(frame) });
    if (watch === null) return;
    recorders.set(sessionId, recorder);
    session.onEnd(async () => {
      watch.stop();
      await recorder.stop();
      recorders.delete(sessionId);
    });
  };

  const onSession = ({ id, status, config }: Session): void => {
    if (!config.recordSession || status !== "active" || begun.has(id)) return;
    begun.add(id);
    begin(id).catch((error: unknown) => log.warn({ sessionId: id, reason: messageOf(error) }, "the recording could not be started"));
  };

  const entriesOf = async (sessionId: string): Promise<IndexEntry[]> => {
    await recorders.get(sessionId)?.flush();
    const size = await indexSize(directoryOf(sessionId));
    const known = indexes.get(sessionId);
    indexes.delete(sessionId);
    const index = known?.size === size ? known : { size, entries: await readIndex(directoryOf(sessionId)) };
    indexes.set(sessionId, index);
    const [oldest] = indexes.keys();
    if (indexes.size > CACHED_INDEXES && oldest !== undefined) indexes.delete(oldest);
    return index.entries;
  };

  const describe = (sessionId: string, entries: readonly IndexEntry[]): Recording => {
    const [first, last] = [entries[0], entries.at(-1)];
    return {
      sessionId,
      available: entries.length > 0,
      recording: recorders.has(sessionId),
      frames: entries.length,
      events: 0,
      tabs: [],
      warnings: [],
      durationMs: first && last ? Math.round(last.seenAtMs - first.seenAtMs) : 0,
      sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      startedAt: first ? new Date(first.seenAtMs).toISOString() : null,
      url: first ? `${env.publicUrl}/recordings/${sessionId}` : null,
    };
  };

  /** Every read begins here: another workspace's session is NOT_FOUND before any file is touched. */
  const owned = async (actor: Actor, sessionId: string): Promise<IndexEntry[]> => {
    if (!actor.scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
    await sessions.get(actor, sessionId);
    return entriesOf(sessionId);
  };

  const frames = async (actor: Actor, sessionId: string): Promise<RecordingFrames> => {
    const entries = await owned(actor, sessionId);
    const startMs = entries[0]?.seenAtMs ?? 0;
    return {
      recording: describe(sessionId, entries),
      frames: entries.map(({ seenAtMs, width, height, tabId }) => ({ atMs: Math.round(seenAtMs - startMs), width, height, tabId })),
    };
  };

  const image = async (actor: Actor, sessionId: string, index: number): Promise<Buffer> => {
    const entry = (await owned(actor, sessionId))[index];
    if (entry === undefined) throw new AppError("NOT_FOUND", `The recording has no frame ${index}.`);
    return readImage(directoryOf(sessionId), entry);
  };

  const get = async (actor: Actor, sessionId: string): Promise<Recording> => describe(sessionId, await owned(actor, sessionId));

  return {
    /** Idempotent. From here on sessions made with `recordSession` are recorded. */
    start: (): void => {
      state.unsubscribe ??= events.subscribe({ types: ["session.updated", "session.ended"] }, (event) => {
        if (event.type === "session.updated") onSession(event.session);
        if (event.type === "session.ended") begun.delete(event.sessionId);
      });
    },
    /** Idempotent. Writes what the recorders still hold. */
    stop: async (): Promise<void> => {
      state.unsubscribe?.();
      state.unsubscribe = null;
      await Promise.all([...recorders.values()].map((recorder) => recorder.stop()));
      recorders.clear();
    },
    /** What there is of a session's recording. @throws AppError NOT_FOUND | FORBIDDEN */
    get,
    /** The times and sizes of all frames. @throws AppError NOT_FOUND | FORBIDDEN */
    frames,
    /** The JPEG of one frame. @throws AppError NOT_FOUND | FORBIDDEN */
    image,
    /**
     * Serves `GET /api/recordings/:id`, `…/frames` and `…/frames/:index.jpg`.
     * @throws AppError NOT_FOUND | FORBIDDEN, for the caller's error mapper
     */
    handle: async (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> => {
      const { pathname } = new URL(req.url ?? "/", "http://localhost");
      const [, sessionId, index] = ROUTE.exec(pathname) ?? [];
      if (sessionId === undefined) throw new AppError("NOT_FOUND", "Recordings are at /api/recordings/:id, with /frames and /frames/:index.jpg below.");
      if (index !== undefined) {
        const body = await image(actor, sessionId, Number(index));
        // A frame never changes once it was written; private: it is for those who may see the session.
        res.writeHead(200, {
          "content-type": "image/jpeg",
          "content-length": body.length,
          "cache-control": "private, max-age=3600, immutable",
          "x-content-type-options": "nosniff",
        });
        res.end(body);
        return;
      }
      const body = JSON.stringify(pathname.endsWith("/frames") ? await frames(actor, sessionId) : await get(actor, sessionId));
      res.writeHead(200, { "content-type": "application/json; charset=utf-8", "cache-control": "private, no-store" });
      res.end(body);
    },
  };
}
