import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";

/** What is counted: sessions asked for, connections opened that stay (streams, sockets, the live view), and tries at a link's password. */
export type Rate = "create" | "connect" | "unlock";

const WINDOW_S = 60;
/** For each live link, over all servers: slow for who guesses, enough for who mistypes. */
const UNLOCK_PER_MINUTE = 10;
const WORDS: Record<Rate, string> = { create: "new sessions", connect: "new connections", unlock: "tries at a password" };
const TABLE = "rate_limits";

/** How often one caller may do something. */
export type Rates = { take(rate: Rate, caller: string): Promise<void> };

/** By whom calls are counted: each key and each person by itself. */
export const callerNameOf = ({ kind, id }: Actor): string => `${kind}:${id}`;

/**
 * Counts by the minute. Sessions and tries at passwords are counted in the database, because all servers share what they
 * cost; while that is away each server counts for itself. Connections cost only the server that holds them, and are counted there, so that
 * opening one asks nothing of the database.
 */
export function createRates({ db, env, log }: { db: Db; env: Pick<Env, "rates">; log: Log }): Rates {
  const { createPerMinute, connectPerMinute } = env.rates;
  const window = { duration: WINDOW_S };
  const shared = (keyPrefix: Rate, points: number) => ({
    points,
    limiter: new RateLimiterPostgres({
      ...window,
      points,
      keyPrefix,
      storeClient: storeOf(db, log),
      storeType: "client",
      tableName: TABLE,
      tableCreated: true,
      // Whoever is over the limit is refused from memory until the minute ends.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory({ ...window, points, keyPrefix }),
    }),
  });
  const limits: Record<Rate, { points: number; limiter: RateLimiterMemory | RateLimiterPostgres }> = {
    connect: { points: connectPerMinute, limiter: new RateLimiterMemory({ ...window, points: connectPerMinute, keyPrefix: "connect" }) },
    create: shared("create", createPerMinute),
    unlock: shared("unlock", UNLOCK_PER_MINUTE),
  };
  return {
    /** @throws AppError LIMIT_EXCEEDED with `retryAfterMs` */
    take: async (rate, caller) => {
      const { points, limiter } = limits[rate];
      try {
        await limiter.consume(caller);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const retryAfterMs = Math.max(1, Math.ceil(refused.msBeforeNext));
        throw new AppError("LIMIT_EXCEEDED", `At most ${points} ${WORDS[rate]} a minute; try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`, {
          details: { limit: rate, perMinute: points, retryAfterMs },
        });
      }
    },
  };
}

type Query = { text: string; values: unknown[] };

/** The one method of a PostgreSQL client that the limiter calls, on our connections. It reads times as numbers. */
function storeOf(db: Db, log: Log): { query(query: Query): Promise<{ rows: Record<string, unknown>[]; rowCount: number }> } {
  return {
    query: async ({ text, values }) => {
      const wide = values.map((value) => (typeof value === "number" ? BigInt(value) : value));
      try {
        const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(text, ...wide);
        const narrow = rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value])),
        );
        return { rows: narrow, rowCount: rows.length };
      } catch (error) {
        log.warn({ err: error }, "calls could not be counted in the database; this server counts for itself");
        throw error;
      }
    },
  };
}
