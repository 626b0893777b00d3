import type { Actor } from "../access/actor.ts";
import { createDebuggerLinks, type DebuggerLinks } from "../access/debugger-links.ts";
import type { PerchEvent } from "../contract/events.ts";
import type {
  AcquireSessionInput,
  AcquireSessionOutput,
  CreateSessionInput,
  CreateSessionOutput,
  DebuggerUrlInput,
  DebuggerUrlOutput,
  ExtendSessionInput,
  GetSessionUsageOutput,
  ListSessionsInput,
  ListSessionsOutput,
  Session,
  SessionStatus,
  SessionWarning,
  TerminateAllInput,
  TerminateAllOutput,
  TerminationReason,
  WorkspaceUsage,
} from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { withTimeout } from "../core/time.ts";
import type { Leftovers } from "../providers/provider.ts";
import { acquire } from "./acquire.ts";
import { changedElsewhere } from "./changed-elsewhere.ts";
import { createCpuMeter } from "./cpu-meter.ts";
import { Fleet, type FleetParts } from "./fleet.ts";
import { type Lease, leaseOf, type Use } from "./lease.ts";
import { cleanLeftovers } from "./leftovers.ts";
import type { LiveSession } from "./live-session.ts";
import { limitExceeded } from "./places.ts";
import { planSession, type SessionPlan } from "./plan.ts";

import { restoreInput } from "./restore.ts";
import { createRowLoader, type RowLoader } from "./row-loader.ts";

import { whereSessions } from "./session-query.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { isEnded } from "./state.ts";
import { workspaceUsage } from "./workspace-usage.ts";

/** Of which page a turn is wanted, what for, and how long in milliseconds it may be waited for; a person's hold does not count. */
type LeaseRef = { sessionId: string; tabId?: string | undefined; use?: Use; waitMs?: number };
/** Whose a session is, how it stands, and which server holds its browser. */
export type SessionPlace = Pick<SessionRow, "workspaceId" | "serverId"> & { status: SessionStatus };
type EndElsewhere = (sessionId: string, error: unknown) => Promise<unknown>;
/** Where a new session comes from, when not from a plain request. */
type Origin = { key?: string; restored?: SessionRow };
/** A session on its way into its row. */
type NewSession = { id: string; actor: Actor; input: CreateSessionInput; plan: SessionPlan & { savedState: string | null }; waits: boolean; origin: Origin };

/**
 * The sessions as callers see them: made, found, lent to whoever drives them, ended; always within the caller's workspace.
 * Rows are the truth for readers and for other servers; `LiveSession`s are the truth for drivers of this process.
 */
