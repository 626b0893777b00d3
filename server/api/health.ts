import type { App } from "../app.ts";
import type { HealthStatus } from "../contract/health.ts";
import { messageOf } from "../core/errors.ts";
import { availableMemoryBytes } from "../core/memory.ts";
import { withTimeout } from "../core/time.ts";

const CHECK_LIMIT_MS = 2_000;

/** Asks the database, every provider and the model's server how they are, each for at most CHECK_LIMIT_MS; never throws. */
export async function healthOf(app: App): Promise<HealthStatus> {
  const [database, providers, model, freeBytes, cluster] = await Promise.all([
    databaseOf(app),
    Promise.all(app.providers.map(providerOf)),
    app.agent.modelHealth(),
    availableMemoryBytes(),
    clusterOf(app),
  ]);
  const { env } = app;
  return {
    ok: database.ok && providers.every(({ ok }) => ok) && (model?.ok ?? true),
    database,
    providers,
    model,
    runningSessions: app.sessions.all().length,
    maxSessions: env.maxSessions,
    maxSessionsPerWorkspace: env.maxSessionsPerWorkspace,
    memory: { freeBytes, leastBytes: env.minFreeMemoryBytes },
    ...cluster,
    uptimeMs: Math.round(process.uptime() * 1000),
  };
}

/** What keeps this server from taking new sessions; empty: it is ready. Of what is outside only the database is asked. */
export async function missingOf(app: App): Promise<("database" | "providers")[]> {
  const { ok } = await databaseOf(app);
  const startable = app.providers.some((provider) => provider.breaker().state !== "open");
  return [...(ok ? [] : (["database"] as const)), ...(startable ? [] : (["providers"] as const))];
}

async function databaseOf({ db, log }: App): Promise<HealthStatus["database"]> {
  const from = performance.now();
  const ok = await withTimeout(CHECK_LIMIT_MS, "asking the database", () => db.$queryRaw`select 1`).then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, "the database does not answer");
      return false;
    },
  );
  return { ok, latencyMs: performance.now() - from };
}

/** Who shares the database, how many sessions each holds, and how many wait for one of them. */
async function clusterOf({ db, servers, log }: App): Promise<Pick<HealthStatus, "queuedSessions" | "servers">> {
  const read = () =>
    db.browserSession.groupBy({ by: ["serverId", "status"], where: { status: { in: ["queued", "creating", "active", "idle", "terminating"] } }, _count: true });
  return withTimeout(CHECK_LIMIT_MS, "asking for the servers", read).then(
    (rows) => {
      const count = (fits: (row: (typeof rows)[number]) => boolean): number => rows.filter(fits).reduce((sum, row) => sum + row._count, 0);
      return {
        queuedSessions: count(({ status }) => status === "queued"),
        servers: servers.all().map(({ id, hostId }) => {
          const seenAt = servers.lastSeen(id);
          return {
            id,
            // The rest tells the directory of its browsers, which is nobody's business here.
            host: hostId.split(":")[0] ?? "",
            self: id === servers.id,
            runningSessions: count(({ serverId }) => serverId === id),
            lastSeenAt: seenAt === null ? null : new Date(seenAt).toISOString(),
          };
        }),
      };
    },
    (error: unknown) => {
      log.warn({ error: messageOf(error) }, "the servers could not be counted");
      return { queuedSessions: 0, servers: [] };
    },
  );
}

async function providerOf(provider: App["providers"][number]): Promise<HealthStatus["providers"][number]> {
  const { name } = provider;
  const facts = await withTimeout(CHECK_LIMIT_MS, "asking the provider", () => provider.health()).then(
    ({ status, detail, ready, launching, running }) => ({ ok: status !== "down", detail, browsers: { ready, launching, running } }),
    (error: unknown) => ({ ok: false, detail: messageOf(error), browsers: null }),
  );
  const breaker = provider.breaker();
  if (breaker.state === "closed") return { name, ...facts, breaker };
  return { name, ...facts, ok: false, detail: breaker.recentFailures[0]?.message ?? facts.detail, breaker };
}
