import { Worker } from "node:worker_threads";
import { AppError } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";

const JOB_LIMIT_MS = 30_000;

/** What a thread does: the module that posts one answer to its `workerData`, and what it is called in errors. */
type ThreadJob = { module: URL; data: unknown; what: string };

/**
 * Does one job in a thread of its own, so that nobody's live view stands still meanwhile.
 * @throws AppError TIMEOUT | CANCELLED · INTERNAL when the thread fails
 */
export async function inThread<T>({ module, data, what }: ThreadJob, signal: AbortSignal): Promise<T> {
  const worker = new Worker(module, { workerData: data });
  const answer = (): Promise<T> =>
    new Promise((resolve, reject) => {
      const failed = (cause?: unknown): void => reject(new AppError("INTERNAL", `The server failed while ${what}.`, { cause }));
      worker.once("message", resolve);
      worker.once("error", failed);
      worker.once("exit", () => failed());
    });
  try {
    return await withTimeout(JOB_LIMIT_MS, what, answer, signal);
  } finally {
    await worker.terminate();
  }
}
