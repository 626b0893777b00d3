import type { Servers } from "../cluster/servers.ts";
import { ENDED_STATUSES, type SessionWarning, type TerminationReason } from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { Db } from "../db/client.ts";
import type { Settings } from "../settings/settings.ts";
import { isProviderFailure } from "./fallback.ts";
import { createFinalPictures, type FinalPictures } from "./final-picture.ts";
import type { LiveSession } from "./live-session.ts";
import { Opener, type OpenerParts } from "./opener.ts";
import { browserLogEntry } from "./page-log.ts";
import { Places } from "./places.ts";
import { SessionQueue } from "./queue.ts";
import { RowWriter } from "./row-writer.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { TakeOver } from "./take-over.ts";

const START_URL_LIMIT_MS = 30_000;
const CLOSE_GRACE_MS = 1_000;
/** How long a session's end waits for the action that is under way. */
const FINISH_LIMIT_MS = 5_000;

export type FleetParts = OpenerParts & { db: Db; servers: Servers; settings: Pick<Settings, "defaultsFor"> };

/**
 * The sessions that run on this server: started from their rows, taken over from servers that are gone, watched, and
 * ended so that nothing of them is left. It knows nothing of callers: `Sessions` decides who may do what.
 */
export class Fleet {
  readonly rows: RowWriter;
  readonly opener: Opener;
  readonly places: Places;
  readonly queue: SessionQueue;
  readonly finalPictures: FinalPictures;
  readonly #parts: FleetParts;
  readonly #live = new Map<string, LiveSession>();
  readonly #takeOver: TakeOver;

