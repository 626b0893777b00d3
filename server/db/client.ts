import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/generated/client.ts";

const POOL_MAX = 20;
const CONNECT_LIMIT_MS = 5_000;
/** Of a database that accepts and does not answer. No query of ours takes near as long. */
const QUERY_LIMIT_MS = 8_000;
const IDLE_LIMIT_MS = 30_000;

/** The database, typed by prisma/schema.prisma. */
export type Db = PrismaClient;

/** A client of the PostgreSQL at `databaseUrl`; it connects when first used and must be ended with `$disconnect()`. */
export function createDb(databaseUrl: string): Db {
  const limits = { connectionTimeoutMillis: CONNECT_LIMIT_MS, query_timeout: QUERY_LIMIT_MS, idleTimeoutMillis: IDLE_LIMIT_MS };
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: POOL_MAX, ...limits });
  return new PrismaClient({ adapter });
}
