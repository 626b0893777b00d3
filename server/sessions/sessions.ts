import type { Actor } from "../access/actor.ts";
import type { LogEntry } from "../contract/activity.ts";
import type {
  CreateSessionInput,
  CreateSessionOutput,
  ListSessionsInput,
  ListSessionsOutput,
  Session,
  SessionUsage,
  TerminateAllInput,
  TerminateAllOutput,
  TerminationReason,
} from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import { AppError, asAppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { withTimeout } from "../core/time.ts";
import type { Db } from "../db/client.ts";
import type { AdBlocker } from "../driver/ad-block.ts";
import type { Page } from "../driver/page.ts";
import type { BrowserProvider } from "../providers/provider.ts";
import { type Lease, leaseOf } from "./lease.ts";
import { LiveSession } from "./live-session.ts";
import { openBrowser } from "./open-browser.ts";
import { logEntryOf } from "./page-log.ts";
import { planSession, type SessionPlan } from "./plan.ts";
import { createRowLoader, type RowLoader } from "./row-loader.ts";
import { RowWriter } from "./row-writer.ts";
import { whereSessions } from "./session-query.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { isEnded } from "./state.ts";

const LAUNCH_LIMIT_MS = 30_000;
const START_URL_LIMIT_MS = 30_000;
const CLOSE_GRACE_MS = 1_000;

type SessionsParts = { db: Db; env: Env; log: Log; events: EventBus; providers: readonly BrowserProvider[]; adBlocker: () => Promise<AdBlocker> };
type LeaseRef = { sessionId: string; tabId?: string | undefined };

/**
 * The sessions of this server: makes them, lends them to whoever drives them, and ends them.
 * Rows are the truth for readers; `LiveSession`s are the truth for drivers of this process.
 */
export class Sessions {
  readonly #parts: SessionsParts;
  readonly #live = new Map<string, LiveSession>();
  /** Sessions being created: they count against the limit and end with the server. */
  readonly #creating = new Set<string>();
  readonly #rows: RowWriter;
  readonly #loadRow: RowLoader<SessionRow>;
  #stopping = false;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#rows = new RowWriter(parts);
    this.#loadRow = createRowLoader((workspaceId, ids) => parts.db.browserSession.findMany({ where: { workspaceId, id: { in: ids } } }));
  }

  /** Marks sessions that an earlier run of this server left behind as ended by the server. Idempotent. */
  async start(): Promise<void> {
    const ended = { status: "error", terminatedAt: new Date(), terminationReason: "server" satisfies TerminationReason };
    await this.#parts.db.browserSession.updateMany({ where: { status: { in: ["creating", "active", "idle", "terminating"] } }, data: ended });
  }

  /** Ends every session of this server. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled([...this.#live.values()].map((session) => this.#close(session, "server")));
    await this.#rows.stop();
  }

  /**
   * A new session for the caller, ready to be driven.
   * @throws AppError INVALID_INPUT | LIMIT_EXCEEDED | BROWSER_LAUNCH_FAILED | CAPABILITY_UNSUPPORTED | URL_BLOCKED | TIMEOUT
   */
  async create(actor: Actor, input: CreateSessionInput, signal: AbortSignal): Promise<CreateSessionOutput> {
    if (this.#stopping) throw new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment.");
    const id = newId("sess");
    this.#reserve(id, actor);
    try {
      const plan = await planSession(input, this.#parts.providers, this.#parts.env);
      const row = await this.#insert(id, actor, input, plan);
      this.#publish("session.created", row);
      const session = await this.#open(row, plan, input, signal);
      if (plan.startUrl !== null) await this.#openStartUrl(session, plan, plan.startUrl, signal);
      const ready = await this.#rows.move(id, "active", { warnings: plan.warnings, endpoint: session.browser.endpoint, url: session.tabs.active.url });
      this.#watch(session);
      this.#publish("session.updated", ready);
      return {
        success: true,
        sessionId: id,
        browserbaseSessionId: row.browserbaseSessionId,
        liveViewUrl: row.liveViewUrl,
        debuggerUrl: actor.scopes.has("sessions:debug") ? session.browser.endpoint : null,
        status: "active",
        warnings: plan.warnings,
      };
    } catch (error) {
      await this.#abandon(id);
      throw error;
    } finally {
      this.#creating.delete(id);
    }
  }

  /** @throws AppError NOT_FOUND also for another workspace's session. */
  async get(actor: Actor, sessionId: string): Promise<Session> {
    return this.#present(await this.#row(actor, sessionId), actor);
  }

  /** One page of the workspace's sessions, newest first unless asked otherwise. */
  async list(actor: Actor, input: ListSessionsInput): Promise<ListSessionsOutput> {
    const where = whereSessions(actor.workspaceId, input);
    const [total, rows] = await Promise.all([
      this.#parts.db.browserSession.count({ where }),
      this.#parts.db.browserSession.findMany({
        where,
        orderBy: [{ [input.sort]: input.order }, { id: "desc" }],
        skip: (input.page - 1) * input.pageSize,
        take: input.pageSize,
      }),
    ]);
    return { sessions: rows.map((row) => this.#present(row, actor)), total, page: input.page, pageSize: input.pageSize };
  }

  /** Ends a session; one that has ended already is left as it is. */
  async terminate(actor: Actor, sessionId: string): Promise<{ success: true; sessionId: string; status: Session["status"] }> {
    const row = await this.#row(actor, sessionId);
    const session = this.#live.get(sessionId);
    if (session) await this.#close(session, "user");
    else if (!isEnded(toSession(row).status)) await this.#rows.end(sessionId, "terminated", "user");
    return { success: true, sessionId, status: (await this.get(actor, sessionId)).status };
  }

  /** Ends the named sessions, or all running ones that the caller made. One that fails does not keep the others alive. */
  async terminateMany(actor: Actor, input: TerminateAllInput): Promise<TerminateAllOutput> {
    const ids = input.sessionIds ?? (await this.#runningOf(actor));
    const results = await Promise.allSettled(ids.map((id) => this.terminate(actor, id)));
    const terminated = ids.filter((_, i) => results[i]?.status === "fulfilled");
    const failed = results.flatMap((result, i) => (result.status === "rejected" ? [{ sessionId: ids[i] ?? "", message: messageOf(result.reason) }] : []));
    return { success: failed.length === 0, terminated, failed };
  }

  /**
   * The session and one of its pages, for the caller alone until disposed. Waits for its turn.
   * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | TAB_NOT_FOUND | CANCELLED
   */
  async lease(actor: Actor, ref: LeaseRef, signal: AbortSignal): Promise<Lease> {
    return leaseOf(await this.running(actor, ref.sessionId), ref.tabId, signal);
  }

  /** A running session of the caller's workspace, without taking the driver's turn. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
  async running(actor: Actor, sessionId: string): Promise<LiveSession> {
    const session = this.#live.get(sessionId);
    if (session && session.workspaceId === actor.workspaceId) {
      session.assertRunning();
      return session;
    }
    const { status, terminationReason } = await this.#row(actor, sessionId);
    throw new AppError(
      "SESSION_NOT_RUNNING",
      status === "creating"
        ? "The session is still being created; try again in a moment."
        : `The session has ended (${terminationReason ?? status}); create a new one.`,
    );
  }

  /** The running session of that id, whoever owns it: for callers that have checked the owner themselves. */
  live(sessionId: string): LiveSession | undefined {
    return this.#live.get(sessionId);
  }

  /** Every running session of this server. */
  all(): LiveSession[] {
    return [...this.#live.values()];
  }

  /** CDP address of the session's browser. It gives full control: only for callers with `sessions:debug`. */
  async debuggerUrl(actor: Actor, sessionId: string): Promise<{ url: string }> {
    return { url: (await this.running(actor, sessionId)).browser.endpoint };
  }

  /** Processor and memory of the session's browser now. */
  async usage(actor: Actor, sessionId: string): Promise<SessionUsage> {
    return (await this.running(actor, sessionId)).browser.usage();
  }

  /** Ends a running session for a reason of the server's own (timeout, idle). Does nothing when it is gone already. */
  async expire(sessionId: string, reason: TerminationReason): Promise<void> {
    const session = this.#live.get(sessionId);
    if (session) await this.#close(session, reason);
  }

  /** Notes in the row that nobody has used the session for a while, or that somebody does again. */
  async setIdle(session: LiveSession, idle: boolean): Promise<void> {
    if (session.idle === idle || !this.#live.has(session.id)) return;
    session.idle = idle;
    this.#publish("session.updated", await this.#rows.move(session.id, idle ? "idle" : "active", {}));
  }

  #reserve(id: string, actor: Actor): void {
    const limit = this.#parts.env.maxSessions;
    if (this.#live.size + this.#creating.size >= limit) {
      const closable = this.all()
        .filter((s) => s.workspaceId === actor.workspaceId)
        .sort((a, b) => a.lastActivityAt - b.lastActivityAt)
        .map((s) => s.id);
      throw new AppError("LIMIT_EXCEEDED", `This server runs at most ${limit} sessions at once; end one first.`, { details: { limit, closable } });
    }
    this.#creating.add(id);
  }

  async #insert(id: string, actor: Actor, input: CreateSessionInput, plan: SessionPlan): Promise<SessionRow & { liveViewUrl: string }> {
    const liveViewUrl = `${this.#parts.env.publicUrl}/sessions/${id}`;
    const createdAt = new Date();
    const row = await this.#parts.db.browserSession.create({
      data: {
        id,
        workspaceId: actor.workspaceId,
        userId: actor.userId,
        name: input.name ?? null,
        tags: input.tags,
        provider: plan.provider.name,
        status: "creating",
        liveViewUrl,
        recordingUrl: input.recordSession ? `${this.#parts.env.publicUrl}/recordings/${id}` : null,
        config: plan.config,
        warnings: plan.warnings,
        createdAt,
        lastActivityAt: createdAt,
        expiresAt: new Date(createdAt.getTime() + plan.config.timeout),
      },
    });
    return { ...row, liveViewUrl };
  }

  async #open(row: SessionRow, plan: SessionPlan, input: CreateSessionInput, signal: AbortSignal): Promise<LiveSession> {
    const { id, workspaceId, userId } = row;
    const onNewPage = async (page: Page): Promise<void> => this.#logPage(id, workspaceId, page);
    const { browser, tabs } = await withTimeout(
      LAUNCH_LIMIT_MS,
      "starting the browser",
      (limit) =>
        openBrowser(
          {
            sessionId: id,
            provider: plan.provider,
            config: plan.config,
            proxy: input.proxy,
            adBlocker: this.#parts.adBlocker,
            env: this.#parts.env,
            onNewPage,
          },
          limit,
        ),
      signal,
    ).catch((error: unknown) => {
      throw asAppError(error, "BROWSER_LAUNCH_FAILED", "The browser could not be started; see the server's log.");
    });
    const session = new LiveSession({
      id,
      workspaceId,
      userId,
      config: plan.config,
      expiresAt: row.expiresAt.getTime(),
      browser,
      tabs,
      onChange: () => this.#rows.touch(session),
    });
    this.#live.set(id, session);
    return session;
  }

  /** A start address that fails is a warning: the session itself is fine and the caller can navigate again. */
  async #openStartUrl(session: LiveSession, plan: SessionPlan, url: string, signal: AbortSignal): Promise<void> {
    try {
      await session.tabs.active.navigate(url, { waitUntil: "domcontentloaded", timeoutMs: START_URL_LIMIT_MS, signal });
    } catch (error) {
      signal.throwIfAborted();
      plan.warnings.push({ field: "url", message: messageOf(error) });
    }
  }

  #logPage(sessionId: string, workspaceId: string, page: Page): void {
    page.onEvent((event) => {
      const entry: LogEntry | null = logEntryOf(sessionId, page.url, event);
      if (entry) this.#parts.events.publish({ type: "log.written", workspaceId, sessionId, entry });
    });
  }

  #watch(session: LiveSession): void {
    const { id: sessionId, workspaceId } = session;
    session.tabs.onChange(() => {
      this.#parts.events.publish({ type: "tabs.changed", workspaceId, sessionId, tabs: session.tabs.list() });
      this.#rows.touch(session);
    });
    void session.browser.exited.then(async ({ asked }) => {
      if (!asked) await this.#crashed(session);
    });
  }

  async #crashed(session: LiveSession): Promise<void> {
    if (!this.#live.delete(session.id)) return;
    session.end(new AppError("BROWSER_CRASHED", "The session's browser ended unexpectedly; create a new session."));
    await this.#release(session);
    this.#publish("session.ended", await this.#rows.end(session.id, "error", "crashed", session));
  }

  async #close(session: LiveSession, reason: TerminationReason): Promise<void> {
    if (!this.#live.delete(session.id)) return void (await session.browser.exited);
    // Another server may have ended the row meanwhile; the browser here is ended all the same.
    const row = await this.#rows.move(session.id, "terminating", {}).catch((error: unknown) => {
      this.#parts.log.warn({ sessionId: session.id, error: messageOf(error) }, "a session's end could not be announced");
      return null;
    });
    this.#publish("session.updated", row);
    session.end(new AppError("SESSION_NOT_RUNNING", `The session has ended (${reason}); create a new one.`));
    await this.#release(session);
    this.#publish("session.ended", await this.#rows.end(session.id, "terminated", reason, session));
  }

  async #release(session: LiveSession): Promise<void> {
    await session.runCleanups((error) => this.#parts.log.warn({ err: error, sessionId: session.id }, "a clean-up at session end failed"));
    session.tabs.dispose();
    await session.browser.close({ graceMs: CLOSE_GRACE_MS });
  }

  /** After a failed creation: nothing of the session is left running, and its row says so. */
  async #abandon(id: string): Promise<void> {
    const session = this.#live.get(id);
    this.#live.delete(id);
    if (session) await this.#release(session);
    const row = await this.#rows.end(id, "error", "provider").catch((error: unknown) => {
      this.#parts.log.warn({ err: error, sessionId: id }, "a failed creation could not be noted");
      return null;
    });
    this.#publish("session.ended", row);
  }

  async #row(actor: Actor, sessionId: string): Promise<SessionRow> {
    const row = await this.#loadRow(actor.workspaceId, sessionId);
    if (!row) throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
    return row;
  }

  async #runningOf(actor: Actor): Promise<string[]> {
    const rows = await this.#parts.db.browserSession.findMany({
      where: { workspaceId: actor.workspaceId, userId: actor.userId, status: { in: ["creating", "active", "idle"] } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  #present(row: SessionRow, actor: Actor): Session {
    const session = toSession(row);
    const live = this.#live.get(row.id);
    if (!live) return session;
    return {
      ...session,
      metrics: { ...live.metrics, totalDuration: session.metrics.totalDuration },
      lastActivityAt: new Date(live.lastActivityAt).toISOString(),
      debuggerUrl: actor.scopes.has("sessions:debug") ? live.browser.endpoint : null,
    };
  }

  #publish(type: "session.created" | "session.updated" | "session.ended", row: SessionRow | null): void {
    if (row) this.#parts.events.publish({ type, workspaceId: row.workspaceId, sessionId: row.id, session: toSession(row) });
  }
}
