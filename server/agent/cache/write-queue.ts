import { withTimeout } from "../../core/time.ts";

type Job = { key: string; work: () => Promise<unknown> };

/** Does writes after the call that caused them was answered: one after the other, each within a time, none of them failing anything. */
export class WriteQueue {
  readonly #limitMs: number;
  readonly #most: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting: Job[] = [];
  #running: { key: string; done: Promise<void> } | null = null;

  /** Beyond `most` waiting writes the oldest are dropped. @param limitMs for one write */
  constructor(options: { limitMs: number; most: number; onFailure: (error: unknown) => void }) {
    this.#limitMs = options.limitMs;
    this.#most = options.most;
    this.#onFailure = options.onFailure;
  }

  add(key: string, work: () => Promise<unknown>): void {
    this.#waiting.push({ key, work });
    if (this.#waiting.length > this.#most) this.#waiting.shift();
    this.#running ??= this.#next();
  }

  /** Resolves when nothing is on its way to be written under this key; without one, under any. */
  async settled(key?: string): Promise<void> {
    while (this.#running && (key === undefined || this.#running.key === key || this.#waiting.some((job) => job.key === key))) await this.#running.done;
  }

  #next(): { key: string; done: Promise<void> } | null {
    const job = this.#waiting.shift();
    if (!job) return null;
    const done = withTimeout(this.#limitMs, "writing to the action cache", job.work)
      .then(() => {}, this.#onFailure)
      .then(() => {
        this.#running = this.#next();
      });
    return { key: job.key, done };
  }
}
