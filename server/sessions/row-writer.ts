import type { SessionStatus, SessionWarning, TerminationReason } from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { BrowserRecord } from "../providers/provider.ts";
import type { LiveSession } from "./live-session.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { illegalMove, sourcesOf } from "./state.ts";

const WRITE_DELAY_MS = 400;
/** How soon an end that the database did not take is written again. */
const RETRY_MS = 2_000;

type Patch = {
  warnings?: SessionWarning[];
  browser?: BrowserRecord;
  browserbaseSessionId?: string | null;
  url?: string;
  serverId?: string | null;
  expiresAt?: Date;
  provider?: string;
};
type NewRow = Parameters<Db["browserSession"]["create"]>[0]["data"] & { id: string };
type End = Parameters<Db["browserSession"]["updateManyAndReturn"]>[0]["data"];

/**
 * Writes what changes about sessions and tells of it: each change of status is one statement (so one transaction) on the
 * condition that it is allowed from the status that the row has then, followed by one event. Counters and the current
 * page are gathered for WRITE_DELAY_MS, so that a busy session costs a few writes a second at most.
 */
export class RowWriter {
  readonly #parts: { db: Db; log: Log; events: EventBus };
  readonly #pending = new Map<string, { session: LiveSession; timer: NodeJS.Timeout }>();
  /** Ends that the database has not taken yet: what is over must not look alive when it is back. */
  readonly #ends = new Map<string, End>();
  #retry: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(parts: { db: Db; log: Log; events: EventBus }) {
    this.#parts = parts;
  }

  /** Drops what was not yet written: sessions write their last state when they end. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#retry) clearTimeout(this.#retry);
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  async insert(data: NewRow): Promise<SessionRow> {
    const row = await this.#parts.db.browserSession.create({ data });
    this.#publish("session.created", row);
    return row;
  }

  /** Asks for the session's counters and page to be written soon. */
  touch(session: LiveSession): void {
    if (this.#pending.has(session.id) || session.ended.aborted) return;
    const timer = setTimeout(() => {
      this.#pending.delete(session.id);
      void this.writeState(session);
    }, WRITE_DELAY_MS);
    this.#pending.set(session.id, { session, timer });
  }

  /**
   * Moves a session to another status that is not an end.
   * @throws AppError CONFLICT naming both ends when it may not go there · NOT_FOUND
   */
  async move(id: string, to: SessionStatus, patch: Patch = {}): Promise<SessionRow> {
    const where = { id, status: { in: sourcesOf(to) } };
    const [row] = await this.#parts.db.browserSession.updateManyAndReturn({ where, data: { ...patch, status: to, statusAt: new Date() } });
    if (!row) throw await this.#refusal(id, to);
    this.#publish("session.updated", row);
    return row;
  }

  /** Marks a session as over; null when it was over already. What the database does not take now is written when it is back. */
  async end(id: string, status: "terminated" | "error", reason: TerminationReason, session?: LiveSession, savedState?: string): Promise<SessionRow | null> {
    this.#forget(id);
    const now = new Date();
    const how = { status, statusAt: now, terminatedAt: now, terminationReason: reason };
    this.#ends.set(id, { ...(session && stateOf(session)), ...(savedState && { savedState }), ...how });
    return this.#writeEnd(id);
  }

  async #writeEnd(id: string): Promise<SessionRow | null> {
    const data = this.#ends.get(id);
    if (!data) return null;
    try {
      const [row] = await this.#parts.db.browserSession.updateManyAndReturn({ where: { id, status: { notIn: ["terminated", "error"] } }, data });
      this.#ends.delete(id);
      if (row) this.#publish("session.ended", row);
      return row ?? null;
    } catch (error) {
      if (!this.#stopped) this.#retry ??= setTimeout(() => void this.#retryEnds(), RETRY_MS);
      throw error;
    }
  }

  async #retryEnds(): Promise<void> {
    this.#retry = null;
    const results = await Promise.allSettled([...this.#ends.keys()].map((id) => this.#writeEnd(id)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) this.#parts.log.warn({ error: messageOf(failed.reason), sessions: this.#ends.size }, "the ends of sessions could not be written; trying again");
  }

  /** Writes the session's counters, page and limits now. A failure is logged: the next change writes it again. */
  async writeState(session: LiveSession): Promise<void> {
    this.#forget(session.id);
    try {
      const where = { id: session.id, status: { in: ["active", "idle"] } };
      const rows = await this.#parts.db.browserSession.updateManyAndReturn({ where, data: stateOf(session) });
      for (const row of rows) this.#publish("session.updated", row);
    } catch (error) {
      this.#parts.log.warn({ error: messageOf(error), sessionId: session.id }, "the session's state could not be written; the next change writes it again");
    }
  }

  /** Adds something that its creator is to know of a session that runs; the same again is nothing new. */
  async warn(id: string, warning: SessionWarning): Promise<void> {
    const row = await this.#parts.db.browserSession.findUnique({ where: { id }, select: { warnings: true } });
    const warnings = (row?.warnings ?? []) as SessionWarning[];
    if (row === null || warnings.some(({ message }) => message === warning.message)) return;
    this.#publish("session.updated", await this.#parts.db.browserSession.update({ where: { id }, data: { warnings: [...warnings, warning] } }));
  }

  async #refusal(id: string, to: SessionStatus): Promise<AppError> {
    const row = await this.#parts.db.browserSession.findUnique({ where: { id } });
    return row ? illegalMove(id, toSession(row).status, to) : new AppError("NOT_FOUND", `There is no session ${id}.`);
  }

  #forget(id: string): void {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }

  #publish(type: "session.created" | "session.updated" | "session.ended", row: SessionRow): void {
    this.#parts.events.publish({ type, workspaceId: row.workspaceId, sessionId: row.id, session: toSession(row) });
  }
}

function stateOf(session: LiveSession) {
  const active = session.tabsForRecord().find((tab) => tab.active);
  return {
    metrics: session.metrics,
    lastActivityAt: new Date(session.lastActivityAt),
    expiresAt: new Date(session.expiresAt),
    ...(active && { url: active.url, title: active.title }),
  };
}
