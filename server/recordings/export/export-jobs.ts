import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ErrorCode } from "../../contract/errors.ts";
import { EXPORT_KEPT_MS, ExportFormat, type RecordingExport } from "../../contract/recording-exports.ts";
import { AppError, messageOf } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import { absent } from "../../core/storage/disk-store.ts";
import { createExportRows, type ExportEnd, type ExportRow, type ExportRows, type ExportRowsParts, isOpen, type NewExport, toExport } from "./export-rows.ts";

/** Making a video keeps a processor busy: so many at once, the others wait their turn. */
const MAX_RUNNING = 2;
const MAX_OPEN_PER_WORKSPACE = 5;
const MAX_OPEN = 40;
/** Nothing takes longer than this; what does hangs. */
const JOB_LIMIT_MS = 30 * 60_000;
/** How often rows learn how far an export is, and this server whether it was cancelled elsewhere. */
const NOTE_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 5 * 60_000;
const UNFINISHED = ".part";

/** What a job gets to work with: where to write, when to give up, whom to tell how far it is. */
export type Work = (to: { file: string; signal: AbortSignal; onProgress: (share: number) => void }) => Promise<void>;

/** An export that this server makes, or that waits here for its turn. */
type Job = { readonly id: string; readonly made: NewExport; readonly work: Work; readonly stop: AbortController; progress: number; ended: Promise<void> };

type JobParts = ExportRowsParts & {
  directory: string;
  log: Log;
  /** What a caller may know of a failure. */
  faceOf: (error: unknown) => { code: ErrorCode; message: string };
  limitMs?: number;
};

/** Exports in the making and those that can be fetched. A file is there only while its row says that it is done. */
export class ExportJobs {
  readonly #parts: JobParts;
  readonly #rows: ExportRows;
  readonly #jobs = new Map<string, Job>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #timers: NodeJS.Timeout[] = [];
  #stopped = false;

  constructor(parts: JobParts) {
    this.#parts = parts;
    this.#rows = createExportRows({ ...parts, isMaking: (id) => this.#jobs.has(id) });
  }

