import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Actor } from "../access/actor.ts";
import type { Scope } from "../contract/access.ts";
import { SCOPES } from "../contract/access.ts";
import { CreateSessionInput, type Session, SessionConfig } from "../contract/sessions.ts";
import { type Env, loadEnv } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { createEventBus, type EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { createMasker } from "../core/masking/masker.ts";
import { BrowserTabs } from "../driver/browser-tabs.ts";
import { planEmulation } from "../driver/emulation.ts";
import type { Page } from "../driver/page.ts";
import { createFiles } from "../files/files.ts";
import { createEncoders } from "../live/video/encoders.ts";
import { createLocalProvider } from "../providers/local.ts";
import { LiveSession } from "../sessions/live-session.ts";
import type { PreparePage } from "../sessions/opener.ts";
import { NO_METRICS } from "../sessions/session-row.ts";
import type { SessionPlace } from "../sessions/sessions.ts";

const LAUNCH_LIMIT_MS = 30_000;
const SESSION_MS = 300_000;
const KEY = "0".repeat(64);

/** A member of the given workspace with the given scopes (all of them unless told). */
export function actorOf(workspaceId: string, scopes: readonly Scope[] = SCOPES): Actor {
  return { kind: "key", id: "key_test", name: "Test", userId: "user_test", workspaceId, role: "owner", scopes: new Set(scopes), ip: null };
}

/**
 * One running session with a real browser and without a database: for the parts that work on running sessions only.
 * `sessions` answers for this session as the real ones would, and `end` ends it in their order.
 * @param preparing makes what is called with each new page, as the real ones call theirs
 */
export async function startRunningSession(
  over: Partial<CreateSessionInput> = {},
  preparing?: (house: { env: Env; log: Log; events: EventBus }) => PreparePage,
) {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-session-"));
  const env = loadEnv({
    NODE_ENV: "test",
    DATABASE_URL: "postgresql://localhost/unused",
    DATA_DIR: dataDir,
    POOL_SIZE: "0",
    TOKEN_KEY: KEY,
    CONTEXT_ENCRYPTION_KEY: KEY,
    AUTH_SECRET: KEY,
    ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
  });
  const log = pino({ level: "silent" });
  const events = createEventBus(log);
  const provider = createLocalProvider({ env, log, serverId: "srv_test" });
  const input = CreateSessionInput.parse(over);
  const config = SessionConfig.strip().parse({ ...input, timeout: input.timeout ?? SESSION_MS, idleTimeout: input.idleTimeout ?? SESSION_MS });
  const signal = AbortSignal.timeout(LAUNCH_LIMIT_MS);
  const id = newId("sess");
  const browser = await provider.launch({ sessionId: id, viewport: config.viewport, captchaSolving: false }, signal);
  const workspaceId = newId("ws");
  const mask = createMasker();
  const preparePage = preparing?.({ env, log, events });
  const emulate = await planEmulation(browser.cdp, config, signal);
  const onNewPage = async (page: Page): Promise<void> => {
    await Promise.all([emulate(page), preparePage?.({ id, workspaceId, config, mask }, page)]);
  };
  const tabs = await BrowserTabs.attach(browser, { onNewPage, signal });
  const session = new LiveSession({
    id,
    workspaceId,
    userId: "user_test",
    config,
    expiresAt: Date.now() + SESSION_MS,
    browser,
    tabs,
    mask,
    onChange: () => {},
  });
  const createdAt = new Date().toISOString();

  const row = (): Session => ({
    id,
    workspaceId,
    userId: "user_test",
    name: null,
    tags: [],
    provider: "local",
    browserbaseSessionId: null,
    status: session.ended.aborted ? "terminated" : "active",
    liveViewUrl: null,
    debuggerUrl: null,
    recordingUrl: null,
    config,
    metrics: NO_METRICS,
    warnings: [],
    url: null,
    title: null,
    createdAt,
    lastActivityAt: createdAt,
    expiresAt: new Date(session.expiresAt).toISOString(),
    key: null,
    queuePosition: null,
    restoredFrom: null,
    terminatedAt: null,
    terminationReason: null,
  });
  const owned = async (actor: Actor, sessionId: string): Promise<void> => {
    if (sessionId !== id || actor.workspaceId !== workspaceId) throw new AppError("NOT_FOUND", "There is no such session in this workspace.");
  };
  const sessions = {
    live: (sessionId: string): LiveSession | undefined => (sessionId === id && !session.ended.aborted ? session : undefined),
    running: async (actor: Actor, sessionId: string): Promise<LiveSession> => {
      await owned(actor, sessionId);
      session.assertRunning();
      return session;
    },
    finalPicture: async (actor: Actor, sessionId: string): Promise<Buffer | null> => {
      await owned(actor, sessionId);
      return null;
    },
    placeOf: async (sessionId: string): Promise<SessionPlace | null> => (sessionId === id ? { workspaceId, status: row().status, serverId: "srv_test" } : null),
    get: async (actor: Actor, sessionId: string): Promise<Session> => {
      await owned(actor, sessionId);
      return row();
    },
  };
  const files = createFiles({ sessions, env, events, log });
  /** Links are rows, and without a database there are none. */
  const links = {
    enter: async (): Promise<never> => {
      throw new AppError("UNAUTHENTICATED", "This live link no longer exists.");
    },
    attend: () => () => {},
  };
  /** Nothing is stored. */
  const activities = { linesSince: async () => ({ events: [], left: 0 }) };
  const encoders = createEncoders(provider);
  const end = async (reason = "user"): Promise<void> => {
    session.end(new AppError("SESSION_NOT_RUNNING", `The session has ended (${reason}); create a new one.`));
    await session.runCleanups(() => {});
  };
  const stop = async (): Promise<void> => {
    await end("server");
    tabs.dispose();
    await encoders.stop();
    await browser.close({ graceMs: 0 });
    await provider.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { session, sessions, row, actor: actorOf(workspaceId), page: tabs.active, tabs, env, log, events, files, links, activities, encoders, end, stop };
}
