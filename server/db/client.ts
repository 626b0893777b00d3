import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../../prisma/generated/client.ts";

const POOL_MAX = 20;
const CONNECT_LIMIT_MS = 10_000;
const IDLE_LIMIT_MS = 30_000;

/** The database, typed by prisma/schema.prisma. */
export type Db = PrismaClient;

/** A client of the PostgreSQL at `databaseUrl`; it connects when first used and must be ended with `$disconnect()`. */
export function createDb(databaseUrl: string): Db {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: POOL_MAX, connectionTimeoutMillis: CONNECT_LIMIT_MS, idleTimeoutMillis: IDLE_LIMIT_MS });
  return new PrismaClient({ adapter });
}
