import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorCode } from "../../contract/errors.ts";
import { EXPORT_KEPT_MS, type ExportFormat, type RecordingExport } from "../../contract/recording-exports.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";

/** Making a video keeps a processor busy: so many at once, the others wait their turn. */
const MAX_RUNNING = 2;
const MAX_OPEN_PER_WORKSPACE = 5;
const MAX_OPEN = 40;
/** Nothing takes longer than this; what does hangs. */
const JOB_LIMIT_MS = 30 * 60_000;
const SWEEP_EVERY_MS = 5 * 60_000;
const UNFINISHED = ".part";

/** What a job gets to work with: where to write, when to give up, whom to tell how far it is. */
export type Work = (to: { file: string; signal: AbortSignal; onProgress: (share: number) => void }) => Promise<void>;

type NewJob = { workspaceId: string; sessionId: string; format: ExportFormat; fileName: string; work: Work };
type Job = NewJob & {
  readonly id: string;
  readonly createdAtMs: number;
  readonly stop: AbortController;
  state: RecordingExport["state"];
  progress: number;
  sizeBytes: number | null;
  error: { code: ErrorCode; message: string } | null;
  expiresAtMs: number | null;
  ended: Promise<void>;
};

type JobParts = {
  directory: string;
  log: Log;
  /** What a caller may know of a failure. */
  faceOf: (error: unknown) => { code: ErrorCode; message: string };
  limitMs?: number;
};

