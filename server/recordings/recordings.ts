import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Actor } from "../access/actor.ts";
import type { ListRecordingsInput, ListRecordingsOutput, Recording, RecordingEvents, RecordingFrames } from "../contract/recordings.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { createDiskStore } from "../core/storage/disk-store.ts";
import { createS3Store } from "../core/storage/s3-store.ts";
import { createUploader } from "../core/storage/uploader.ts";
import type { Page } from "../driver/page.ts";
import type { PageOwner } from "../sessions/opener.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { ActiveRecordings, type Keeping } from "./active-recordings.ts";
import { answerRecording } from "./answer.ts";
import type { RecordingCatalog } from "./catalog.ts";
import { createRecordingKeeper } from "./keeper.ts";
import { createRecordingReader } from "./recording-reader.ts";
import type { FrameSource } from "./recording-run.ts";

type RecordingsParts = {
  sessions: Pick<Sessions, "live" | "get" | "warn">;
  live: FrameSource;
  env: Pick<Env, "dataDir" | "publicUrl" | "recordings" | "sessionCleanupIntervalMs">;
  log: Log;
  events: Pick<EventBus, "subscribe">;
  /** Null: nobody counts recordings, and they are kept until somebody removes their files. */
  catalog: RecordingCatalog | null;
};
const SWEEP_LIMIT_MS = 600_000;

/** Recordings of sessions that asked for one: written while they run, read by their workspace afterwards. */
export type Recordings = ReturnType<typeof createRecordings>;

