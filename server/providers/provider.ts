import type { Breaker } from "../contract/health.ts";
import type { ProviderName, ProxySettings, SessionUsage } from "../contract/sessions.ts";
import type { CdpConnection } from "./cdp.ts";

/** What a provider needs to find a browser again: plain JSON for the session's row, of no meaning to anyone else. */
export type BrowserRecord = { readonly [name: string]: string | number | null };

/** What a provider can do; asked-for options beyond it become warnings or CAPABILITY_UNSUPPORTED. */
export type ProviderCapabilities = {
  captchaSolving: boolean;
  proxy: boolean;
  /** `provider`: it does that by itself, and our driver need not. */
  proxyAuthentication: boolean | "provider";
  adBlocking: boolean | "provider";
  stealth: boolean;
};

/** The part of a session's configuration that must be known when the browser process starts. */
export type LaunchSpec = {
  sessionId: string;
  viewport: { width: number; height: number };
  proxy?: ProxySettings;
  captchaSolving: boolean;
  adBlocking?: boolean;
  stealth?: boolean;
  /** How long the session may last; left out: as the provider has it. */
  timeoutMs?: number;
  region?: string;
};

/** Why a browser is gone. `asked` is true when we closed it; `reason` is a sentence where the provider knows one. */
export type BrowserExit = { asked: boolean; code: number | null; signal: string | null; reason?: string };

/** One running browser that belongs to one session. */
export interface Browser {
  readonly provider: ProviderName;
  /** The provider's own name for it: a process id locally, a session id in a cloud. */
  readonly externalId: string;
  /** CDP WebSocket address of the browser target (`ws://…/devtools/browser/…`). */
  readonly endpoint: string;
  /** For `BrowserProvider.adopt`, after this server is gone. */
  readonly record: BrowserRecord;
  /** A folder of its own that is gone with it, and where its relative paths lead; left out for one on another machine. */
  readonly filesDir?: string;
  /** The root connection; it stays open as long as the browser. */
  readonly cdp: CdpConnection;
  /** Settles when the browser is gone, whoever ended it; never rejects. */
  readonly exited: Promise<BrowserExit>;
  /** @throws AppError PROVIDER_UNAVAILABLE where the provider cannot tell. */
  usage(): Promise<SessionUsage>;
  /** Ends the browser with all its processes and removes its directories. Idempotent; resolves within `graceMs` plus one second. */
  close(options?: { graceMs?: number }): Promise<void>;
  /** Lets go of the browser and leaves it running, for another server to adopt. Idempotent. */
  release(): void;
}

/** What a clean-up found and ended. */
export type Leftovers = { processes: number; directories: number; freedBytes: number };
/** Whether a browser that was found still belongs to somebody: by the server that launched it and the id in its record. */
export type KeepBrowser = (browser: { serverId: string; browserId: string }) => boolean;

export type ProviderHealth = { status: "ok" | "degraded" | "down"; detail: string; ready: number; launching: number; running: number };

/** Where browsers come from. */
export interface BrowserProvider {
  readonly name: ProviderName;
  readonly capabilities: ProviderCapabilities;
  /** Idempotent. Begins background work (filling the pool). */
  start(): Promise<void>;
  /** Idempotent. Closes every browser it still holds. */
  stop(): Promise<void>;
  /**
   * A browser of the caller's own, never used before and never used again after.
   * @throws AppError BROWSER_LAUNCH_FAILED | PROVIDER_UNAVAILABLE | CAPABILITY_UNSUPPORTED | TIMEOUT | CANCELLED
   */
  launch(spec: LaunchSpec, signal: AbortSignal): Promise<Browser>;
  /** A browser that waits already and fits, at once; null without one. Left out where none ever waits. */
  takeReady?(spec: LaunchSpec): Promise<Browser | null>;
  /** Whether this server can reach the browser at all: one on another machine is for a server over there. */
  canAdopt(record: BrowserRecord): boolean;
  /**
   * The browser of an earlier server, if it is still the same one and answers; null when it is gone.
   * What is left of one that does not answer is ended.
   */
  adopt(record: BrowserRecord, signal: AbortSignal): Promise<Browser | null>;
  /** Ends processes and removes directories of browsers that nobody keeps. */
  clean(keep: KeepBrowser): Promise<Leftovers>;
  health(): Promise<ProviderHealth>;
}

/** How a launch went: a browser waited already, one was started, none was, or the provider was not even asked. */
export type LaunchOutcome = "waited" | "started" | "failed" | "refused";

/** A provider behind its circuit breaker. */
export interface GuardedProvider extends BrowserProvider {
  breaker(): Breaker;
  /** How long until a launch would be tried, in milliseconds; 0: it would be now. */
  waitMs(): number;
}
