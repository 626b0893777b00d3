/** Gathers rows for a short while and writes them together: a page that logs in a loop costs a few writes a second. */
export class BatchWriter<Row> {
  readonly #write: (rows: Row[]) => Promise<void>;
  readonly #delayMs: number;
  readonly #maxWaiting: number;
  #waiting: Row[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `write` must not reject. Beyond `maxWaiting` rows the oldest are dropped. */
  constructor(options: { write: (rows: Row[]) => Promise<void>; delayMs: number; maxWaiting: number }) {
    this.#write = options.write;
    this.#delayMs = options.delayMs;
    this.#maxWaiting = options.maxWaiting;
  }

  add(row: Row): void {
    this.#waiting.push(row);
    if (this.#waiting.length > this.#maxWaiting) this.#waiting.shift();
    this.#timer ??= setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Resolves when all that was added before the call is written. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // One write after the other: what was added first is stored first.
    this.#writing = this.#writing.then(async () => {
      const rows = this.#waiting;
      this.#waiting = [];
      if (rows.length > 0) await this.#write(rows);
    });
    return this.#writing;
  }
}
