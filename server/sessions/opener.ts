import type { Contexts } from "../contexts/contexts.ts";
import { ProviderName, ProxySettings, type SessionConfig, type SessionMetrics, type SessionWarning } from "../contract/sessions.ts";
import { open, seal } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import type { Log } from "../core/log.ts";
import { createMasker, type Masker } from "../core/masking/masker.ts";
import { withTimeout } from "../core/time.ts";
import { createVeil } from "../core/veil.ts";
import type { AdBlocker } from "../driver/ad-block.ts";
import type { BrowserWorker } from "../driver/browser-worker.ts";
import type { Page } from "../driver/page.ts";
import { restoreCookies, restoreStorage, type SavedState, saveState } from "../driver/saved-state.ts";
import { watchTypedSecrets } from "../driver/typed-secrets.ts";
import type { NetworkLog } from "../network-log/network-log.ts";
import type { Browser, BrowserRecord, GuardedProvider, LaunchSpec } from "../providers/provider.ts";
import { candidatesOf, type StartRow, startOnFirst, waitOf, warningsElsewhere } from "./fallback.ts";
import { LiveSession } from "./live-session.ts";
import { maskPatternsOf } from "./mask-patterns.ts";
import { createPageLog } from "./page-log.ts";
import { prepareBrowser } from "./prepare-browser.ts";
import { NO_METRICS, type SessionRow } from "./session-row.ts";

const LAUNCH_LIMIT_MS = 30_000;
const ADOPT_LIMIT_MS = 20_000;

/** A session that runs, on which provider, and what its creator is to know of it. */
export type Opened = { session: LiveSession; provider: ProviderName; warnings: SessionWarning[] };

export type OpenerParts = {
  env: Env;
  log: Log;
  events: EventBus;
  providers: readonly GuardedProvider[];
  adBlocker: () => Promise<AdBlocker>;
  contexts: Pick<Contexts, "load" | "save">;
  networkLog: Pick<NetworkLog, "follow" | "followWorker">;
  /** What else is done with new pages. */
  preparePage?: PreparePage;
};

/** Whose a new page is, and what is hidden of it. */
export type PageOwner = { id: string; workspaceId: string; config: SessionConfig; mask: Masker };
/** Awaited with each new page of a session before it may run a script: sends its commands before it awaits anything. */
export type PreparePage = (owner: PageOwner, page: Page) => Promise<void>;

/** Turns a session's row into a running session: with a new browser, or with the one that an earlier server left. */
export class Opener {
  readonly #parts: OpenerParts;

  constructor(parts: OpenerParts) {
    this.#parts = parts;
  }

