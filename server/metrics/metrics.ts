import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { CacheOutcome } from "../contract/agent.ts";
import type { ErrorCode } from "../contract/errors.ts";
import type { PerchEvent } from "../contract/events.ts";
import { BreakerState } from "../contract/health.ts";
import { messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { GuardedProvider, LaunchOutcome } from "../providers/provider.ts";
import { CreationClock } from "./creation-clock.ts";

const CREATE_BUCKETS_S = [0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3, 6, 12, 30];
const LOOKUP_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.2, 1];
const OPERATION_BUCKETS_S = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60];

type MetricsParts = {
  db: Db;
  events: EventBus;
  log: Log;
  serverId: string;
  /** Asked when metrics are read: these parts are made after this one. */
  providers: () => readonly GuardedProvider[];
  live: () => { sockets: number; sessions: readonly { casts: readonly { running: boolean }[] }[] };
};

/** What this server counts, in Prometheus' form. */
export type Metrics = {
  /** Idempotent. From here on events are counted. */
  start(): void;
  /** Idempotent. */
  stop(): void;
  /** Counts a call that was answered with an error. */
  callFailed(code: ErrorCode): void;
  /** Counts one browser that was asked of a provider. */
  launched(provider: string, outcome: LaunchOutcome, durationMs: number): void;
  /** Counts an act by how the action cache served it. */
  cacheAnswered(result: CacheOutcome): void;
  /** Notes how long one look into the action cache took, in milliseconds. */
  cacheLookedUp(durationMs: number): void;
  /** Everything counted until now, and what is the case now. */
  text(): Promise<{ contentType: string; text: string }>;
};

/**
 * Counts for one server: of several, each tells its own. Labels are names from our own tables (providers, statuses,
 * operations, error codes), never ids or texts of callers, so that their number is bounded.
 */
export function createMetrics({ db, events, log, serverId, providers, live }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const state: { unsubscribe: (() => void) | null } = { unsubscribe: null };

  const creations = new Counter({
    name: "perch_session_creations_total",
    help: "Sessions that were started (outcome active) or could not be (failed).",
    labelNames: ["provider", "outcome"],
    registers,
  });
  const createSeconds = new Histogram({
    name: "perch_session_create_seconds",
    help: "From the start of a session until it can be driven, its first page included.",
    labelNames: ["provider"],
    buckets: CREATE_BUCKETS_S,
    registers,
  });
  const ended = new Counter({ name: "perch_sessions_ended_total", help: "Sessions that ended, by reason.", labelNames: ["reason"], registers });
  const launches = new Counter({
    name: "perch_browser_launches_total",
    help: "Browsers asked of a provider: waited (was ready), started, failed, refused (by the breaker).",
    labelNames: ["provider", "outcome"],
    registers,
  });
  const launchSeconds = new Histogram({
    name: "perch_browser_launch_seconds",
    help: "Time until a provider had started a browser, tries included.",
    labelNames: ["provider"],
    buckets: CREATE_BUCKETS_S,
    registers,
  });
  const operations = new Histogram({
    name: "perch_operation_seconds",
    help: "Time of act, observe, extract and the other operations on pages, by tier and by whether they did what was asked.",
    labelNames: ["operation", "via", "outcome"],
    buckets: OPERATION_BUCKETS_S,
    registers,
  });
  const failures = new Counter({ name: "perch_call_failures_total", help: "Calls answered with an error, by its code.", labelNames: ["code"], registers });

  const cached = new Counter({
    name: "perch_action_cache_total",
    help: "Acts by how the action cache served them: hit, healed, miss, off (not asked).",
    labelNames: ["result"],
    registers,
  });
  const lookupSeconds = new Histogram({
    name: "perch_action_cache_lookup_seconds",
    help: "Time of one look into the action cache.",
    buckets: LOOKUP_BUCKETS_S,
    registers,
  });

  new Gauge({
    name: "perch_sessions",
    help: "Sessions of this server by status; queued ones are those of all servers.",
    labelNames: ["status"],
    registers,
    async collect() {
      this.reset();
      for (const [status, count] of await sessionCounts(db, serverId, log)) this.set({ status }, count);
    },
  });
  new Gauge({
    name: "perch_browsers",
    help: "Browsers by state: ready to be handed out, launching, running in sessions.",
    labelNames: ["provider", "state"],
    registers,
    async collect() {
      this.reset();
      for (const provider of providers()) {
        const health = await provider.health().catch(() => null);
        for (const state of ["ready", "launching", "running"] as const) if (health) this.set({ provider: provider.name, state }, health[state]);
      }
    },
  });
  new Gauge({
    name: "perch_provider_breaker",
    help: "1 for the state that the provider's breaker is in.",
    labelNames: ["provider", "state"],
    registers,
    collect() {
      for (const provider of providers())
        for (const state of BreakerState.options) this.set({ provider: provider.name, state }, provider.breaker().state === state ? 1 : 0);
    },
  });
  new Gauge({
    name: "perch_live_viewers",
    help: "Open sockets of the live view.",
    registers,
    collect() {
      this.set(live().sockets);
    },
  });
  new Gauge({
    name: "perch_live_screencasts",
    help: "Tabs whose pictures are being taken.",
    registers,
    collect() {
      this.set(live().sessions.reduce((sum, { casts }) => sum + casts.filter(({ running }) => running).length, 0));
    },
  });

  const clock = new CreationClock((provider, outcome, durationMs) => {
    creations.inc({ provider, outcome });
    if (outcome === "active") createSeconds.observe({ provider }, durationMs / 1000);
  });
  const onEvent = (event: PerchEvent): void => {
    if (event.type === "action.finished") {
      const { actionType, via, success, durationMs } = event.activity;
      if (durationMs !== null) operations.observe({ operation: actionType, via: via ?? "none", outcome: success ? "done" : "failed" }, durationMs / 1000);
    } else if (event.type === "session.created" || event.type === "session.updated" || event.type === "session.ended") {
      clock.note(event.session);
      if (event.type === "session.ended") ended.inc({ reason: event.session.terminationReason ?? "unknown" });
    }
  };

  return {
    start: () => {
      if (state.unsubscribe) return;
      collectDefaultMetrics({ register: registry });
      state.unsubscribe = events.subscribe({ types: ["action.finished", "session.created", "session.updated", "session.ended"] }, onEvent);
    },
    stop: () => {
      state.unsubscribe?.();
      state.unsubscribe = null;
      registry.clear();
    },
    callFailed: (code) => failures.inc({ code }),
    launched: (provider, outcome, durationMs) => {
      launches.inc({ provider, outcome });
      if (outcome === "started") launchSeconds.observe({ provider }, durationMs / 1000);
    },
    cacheAnswered: (result) => cached.inc({ result }),
    cacheLookedUp: (durationMs) => lookupSeconds.observe(durationMs / 1000),
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** Running sessions of this server and all that wait, by status; nothing while the database does not answer. */
async function sessionCounts(db: Db, serverId: string, log: Log): Promise<[status: string, count: number][]> {
  const where = { OR: [{ serverId, status: { in: ["creating", "active", "idle", "terminating"] } }, { status: "queued" }] };
  try {
    const rows = await db.browserSession.groupBy({ by: ["status"], where, _count: true });
    const counts = new Map(rows.map(({ status, _count }) => [status, _count]));
    return ["queued", "creating", "active", "idle", "terminating"].map((status) => [status, counts.get(status) ?? 0]);
  } catch (error) {
    log.warn({ error: messageOf(error) }, "sessions could not be counted for the metrics");
    return [];
  }
}
