import type { Actor } from "../access/actor.ts";
import type { Servers } from "../cluster/servers.ts";
import type { CleanupRun, CleanupScope, CleanupStatistics } from "../contract/cleanup.ts";
import type { PerchEvent } from "../contract/events.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { DAY_MS, withTimeout } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { GRACE_MS } from "./overdue.ts";
import { type CleanupOrder, type CleanupRow, runCleanup } from "./runner.ts";
import { Schedule } from "./schedule.ts";
import { readStatistics, runFor } from "./statistics.ts";

/** Shorter than what the schedule allows a run. */
const RUN_LIMIT_MS = 100_000;
const KEEP_MS = 30 * DAY_MS;
/** Roles that may have the whole workspace looked through. */
const MANAGERS: readonly Actor["role"][] = ["owner", "admin"];

type CleanupParts = { db: Db; env: Env; log: Log; events: EventBus; servers: Servers; sessions: Sessions; forget: () => Promise<number> };

/**
 * Finds what should not be there any more, whatever its server did: sessions past their time, rows that are stuck, browsers
 * and directories without a session. Sessions are looked after by one server for all; browsers by each server for its machine.
 */
export class Cleanup {
  readonly #parts: CleanupParts;
  readonly #schedule: Schedule;
  #stopListening: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastLookHere = 0;

  constructor(parts: CleanupParts) {
    this.#parts = parts;
    const { databaseUrl, sessionCleanupIntervalMs: intervalMs } = parts.env;
    this.#schedule = new Schedule({ databaseUrl, intervalMs, log: parts.log, work: (signal) => this.#byClock(signal) });
  }

  /** From before sessions are taken over, so that their recoveries are counted. Idempotent. */
  listen(): void {
    this.#stopListening ??= this.#parts.events.subscribe({ types: ["session.recovered"] }, (event) => void this.#note(event));
  }

  /** Looks once, then begins to look by the clock. Idempotent. */
  async start(): Promise<void> {
    if (this.#timer) return;
    this.listen();
    this.#timer = setInterval(() => void this.#lookHere(), this.#parts.env.sessionCleanupIntervalMs);
    await this.#run({ trigger: "start", target: null, leftovers: true }).catch((error: unknown) => this.#warn(error));
    this.#schedule.start();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#stopListening?.();
    this.#stopListening = null;
    await this.#schedule.stop();
  }

  /** Looks now, at the sessions of the caller or of the whole workspace. @throws AppError FORBIDDEN for a whole workspace that the caller does not manage */
  async run(actor: Actor, scope: CleanupScope, signal: AbortSignal): Promise<CleanupRun> {
    const whole = scope === "workspace";
    if (whole && !MANAGERS.includes(actor.role))
      throw new AppError("FORBIDDEN", "Only owners and admins clean up for the whole workspace; ask with scope: mine for your own sessions.");
    const target = { workspaceId: actor.workspaceId, userId: whole ? null : actor.userId };
    return runFor(actor.workspaceId, await this.#run({ trigger: "user", target, leftovers: whole }, signal));
  }

  /** What was found and ended of late, as the caller's workspace may know it. */
  async statistics(actor: Actor): Promise<CleanupStatistics> {
    const { db, env } = this.#parts;
    const policy = {
      intervalMs: env.sessionCleanupIntervalMs,
      sessionTimeoutMs: env.sessionDefaultTimeoutMs,
      idleTimeoutMs: env.sessionMaxIdleMs,
      graceMs: GRACE_MS,
    };
    return { policy, ...(await readStatistics(db, actor.workspaceId, Date.now())) };
  }

  #run(order: CleanupOrder, signal?: AbortSignal): Promise<CleanupRow> {
    const { db, sessions, servers } = this.#parts;
    if (order.leftovers) this.#lastLookHere = Date.now();
    return withTimeout(RUN_LIMIT_MS, "cleaning up", (limit) => runCleanup({ db, sessions, serverId: servers.id }, order, limit), signal);
  }

  async #byClock(signal: AbortSignal): Promise<void> {
    const { db, log, forget } = this.#parts;
    const { found, ended, processes, directories, durationMs } = await this.#run({ trigger: "cron", target: null, leftovers: true }, signal);
    const before = new Date(Date.now() - KEEP_MS);
    await Promise.all([db.cleanupRun.deleteMany({ where: { startedAt: { lt: before } } }), db.sessionRecovery.deleteMany({ where: { at: { lt: before } } })]);
    await forget();
    if (found + processes + directories > 0) log.info({ found, ended, processes, directories, durationMs }, "what nobody needs any more was cleaned up");
  }

  /** What only this server can see to: browsers of its machine, and sessions of its own that another server has ended. */
  async #lookHere(): Promise<void> {
    const { db, env, servers, sessions } = this.#parts;
    try {
      await sessions.closeEnded();
      // The run for all was made here.
      if (Date.now() - this.#lastLookHere < env.sessionCleanupIntervalMs / 2) return;
      const startedAt = new Date();
      const { processes, directories, freedBytes } = await sessions.cleanLeftovers();
      if (processes + directories === 0) return;
      const counts = { found: 0, ended: 0, processes, directories, freedBytes: BigInt(freedBytes), durationMs: Date.now() - startedAt.getTime() };
      await db.cleanupRun.create({ data: { id: newId("clean"), serverId: servers.id, trigger: "cron", startedAt, ...counts } });
    } catch (error) {
      this.#warn(error);
    }
  }

  async #note(event: PerchEvent): Promise<void> {
    if (event.type !== "session.recovered") return;
    const { workspaceId, sessionId, outcome, tookMs } = event;
    const data = { id: newId("rec"), workspaceId, sessionId, outcome, at: new Date(), tookMs };
    await this.#parts.db.sessionRecovery.create({ data }).catch((error: unknown) => this.#warn(error));
  }

  #warn(error: unknown): void {
    this.#parts.log.warn({ error: messageOf(error) }, "cleaning up did not work; the next look tries again");
  }
}