/** Exports in the making and those that can be fetched. A file is there only while its job says that it is done. */
export class ExportJobs {
  readonly #parts: JobParts;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #sweeping: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  /** Idempotent. Removes what an earlier server left, and from now on what is older than it is kept. */
  async start(): Promise<void> {
    if (this.#sweeping !== undefined) return;
    this.#sweeping = setInterval(() => void this.#sweep(), SWEEP_EVERY_MS);
    this.#sweeping.unref();
    await this.#sweep();
  }

  /** Idempotent. Gives up what is being made, and waits for it to end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweeping);
    for (const job of this.#jobs.values()) this.#abort(job);
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  /** Begins a job, or lets it wait for its turn. @throws AppError LIMIT_EXCEEDED · SHUTTING_DOWN */
  add(made: NewJob): RecordingExport {
    if (this.#stopped) throw new AppError("SHUTTING_DOWN", "The server is stopping.");
    const open = [...this.#jobs.values()].filter(isOpen);
    if (open.length >= MAX_OPEN || open.filter(({ workspaceId }) => workspaceId === made.workspaceId).length >= MAX_OPEN_PER_WORKSPACE)
      throw new AppError("LIMIT_EXCEEDED", "Other exports are being made; wait for one of them, or cancel it.");
    const job: Job = {
      ...made,
      id: newId("exp"),
      createdAtMs: Date.now(),
      stop: new AbortController(),
      state: "waiting",
      progress: 0,
      sizeBytes: null,
      error: null,
      expiresAtMs: null,
      ended: Promise.resolve(),
    };
    this.#jobs.set(job.id, job);
    job.ended = this.#run(job);
    return faceOf(job);
  }

  /** The exports of one session, the newest first. */
  list(workspaceId: string, sessionId: string): RecordingExport[] {
    return [...this.#jobs.values()]
      .filter((job) => job.workspaceId === workspaceId && job.sessionId === sessionId)
      .map(faceOf)
      .toReversed();
  }

  /** Gives one up, or removes its file; what is over stays as it is. @throws AppError NOT_FOUND */
  async cancel(workspaceId: string, exportId: string): Promise<RecordingExport> {
    const job = this.#find(workspaceId, exportId);
    this.#abort(job);
    await job.ended;
    if (job.state === "done") await this.#forget(job);
    return faceOf(job);
  }

  /** Waits for the end of one. When the signal aborts meanwhile, it is given up. @throws AppError NOT_FOUND · the signal's reason */
  async settled(workspaceId: string, exportId: string, signal: AbortSignal): Promise<RecordingExport> {
    const job = this.#find(workspaceId, exportId);
    const giveUp = (): void => this.#abort(job);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    await job.ended;
    signal.removeEventListener("abort", giveUp);
    signal.throwIfAborted();
    return faceOf(job);
  }

  /** The file of one that is done. @throws AppError NOT_FOUND · CONFLICT while it is not done */
  open(workspaceId: string, exportId: string): { stream: ReadStream; sizeBytes: number; fileName: string; format: ExportFormat } {
    const job = this.#find(workspaceId, exportId);
    if (job.state !== "done" || job.sizeBytes === null) throw new AppError("CONFLICT", "This export has no file: it is not done, or did not succeed.");
    return { stream: createReadStream(this.#fileOf(job)), sizeBytes: job.sizeBytes, fileName: job.fileName, format: job.format };
  }

  #find(workspaceId: string, exportId: string): Job {
    const job = this.#jobs.get(exportId);
    if (job === undefined || job.workspaceId !== workspaceId) throw new AppError("NOT_FOUND", `There is no export ${exportId}; files are kept for an hour.`);
    return job;
  }

  async #run(job: Job): Promise<void> {
    const file = this.#fileOf(job);
    const signal = AbortSignal.any([job.stop.signal]);
    try {
      await this.#turn(signal);
      try {
        job.state = "running";
        await mkdir(this.#parts.directory, { recursive: true, mode: 0o700 });
        const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#parts.limitMs ?? JOB_LIMIT_MS)]);
        const onProgress = (share: number): void => {
          job.progress = Math.min(1, Math.max(job.progress, share));
        };
        await job.work({ file: file + UNFINISHED, signal: limit, onProgress });
        limit.throwIfAborted();
        await rename(file + UNFINISHED, file);
        const { size } = await stat(file);
        Object.assign(job, { state: "done", progress: 1, sizeBytes: size, expiresAtMs: Date.now() + EXPORT_KEPT_MS });
      } finally {
        this.#next();
      }
    } catch (error) {
      await rm(file + UNFINISHED, { force: true });
      if (job.stop.signal.aborted) job.state = "cancelled";
      else Object.assign(job, { state: "failed", error: this.#parts.faceOf(error) });
      if (job.state === "failed") this.#parts.log.warn({ err: error, exportId: job.id, sessionId: job.sessionId }, "an export could not be made");
    }
  }

  /** Waits until fewer than MAX_RUNNING are being made. @throws the signal's reason */
  #turn(signal: AbortSignal): Promise<void> {
    if (this.#running < MAX_RUNNING) {
      this.#running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      this.#waiting.push(begin);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #next(): void {
    const begin = this.#waiting.shift();
    if (begin) begin();
    else this.#running -= 1;
  }

  #abort(job: Job): void {
    if (isOpen(job)) job.stop.abort(new AppError("CANCELLED", "The export was cancelled."));
  }

  async #forget(job: Job): Promise<void> {
    this.#jobs.delete(job.id);
    await rm(this.#fileOf(job), { force: true });
  }

  /** Removes jobs that are over for long, and files that no job of a living server can own any more. */
  async #sweep(): Promise<void> {
    const oldMs = Date.now() - EXPORT_KEPT_MS;
    for (const job of this.#jobs.values()) {
      if (!isOpen(job) && (job.expiresAtMs ?? job.createdAtMs + EXPORT_KEPT_MS) <= Date.now()) await this.#forget(job);
    }
    const { directory } = this.#parts;
    const names = await readdir(directory).catch(() => []);
    for (const name of names) {
      const facts = await stat(join(directory, name)).catch(() => null);
      if (facts !== null && facts.mtimeMs < oldMs) await rm(join(directory, name), { force: true });
    }
  }

  #fileOf = ({ id, format }: Pick<Job, "id" | "format">): string => join(this.#parts.directory, `${id}.${format}`);
}

const isOpen = ({ state }: Job): boolean => state === "waiting" || state === "running";

const faceOf = ({ id, sessionId, format, state, progress, fileName, sizeBytes, error, createdAtMs, expiresAtMs }: Job): RecordingExport => ({
  exportId: id,
  sessionId,
  format,
  state,
  progress,
  fileName,
  sizeBytes,
  url: state === "done" ? `/api/recordings/${sessionId}/exports/${id}` : null,
  error,
  createdAt: new Date(createdAtMs).toISOString(),
  expiresAt: expiresAtMs === null ? null : new Date(expiresAtMs).toISOString(),
});
