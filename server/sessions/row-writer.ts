import type { SessionStatus, SessionWarning, TerminationReason } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { LiveSession } from "./live-session.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { canMove } from "./state.ts";

const WRITE_DELAY_MS = 400;

type Patch = { warnings?: SessionWarning[]; endpoint?: string; url?: string };

/**
 * Writes what changes about sessions: each change of status at once, counters and the current page gathered for
 * WRITE_DELAY_MS so that a busy session costs a few writes a second at most.
 */
export class RowWriter {
  readonly #parts: { db: Db; log: Log; events: EventBus };
  readonly #pending = new Map<string, { session: LiveSession; timer: NodeJS.Timeout }>();

  constructor(parts: { db: Db; log: Log; events: EventBus }) {
    this.#parts = parts;
  }

  /** Drops what was not yet written: sessions write their last state when they end. Idempotent. */
  async stop(): Promise<void> {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  /** Asks for the session's counters and page to be written soon. */
  touch(session: LiveSession): void {
    if (this.#pending.has(session.id) || session.ended.aborted) return;
    const timer = setTimeout(() => {
      this.#pending.delete(session.id);
      void this.#writeState(session);
    }, WRITE_DELAY_MS);
    this.#pending.set(session.id, { session, timer });
  }

  /**
   * Moves a session to another status.
   * The condition on the old status makes it safe against a change from elsewhere between read and write.
   * @throws AppError CONFLICT when the session is in a status from which it may not go there.
   */
  async move(id: string, to: SessionStatus, patch: Patch): Promise<SessionRow> {
    const from = (["creating", "active", "idle", "terminating"] as const).filter((status) => canMove(status, to));
    const rows = await this.#parts.db.browserSession.updateManyAndReturn({ where: { id, status: { in: from } }, data: { ...patch, status: to } });
    const [row] = rows;
    if (!row) throw new AppError("CONFLICT", `The session cannot become ${to} any more.`);
    return row;
  }

  /** Marks a session as over; null when it was over already. */
  async end(id: string, status: "terminated" | "error", reason: TerminationReason, session?: LiveSession): Promise<SessionRow | null> {
    this.#forget(id);
    const data = { ...(session && stateOf(session)), status, terminatedAt: new Date(), terminationReason: reason };
    const rows = await this.#parts.db.browserSession.updateManyAndReturn({ where: { id, status: { notIn: ["terminated", "error"] } }, data });
    return rows[0] ?? null;
  }

  #forget(id: string): void {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }

  async #writeState(session: LiveSession): Promise<void> {
    try {
      const rows = await this.#parts.db.browserSession.updateManyAndReturn({
        where: { id: session.id, status: { in: ["active", "idle"] } },
        data: stateOf(session),
      });
      for (const row of rows) this.#parts.events.publish({ type: "session.updated", workspaceId: row.workspaceId, sessionId: row.id, session: toSession(row) });
    } catch (error) {
      this.#parts.log.warn({ err: error, sessionId: session.id }, "the session's state could not be written; the next change writes it again");
    }
  }
}

function stateOf(session: LiveSession) {
  const active = session.tabs.list().find((tab) => tab.active);
  return { metrics: session.metrics, lastActivityAt: new Date(session.lastActivityAt), ...(active && { url: active.url, title: active.title }) };
}
