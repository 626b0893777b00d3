import type { App } from "../app.ts";
import type { HealthStatus } from "../contract/health.ts";
import { messageOf } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";

const CHECK_LIMIT_MS = 2_000;

/** Asks the database and every provider how they are, each for at most CHECK_LIMIT_MS; never throws. */
export async function healthOf(app: App): Promise<HealthStatus> {
  const [database, providers] = await Promise.all([databaseOf(app), Promise.all(app.providers.map(providerOf))]);
  return {
    ok: database.ok && providers.every(({ ok }) => ok),
    database,
    providers,
    runningSessions: app.sessions.all().length,
    maxSessions: app.env.maxSessions,
    uptimeMs: Math.round(process.uptime() * 1000),
  };
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
