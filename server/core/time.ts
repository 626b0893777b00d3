import { AppError } from "./errors.ts";

export const DAY_MS = 86_400_000;

/** So many days before then. */
export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

/** Stretches of time that do not count against limits. */
export type Pauses = { readonly paused: boolean; onChange(listener: () => void): () => void };

/**
 * Calls `onEnd` once `ms` milliseconds have gone by, those while it is paused left out. Returns the way to stop.
 */
export function countDown(ms: number, onEnd: () => void, pauses: Pauses | undefined): () => void {
  const state: { leftMs: number; since: number; timer: ReturnType<typeof setTimeout> | undefined } = { leftMs: ms, since: 0, timer: undefined };
  const halt = (): void => {
    if (state.timer === undefined) return;
    clearTimeout(state.timer);
    state.timer = undefined;
    state.leftMs -= performance.now() - state.since;
  };
  const run = (): void => {
    if (state.timer !== undefined || pauses?.paused) return;
    state.since = performance.now();
    state.timer = setTimeout(onEnd, Math.max(0, state.leftMs));
  };
  const unsubscribe = pauses?.onChange(() => (pauses.paused ? halt() : run()));
  run();
  return () => {
    unsubscribe?.();
    halt();
  };
}

/**
 * Runs work that must end within `ms` milliseconds. The work's signal aborts at the limit and when `parent` aborts,
 * and the call settles at that moment even if the work ignores its signal. Time within `pauses` does not count.
 * @throws AppError TIMEOUT naming `what` · the parent's reason if that is an AppError, else CANCELLED · whatever the work throws.
 */
export async function withTimeout<T>(ms: number, what: string, work: (signal: AbortSignal) => Promise<T>, parent?: AbortSignal, pauses?: Pauses): Promise<T> {
  const limit = new AbortController();
  const late = (): void => limit.abort(new AppError("TIMEOUT", `Gave up ${what} after ${ms} ms; allow more time or check the page.`));
  const stop = countDown(ms, late, pauses);
  const signal = parent ? AbortSignal.any([limit.signal, parent]) : limit.signal;
  try {
    signal.throwIfAborted();
    return await raceAbort(work(signal), signal);
  } catch (error) {
    throw signal.aborted ? abortError(signal) : error;
  } finally {
    stop();
  }
}

/** The promise's outcome, or a rejection with the signal's reason as soon as that aborts. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(abortError(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** Why a signal aborted, as the error to answer with: its own reason if that is an AppError, else CANCELLED. */
export function abortError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  return reason instanceof AppError ? reason : new AppError("CANCELLED", "The call was cancelled.", { cause: reason });
}

/** Resolves after `ms` milliseconds. @throws the signal's reason (see abortError) when it aborts first. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const onAbort = (): void => {
      clearTimeout(timer);
      if (signal) reject(abortError(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