/** Makes the recordings; a session is recorded from the first page that is given to preparePage(). */
export function createRecordings({ sessions, live, env, log, events, catalog }: RecordingsParts) {
  const root = join(env.dataDir, "recordings");
  const local = createDiskStore(root);
  const remote = env.recordings.s3 && createS3Store(env.recordings.s3);
  const active = new ActiveRecordings({ sessions, live, root, keeping: () => keeping, log });
  const reader = createRecordingReader({ local, root, remote, running: (sessionId) => active.run(sessionId), publicUrl: env.publicUrl });
  const keep = (rows: RecordingCatalog): Keeping => {
    const uploader = remote && createUploader({ local, remote, root, onMoved: rows.moved, log });
    const keeper = createRecordingKeeper({
      catalog: rows,
      reader,
      local,
      remote,
      uploader,
      root,
      isRunning: (sessionId) => active.run(sessionId) !== undefined,
      log,
    });
    return { catalog: rows, keeper, uploader };
  };
  const keeping = catalog && keep(catalog);
  const state: { unsubscribe: (() => void) | null; timer: NodeJS.Timeout | undefined; sweeping: Promise<void>; gone: AbortController } = {
    unsubscribe: null,
    timer: undefined,
    sweeping: Promise.resolve(),
    gone: new AbortController(),
  };
  /** One at a time. */
  const sweep = (): Promise<void> => {
    state.sweeping = state.sweeping.then(() => keeping?.keeper.sweep(AbortSignal.any([state.gone.signal, AbortSignal.timeout(SWEEP_LIMIT_MS)])));
    return state.sweeping;
  };

  /** Every read begins here: another workspace's session is NOT_FOUND before any file is touched. */
  const owned = async (actor: Actor, sessionId: string): Promise<void> => {
    if (!actor.scopes.has("sessions:read")) throw new AppError("FORBIDDEN", "This needs the scope sessions:read.");
    await sessions.get(actor, sessionId);
  };
  /** What is not here may be where nobody answers now, which is another thing than nothing. */
  const assertHere = async ({ available, sessionId }: Recording): Promise<void> => {
    if (available || !(await keeping?.catalog.otherHostOf(sessionId))) return;
    throw new AppError("PROVIDER_UNAVAILABLE", "The server that keeps this recording is not running; the recording can be played when it is back.");
  };
  const get = async (actor: Actor, sessionId: string): Promise<Recording> => {
    await owned(actor, sessionId);
    const recording = await reader.recording(sessionId);
    await assertHere(recording);
    return recording;
  };
  const framesOf = async (actor: Actor, sessionId: string, from = 0): Promise<RecordingFrames> => {
    await owned(actor, sessionId);
    const told = await reader.frames(sessionId, from);
    await assertHere(told.recording);
    return told;
  };
  const eventsOf = async (actor: Actor, sessionId: string, from = 0): Promise<RecordingEvents> => {
    await owned(actor, sessionId);
    const told = await reader.events(sessionId, from);
    await assertHere(told.recording);
    return told;
  };
  const image = (actor: Actor, sessionId: string, index: number): Promise<Buffer> => owned(actor, sessionId).then(() => reader.image(sessionId, index));
  const chunk = (actor: Actor, sessionId: string, number: number): Promise<{ body: Buffer; isFinal: boolean }> =>
    owned(actor, sessionId).then(() => reader.chunk(sessionId, number));

  return {
    /** Idempotent. From here on the sessions whose pages are prepared are followed, and old recordings removed. */
    start: (): void => {
      if (state.unsubscribe) return;
      state.unsubscribe = events.subscribe({ types: ["session.updated", "session.ended", "action.started", "action.finished"] }, (event) => {
        if (event.type === "session.updated" && event.session.status === "active") active.follow(event.session);
        if (event.type === "action.started" || event.type === "action.finished") {
          active.run(event.sessionId)?.acting(event.type === "action.started");
        }
        // One that never came to run, or whose server is gone, has nobody else to end its recording.
        if (event.type === "session.ended") void active.finishOf(event.session);
      });
      active.start();
      state.timer = setInterval(() => void sweep(), env.sessionCleanupIntervalMs);
      void sweep();
    },
    /** Idempotent. Writes what the recorders still hold. */
    stop: async (): Promise<void> => {
      state.unsubscribe?.();
      clearInterval(state.timer);
      state.gone.abort();
      await Promise.all([active.stop(), state.sweeping]);
    },
    /** Removes what is too old or too much, ends what a server left, uploads what is over; as is done by itself now and then. */
    sweep,
    /** For the sessions to call with each new page, before it may run a script: sends its commands before it awaits anything. */
    preparePage: (owner: PageOwner, page: Page): Promise<void> => active.prepare(owner, page),
    /** The machine and data directory that keep a recording's files, where they are not this server's. */
    otherHostOf: async (sessionId: string): Promise<string | null> => (await keeping?.catalog.otherHostOf(sessionId)) ?? null,
    /** The recordings of the caller's workspace. @throws AppError CAPABILITY_UNSUPPORTED where nobody counts them */
    list: async (actor: Actor, input: ListRecordingsInput): Promise<ListRecordingsOutput> => counted(keeping).catalog.list(actor, input),
    /** Removes a recording that is over, for good. @throws AppError NOT_FOUND | CONFLICT while it goes on */
    remove: async (actor: Actor, sessionId: string): Promise<{ success: true }> => {
      await sessions.get(actor, sessionId);
      if (active.run(sessionId)) throw new AppError("CONFLICT", "The session is still being recorded; end it first.");
      if (!(await reader.recording(sessionId)).available) throw new AppError("NOT_FOUND", "The session has no recording.");
      await counted(keeping).keeper.remove(sessionId);
      return { success: true };
    },
    /** What there is of a session's recording. @throws AppError NOT_FOUND | FORBIDDEN */
    get,
    /** The times and sizes of all frames, or of those from an index on. @throws AppError NOT_FOUND | FORBIDDEN */
    frames: framesOf,
    /** The JPEG of one frame. @throws AppError NOT_FOUND | FORBIDDEN */
    image,
    /** The chunks of every tab's events, or those from a number on. @throws AppError NOT_FOUND | FORBIDDEN */
    events: eventsOf,
    /** The events of one chunk, as gzipped JSON. @throws AppError NOT_FOUND | FORBIDDEN */
    chunk,
    /**
     * Serves `GET /api/recordings/:id`, `…/frames`, `…/frames/:index.jpg`, `…/events` and `…/events/:chunk`.
     * @throws AppError NOT_FOUND | FORBIDDEN | INVALID_INPUT, for the caller's error mapper
     */
    handle: (req: IncomingMessage, res: ServerResponse, actor: Actor): Promise<void> =>
      answerRecording(req, res, {
        get: (id) => get(actor, id),
        frames: (id, from) => framesOf(actor, id, from),
        image: (id, index) => image(actor, id, index),
        events: (id, from) => eventsOf(actor, id, from),
        chunk: (id, number) => chunk(actor, id, number),
      }),
  };
}

function counted(keeping: Keeping | null): Keeping {
  if (keeping === null) throw new AppError("CAPABILITY_UNSUPPORTED", "Recordings are not counted here.");
  return keeping;
}
