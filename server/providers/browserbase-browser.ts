import type { SessionUsage } from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { delay, withTimeout } from "../core/time.ts";
import type { CdpConnection } from "./cdp.ts";
import type { Browser, BrowserExit } from "./provider.ts";

const DEFAULT_GRACE_MS = 500;
/** What `Browser.close` may take beyond the grace that its caller gives. */
const RELEASE_WAIT_MS = 1_000;
const ENDED_LOOK_MS = 100;

/** What finds a cloud's session again. `keepAlive` is 1 when it outlives our connection; no part of it is secret. */
export type CloudRecord = { cloudId: string; serverId: string; browserId: string; cloud: string; keepAlive: number };

type CloudBrowserParts = {
  record: CloudRecord;
  /** Holds a secret of the cloud: it is asked for again where it is needed again, and not stored. */
  endpoint: string;
  cdp: CdpConnection;
  /** Asks the cloud to end a session; resolves with its status then. */
  release: (cloudId: string) => Promise<string>;
  statusOf: (cloudId: string) => Promise<string>;
  log: Log;
};

/** A session of a cloud as one of our browsers. */
export class CloudBrowser implements Browser {
  readonly provider = "browserbase";
  readonly externalId: string;
  readonly endpoint: string;
  readonly record: CloudRecord;
  readonly cdp: CdpConnection;
  readonly exited: Promise<BrowserExit>;
  readonly #parts: CloudBrowserParts;
  #asked = false;
  #closing: Promise<void> | null = null;

  constructor(parts: CloudBrowserParts) {
    this.#parts = parts;
    this.externalId = parts.record.cloudId;
    this.endpoint = parts.endpoint;
    this.record = parts.record;
    this.cdp = parts.cdp;
    this.exited = parts.cdp.closed.then(async () => {
      const asked = this.#asked;
      if (!asked) await this.close({ graceMs: 0 });
      return { asked, code: null, signal: null };
    });
  }

  async usage(): Promise<SessionUsage> {
    throw new AppError("PROVIDER_UNAVAILABLE", "Browserbase does not tell what a session's browser uses.");
  }

  close({ graceMs = DEFAULT_GRACE_MS } = {}): Promise<void> {
    this.#asked = true;
    this.#closing ??= this.#end(graceMs);
    return this.#closing;
  }

  release(): void {
    this.#asked = true;
    this.#closing ??= Promise.resolve();
    this.cdp.close();
  }

  async #end(graceMs: number): Promise<void> {
    const { release, log, record } = this.#parts;
    const released = release(record.cloudId);
    try {
      await withTimeout(graceMs + RELEASE_WAIT_MS, "ending the cloud's session", async (signal) => this.#gone(await released, signal));
    } catch (error) {
      log.warn({ cloudId: record.cloudId, error: messageOf(error) }, "a cloud's session did not end in time; its own timeout does it at the latest");
    }
    // Once more unheard: the wait above may be over before its answer.
    released.catch(() => {});
    this.cdp.close();
  }

  /** The cloud first says that it was asked, and ends the session after. */
  async #gone(status: string, signal: AbortSignal): Promise<void> {
    for (let now = status; now === "RUNNING" || now === "PENDING"; now = await this.#parts.statusOf(this.record.cloudId)) await delay(ENDED_LOOK_MS, signal);
  }
}
