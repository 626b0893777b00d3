import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Actor } from "../access/actor.ts";
import { scopesOf } from "../access/roles.ts";
import { createApp, type Outside } from "../app.ts";
import type { Role, Scope } from "../contract/access.ts";
import { loadEnv } from "../core/env.ts";
import { newId } from "../core/ids.ts";
import { startHttp } from "../http/server.ts";
import { createTestDatabase } from "./postgres.ts";

const TEST_KEY = "0".repeat(64);

/** A member to call as, made in the given workspace. */
type TestMember = { workspaceId: string; role?: Role };

/**
 * The whole server without pages on a free port, with a database and a data directory of its own.
 * @param over environment variables that differ from the tests' defaults
 * @param outside what stands in for the world outside
 */
export async function startTestApp(over: Record<string, string> = {}, outside: Outside = {}) {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "perch-app-"));
  const chromium = process.env.CHROMIUM_PATH;
  /** What a server needs to share this one's database and browsers: for `startBeside`, or for a process of its own. */
  const variables = {
    NODE_ENV: "test",
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: "0",
    POOL_SIZE: "0",
    LOG_LEVEL: "silent",
    TOKEN_KEY: TEST_KEY,
    CONTEXT_ENCRYPTION_KEY: TEST_KEY,
    AUTH_SECRET: TEST_KEY,
    ...(chromium && { CHROMIUM_PATH: chromium }),
    ...over,
  };
  const first = await startOn(variables, outside);
  const stop = async (): Promise<void> => {
    await first.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...first, variables, startBeside: (others: Record<string, string> = {}) => startOn({ ...variables, ...others }, outside), stop };
}

/** A server with these settings; stopping it leaves the database and the data directory. */
async function startOn(variables: Record<string, string>, outside: Outside) {
  const app = createApp(loadEnv(variables), outside);
  const http = await startHttp(app, { dev: false, next: false });

  const workspace = async (name: string): Promise<string> => {
    const id = newId("ws");
    await app.db.organization.create({ data: { id, name, slug: id } });
    return id;
  };
  /** A person with a role in a workspace; a new workspace unless one is given. */
  const actor = async ({ workspaceId, role = "owner" }: Partial<TestMember> = {}): Promise<Actor> => {
    const userId = newId("user");
    const place = workspaceId ?? (await workspace("Test workspace"));
    await app.db.user.create({ data: { id: userId, name: `Test ${role}`, email: `${userId}@example.test` } });
    await app.db.member.create({ data: { id: newId("mem"), organizationId: place, userId, role } });
    return { kind: "user", id: userId, name: `Test ${role}`, userId, workspaceId: place, role, scopes: new Set(scopesOf(role)), ip: null };
  };
  /** The secret of a key of that person, with all their scopes unless told. */
  const apiKey = async (of: Actor, scopes?: Scope[]): Promise<string> =>
    (await app.access.createKey(of, { name: "Test key", ...(scopes && { scopes }) })).secret;

  const stop = async (): Promise<void> => {
    await http.stop();
    await app.stop();
  };
  return { app, url: http.url, workspace, actor, apiKey, stop };
}
