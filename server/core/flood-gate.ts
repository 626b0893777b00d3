const TELL_MS = 1_000;

/** Lets so many through on average, and so many at once. */
export type FloodLimits = { perSecond: number; burst: number };

/** Lets lines through until there are too many, and tells how many it kept out. */
export class FloodGate {
  readonly #limits: FloodLimits;
  readonly #onDropped: (count: number) => void;
  #free: number;
  #at = performance.now();
  #dropped = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param onDropped told at most once a second, and when the gate is closed */
  constructor(limits: FloodLimits, onDropped: (count: number) => void) {
    this.#limits = limits;
    this.#onDropped = onDropped;
    this.#free = limits.burst;
  }

  /** False: one too many. */
  take(): boolean {
    const now = performance.now();
    this.#free = Math.min(this.#limits.burst, this.#free + ((now - this.#at) / 1_000) * this.#limits.perSecond);
    this.#at = now;
    if (this.#free >= 1) {
      this.#free -= 1;
      return true;
    }
    this.#dropped += 1;
    this.#timer ??= setTimeout(() => this.close(), TELL_MS).unref();
    return false;
  }

  /** Tells of what has been kept out and not told of. Idempotent. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const count = this.#dropped;
    this.#dropped = 0;
    if (count > 0) this.#onDropped(count);
  }
}
