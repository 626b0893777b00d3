import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Actor } from "../access/actor.ts";
import type { Recording, RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import type { Session } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import type { PageOwner } from "../sessions/opener.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { answerRecording } from "./answer.ts";
import { createRecordingReader } from "./recording-reader.ts";
import { type FrameSource, RecordingRun } from "./recording-run.ts";
import { createDiskStore } from "./storage/disk-store.ts";

type RecordingsParts = {
  sessions: Pick<Sessions, "live" | "get">;
  live: FrameSource;
  env: Pick<Env, "dataDir" | "publicUrl">;
  log: Log;
  events: Pick<EventBus, "subscribe">;
};

/** Recordings of sessions that asked for one: written while they run, read by their workspace afterwards. */
export type Recordings = ReturnType<typeof createRecordings>;

/** Makes the recordings; a session is recorded from the first page that is given to preparePage(). */
export function createRecordings({ sessions, live, env, log, events }: RecordingsParts) {
  const root = join(env.dataDir, "recordings");
  const local = createDiskStore(root);
  const runs = new Map<string, RecordingRun>();
  const state: { unsubscribe: (() => void) | null; stopped: boolean } = { unsubscribe: null, stopped: false };
  // Sessions that are followed already: the same fact is told with every change of a session.
  const followed = new Set<string>();
  const reader = createRecordingReader({ local, root, remote: null, running: (sessionId) => runs.get(sessionId), publicUrl: env.publicUrl });

  const preparePage = async (owner: PageOwner, page: Page): Promise<void> => {
    if (!owner.config.recordSession || state.stopped) return;
    const { id: sessionId, config, mask } = owner;
    const run = runs.get(sessionId) ?? new RecordingRun({ sessionId, directory: join(root, sessionId), recordInputs: config.recordInputs ?? false, mask, log });
    runs.set(sessionId, run);
    await run.prepare(page);
  };

  const finish = async (sessionId: string): Promise<void> => {
    await runs.get(sessionId)?.stop();
    runs.delete(sessionId);
    followed.delete(sessionId);
  };

  const follow = ({ id }: Session): void => {
    const [session, run] = [sessions.live(id), runs.get(id)];
    if (session === undefined || run === undefined || followed.has(id)) return;
    followed.add(id);
    session.onEnd(() => finish(id));
    run.follow(session, live).catch((error: unknown) => log.warn({ sessionId: id, reason: messageOf(error) }, "a session's pictures are not recorded"));
  };

  /** Every read begins here: another workspace's session is NOT_FOUND before any file is touched. */
  const owned = async (actor: Actor, sessionId: string): Promise<void> => {
    if (!actor.scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
    await sessions.get(actor, sessionId);
  };
  const get = (actor: Actor, sessionId: string): Promise<Recording> => owned(actor, sessionId).then(() => reader.recording(sessionId));
  const framesOf = (actor: Actor, sessionId: string): Promise<RecordingFrames> => owned(actor, sessionId).then(() => reader.frames(sessionId));
  const eventsOf = (actor: Actor, sessionId: string): Promise<RecordingEvents> => owned(actor, sessionId).then(() => reader.events(sessionId));
  const image = (actor: Actor, sessionId: string, index: number): Promise<Buffer> => owned(actor, sessionId).then(() => reader.image(sessionId, index));
  const chunk = (actor: Actor, sessionId: string, number: number): Promise<{ body: Buffer; isFinal: boolean }> =>
    owned(actor, sessionId).then(() => reader.chunk(sessionId, number));

  return {
    /** Idempotent. From here on the sessions whose pages are prepared are followed. */
    start: (): void => {
      state.unsubscribe ??= events.subscribe({ types: ["session.updated", "session.ended"] }, (event) => {
        if (event.type === "session.updated" && event.session.status === "active") follow(event.session);
        // One that never came to run has nobody else to end its recording.
        if (event.type === "session.ended") void finish(event.sessionId);
      });
    },
    /** Idempotent. Writes what the recorders still hold. */
    stop: async (): Promise<void> => {
      state.stopped = true;
      state.unsubscribe?.();
      state.unsubscribe = null;
      await Promise.all([...runs.keys()].map(finish));
    },
    /** For the sessions to call with each new page, before it may run a script: sends its commands before it awaits anything. */
    preparePage,
    /** What there is of a session's recording. @throws AppError NOT_FOUND | FORBIDDEN */
    get,
    /** The times and sizes of all frames. @throws AppError NOT_FOUND | FORBIDDEN */
    frames: framesOf,
    /** The JPEG of one frame. @throws AppError NOT_FOUND | FORBIDDEN */
    image,
    /** The chunks of every tab's events. @throws AppError NOT_FOUND | FORBIDDEN */
    events: eventsOf,
    /** The events of one chunk, as gzipped JSON. @throws AppError NOT_FOUND | FORBIDDEN */
    chunk,
    /**
     * Serves `GET /api/recordings/:id`, `…/frames`, `…/frames/:index.jpg`, `…/events` and `…/events/:chunk`.
     * @throws AppError NOT_FOUND | FORBIDDEN, for the caller's error mapper
     */
    handle: (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> =>
      answerRecording(req, res, {
        get: (id) => get(actor, id),
        frames: (id) => framesOf(actor, id),
        image: (id, index) => image(actor, id, index),
        events: (id) => eventsOf(actor, id),
        chunk: (id, number) => chunk(actor, id, number),
      }),
  };
}
