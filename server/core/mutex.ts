import { disposeOnce } from "./dispose.ts";
import { abortError } from "./time.ts";

export type Mutex = {
  /** Waits for its turn, first come first served. @throws the signal's reason when it aborts before that. */
  acquire(signal: AbortSignal): Promise<Disposable>;
  readonly locked: boolean;
};

/** A lock for one holder at a time. Disposing a turn twice does no harm. */
export function createMutex(): Mutex {
  const waiting: (() => void)[] = [];
  let held = false;

  const release = (): void => {
    const next = waiting.shift();
    if (next) next();
    else held = false;
  };
  const turn = (): Disposable => disposeOnce(release);
  return {
    get locked() {
      return held;
    },
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(abortError(signal));
        if (!held) {
          held = true;
          return resolve(turn());
        }
        const onTurn = (): void => {
          signal.removeEventListener("abort", onAbort);
          resolve(turn());
        };
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(onTurn), 1);
          reject(abortError(signal));
        };
        signal.addEventListener("abort", onAbort, { once: true });
        waiting.push(onTurn);
      }),
  };
}