  constructor(parts: FleetParts) {
    const { db, log, env, servers } = parts;
    this.#parts = parts;
    this.rows = new RowWriter(parts);
    this.opener = new Opener(parts);
    this.places = new Places({ db, env });
    this.finalPictures = createFinalPictures(env.dataDir);
    this.queue = new SessionQueue({
      db,
      log,
      places: this.places,
      canBegin: (row) => this.opener.canOpen(row),
      claim: (row) => this.#claim(row),
      begin: (row) => this.#beginQueued(row),
    });
    this.#takeOver = new TakeOver({
      db,
      log,
      servers,
      canAdopt: (row) => this.opener.canAdopt(row),
      adopt: (row) => this.#adopt(row),
      lose: (row) => this.#lose(row, "server"),
    });
    servers.onLost(() => this.#releaseLost());
  }

  /** Takes over what servers that are gone left running, then begins to serve the queue. Idempotent. */
  async start(): Promise<void> {
    await this.#takeOver.start();
    this.queue.start();
  }

  /** Ends every session of this server, or leaves their browsers to the next one (SESSIONS_ON_STOP). Idempotent. */
  async stop(): Promise<void> {
    await Promise.all([this.#takeOver.stop(), this.queue.stop()]);
    const leave = this.#parts.env.sessionsOnStop === "keep";
    await Promise.allSettled(this.all().map((session) => (leave ? this.#release(session) : this.close(session, "server"))));
    await this.rows.stop();
  }

  get(sessionId: string): LiveSession | undefined {
    return this.#live.get(sessionId);
  }

  all(): LiveSession[] {
    return [...this.#live.values()];
  }

  /**
   * From a row that is `creating` on this server to a running session; whatever fails, nothing is left of it. One that
   * `mayWait` goes to the queue, and its row is answered so, when no provider is left that would try to start it.
   */
  async begin(row: SessionRow, mayWait: boolean, signal: AbortSignal): Promise<SessionRow> {
    try {
      const { session, provider, warnings } = await this.opener.open(row, (changed) => this.rows.touch(changed), signal);
      this.#live.set(row.id, session);
      const failure = row.url === null ? null : await this.#openStartUrl(session, row.url, signal);
      const ready = await this.rows.move(row.id, "active", {
        provider,
        warnings: failure ? [...warnings, failure] : warnings,
        browser: session.browser.record,
        browserbaseSessionId: session.browser.provider === "browserbase" ? session.browser.externalId : null,
        url: session.mask.known(session.tabs.active.url),
      });
      this.#watch(session);
      // A title that came before anybody watched for it is written all the same.
      if (session.tabs.active.title !== "") this.rows.touch(session);
      return ready;
    } catch (error) {
      if (mayWait && isProviderFailure(error) && !this.opener.canOpen(row)) return this.#putBack(row);
      await this.#abandon(row.id);
      throw error;
    }
  }

  async #putBack(row: SessionRow): Promise<SessionRow> {
    const queued = await this.rows.move(row.id, "queued", { serverId: null });
    this.places.give(row.id);
    return queued;
  }

  /** Notes in the row that nobody has used the session for a while, or that somebody does again. */
  async setIdle(session: LiveSession, idle: boolean): Promise<void> {
    if (session.idle === idle || !this.#live.has(session.id)) return;
    session.idle = idle;
    await this.rows.move(session.id, idle ? "idle" : "active");
  }

  #watch(session: LiveSession): void {
    const { id: sessionId, workspaceId } = session;
    session.tabs.onChange(() => {
      this.#parts.events.publish({ type: "tabs.changed", workspaceId, sessionId, tabs: session.tabsForRecord() });
      this.rows.touch(session);
    });
    // Calls and viewers learn of it at once; what is left of the browser is removed and looked into before `exited`.
    void session.browser.cdp.closed.then(() => {
      if (this.#live.get(sessionId) === session)
        session.end(new AppError("BROWSER_CRASHED", "The session's browser ended unexpectedly. Create a new session."));
    });
    void session.browser.exited.then(async ({ asked, reason }) => {
      if (asked) return;
      await this.#crashed(session, reason).catch((error: unknown) =>
        this.#parts.log.warn({ sessionId, error: messageOf(error) }, "the end of a crashed session could not be noted yet"),
      );
    });
  }

  async #crashed(session: LiveSession, reason = "The session's browser ended unexpectedly."): Promise<void> {
    if (!this.#live.delete(session.id)) return;
    const lostAt = Date.now();
    session.end(new AppError("BROWSER_CRASHED", `${reason} Create a new session.`));
    const { id: sessionId, workspaceId } = session;
    this.#parts.log.warn({ sessionId, reason }, "a session lost its browser");
    this.#parts.events.publish({ type: "log.written", workspaceId, sessionId, entry: browserLogEntry(sessionId, reason) });
    // Before the clean-up: somebody who ends the session meanwhile must not become the reason of its end.
    const noted = this.rows.end(session.id, "error", "crashed", session);
    await Promise.all([noted, this.#clearAway(session, 0)]);
    this.#recovered(session, "ended", lostAt);
  }

  /** The graceful end: the running action finishes, what listens to the end is told, then the browser goes. */
  async close(session: LiveSession, reason: TerminationReason): Promise<void> {
    // Its browser went by itself, and whoever ends it now came just before that was known.
    if (session.ended.reason instanceof AppError && session.ended.reason.code === "BROWSER_CRASHED")
      return this.#crashed(session, (await session.browser.exited).reason);
    if (!this.#live.delete(session.id)) return void (await session.browser.exited);
    // Another server may have ended the row meanwhile; the browser here is ended all the same.
    await this.rows.move(session.id, "terminating").catch((error: unknown) => {
      this.#parts.log.warn({ sessionId: session.id, error: messageOf(error) }, "a session's end could not be announced");
    });
    await session.drain(FINISH_LIMIT_MS);
    const [savedState] = await Promise.all([this.opener.sealState(session), this.finalPictures.take(session)]);
    session.end(new AppError("SESSION_NOT_RUNNING", `The session has ended (${reason}); create a new one.`));
    await this.#clearAway(session, CLOSE_GRACE_MS);
    await this.rows.end(session.id, "terminated", reason, session, savedState ?? undefined);
  }

  /** Lets go of a session that runs on without this server. */
  async #release(session: LiveSession): Promise<void> {
    if (!this.#live.delete(session.id)) return;
    await session.drain(FINISH_LIMIT_MS);
    await this.rows.writeState(session);
    session.end(new AppError("SHUTTING_DOWN", "This server stops and the session goes on with the next one; try again in a moment."));
    await this.#cleanUp(session);
    session.browser.release();
    this.#gone(session.id);
  }

  /** After the others took this server for dead: sessions that are theirs by now are theirs. */
  async #releaseLost(): Promise<void> {
    const { db, servers } = this.#parts;
    const rows = await db.browserSession.findMany({ where: { id: { in: [...this.#live.keys()] }, serverId: { not: servers.id } }, select: { id: true } });
    await Promise.all(rows.map(({ id }) => this.#live.get(id)).map((session) => session && this.#release(session)));
  }

  /** Ends the browsers here whose sessions have ended by their rows (by another server, which took this one for stuck). */
  async closeEnded(): Promise<number> {
    const where = { id: { in: [...this.#live.keys()] }, status: { in: [...ENDED_STATUSES] } };
    const rows = await this.#parts.db.browserSession.findMany({ where, select: { id: true } });
    const sessions = rows.flatMap(({ id }) => this.#live.get(id) ?? []);
    await Promise.allSettled(sessions.map((session) => this.close(session, "server")));
    return sessions.length;
  }

  /** Ends what is left of a session that is over, its browser last, and gives its place to the next one. */
  async #clearAway(session: LiveSession, graceMs: number): Promise<void> {
    await this.#cleanUp(session);
    await session.browser.close({ graceMs });
    this.#gone(session.id);
  }

  async #cleanUp(session: LiveSession): Promise<void> {
    await session.runCleanups((error) => this.#parts.log.warn({ err: error, sessionId: session.id }, "a clean-up at session end failed"));
    session.tabs.dispose();
  }

  #gone(id: string): void {
    this.places.give(id);
    this.queue.kick();
  }

  /** After a failed creation: nothing of the session is left running, and its row says so. */
  async #abandon(id: string): Promise<void> {
    const session = this.#live.get(id);
    this.#live.delete(id);
    if (session) {
      await this.#cleanUp(session);
      await session.browser.close({ graceMs: 0 });
    }
    this.#gone(id);
    await this.rows.end(id, "error", "provider").catch((error: unknown) => {
      this.#parts.log.warn({ err: error, sessionId: id }, "a failed creation could not be noted");
    });
  }

  async #claim(row: SessionRow): Promise<SessionRow | null> {
    const expiresAt = new Date(Date.now() + toSession(row).config.timeout);
    return this.rows.move(row.id, "creating", { serverId: this.#parts.servers.id, expiresAt }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "CONFLICT") return null;
      throw error;
    });
  }

  async #beginQueued(row: SessionRow): Promise<void> {
    await this.begin({ ...row, lastActivityAt: new Date() }, true, new AbortController().signal).catch((error: unknown) =>
      this.#parts.log.warn({ sessionId: row.id, error: messageOf(error) }, "a queued session could not be started"),
    );
  }

  /** Makes another server's session ours, if nobody was quicker; one whose browser is gone has ended. */
  async #adopt(row: SessionRow): Promise<void> {
    const { db, servers, log } = this.#parts;
    const { count } = await db.browserSession.updateMany({ where: { id: row.id, serverId: row.serverId, status: row.status }, data: { serverId: servers.id } });
    if (count === 0) return;
    const session = await this.opener
      .adopt(row, (changed) => this.rows.touch(changed))
      .catch((error: unknown) => {
        log.warn({ sessionId: row.id, error: messageOf(error) }, "a browser did not let itself be taken over");
        return null;
      });
    if (!session) return this.#lose(row, "crashed");
    this.places.hold(row.id);
    this.#live.set(row.id, session);
    this.#watch(session);
    await this.rows.writeState(session);
    this.#recovered(row, "adopted", servers.lastSeen(row.serverId));
    log.info({ sessionId: row.id, from: row.serverId }, "a session goes on with this server");
  }

  /** A session of a server that is gone, which cannot go on. */
  async #lose(row: SessionRow, reason: TerminationReason): Promise<void> {
    const ended = await this.rows.end(row.id, "error", reason);
    if (ended) this.#recovered(row, "ended", this.#parts.servers.lastSeen(row.serverId));
  }

  /** @param lostAt when the session last was as it should be, in milliseconds since the epoch; null where nobody knows */
  #recovered({ id: sessionId, workspaceId }: Pick<SessionRow, "id" | "workspaceId">, outcome: "adopted" | "ended", lostAt: number | null): void {
    if (lostAt === null) return;
    this.#parts.events.publish({ type: "session.recovered", workspaceId, sessionId, outcome, tookMs: Math.max(0, Date.now() - lostAt) });
  }

  /** A start address that fails is a warning: the session itself is fine and the caller can navigate again. */
  async #openStartUrl(session: LiveSession, url: string, signal: AbortSignal): Promise<SessionWarning | null> {
    try {
      await session.tabs.active.navigate(url, { waitUntil: "domcontentloaded", timeoutMs: START_URL_LIMIT_MS, signal });
      return null;
    } catch (error) {
      signal.throwIfAborted();
      return { field: "url", message: messageOf(error) };
    }
  }
}