export class Sessions {
  readonly #parts: FleetParts;
  readonly #fleet: Fleet;
  readonly #links: DebuggerLinks;
  readonly #loadRow: RowLoader<SessionRow>;
  readonly #cpu = createCpuMeter();
  #stopping = false;

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#fleet = new Fleet(parts);
    this.#links = createDebuggerLinks(parts.env);
    this.#loadRow = createRowLoader((workspaceId, ids) => parts.db.browserSession.findMany({ where: { workspaceId, id: { in: ids } } }));
  }

  /** Takes over what servers that are gone left running, then begins to serve the queue. Idempotent. */
  start(): Promise<void> {
    return this.#fleet.start();
  }

  /** Ends every session of this server, or leaves their browsers to the next one (SESSIONS_ON_STOP). Idempotent. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#fleet.stop();
  }

  /** Adds to a session's warnings while it runs. */
  warn(sessionId: string, warning: SessionWarning): Promise<void> {
    return this.#fleet.rows.warn(sessionId, warning);
  }

  /**
   * A new session for the caller, ready to be driven; or, with `queue` and no place free, one that waits for its place.
   * @throws AppError INVALID_INPUT | LIMIT_EXCEEDED | BROWSER_LAUNCH_FAILED | CAPABILITY_UNSUPPORTED | URL_BLOCKED | TIMEOUT
   */
  async create(actor: Actor, input: CreateSessionInput, signal: AbortSignal, origin: Origin = {}): Promise<CreateSessionOutput> {
    if (this.#stopping) throw new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment.");
    const id = newId("sess");
    const { providers, env, settings } = this.#parts;
    const plan = await planSession(input, { providers, env, defaults: await settings.defaultsFor(actor.workspaceId) });
    const savedState = await this.#beginsWith(id, actor, input, origin);
    const shortage = await this.#fleet.places.take(id, actor.workspaceId);
    if (shortage && !input.queue) throw limitExceeded(shortage, await this.#closable(actor));
    const startable = this.#fleet.opener.canOpen({ provider: plan.provider.name, providerFixed: input.provider !== undefined, config: plan.config });
    const waits = shortage !== null || (input.queue && !startable);
    if (waits) this.#fleet.places.give(id);
    const row = await this.#insert({ id, actor, input, plan: { ...plan, savedState }, waits, origin }).catch((error: unknown) => {
      this.#fleet.places.give(id);
      throw error;
    });
    const ready = waits ? row : await this.#fleet.begin(row, input.queue, signal);
    return {
      success: true,
      sessionId: id,
      browserbaseSessionId: ready.browserbaseSessionId,
      liveViewUrl: this.#pageOf(id),
      debuggerUrl: this.#fleet.get(id) ? await this.#debuggerLinkFor(actor, id) : null,
      status: toSession(ready).status,
      queuePosition: await this.#fleet.queue.positionOf(ready),
      warnings: ready.warnings as SessionWarning[],
    };
  }

  /** The caller's running session of that key, or a new one; calls at the same time get the same one. @throws as `create` */
  acquire(actor: Actor, input: AcquireSessionInput, signal: AbortSignal): Promise<AcquireSessionOutput> {
    return acquire(
      {
        db: this.#parts.db,
        events: this.#parts.events,
        pageOf: (id) => this.#pageOf(id),
        debuggerLinkFor: (...of) => this.#debuggerLinkFor(...of),
        create: (...args) => this.create(...args),
      },
      actor,
      input,
      signal,
    );
  }

  /** A new session with the settings, the saved state and the last address of one that has ended. @throws AppError CONFLICT while it runs · NOT_FOUND */
  async restore(actor: Actor, sessionId: string, signal: AbortSignal): Promise<CreateSessionOutput> {
    const row = await this.#row(actor, sessionId);
    return this.create(actor, restoreInput(row), signal, { restored: row });
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
    return { sessions: await Promise.all(rows.map((row) => this.#present(row, actor))), total, page: input.page, pageSize: input.pageSize };
  }

  /** Moves the session's timeout and starts its idle clock anew. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
  async extend(actor: Actor, { sessionId, byMs }: ExtendSessionInput): Promise<Session> {
    const session = await this.running(actor, sessionId);
    session.extend(byMs);
    await this.#fleet.rows.writeState(session);
    return this.get(actor, sessionId);
  }

  /** Ends a session; one that has ended already is left as it is. */
  async terminate(actor: Actor, sessionId: string): Promise<{ success: true; sessionId: string; status: Session["status"] }> {
    const row = await this.#row(actor, sessionId);
    const session = this.#fleet.get(sessionId);
    if (session) await this.#fleet.close(session, "user");
    else if (!isEnded(toSession(row).status)) await this.#endElsewhere(row);
    return { success: true, sessionId, status: (await this.get(actor, sessionId)).status };
  }

  /**
   * Ends the named sessions, or all running ones that the caller made. One that fails does not keep the others alive.
   * @param elsewhere ends a session that could not be ended here, if another server holds it; else throws the given error
   */
  async terminateMany(
    actor: Actor,
    input: TerminateAllInput,
    elsewhere: EndElsewhere = async (_, error) => Promise.reject(error),
  ): Promise<TerminateAllOutput> {
    const ids = input.sessionIds ?? (await this.#runningOf(actor));
    const results = await Promise.allSettled(ids.map((id) => this.terminate(actor, id).catch((error: unknown) => elsewhere(id, error))));
    const terminated = ids.filter((_, i) => results[i]?.status === "fulfilled");
    const failed = results.flatMap((result, i) => (result.status === "rejected" ? [{ sessionId: ids[i] ?? "", message: messageOf(result.reason) }] : []));
    return { success: failed.length === 0, terminated, failed };
  }

  /**
   * The session and one of its pages, for the caller alone until disposed. Waits for its turn.
   * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | TAB_NOT_FOUND | CANCELLED
   */
  async lease(actor: Actor, ref: LeaseRef, signal: AbortSignal): Promise<Lease> {
    const session = await this.running(actor, ref.sessionId);
    const isKeeper = actor.kind === "user" && session.gate.keeps(actor.id);
    const turn = (limit: AbortSignal): Promise<Lease> => leaseOf(session, ref.tabId, limit, { use: ref.use, isKeeper });
    return ref.waitMs === undefined ? turn(signal) : withTimeout(ref.waitMs, "waiting for the session's turn", turn, signal, session.gate);
  }

  /** A running session of the caller's workspace, without taking the driver's turn. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
  async running(actor: Actor, sessionId: string): Promise<LiveSession> {
    const session = this.#fleet.get(sessionId);
    if (session && session.workspaceId === actor.workspaceId) {
      session.assertRunning();
      return session;
    }
    throw notRunning(await this.#row(actor, sessionId));
  }

  /** The running session of that id, whoever owns it: for callers that have checked the owner themselves. */
  live(sessionId: string): LiveSession | undefined {
    return this.#fleet.get(sessionId);
  }

  /** Where a session is, whoever asks: for callers that have checked, or will, who may know. */
  async placeOf(sessionId: string): Promise<SessionPlace | null> {
    const select = { workspaceId: true, status: true, serverId: true };
    const row = await this.#parts.db.browserSession.findUnique({ where: { id: sessionId }, select });
    return row && { ...row, status: row.status as SessionStatus };
  }

  /** Every running session of this server. */
  all(): LiveSession[] {
    return this.#fleet.all();
  }

  /** Addresses by which CDP clients and DevTools reach the session's browser. They give full control: only for callers with `sessions:debug`. */
  async debuggerUrl(actor: Actor, { sessionId, expiresInSeconds }: DebuggerUrlInput): Promise<DebuggerUrlOutput> {
    const { id, tabs } = await this.running(actor, sessionId);
    const addresses = await this.#links.linkFor(actor, id, expiresInSeconds);
    const devtoolsOf = (tabId: string): string => this.#links.devtoolsFor(addresses, tabId);
    return {
      ...addresses,
      devtoolsUrl: devtoolsOf(tabs.active.targetId),
      tabs: tabs.pages().map(({ targetId: tabId }) => ({ tabId, devtoolsUrl: devtoolsOf(tabId) })),
    };
  }

  /** What the workspace's sessions have used, all together. */
  workspaceUsage({ workspaceId }: Actor): Promise<WorkspaceUsage> {
    return workspaceUsage(this.#parts.db, workspaceId);
  }

  /** Processor and memory of the session's browser now. */
  async usage(actor: Actor, sessionId: string): Promise<GetSessionUsageOutput> {
    const session = await this.running(actor, sessionId);
    const usage = await session.browser.usage();
    return { ...usage, cpuPercent: this.#cpu.percentOf(session, usage.cpuMs) };
  }

  /** The last picture of a session that has ended, as JPEG; null where none could be taken. @throws AppError NOT_FOUND */
  async finalPicture(actor: Actor, sessionId: string): Promise<Buffer | null> {
    const { id } = await this.#row(actor, sessionId);
    return this.#fleet.finalPictures.read(id);
  }

  /** What became of the sessions of other servers since then, as the events that tell of it. */
  changedElsewhere(since: Date): Promise<PerchEvent[]> {
    return changedElsewhere(this.#parts.db, this.#parts.servers.id, since);
  }

  /** Notes in the row that nobody has used the session for a while, or that somebody does again. */
  setIdle(session: LiveSession, idle: boolean): Promise<void> {
    return this.#fleet.setIdle(session, idle);
  }

  /** Ends a running session for a reason of the server's own (timeout, idle). Does nothing when it is gone already. */
  async expire(sessionId: string, reason: TerminationReason): Promise<void> {
    const session = this.#fleet.get(sessionId);
    if (session) await this.#fleet.close(session, reason);
  }

  /**
   * Ends a session that should have ended by now: here as usual, elsewhere by its row, of which its server learns then.
   * False when it had ended meanwhile.
   */
  async endOverdue(sessionId: string, status: "terminated" | "error", reason: TerminationReason): Promise<boolean> {
    const session = this.#fleet.get(sessionId);
    if (!session) return (await this.#fleet.rows.end(sessionId, status, reason)) !== null;
    await this.#fleet.close(session, reason);
    return true;
  }

  /** Ends the browsers here whose sessions were ended elsewhere; how many. */
  closeEnded(): Promise<number> {
    return this.#fleet.closeEnded();
  }

  /** Ends processes and removes directories here that belong to no session. */
  cleanLeftovers(): Promise<Leftovers> {
    return cleanLeftovers(this.#parts);
  }

  async #debuggerLinkFor(actor: Actor, id: string): Promise<string | null> {
    return actor.scopes.has("sessions:debug") ? (await this.#links.linkFor(actor, id)).url : null;
  }

  #pageOf(id: string): string {
    return `${this.#parts.env.publicUrl}/sessions/${id}`;
  }

  /** The sealed state that a new session finds: that of the session that it continues, or of its context. @throws AppError NOT_FOUND */
  async #beginsWith(id: string, { workspaceId }: Actor, { context }: CreateSessionInput, { restored }: Origin): Promise<string | null> {
    if (restored) return this.#fleet.opener.resealState(restored, id);
    return context ? this.#fleet.opener.sealContext(id, workspaceId, context.id) : null;
  }

  async #insert({ id, actor, input, plan, waits, origin }: NewSession): Promise<SessionRow> {
    const createdAt = new Date();
    return this.#fleet.rows.insert({
      id,
      workspaceId: actor.workspaceId,
      userId: actor.userId,
      name: input.name ?? null,
      tags: input.tags,
      provider: plan.provider.name,
      providerFixed: input.provider !== undefined,
      status: waits ? "queued" : "creating",
      serverId: waits ? null : this.#parts.servers.id,
      liveViewUrl: this.#pageOf(id),
      recordingUrl: plan.config.recordSession ? `${this.#parts.env.publicUrl}/recordings/${id}` : null,
      config: plan.config,
      warnings: plan.warnings,
      url: plan.startUrl,
      sealedSecrets: this.#fleet.opener.sealSecrets(id, input.proxy),
      createdAt,
      lastActivityAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + plan.config.timeout),
      ...(origin.key !== undefined && { key: origin.key }),
      savedState: plan.savedState,
      ...(origin.restored && { restoredFrom: origin.restored.id }),
    });
  }

  /** A session without a browser here: it waits in the queue, or another server runs it. */
  async #endElsewhere(row: SessionRow): Promise<void> {
    if (row.status !== "queued" && row.serverId !== null && row.serverId !== this.#parts.servers.id && this.#parts.servers.isAlive(row.serverId))
      throw notRunning(row);
    await this.#fleet.rows.end(row.id, "terminated", "user");
  }

  async #closable(actor: Actor): Promise<string[]> {
    const rows = await this.#parts.db.browserSession.findMany({
      where: { workspaceId: actor.workspaceId, status: { in: ["active", "idle"] } },
      orderBy: { lastActivityAt: "asc" },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  async #row(actor: Actor, sessionId: string): Promise<SessionRow> {
    const row = await this.#loadRow(actor.workspaceId, sessionId);
    if (!row) throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
    return row;
  }

  async #runningOf(actor: Actor): Promise<string[]> {
    const rows = await this.#parts.db.browserSession.findMany({
      where: { workspaceId: actor.workspaceId, userId: actor.userId, status: { in: ["queued", "creating", "active", "idle"] } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async #present(row: SessionRow, actor: Actor): Promise<Session> {
    const session = toSession(row, await this.#fleet.queue.positionOf(row));
    const live = this.#fleet.get(row.id);
    if (!live) return session;
    return {
      ...session,
      metrics: { ...live.metrics, totalDuration: session.metrics.totalDuration },
      lastActivityAt: new Date(live.lastActivityAt).toISOString(),
      debuggerUrl: actor.scopes.has("sessions:debug") ? this.#links.addressOf(row.id) : null,
    };
  }
}

function notRunning({ id, status, serverId, terminationReason }: SessionRow): AppError {
  const why: Record<string, string> = {
    queued: "The session still waits for a place; try again when it has started.",
    creating: "The session is still being created; try again in a moment.",
    terminating: "The session is ending; create a new one.",
    active: "The session is with another server; try again in a moment.",
    idle: "The session is with another server; try again in a moment.",
  };
  const details = { sessionId: id, status, serverId };
  return new AppError("SESSION_NOT_RUNNING", why[status] ?? `The session has ended (${terminationReason ?? status}); create a new one.`, { details });
}
