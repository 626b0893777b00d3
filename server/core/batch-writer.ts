import { isDatabaseAway } from "./database-away.ts";
import { messageOf } from "./errors.ts";
import type { Log } from "./log.ts";

/** How soon rows are tried again that a database was not there for. */
const RETRY_MS = 1_000;
const STOP_LIMIT_MS = 5_000;
/** Rows that are refused are told from those around them one by one; not of more than so many in one go. */
const MOST_REFUSALS = 50;

/** Why rows were given up. */
export type Loss = "the database did not answer" | "the database refused them";

export type BatchWriterOptions<Row> = {
  /** What the rows are called in the server's log: `requests`. */
  what: string;
  log: Log;
  /** A row of the same key takes the place of one that is still waiting. */
  keyOf: (row: Row) => string;
  /** Writes all of them or fails; the same rows may be given again. */
  write: (rows: Row[]) => Promise<void>;
  delayMs: number;
  /** So many are written together, and at once when so many have come. */
  mostAtOnce: number;
  /** While the database is away the newest so many wait for it. */
  maxWaiting: number;
  /** These will not be stored. */
  onLost: (rows: readonly Row[], why: Loss) => void;
  /** Called after each round of writes that the database was there for. */
  onRound: () => void;
};

/**
 * Gathers rows for a short while and writes them together: a page that logs in a loop costs a few writes a second. What a
 * database that is away did not take is kept, up to a limit, and written when it is back; a row that the database refuses
 * is given up, and no other with it.
 */
export class BatchWriter<Row> {
  readonly #options: BatchWriterOptions<Row>;
  #waiting = new Map<string, Row>();
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #away = false;
  #stopped = false;

  constructor(options: BatchWriterOptions<Row>) {
    this.#options = options;
  }

  add(row: Row): void {
    this.#waiting.set(this.#options.keyOf(row), row);
    this.#bound();
    if (this.#waiting.size === this.#options.mostAtOnce && !this.#away) void this.flush();
    else this.#schedule();
  }

  /** Resolves when all that was added before the call is written, or has been tried and waits for the database. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // One write after the other: what was added first is stored first. However many ask meanwhile, one more is enough.
    this.#next ??= this.#writing.then(() => {
      this.#next = null;
      this.#writing = this.#write();
      return this.#writing;
    });
    return this.#next;
  }

  /** Tries for the last time, within STOP_LIMIT_MS. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, STOP_LIMIT_MS);
    await Promise.race([this.flush(), limit.promise]);
    clearTimeout(timer);
    if (this.#timer !== null) clearTimeout(this.#timer);
    const { what, log } = this.#options;
    if (this.#waiting.size > 0) log.error({ rows: this.#waiting.size }, `${what} were not stored: the database did not answer before the server stopped`);
  }

  /** Never rejects. */
  async #write(): Promise<void> {
    const refusals = { left: MOST_REFUSALS };
    for (let left = this.#waiting.size; left > 0; left -= this.#options.mostAtOnce) {
      const rows = this.#take();
      if (rows.length > 0) await this.#store(rows, refusals);
      if (this.#away) return this.#schedule();
    }
    this.#options.onRound();
  }

  #take(): Row[] {
    const rows: Row[] = [];
    for (const [key, row] of this.#waiting) {
      if (rows.length === this.#options.mostAtOnce) break;
      rows.push(row);
      this.#waiting.delete(key);
    }
    return rows;
  }

  async #store(rows: Row[], refusals: { left: number }): Promise<void> {
    const { what, log, write } = this.#options;
    try {
      await write(rows);
      this.#away = false;
    } catch (error) {
      if (isDatabaseAway(error)) {
        if (!this.#away) log.warn({ error: messageOf(error), rows: rows.length }, `${what} wait until the database answers`);
        this.#away = true;
        return this.#putBack(rows);
      }
      refusals.left -= 1;
      const half = Math.ceil(rows.length / 2);
      if (rows.length === 1 || refusals.left <= 0) {
        log.error({ err: error, rows: rows.length }, `${what} could not be stored`);
        return this.#options.onLost(rows, "the database refused them");
      }
      await this.#store(rows.slice(0, half), refusals);
      if (this.#away) this.#putBack(rows.slice(half));
      else await this.#store(rows.slice(half), refusals);
    }
  }

  /** Before those that have come since; what has changed since stays as it is now. */
  #putBack(rows: readonly Row[]): void {
    const back = new Map(rows.map((row) => [this.#options.keyOf(row), row]));
    for (const [key, row] of this.#waiting) back.set(key, row);
    this.#waiting = back;
    this.#bound();
  }

  #bound(): void {
    const lost: Row[] = [];
    for (const [key, row] of this.#waiting) {
      if (this.#waiting.size <= this.#options.maxWaiting) break;
      this.#waiting.delete(key);
      lost.push(row);
    }
    if (lost.length > 0) this.#options.onLost(lost, "the database did not answer");
  }

  #schedule(): void {
    if (this.#stopped && this.#away) return;
    this.#timer ??= setTimeout(() => void this.flush(), this.#away ? RETRY_MS : this.#options.delayMs);
  }
}
