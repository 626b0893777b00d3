import type { SessionConfig, SessionMetrics } from "../contract/sessions.ts";
import type { Tab } from "../contract/tabs.ts";
import { AppError } from "../core/errors.ts";
import { createMasker, type Masker } from "../core/masking/masker.ts";
import { createMutex } from "../core/mutex.ts";
import { createVeil, type Veil } from "../core/veil.ts";
import type { BrowserTabs } from "../driver/browser-tabs.ts";
import type { InputGate } from "../driver/input-gate.ts";
import type { Browser } from "../providers/provider.ts";
import { Automation } from "./automation.ts";
import { NO_METRICS } from "./session-row.ts";

/** The counters of SessionMetrics that callers add to; the duration follows from the clock. */
export type MetricDeltas = Partial<Omit<SessionMetrics, "totalDuration">>;

type LiveSessionParts = {
  id: string;
  workspaceId: string;
  userId: string;
  config: SessionConfig;
  /** In milliseconds since the epoch: when the timeout ends the session. */
  expiresAt: number;
  /** What was counted before, and when it was last used: a session taken over goes on from there. */
  metrics?: SessionMetrics;
  lastActivityAt?: number;
  idle?: boolean;
  browser: Browser;
  tabs: BrowserTabs;
  /** Given where it is needed before the session is there. */
  veil?: Veil;
  mask?: Masker;
  /** Called after anything changed that the row should learn of. */
  onChange: () => void;
};

/**
 * A running session as this server holds it: its browser, its tabs, who drives it and what was counted.
 * Lock order: the driver lock is the only lock; nothing waits for another session while holding it.
 */
export class LiveSession {
  readonly id: string;
  readonly workspaceId: string;
  readonly userId: string;
  readonly config: SessionConfig;
  /** In milliseconds since the epoch: since when the timeout runs. Time in the queue does not count. */
  readonly countedFrom: number;
  readonly browser: Browser;
  readonly tabs: BrowserTabs;
  /** One driver at a time; viewers need no turn. */
  readonly driver = createMutex();
  /** Whether programs change its pages just now. */
  readonly automation = new Automation();
  /** Knows the values of variables that were given for this session, and hides them. */
  readonly veil: Veil;
  /** Takes these values, those typed into password and card fields, and all else that is secret out of what is logged. */
  readonly mask: Masker;
  /** Whether the row says that nobody has used the session for a while. */
  idle: boolean;
  readonly #ended = new AbortController();
  readonly #onChange: () => void;
  readonly #cleanups: (() => void | Promise<void>)[] = [];
  #metrics: SessionMetrics;
  #lastActivityAt: number;
  #expiresAt: number;
  #closing = false;

  constructor(parts: LiveSessionParts) {
    this.id = parts.id;
    this.workspaceId = parts.workspaceId;
    this.userId = parts.userId;
    this.config = parts.config;
    this.countedFrom = parts.expiresAt - parts.config.timeout;
    this.#expiresAt = parts.expiresAt;
    this.#metrics = parts.metrics ?? { ...NO_METRICS };
    this.#lastActivityAt = parts.lastActivityAt ?? Date.now();
    this.idle = parts.idle ?? false;
    this.browser = parts.browser;
    this.tabs = parts.tabs;
    this.veil = parts.veil ?? createVeil();
    this.mask = parts.mask ?? createMasker({ veil: this.veil });
    this.#onChange = parts.onChange;
  }

  /** Aborted when the session ends; the reason is an AppError that tells why. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Closed while a person has its pages: see InputGate. */
  get gate(): InputGate {
    return this.tabs.gate;
  }

  get metrics(): SessionMetrics {
    return this.#metrics;
  }

  get lastActivityAt(): number {
    return this.#lastActivityAt;
  }

  /** Its tabs as they may be stored and told to whoever looks: pages write what was typed into their addresses and titles. */
  tabsForRecord(): Tab[] {
    const { known, configured } = this.mask;
    // Addresses are opened again from the record: what a pattern finds stays in them.
    return this.tabs.list().map((tab) => ({ ...tab, url: known(tab.url), title: configured?.(known(tab.title)) ?? known(tab.title) }));
  }

  /** When the timeout ends it, in milliseconds since the epoch. */
  get expiresAt(): number {
    return this.#expiresAt;
  }

  /** When it ends for want of use; null with `keepAlive`. In milliseconds since the epoch. */
  get idleAt(): number | null {
    return this.config.keepAlive ? null : this.#lastActivityAt + this.config.idleTimeout;
  }

  /** Moves the timeout and notes the use. */
  extend(byMs: number): void {
    this.#expiresAt += byMs;
    this.touch();
  }

  /** Notes that somebody used the session now. */
  touch(): void {
    this.#lastActivityAt = Date.now();
    this.#onChange();
  }

  /** Adds to the counters and notes the use. */
  count(deltas: MetricDeltas): void {
    const next = { ...this.#metrics };
    for (const [key, delta] of Object.entries(deltas) as [keyof MetricDeltas, number][]) next[key] += delta;
    this.#metrics = next;
    this.touch();
  }

  /** Registers work to do once when the session ends, last registered first (a model client, a recorder). */
  onEnd(cleanup: () => void | Promise<void>): void {
    this.#cleanups.push(cleanup);
  }

  /** Refuses new calls and waits until the running one is done, at most `limitMs`. */
  async drain(limitMs: number): Promise<void> {
    this.#closing = true;
    const turn = await this.driver.acquire(AbortSignal.timeout(limitMs)).catch(() => null);
    turn?.[Symbol.dispose]();
  }

  /** Refuses new calls and ends the running ones with the given error. Idempotent. */
  end(why: AppError): void {
    if (!this.#ended.signal.aborted) this.#ended.abort(why);
  }

  /** Runs what was registered with onEnd; a failing cleanup does not keep the others from running. */
  async runCleanups(onError: (error: unknown) => void): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) {
      try {
        await cleanup();
      } catch (error) {
        onError(error);
      }
    }
  }

  /** @throws AppError SESSION_NOT_RUNNING | BROWSER_CRASHED when the session is over. */
  assertRunning(): void {
    if (!this.#closing && !this.#ended.signal.aborted) return;
    const why: unknown = this.#ended.signal.reason;
    throw why instanceof AppError ? why : new AppError("SESSION_NOT_RUNNING", "The session is ending; create a new one.");
  }
}
