import { join } from "node:path";
import type { Session } from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Uploader } from "../core/storage/uploader.ts";
import type { Page } from "../driver/page.ts";
import type { PageOwner } from "../sessions/opener.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { RecordingCatalog } from "./catalog.ts";
import type { RecordingKeeper } from "./keeper.ts";
import { type FrameSource, RecordingRun } from "./recording-run.ts";

/** How often rows learn of what was recorded, and the limits are looked at. */
const PROGRESS_MS = 10_000;
const MOST_BYTES = 2 * 1024 ** 3;
const CUT_OFF = {
  quota: "The recording was cut off: the workspace's room is used up. Remove recordings, or raise the quota.",
  size: "The recording was cut off: it reached the 2 GiB that one recording may have.",
} as const;

/** Who counts recordings, keeps them within limits and moves them to a bucket; null where nobody does. */
export type Keeping = { catalog: RecordingCatalog; keeper: RecordingKeeper; uploader: Uploader | null };
type ActiveParts = {
  sessions: Pick<Sessions, "live" | "warn">;
  live: FrameSource;
  root: string;
  keeping: () => Keeping | null;
  log: Log;
};
type Active = { run: RecordingRun; workspaceId: string; followed: boolean; noted: Promise<void>; finished: Promise<void> | null };

/** The recordings that go on here: begun with a session's first page, ended with the session or at a limit. */
export class ActiveRecordings {
  readonly #parts: ActiveParts;
  readonly #active = new Map<string, Active>();
  /** Sessions whose recording was cut off: their next pages must not begin another one. */
  readonly #cutOff = new Set<string>();
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: ActiveParts) {
    this.#parts = parts;
  }

  /** Idempotent. */
  start(): void {
    this.#timer ??= setInterval(() => void this.look(), PROGRESS_MS);
  }

  /** Writes what the recorders still hold. What is being uploaded is uploaded by the next server. Idempotent. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#gone.abort();
    await this.#looking;
    await Promise.all([...this.#active.keys()].map((sessionId) => this.finish(sessionId, { isOver: false })));
  }

  run(sessionId: string): RecordingRun | undefined {
    return this.#active.get(sessionId)?.run;
  }

  /** For each new page of a session: sends its commands before it awaits anything. */
  async prepare({ id: sessionId, workspaceId, config, mask }: PageOwner, page: Page): Promise<void> {
    if (!config.recordSession || this.#gone.signal.aborted || this.#cutOff.has(sessionId)) return;
    const { root, log } = this.#parts;
    const known = this.#active.get(sessionId);
    const run = known?.run ?? new RecordingRun({ sessionId, directory: join(root, sessionId), recordInputs: config.recordInputs ?? false, mask, log });
    if (!known) {
      this.#active.set(sessionId, { run, workspaceId, followed: false, noted: this.#noteBegin(run, workspaceId), finished: null });
    }
    await run.prepare(page);
  }

  /** The session runs: its pictures and tabs are recorded too. The same session again is nothing new. */
  follow({ id }: Session): void {
    const [session, active] = [this.#parts.sessions.live(id), this.#active.get(id)];
    if (session === undefined || active === undefined || active.followed) return;
    active.followed = true;
    session.onEnd(() => this.finish(id, { isOver: !(session.ended.reason instanceof AppError && session.ended.reason.code === "SHUTTING_DOWN") }));
    active.run
      .follow(session, this.#parts.live)
      .then(() => this.look())
      .catch((error: unknown) => this.#warn(id, error, "a session's pictures are not recorded"));
  }

  /** Ends a session's recording here; it is over unless the session goes on with another server. Never rejects. */
  async finish(sessionId: string, { isOver }: { isOver: boolean }): Promise<void> {
    if (isOver) this.#cutOff.delete(sessionId);
    const active = this.#active.get(sessionId);
    if (!active) return;
    active.finished ??= this.#finish(sessionId, active, isOver);
    await active.finished;
  }

  /** The same for a session that this server ended: also where a server that is gone began its recording. Never rejects. */
  async finishOf({ id, config }: Session): Promise<void> {
    const isOurs = this.#active.has(id);
    await this.finish(id, { isOver: true });
    if (isOurs || !config.recordSession) return;
    await this.#parts
      .keeping()
      ?.keeper.endLeft(id)
      .catch((error: unknown) => this.#warn(id, error, "the end of a recording could not be noted yet"));
  }

  /** Writes sizes into rows and looks at the limits. One look at a time; never rejects. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look()).catch((error: unknown) => this.#warn(null, error, "recordings could not be looked at"));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const keeping = this.#parts.keeping();
    const all = [...this.#active].flatMap(([sessionId, active]) =>
      active.run.facts && !active.finished ? [{ sessionId, ...active, facts: active.run.facts }] : [],
    );
    for (const { sessionId, facts, run } of all) {
      await keeping?.catalog.write(sessionId, facts, null);
      void keeping?.uploader?.ahead(sessionId, run.closedFiles, this.#gone.signal);
      if (facts.sizeBytes >= MOST_BYTES) await this.#cut(sessionId, "size");
    }
    if (!keeping) return;
    for (const [workspaceId, recordings] of Map.groupBy(all, (active) => active.workspaceId)) {
      if (await keeping.keeper.makeRoom(workspaceId, this.#gone.signal)) continue;
      for (const { sessionId } of recordings) await this.#cut(sessionId, "quota");
    }
  }

  async #cut(sessionId: string, code: keyof typeof CUT_OFF): Promise<void> {
    this.#cutOff.add(sessionId);
    await this.#active.get(sessionId)?.run.warn(code);
    const active = this.#active.get(sessionId);
    if (active) {
      active.finished ??= this.#finish(sessionId, active, true);
      await active.finished;
    }
    await this.#parts.sessions.warn(sessionId, { field: "recordSession", message: CUT_OFF[code] });
  }

  async #finish(sessionId: string, { run, noted }: Active, isOver: boolean): Promise<void> {
    // A beginning that is noted after the end would make it go on for ever.
    await Promise.all([run.stop(), noted]);
    const { facts } = run;
    this.#active.delete(sessionId);
    const keeping = this.#parts.keeping();
    if (!keeping || !facts) return;
    try {
      if (isOver && facts.events + facts.frames === 0) await keeping.keeper.remove(sessionId);
      else await keeping.catalog.write(sessionId, facts, isOver ? { endedAt: new Date() } : null);
      // Not waited for: a session's end takes no longer for it, and what fails is done by the next look at what is left.
      if (isOver)
        keeping.uploader?.finish(sessionId, this.#gone.signal).catch((error: unknown) => this.#warn(sessionId, error, "a recording is not uploaded yet"));
    } catch (error) {
      this.#warn(sessionId, error, "the end of a recording could not be noted yet");
    }
  }

  async #noteBegin(run: RecordingRun, workspaceId: string): Promise<void> {
    try {
      const startedAtMs = await run.begun;
      await this.#parts.keeping()?.catalog.begun(run.sessionId, workspaceId, new Date(startedAtMs));
    } catch (error) {
      this.#warn(run.sessionId, error, "the beginning of a recording could not be noted");
    }
  }

  #warn(sessionId: string | null, error: unknown, what: string): void {
    if (!this.#gone.signal.aborted) this.#parts.log.warn({ sessionId, reason: messageOf(error) }, what);
  }
}