  /**
   * A browser of its own for the session: on the first of its providers that can start one.
   * @throws AppError BROWSER_LAUNCH_FAILED | PROVIDER_UNAVAILABLE | CAPABILITY_UNSUPPORTED | TIMEOUT | CANCELLED
   */
  async open(row: SessionRow, onChange: (session: LiveSession) => void, signal: AbortSignal): Promise<Opened> {
    const config = row.config as SessionConfig;
    const { started, provider, failure } = await startOnFirst(candidatesOf(row, this.#parts.providers), ({ name }) =>
      this.#openOn({ ...row, provider: name }, onChange, signal),
    );
    if (!failure) return { session: started, provider: provider.name, warnings: row.warnings as SessionWarning[] };
    this.#parts.log.warn({ sessionId: row.id, from: row.provider, to: provider.name, reason: failure.message }, "a session starts on another provider");
    return { session: started, provider: provider.name, warnings: warningsElsewhere(config, row.provider, provider, failure) };
  }

  /** Whether some provider would try to start the session's browser now. */
  canOpen(row: StartRow): boolean {
    return waitOf(candidatesOf(row, this.#parts.providers)) === 0;
  }

  async #openOn(row: SessionRow, onChange: (session: LiveSession) => void, signal: AbortSignal): Promise<LiveSession> {
    const spec = launchSpec(row.id, row.config as SessionConfig, this.#proxyOf(row));
    const launch = async (limit: AbortSignal): Promise<LiveSession> => {
      const browser = await this.provider(row.provider).launch(spec, limit);
      try {
        const saved = this.#stateOf(row);
        if (saved) await restoreCookies(browser, saved);
        const session = await this.#ready(row, browser, onChange, limit);
        limit.throwIfAborted();
        return session;
      } catch (error) {
        await browser.close({ graceMs: 0 });
        throw error;
      }
    };
    // A browser that dies before anyone has used it costs nobody anything: another one takes its place.
    const twice = (limit: AbortSignal): Promise<LiveSession> =>
      launch(limit).catch((error: unknown) => (isCrash(error) ? launch(limit) : Promise.reject(error)));
    return withTimeout(LAUNCH_LIMIT_MS, "starting the browser", twice, signal);
  }

  /** The session with the browser that it had; null when that is gone. */
  async adopt(row: SessionRow, onChange: (session: LiveSession) => void): Promise<LiveSession | null> {
    const adopt = async (limit: AbortSignal): Promise<LiveSession | null> => {
      const browser = row.browser === null ? null : await this.provider(row.provider).adopt(row.browser as BrowserRecord, limit);
      return browser && this.#ready(row, browser, onChange, limit);
    };
    return withTimeout(ADOPT_LIMIT_MS, "taking over the browser", adopt);
  }

  /** Whether the session's browser is within this server's reach. */
  canAdopt(row: SessionRow): boolean {
    const provider = this.#parts.providers.find(({ name }) => name === row.provider);
    return provider !== undefined && row.browser !== null && provider.canAdopt(row.browser as BrowserRecord);
  }

  /** @throws AppError PROVIDER_UNAVAILABLE when this server is not set up for it */
  provider(name: string): GuardedProvider {
    const provider = this.#parts.providers.find((one) => one.name === ProviderName.parse(name));
    if (!provider) throw new AppError("PROVIDER_UNAVAILABLE", `This server has no provider "${name}"; add it to PROVIDERS.`);
    return provider;
  }

  /** What of a request may not be read in the row: a sealed box, bound to the session. */
  sealSecrets(sessionId: string, proxy: ProxySettings | undefined): string | null {
    if (!proxy?.password) return null;
    return this.#seal(sessionId, proxy);
  }

  /** The state of a context as a sealed box for the row of a session that begins with it. @throws AppError NOT_FOUND */
  async sealContext(sessionId: string, workspaceId: string, contextId: string): Promise<string | null> {
    const state = await this.#parts.contexts.load(workspaceId, contextId);
    return state && this.#seal(sessionId, { ...state, urls: [] } satisfies SavedState);
  }

  /**
   * The session's cookies, storage and addresses as a sealed box for its row; null when it cannot be asked any more.
   * A session that persists its context leaves them there too.
   */
  async sealState(session: LiveSession): Promise<string | null> {
    const state = await saveState(session.browser, session.tabs).catch((error: unknown) => {
      this.#parts.log.info(
        { sessionId: session.id, error: messageOf(error) },
        "the state of a session could not be saved; it can be restored by its address only",
      );
      return null;
    });
    if (state) await this.#persist(session, state);
    return state && this.#seal(session.id, state);
  }

  async #persist({ id, workspaceId, config: { context } }: LiveSession, state: SavedState): Promise<void> {
    if (!context?.persist) return;
    await this.#parts.contexts.save(workspaceId, context.id, state).catch((error: unknown) => {
      this.#parts.log.warn({ sessionId: id, contextId: context.id, error: messageOf(error) }, "a session's context could not be saved");
    });
  }

  /** What an ended session saved, for the session `id` that continues it. */
  resealState(row: SessionRow, id: string): string | null {
    const state = this.#stateOf(row);
    return state && this.#seal(id, state);
  }

  #stateOf(row: SessionRow): SavedState | null {
    return row.savedState === null ? null : (this.#unseal(row.id, row.savedState) as SavedState);
  }

  #seal(sessionId: string, value: unknown): string {
    return seal(this.#parts.env.contextEncryptionKey, Buffer.from(JSON.stringify(value)), sessionId).toString("base64");
  }

  #unseal(sessionId: string, box: string): unknown {
    return JSON.parse(open(this.#parts.env.contextEncryptionKey, Buffer.from(box, "base64"), sessionId).toString("utf8"));
  }

  #proxyOf(row: SessionRow): ProxySettings | undefined {
    if (row.sealedSecrets === null) return (row.config as SessionConfig).proxy;
    return ProxySettings.parse(this.#unseal(row.id, row.sealedSecrets));
  }

  async #ready(row: SessionRow, browser: Browser, onChange: (session: LiveSession) => void, signal: AbortSignal): Promise<LiveSession> {
    const config = row.config as SessionConfig;
    const { env, adBlocker, networkLog, preparePage } = this.#parts;
    const saved = this.#stateOf(row);
    const veil = createVeil();
    const mask = createMasker({ veil, patterns: maskPatternsOf(config, env) });
    const about = { sessionId: row.id, workspaceId: row.workspaceId };
    const pageLog = createPageLog({ ...about, mask, events: this.#parts.events });
    const logging = { ...about, mode: config.logNetwork ?? "headers", mask, note: pageLog.note };
    const onNewPage = async (page: Page): Promise<void> => {
      pageLog.follow(page);
      // All of these send their commands before they await anything.
      await Promise.all([
        watchTypedSecrets(page, (value) => mask.learn(value)),
        preparePage?.({ id: row.id, workspaceId: row.workspaceId, config, mask }, page),
        networkLog.follow(page, logging),
        saved && restoreStorage(page, saved),
      ]);
    };
    const onNewWorker = async (worker: BrowserWorker): Promise<void> => {
      pageLog.follow(worker);
      await networkLog.followWorker(worker, logging);
    };
    const can = this.provider(row.provider).capabilities;
    const blocker = config.options.adBlocking && can.adBlocking === true ? await adBlocker() : null;
    const proxy = can.proxyAuthentication === true ? this.#proxyOf(row) : undefined;
    const tabs = await prepareBrowser(browser, { config, env, proxy, blocker, onNewPage, onNewWorker }, signal);
    const session: LiveSession = new LiveSession({
      id: row.id,
      workspaceId: row.workspaceId,
      userId: row.userId,
      config,
      expiresAt: row.expiresAt.getTime(),
      metrics: { ...NO_METRICS, ...(row.metrics as Partial<SessionMetrics>) },
      lastActivityAt: row.lastActivityAt.getTime(),
      idle: row.status === "idle",
      browser,
      tabs,
      veil,
      mask,
      onChange: () => onChange(session),
    });
    session.onEnd(() => pageLog.close());
    return session;
  }
}

const launchSpec = (sessionId: string, config: SessionConfig, proxy: ProxySettings | undefined): LaunchSpec => ({
  sessionId,
  viewport: config.viewport,
  captchaSolving: config.options.captchaSolving,
  adBlocking: config.options.adBlocking,
  stealth: config.options.stealthMode,
  timeoutMs: config.timeout,
  ...(proxy && { proxy }),
  ...(config.region !== undefined && { region: config.region }),
});

const isCrash = (error: unknown): boolean => error instanceof AppError && error.code === "BROWSER_CRASHED";
