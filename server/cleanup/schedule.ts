import pg from "pg";
import { PgBoss } from "pg-boss";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";

const QUEUE = "cleanup";
/** Its tables lie in a schema of their own, beside ours. */
const SCHEMA = "perch_jobs";
const CONNECTIONS = 2;
const CONNECT_LIMIT_MS = 5_000;
const QUERY_LIMIT_MS = 10_000;
const POLL_SECONDS = 2;
const STOP_LIMIT_MS = 5_000;
const RETRY_MS = 10_000;
/** A run may take no longer; its own limit is shorter. */
const EXPIRE_SECONDS = 120;
/** A run whose server died, or whose end was not heard of, is in the way of the next one no longer than this. */
const SILENT_SECONDS = 20;
const SUPERVISE_SECONDS = 10;
const KEEP_SECONDS = 3_600;
/** Of an outage one line is logged in this time. */
const COMPLAIN_EVERY_MS = 60_000;
const MINUTE_MS = 60_000;

/**
 * The cron expression that fires at most `intervalMs` apart, as near to it as cron can say; null below a minute, where
 * cron cannot. Pure.
 */
export function cronOf(intervalMs: number): string | null {
  const minutes = Math.floor(intervalMs / MINUTE_MS);
  if (minutes < 1) return null;
  const nearest = (most: number, whole: number): number => Array.from({ length: most }, (_, i) => most - i).find((n) => whole % n === 0) ?? 1;
  if (minutes < 60) return `*/${nearest(minutes, 60)} * * * *`;
  return `0 */${nearest(Math.min(24, Math.floor(minutes / 60)), 24)} * * *`;
}

type ScheduleParts = { databaseUrl: string; intervalMs: number; log: Log; work: (signal: AbortSignal) => Promise<void> };

/**
 * Calls `work` every `intervalMs`, on one of the servers that share the database, by pg-boss: by cron, and below a minute
 * by a clock of each server of which the database takes one tick for each interval. The database may be away at any
 * time, also at the start.
 */
export class Schedule {
  readonly #parts: ScheduleParts;
  #boss: PgBoss | null = null;
  #pool: pg.Pool | null = null;
  #timer: NodeJS.Timeout | null = null;
  #starting: Promise<void> | null = null;
  #complainedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Begins; does not wait for the database. Idempotent. */
  start(): void {
    if (this.#pool) return;
    const pool = new pg.Pool({
      connectionString: this.#parts.databaseUrl,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      application_name: "perch-jobs",
    });
    pool.on("error", (error) => this.#complain(error));
    this.#pool = pool;
    this.#begin(pool);
  }

  /** Idempotent. Lets a run finish for STOP_LIMIT_MS. */
  async stop(): Promise<void> {
    const pool = this.#pool;
    this.#pool = null;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#starting;
    await this.#boss?.stop({ timeout: STOP_LIMIT_MS }).catch((error: unknown) => this.#complain(error));
    this.#boss = null;
    await pool?.end();
  }

  #begin(pool: pg.Pool): void {
    this.#starting = this.#startBoss(pool).catch((error: unknown) => {
      this.#complain(error);
      if (this.#pool === pool) this.#timer = setTimeout(() => this.#begin(pool), RETRY_MS);
    });
  }

  async #startBoss(pool: pg.Pool): Promise<void> {
    const { intervalMs } = this.#parts;
    const boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      schema: SCHEMA,
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
    });
    boss.on("error", (error) => this.#complain(error));
    this.#boss = boss;
    await boss.start();
    const options = { retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, heartbeatSeconds: SILENT_SECONDS, deleteAfterSeconds: KEEP_SECONDS };
    await boss.createQueue(QUEUE, { policy: "exclusive", ...options });
    const cron = cronOf(intervalMs);
    if (cron === null) {
      await boss.unschedule(QUEUE);
      this.#tick(boss);
    } else await boss.schedule(QUEUE, cron, null, { tz: "UTC" });
    const pollingIntervalSeconds = Math.min(POLL_SECONDS, intervalMs / 1000);
    await boss.work(QUEUE, { pollingIntervalSeconds }, async ([job]) => {
      if (job) await this.#parts.work(job.signal);
    });
  }

  #tick(boss: PgBoss): void {
    const { intervalMs } = this.#parts;
    this.#timer = setTimeout(() => {
      void boss
        .send(QUEUE, null, { singletonSeconds: Math.max(1, Math.floor(intervalMs / 1000)) })
        .catch((error: unknown) => this.#complain(error))
        .finally(() => this.#pool && this.#tick(boss));
    }, intervalMs);
  }

  #complain(error: unknown): void {
    const now = Date.now();
    const level = now - this.#complainedAt >= COMPLAIN_EVERY_MS ? "warn" : "debug";
    if (level === "warn") this.#complainedAt = now;
    this.#parts.log[level]({ error: messageOf(error) }, "the clock of the clean-up does not reach the database; it goes on by itself");
  }
}
