import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import { raceAbort } from "../../core/time.ts";
import type { JobKind, PageJobs, WorkerReply, WorkerRequest } from "./jobs.ts";

/** Threads at once; more jobs wait for their turn. */
const MAX_THREADS = 2;
/** A page or a schema's pattern that takes longer is given up, with the thread. */
const JOB_LIMIT_MS = 20_000;
/** A thread without work ends after this long. */
const IDLE_MS = 60_000;
/** Beyond so many jobs that wait, a new one would only wait in vain. */
const MOST_WAITING = 100;
const MAX_HEAP_MB = 512;

type Waiting = { request: WorkerRequest; signal: AbortSignal; settle: PromiseWithResolvers<PageJobs[JobKind]["answer"]> };
type Thread = { worker: Worker; current: Waiting | null; timer: NodeJS.Timeout | null };

/** Works on what pages say in threads, so that a large page or a slow pattern holds up nobody else. */
export class PageWorkers {
  readonly #threads = new Set<Thread>();
  readonly #waiting: Waiting[] = [];
  #stopped = false;

  /** Starts a thread where there is none, to be ready when the page is read. */
  warm(): void {
    if (this.#threads.size === 0 && !this.#stopped) this.#rest(this.#start());
  }

  /** Data for a schema from a page. @throws AppError as `#run` */
  match(job: PageJobs["match"]["job"], signal: AbortSignal): Promise<PageJobs["match"]["answer"]> {
    return this.#run<"match">({ kind: "match", job }, signal);
  }

  /** A page in words. @throws AppError as `#run` */
  convert(job: PageJobs["convert"]["job"], signal: AbortSignal): Promise<PageJobs["convert"]["answer"]> {
    return this.#run<"convert">({ kind: "convert", job }, signal);
  }

  /** Idempotent. Ends the threads; what was not read is rejected. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const ended = new AppError("CANCELLED", "The server stops.");
    for (const { settle } of this.#waiting.splice(0)) settle.reject(ended);
    await Promise.all([...this.#threads].map((thread) => this.#end(thread, ended)));
  }

  /** @throws AppError TIMEOUT after JOB_LIMIT_MS in its thread | LIMIT_EXCEEDED when MOST_WAITING wait | INTERNAL when the thread fails | the signal's reason */
  async #run<K extends JobKind>(request: WorkerRequest & { kind: K }, signal: AbortSignal): Promise<PageJobs[K]["answer"]> {
    if (this.#waiting.length >= MOST_WAITING) throw new AppError("LIMIT_EXCEEDED", "Too many pages wait to be read; try again in a moment.");
    const settle = Promise.withResolvers<PageJobs[K]["answer"]>();
    // The thread answers to the kind of job that it was given.
    this.#waiting.push({ request, signal, settle: settle as Waiting["settle"] });
    this.#next();
    return raceAbort(settle.promise, signal);
  }

  #next(): void {
    const waiting = this.#waiting[0];
    if (!waiting) return;
    if (this.#stopped || waiting.signal.aborted) {
      this.#waiting.shift();
      waiting.settle.reject(new AppError("CANCELLED", "The call was cancelled."));
      this.#next();
      return;
    }
    const free = [...this.#threads].find(({ current }) => current === null) ?? (this.#threads.size < MAX_THREADS ? this.#start() : null);
    if (!free) return;
    this.#waiting.shift();
    if (free.timer) clearTimeout(free.timer);
    free.current = waiting;
    free.timer = setTimeout(() => void this.#end(free, new AppError("TIMEOUT", `The page could not be read within ${JOB_LIMIT_MS} ms.`)), JOB_LIMIT_MS);
    free.worker.postMessage(waiting.request);
    this.#next();
  }

  #start(): Thread {
    const worker = new Worker(new URL("./page-worker.ts", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } });
    const thread: Thread = { worker, current: null, timer: null };
    // A thread at rest keeps no process alive.
    worker.unref();
    worker.on("message", (reply: WorkerReply) => {
      const done = thread.current;
      this.#rest(thread);
      if ("answer" in reply) done?.settle.resolve(reply.answer);
      else done?.settle.reject(new AppError("INTERNAL", `The page could not be read: ${reply.failed}`));
      this.#next();
    });
    worker.on("error", (cause) => void this.#end(thread, new AppError("INTERNAL", "The page could not be read.", { cause })));
    this.#threads.add(thread);
    return thread;
  }

  #rest(thread: Thread): void {
    if (thread.timer) clearTimeout(thread.timer);
    thread.current = null;
    thread.timer = setTimeout(() => void this.#end(thread, null), IDLE_MS);
    thread.timer.unref();
  }

  /** @param reason what its job is rejected with */
  async #end(thread: Thread, reason: AppError | null): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    if (thread.timer) clearTimeout(thread.timer);
    if (reason) thread.current?.settle.reject(reason);
    await thread.worker.terminate();
    this.#next();
  }
}
