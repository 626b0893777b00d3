// vitest's global set-up of the integration tests: a PostgreSQL of their own with a migrated database to clone from.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { openDatabase } from "./database.mjs";
import { prisma } from "./prisma.mjs";
import { dataDirectory } from "./steps.mjs";

/** Starts a database that is gone after use, with the migrations applied. */
export async function startTestDatabase() {
  const dataDir = mkdtempSync(join(tmpdir(), "perch-test-"));
  const opened = { database: null };
  const stop = async () => {
    await opened.database?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const database = await openDatabase({ dataDir, durable: false });
    opened.database = database;
    await prisma(["generate"], { databaseUrl: database.url, quiet: true });
    await prisma(["migrate", "deploy"], { databaseUrl: database.url, quiet: true });
    return { url: database.url, dataDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Gives the tests TEST_DATABASE_URL and CHROMIUM_PATH unless they are set; what it returns takes them away again. */
export default async function setup() {
  process.env.CHROMIUM_PATH = (await findChromium({ dataDir: dataDirectory(), wanted: process.env.CHROMIUM_PATH })).path;
  if (process.env.TEST_DATABASE_URL) return undefined;
  const database = await startTestDatabase();
  process.env.TEST_DATABASE_URL = database.url;
  return database.stop;
}
