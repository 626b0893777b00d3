import type { Actor } from "../../access/actor.ts";
import type { Servers } from "../../cluster/servers.ts";
import type { ModelUsage } from "../../contract/agent.ts";
import {
  type AgentInput,
  type AgentOutput,
  type AgentRun,
  type AgentRunDetails,
  type AgentStep,
  LIVE_RUN_STATUSES,
  type ListAgentRunsInput,
} from "../../contract/agent-run.ts";
import type { Json } from "../../contract/common.ts";
import { AppError, asAppError, messageOf } from "../../core/errors.ts";
import type { EventBus } from "../../core/events.ts";
import { newId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import { abortError, countDown, raceAbort } from "../../core/time.ts";
import type { Db } from "../../db/client.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import type { Agent } from "../agent.ts";
import { createGate, type Gate } from "./gate.ts";
import { type Ending, runLoop, sumOf } from "./loop.ts";
import { type AgentRunRow, toDetails, toRun } from "./run-rows.ts";

type AgentRunsParts = {
  db: Db;
  log: Log;
  events: EventBus;
  servers: Pick<Servers, "id" | "isAlive" | "all">;
  sessions: Pick<Sessions, "running" | "live">;
  agent: Pick<Agent, "act" | "extract" | "navigate" | "waitFor" | "decide" | "unspent">;
};

/** A run of this server. */
type LiveRun = { session: LiveSession; gate: Gate; stop: AbortController; ended: Promise<void> };
type StoppedEnding = Omit<Ending, "status"> & { status: "stopped" };
type Changes = Parameters<Db["agentRun"]["update"]>[0]["data"];

const LIVE = [...LIVE_RUN_STATUSES];
const ORPHANED = { status: "failed", pausedBy: null, reason: "The server that ran it has ended; start it again.", errorCode: "SHUTTING_DOWN" };
/** Goals that the model pursues in several steps. */
export type AgentRuns = ReturnType<typeof createAgentRuns>;

/**
 * Runs belong to the server that has their session, go on without their callers, and are kept in rows that every server
 * reads. One at a time in a session.
 */
export function createAgentRuns({ db, log, events, servers, sessions, agent }: AgentRunsParts) {
  const live = new Map<string, LiveRun>();
  /** Also those whose row is being written for the first or the last time. */
  const own = new Set<string>();
  const state: { unsubscribe: (() => void) | null; stopping: boolean } = { unsubscribe: null, stopping: false };

  const tell = (row: AgentRunRow): AgentRun => {
    const run = toRun(row);
    events.publish({ type: "agent.changed", workspaceId: row.workspaceId, sessionId: row.sessionId, run });
    return run;
  };
  /** What has ended stays as it ended. */
  const write = async (id: string, data: Changes): Promise<AgentRunRow> => {
    await db.agentRun.updateMany({ where: { id, status: { in: LIVE } }, data });
    const row = await db.agentRun.findUniqueOrThrow({ where: { id } });
    tell(row);
    return row;
  };

  /** The row as it is now: one whose server is gone has failed. @throws AppError NOT_FOUND also for another workspace's run */
  const rowOf = async (actor: Actor, id: string): Promise<AgentRunRow> => {
    const row = await db.agentRun.findFirst({ where: { id, workspaceId: actor.workspaceId } });
    if (!row) throw new AppError("NOT_FOUND", `There is no run ${id} in this workspace.`);
    return settled(row);
  };
  const settled = async (row: AgentRunRow): Promise<AgentRunRow> => {
    const runs = row.serverId === servers.id ? own.has(row.id) : servers.isAlive(row.serverId);
    return runs || !isLive(row) ? row : write(row.id, { ...ORPHANED, endedAt: new Date() });
  };

  const pursue = async (id: string, actor: Actor, input: AgentInput, { session, gate, stop }: Omit<LiveRun, "ended">): Promise<void> => {
    const startedAt = performance.now();
    const activity = { id: newId("act"), sessionId: session.id, actionType: "agent", via: null, actorName: actor.name, createdAt: new Date().toISOString() };
    const goal = session.mask.known(input.goal);
    const told = { workspaceId: session.workspaceId, sessionId: session.id };
    events.publish({
      ...told,
      type: "action.started",
      activity: { ...activity, actionData: { runId: id, goal }, success: null, durationMs: null, errorMessage: null },
    });
    const spent: { usage: ModelUsage; steps: AgentStep[]; data: Json } = { usage: agent.unspent(), steps: [], data: null };
    const onUsed = (usage: ModelUsage): void => {
      spent.usage = sumOf([spent.usage, usage]);
    };
    const onStep = async (plain: AgentStep, data: Json | undefined): Promise<void> => {
      const step = { ...plain, outcome: session.mask.known(plain.outcome), url: session.mask.known(plain.url) };
      spent.steps.push(step);
      if (data !== undefined) spent.data = session.mask.knownIn(data);
      await write(id, { steps: spent.steps, stepCount: spent.steps.length, usage: spent.usage, ...(spent.data !== null && { data: spent.data }) });
      events.publish({ ...told, type: "agent.stepped", runId: id, step });
    };
    const limit = new AbortController();
    const late = new AppError("TIMEOUT", `It was not done within ${input.timeoutMs} ms. Raise timeoutMs, or make the goal smaller.`);
    const stopCounting = countDown(input.timeoutMs, () => limit.abort(late), session.gate);
    const signal = AbortSignal.any([stop.signal, session.ended, limit.signal]);
    // What a run does is not done by the person who began it: where they take over, it waits like anyone's.
    const driver: Actor = { ...actor, kind: "system" };
    const atWork = (): Disposable => session.automation.begin();
    const ending = await runLoop({ runId: id, agent, actor: driver, input, gate, atWork, signal, onUsed, onStep }).catch((error: unknown) =>
      endingOf(error, signal, stop.signal),
    );
    stopCounting();
    const reason = ending.reason && session.mask.known(ending.reason);
    if (ending.errorCode === "INTERNAL") log.error({ runId: id, reason }, "an agent's run failed for a reason of ours");
    const result = ending.result && session.mask.known(ending.result);
    await write(id, { status: ending.status, pausedBy: null, reason, errorCode: ending.errorCode, result, usage: spent.usage, endedAt: new Date() });
    events.publish({
      ...told,
      type: "action.finished",
      activity: {
        ...activity,
        actionData: { runId: id, goal, steps: spent.steps.length, usage: spent.usage },
        success: ending.status === "done",
        durationMs: Math.round(performance.now() - startedAt),
        errorMessage: reason,
        via: "model",
      },
    });
  };

  const start = async (actor: Actor, input: AgentInput): Promise<AgentRunRow> => {
    if (state.stopping) throw new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment.");
    const session = await sessions.running(actor, input.sessionId);
    const usage = agent.unspent(input.budgetUsd !== undefined);
    session.veil.learn(input.variables);
    // The index that allows one live run for a session still counts those of servers that are gone.
    for (const row of await db.agentRun.findMany({ where: { sessionId: session.id, status: { in: LIVE } } })) await settled(row);
    const id = newId("run");
    const data = {
      id,
      workspaceId: session.workspaceId,
      sessionId: session.id,
      serverId: servers.id,
      actorName: actor.name,
      goal: session.mask.known(input.goal),
      status: "running",
      maxSteps: input.maxSteps,
      usage,
      createdAt: new Date(),
    };
    own.add(id);
    const row = await db.agentRun.create({ data }).catch((error: unknown) => {
      own.delete(id);
      if (!isTaken(error)) throw error;
      throw new AppError("CONFLICT", "A run is under way in this session; stop it, or wait until it has ended.");
    });
    const parts = { session, gate: createGate(), stop: new AbortController() };
    tell(row);
    const ended = pursue(id, actor, input, parts)
      .catch((error: unknown) => log.error({ err: error, runId: id }, "an agent's run or its end could not be stored"))
      .finally(() => {
        live.delete(id);
        own.delete(id);
      });
    live.set(id, { ...parts, ended });
    return row;
  };

  /** A live run of this server, else the reason why not. @throws AppError NOT_FOUND | CONFLICT when it has ended | SESSION_NOT_RUNNING naming the server that has it */
  const liveRun = async (actor: Actor, id: string): Promise<LiveRun> => {
    const row = await rowOf(actor, id);
    const run = live.get(id);
    if (run) return run;
    if (!isLive(row)) throw new AppError("CONFLICT", `The run has ended (${row.status}).`);
    const details = { sessionId: row.sessionId, serverId: row.serverId };
    throw new AppError("SESSION_NOT_RUNNING", "Another server has this run.", { details });
  };
  const hold = async (id: string, { gate }: LiveRun, pausedBy: "request" | "control"): Promise<AgentRunRow> => {
    gate.close();
    return write(id, { status: "paused", pausedBy });
  };
  /** A run that was held because of a person goes on once they give back; one that was asked to pause stays so. */
  const letGoOn = async (id: string, { gate }: LiveRun): Promise<void> => {
    const { count } = await db.agentRun.updateMany({ where: { id, status: "paused", pausedBy: "control" }, data: { status: "running", pausedBy: null } });
    if (count === 0) return;
    tell(await db.agentRun.findUniqueOrThrow({ where: { id } }));
    gate.open();
  };

  return {
    /** Idempotent. Runs of servers that are gone have failed; a person who takes control holds a session's run. */
    start: async (): Promise<void> => {
      const alive = servers.all().map(({ id }) => id);
      const orphans = { status: { in: LIVE }, serverId: { notIn: alive } };
      await db.agentRun.updateMany({ where: orphans, data: { ...ORPHANED, endedAt: new Date() } });
      state.unsubscribe ??= events.subscribe({ types: ["action.finished", "control.taken", "control.returned"] }, (event) => {
        if (event.type === "action.finished" && event.activity.actionType !== "live.control") return;
        const follow = event.type === "control.returned" ? letGoOn : (id: string, run: LiveRun) => hold(id, run, "control");
        for (const [id, run] of live)
          if (run.session.id === event.sessionId)
            follow(id, run).catch((error: unknown) => log.warn({ err: error, runId: id }, "that a run is held or goes on could not be stored"));
      });
    },
    /** Idempotent. Ends the runs of this server and waits until that is stored. */
    stop: async (): Promise<void> => {
      state.stopping = true;
      state.unsubscribe?.();
      state.unsubscribe = null;
      const runs = [...live.values()];
      for (const { stop } of runs) stop.abort(new AppError("SHUTTING_DOWN", "The server was stopped while it ran; start it again."));
      await Promise.all(runs.map(({ ended }) => ended));
    },

    /**
     * Begins to pursue a goal; what comes of it is told by events and by `get`.
     * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | MODEL_NOT_CONFIGURED | CONFLICT while another run is under way in the session | INVALID_INPUT for a budget without prices
     */
    begin: async (actor: Actor, input: AgentInput): Promise<AgentRun> => toRun(await start(actor, input)),
    /** As `begin`, and waits for the end. A caller who leaves does not stop it. @throws as `begin` · CANCELLED */
    pursue: async (actor: Actor, input: AgentInput, signal: AbortSignal): Promise<AgentOutput> => {
      const { id } = await start(actor, input);
      const run = live.get(id);
      if (run) await raceAbort(run.ended, signal);
      const details = toDetails(await rowOf(actor, id));
      return { success: details.status === "done", run: details };
    },
    /** @throws AppError NOT_FOUND */
    get: async (actor: Actor, id: string): Promise<AgentRunDetails> => toDetails(await rowOf(actor, id)),
    /** Runs of a session, the newest first. @throws AppError NOT_FOUND also for another workspace's session */
    list: async (actor: Actor, { sessionId, limit }: ListAgentRunsInput): Promise<{ runs: AgentRun[] }> => {
      const where = { sessionId, workspaceId: actor.workspaceId };
      if ((await db.browserSession.count({ where: { id: sessionId, workspaceId: actor.workspaceId } })) === 0)
        throw new AppError("NOT_FOUND", `There is no session ${sessionId} in this workspace.`);
      const rows = await db.agentRun.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: limit });
      return { runs: await Promise.all(rows.map(async (row) => toRun(await settled(row)))) };
    },
    /** Ends a run at once, also within a step; one that has ended is left as it is. @throws AppError NOT_FOUND */
    halt: async (actor: Actor, id: string): Promise<AgentRun> => {
      const row = await rowOf(actor, id);
      if (!isLive(row)) return toRun(row);
      const { stop, ended } = await liveRun(actor, id);
      stop.abort(new AppError("CANCELLED", "Somebody stopped it."));
      await ended;
      return toRun(await rowOf(actor, id));
    },
    /** Holds a run before its next step. @throws AppError NOT_FOUND | CONFLICT when it has ended */
    pause: async (actor: Actor, id: string): Promise<AgentRun> => toRun(await hold(id, await liveRun(actor, id), "request")),
    /** Lets a held run go on. @throws AppError NOT_FOUND | CONFLICT when it has ended */
    resume: async (actor: Actor, id: string): Promise<AgentRun> => {
      const { gate } = await liveRun(actor, id);
      const row = await write(id, { status: "running", pausedBy: null });
      gate.open();
      return toRun(row);
    },
  };
}

const isLive = ({ status }: AgentRunRow): boolean => LIVE.some((one) => one === status);

/** Prisma's P2002: a unique index refused the row. */
const isTaken = (error: unknown): boolean => (error as { code?: unknown }).code === "P2002";

/** How a run ended that did not end by itself. */
function endingOf(error: unknown, signal: AbortSignal, stop: AbortSignal): Ending | StoppedEnding {
  const failure = signal.aborted ? abortError(signal) : asAppError(error, "INTERNAL", `The run failed for a reason of the server's own: ${messageOf(error)}`);
  const { code, message: reason } = failure;
  if (stop.aborted && code === "CANCELLED") return { status: "stopped", result: null, reason, errorCode: null };
  return { status: "failed", result: null, reason, errorCode: code };
}
