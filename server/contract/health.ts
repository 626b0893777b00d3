import { z } from "zod";
import { Id, Instant } from "./common.ts";
import { ProviderName } from "./sessions.ts";

/** How far a provider is trusted to start browsers: closed is well, open is not asked at all, half_open is being tried. */
export const BreakerState = z.enum(["closed", "open", "half_open"]);
export type BreakerState = z.infer<typeof BreakerState>;

/** One failed launch, or one failed request to the model. */
export const ProviderFailure = z.strictObject({ at: Instant, code: z.string(), message: z.string() });
export type ProviderFailure = z.infer<typeof ProviderFailure>;

/** The circuit breaker of a provider, or of the model. */
export const Breaker = z.strictObject({
  state: BreakerState,
  since: Instant,
  /** While open: from then on the next new session tries the provider again. */
  nextProbeAt: Instant.nullable(),
  /** The latest failed launches, newest first; they stay after a recovery. */
  recentFailures: z.array(ProviderFailure),
});
export type Breaker = z.infer<typeof Breaker>;

/** One of the servers that share the database. */
export const ServerStatus = z.strictObject({
  id: Id,
  /** The machine that it runs on. */
  host: z.string(),
  /** True for the one that answers. */
  self: z.boolean(),
  runningSessions: z.int(),
  lastSeenAt: Instant.nullable(),
});
export type ServerStatus = z.infer<typeof ServerStatus>;

/** How the server is doing, for its operators. */
export const HealthStatus = z.strictObject({
  /** False: something below is out of order. */
  ok: z.boolean(),
  database: z.strictObject({ ok: z.boolean(), latencyMs: z.number() }),
  providers: z.array(
    z.strictObject({
      name: ProviderName,
      ok: z.boolean(),
      detail: z.string(),
      breaker: Breaker,
      /** Browsers that wait to be handed out, are being started, and belong to sessions; null where the provider did not tell. */
      browsers: z.strictObject({ ready: z.int(), launching: z.int(), running: z.int() }).nullable(),
    }),
  ),
  /** What serves the instructions that the resolver leaves, and whether its server answers and takes the key; null without a model. */
  model: z.strictObject({ provider: z.string(), name: z.string(), ok: z.boolean(), detail: z.string(), breaker: Breaker }).nullable(),
  /** Of the server that answers. */
  runningSessions: z.int(),
  maxSessions: z.int(),
  /** In one workspace, over all servers; null where only the servers have a limit. */
  maxSessionsPerWorkspace: z.int().nullable(),
  /** Below `leastBytes` of free memory no session is started. */
  memory: z.strictObject({ freeBytes: z.number(), leastBytes: z.number() }),
  /** Sessions that wait for a place, and the servers that may give them one; empty while the database does not answer. */
  queuedSessions: z.int(),
  servers: z.array(ServerStatus),
  uptimeMs: z.int(),
});
export type HealthStatus = z.infer<typeof HealthStatus>;
