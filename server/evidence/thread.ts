import { Worker } from "node:worker_threads";
import { AppError } from "../core/errors.ts";
import { raceAbort, withTimeout } from "../core/time.ts";

const JOB_LIMIT_MS = 60_000;

/** What a thread does: the module that answers one message with one message, and what it is called in errors. */
type ThreadJob<J> = {
  module: URL;
  /** The job; the thread starts while it is being made. */
  job: Promise<J>;
  what: string;
};

/**
 * Does one job in a thread of its own, so that nobody's live view stands still meanwhile.
 * @throws AppError TIMEOUT | CANCELLED · INTERNAL when the thread fails · what making the job throws
 */
export async function inThread<J, A>({ module, job, what }: ThreadJob<J>, signal: AbortSignal): Promise<A> {
  const worker = new Worker(module);
  const answer = new Promise<A>((resolve, reject) => {
    const failed = (cause?: unknown): void => reject(new AppError("INTERNAL", `The server failed while ${what}.`, { cause }));
    worker.once("message", resolve);
    worker.once("error", failed);
    worker.once("exit", () => failed());
  });
  // A call that was given up meanwhile waits for neither.
  answer.catch(() => {});
  job.catch(() => {});
  try {
    return await withTimeout(
      JOB_LIMIT_MS,
      what,
      async (limit) => {
        worker.postMessage(await raceAbort(job, limit));
        return answer;
      },
      signal,
    );
  } finally {
    await worker.terminate();
  }
}