  /** Idempotent. Removes what is kept no longer, now and from now on. */
  async start(): Promise<void> {
    if (this.#timers.length > 0) return;
    this.#timers = [setInterval(() => void this.#sweep(), SWEEP_EVERY_MS), setInterval(() => void this.#note(), NOTE_EVERY_MS)];
    for (const timer of this.#timers) timer.unref();
    await this.#sweep();
  }

  /** Idempotent. What is being made fails, and can be made again with the next server; waits for it to end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    const open = [...this.#jobs.values()];
    for (const { stop } of open) stop.abort(new AppError("SHUTTING_DOWN", "The server stopped while it was made. Make it again."));
    await Promise.all(open.map(({ ended }) => ended));
  }

  /** Begins a job, or lets it wait for its turn. @throws AppError LIMIT_EXCEEDED · SHUTTING_DOWN */
  async add(made: NewExport, work: Work): Promise<RecordingExport> {
    if (this.#stopped) throw new AppError("SHUTTING_DOWN", "The server is stopping.");
    const open = [...this.#jobs.values()];
    if (open.length >= MAX_OPEN || open.filter((job) => job.made.workspaceId === made.workspaceId).length >= MAX_OPEN_PER_WORKSPACE)
      throw new AppError("LIMIT_EXCEEDED", "Other exports are being made; wait for one of them, or cancel it.");
    const row = Promise.withResolvers<ExportRow>();
    const job: Job = { id: newId("exp"), made, work, stop: new AbortController(), progress: 0, ended: Promise.resolve() };
    // Counted before its row is written: others may be added meanwhile.
    this.#jobs.set(job.id, job);
    job.ended = this.#begin(job, row);
    return toExport(await row.promise);
  }

  /** The exports of one session, the newest first. */
  async list(workspaceId: string, sessionId: string): Promise<RecordingExport[]> {
    return (await this.#rows.list(workspaceId, sessionId)).map((row) => this.#faceOf(row));
  }

  /** Gives one up; removes one that is over, with its file. @throws AppError NOT_FOUND */
  async cancel(workspaceId: string, exportId: string): Promise<RecordingExport> {
    const row = await this.#rows.find(workspaceId, exportId);
    if (!isOpen(row)) {
      await this.#forget([row]);
      return toExport(row);
    }
    // Another server that makes it learns of its end from the row.
    if (!this.#jobs.has(exportId)) await this.#rows.end(exportId, { state: "cancelled" });
    await this.#giveUp(exportId);
    return toExport(await this.#rows.find(workspaceId, exportId));
  }

  /** Waits for the end of one that is made here. When the signal aborts meanwhile, it is given up. @throws AppError NOT_FOUND · the signal's reason */
  async settled(workspaceId: string, exportId: string, signal: AbortSignal): Promise<RecordingExport> {
    const giveUp = (): void => void this.#giveUp(exportId);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    await this.#jobs.get(exportId)?.ended;
    signal.removeEventListener("abort", giveUp);
    signal.throwIfAborted();
    return toExport(await this.#rows.find(workspaceId, exportId));
  }

  /** The file of one that is done. @throws AppError NOT_FOUND also for a file of another machine · CONFLICT while it is not done */
  async open(workspaceId: string, exportId: string): Promise<{ stream: ReadStream; sizeBytes: number; fileName: string; format: ExportFormat }> {
    const row = await this.#rows.find(workspaceId, exportId);
    const { state, fileName } = row;
    if (state !== "done") throw new AppError("CONFLICT", "This export has no file: it is not done, or did not succeed.");
    const file = await stat(this.#fileOf(row)).catch(absent(null));
    if (file === null) throw new AppError("NOT_FOUND", "The file of this export is not on this server any more; make it again.");
    return { stream: createReadStream(this.#fileOf(row)), sizeBytes: file.size, fileName, format: ExportFormat.parse(row.format) };
  }

  /** Runs a job to its end, which is noted before it is forgotten here. Never rejects. */
  async #begin(job: Job, row: PromiseWithResolvers<ExportRow>): Promise<void> {
    try {
      row.resolve(await this.#rows.add(job.id, job.made));
      const end = await this.#run(job);
      await this.#rows.end(job.id, end);
    } catch (error) {
      row.reject(error);
      // Its row, if there is one, is open with nobody who makes it: whoever reads it next notes that it failed.
      this.#parts.log.warn({ exportId: job.id, reason: messageOf(error) }, "the end of an export could not be noted");
    } finally {
      this.#jobs.delete(job.id);
    }
  }

  async #run(job: Job): Promise<ExportEnd> {
    const file = this.#fileOf({ id: job.id, format: job.made.format });
    const { signal } = job.stop;
    try {
      await this.#turn(signal);
      try {
        await this.#rows.write(job.id, { state: "running" });
        await mkdir(this.#parts.directory, { recursive: true, mode: 0o700 });
        const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#parts.limitMs ?? JOB_LIMIT_MS)]);
        const onProgress = (share: number): void => {
          job.progress = Math.min(1, Math.max(job.progress, share));
        };
        await job.work({ file: file + UNFINISHED, signal: limit, onProgress });
        limit.throwIfAborted();
        await rename(file + UNFINISHED, file);
        return { state: "done", sizeBytes: (await stat(file)).size };
      } finally {
        this.#next();
      }
    } catch (error) {
      await rm(file + UNFINISHED, { force: true });
      const why = this.#parts.faceOf(signal.aborted ? signal.reason : error);
      if (why.code === "CANCELLED") return { state: "cancelled" };
      this.#parts.log.warn({ err: error, exportId: job.id, sessionId: job.made.sessionId }, "an export could not be made");
      return { state: "failed", error: why };
    }
  }

  /** Waits until fewer than MAX_RUNNING are being made. @throws the signal's reason */
  #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
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

  /** Ends one that is made here; what is not is over, or another server's. */
  async #giveUp(exportId: string): Promise<void> {
    const job = this.#jobs.get(exportId);
    job?.stop.abort(new AppError("CANCELLED", "The export was cancelled."));
    await job?.ended;
  }

  async #forget(rows: readonly ExportRow[]): Promise<void> {
    await this.#rows.remove(rows.map(({ id }) => id));
    // Files of other machines are removed there, by their age.
    for (const row of rows) await rm(this.#fileOf(row), { force: true });
  }

  /** Tells rows how far their exports are. Never rejects. */
  async #note(): Promise<void> {
    for (const { id, progress } of this.#jobs.values()) {
      const isOpenStill = await this.#rows.write(id, { progress }).catch(() => true);
      if (!isOpenStill) void this.#giveUp(id);
    }
  }

  /** Removes what is over for long, and files that no row of a living server can name any more. Never rejects. */
  async #sweep(): Promise<void> {
    const { directory, log } = this.#parts;
    try {
      await this.#forget(await this.#rows.expired());
      for (const name of await readdir(directory).catch(absent<string[]>([]))) {
        const facts = await stat(join(directory, name)).catch(absent(null));
        if (facts !== null && facts.mtimeMs < Date.now() - EXPORT_KEPT_MS) await rm(join(directory, name), { force: true });
      }
    } catch (error) {
      log.warn({ reason: messageOf(error) }, "old exports could not be removed; the next look tries again");
    }
  }

  /** What is made here is further than its row says. */
  #faceOf(row: ExportRow): RecordingExport {
    return toExport({ ...row, progress: Math.max(row.progress, this.#jobs.get(row.id)?.progress ?? 0) });
  }

  #fileOf = ({ id, format }: Pick<ExportRow, "id" | "format">): string => join(this.#parts.directory, `${id}.${format}`);
}
