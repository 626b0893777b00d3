import pg from "pg";
import { newId } from "../core/ids.ts";

const CONNECT_LIMIT_MS = 10_000;

export type TestDatabase = {
  url: string;
  /** Removes the database with whatever is still connected to it. */
  drop(): Promise<void>;
};

/**
 * An empty database with all migrations applied: a clone of the template at TEST_DATABASE_URL, which the integration
 * tests' set-up (scripts/test-database.mjs) provides.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const templateUrl = process.env.TEST_DATABASE_URL;
  if (!templateUrl) throw new Error("TEST_DATABASE_URL is not set: run this file through vitest (project integration) or npm test.");
  const template = new URL(templateUrl).pathname.slice(1);
  const name = newId("test").toLowerCase().replaceAll("-", "_");
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  await onServer(templateUrl, `create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`);
  return { url: url.toString(), drop: () => onServer(templateUrl, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`) };
}

async function onServer(anyUrl: string, statement: string): Promise<void> {
  const url = new URL(anyUrl);
  // Not the template itself: a database that someone is connected to cannot be cloned.
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.toString(), connectionTimeoutMillis: CONNECT_LIMIT_MS });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
