import type { SessionUsage } from "../contract/sessions.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { delay, withTimeout } from "../core/time.ts";
import type { CdpConnection } from "./cdp.ts";
import type { Browser, BrowserExit } from "./provider.ts";

/** A node that is gone is noticed within the sum of these two and what asking the Grid about it takes. */
const HEARTBEAT_MS = 1_500;
const ANSWER_LIMIT_MS = 5_000;
const TOUCH_LIMIT_MS = 10_000;
const DEFAULT_GRACE_MS = 500;
/** What `Browser.close` may take beyond the grace that its caller gives. */
const END_WAIT_MS = 900;

/** What finds a session of a Grid again, from any server that uses this Grid. */
export type GridRecord = { grid: string; gridSession: string; serverId: string; browserId: string };

type GridBrowserParts = {
  record: GridRecord;
  endpoint: string;
  cdp: CdpConnection;
  /** How often the Grid must hear a WebDriver command of the session, so as not to end it for idling; CDP does not count there. */
  touchEveryMs: number;
  /** Ends the session on the Grid; never rejects. */
  end: (gridSession: string) => Promise<void>;
  /** Such a command; false when the Grid has no such session. */
  touch: (gridSession: string, signal: AbortSignal) => Promise<boolean>;
  /** Why the browser no longer answers, as a sentence; never rejects. */
  diagnose: (gridSession: string) => Promise<string>;
  log: Log;
};

/** A session of a Selenium Grid as one of our browsers: driven over CDP, kept from idling out, watched by its heartbeat. */
export class GridBrowser implements Browser {
  readonly provider = "grid";
  readonly externalId: string;
  readonly endpoint: string;
  readonly record: GridRecord;
  readonly cdp: CdpConnection;
  readonly exited: Promise<BrowserExit>;
  readonly #parts: GridBrowserParts;
  readonly #over = new AbortController();
  #asked = false;
  #closing: Promise<void> | null = null;

  constructor(parts: GridBrowserParts) {
    this.#parts = parts;
    this.externalId = parts.record.gridSession;
    this.endpoint = parts.endpoint;
    this.record = parts.record;
    this.cdp = parts.cdp;
    this.exited = Promise.race([parts.cdp.closed, this.#unanswered(), this.#forgotten()]).then(() => this.#settle());
  }

  /** @throws AppError PROVIDER_UNAVAILABLE: the Grid does not tell what its browsers use. */
  async usage(): Promise<SessionUsage> {
    throw new AppError("PROVIDER_UNAVAILABLE", "A Selenium Grid does not tell what a session's browser uses.");
  }

  close({ graceMs = DEFAULT_GRACE_MS } = {}): Promise<void> {
    this.#asked = true;
    this.#closing ??= this.#end(graceMs);
    return this.#closing;
  }

  release(): void {
    this.#asked = true;
    this.#closing ??= Promise.resolve();
    this.cdp.terminate();
  }

  async #end(graceMs: number): Promise<void> {
    const { end, log, record } = this.#parts;
    this.#over.abort();
    const ended = end(record.gridSession);
    await withTimeout(graceMs + END_WAIT_MS, "ending the Grid's session", () => ended).catch((error: unknown) =>
      log.warn({ gridSession: record.gridSession, error: messageOf(error) }, "a Grid's session takes longer to end; that goes on in the background"),
    );
    this.cdp.terminate();
  }

  async #settle(): Promise<BrowserExit> {
    const asked = this.#asked;
    this.#over.abort();
    if (asked) {
      await this.#closing;
      return { asked, code: null, signal: null };
    }
    // Calls that wait for this browser end now, also where the socket to it still looks well.
    this.cdp.terminate();
    const reason = await this.#parts.diagnose(this.record.gridSession);
    // Not awaited: a node that is gone takes its time to be asked, and who waits for the exit shall hear of it now.
    void this.close({ graceMs: 0 });
    return { asked, code: null, signal: null, reason };
  }

  /** Settles when the browser leaves a ping unanswered: a machine that vanishes closes no socket. */
  async #unanswered(): Promise<void> {
    const { signal } = this.#over;
    try {
      for (;;) {
        await delay(HEARTBEAT_MS, signal);
        await this.cdp.send("Browser.getVersion", undefined, { timeoutMs: ANSWER_LIMIT_MS, signal });
      }
    } catch (error) {
      if (!signal.aborted) this.#parts.log.warn({ gridSession: this.externalId, error: messageOf(error) }, "a browser of the Grid missed its heartbeat");
    }
  }

  /** Settles when the Grid no longer knows the session; until then it is kept from idling out. */
  async #forgotten(): Promise<void> {
    const { signal } = this.#over;
    for (let known = true; known && !signal.aborted; ) {
      await delay(this.#parts.touchEveryMs, signal).catch(() => {});
      if (signal.aborted) return;
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TOUCH_LIMIT_MS)]);
      known = await this.#parts.touch(this.externalId, limit).catch((error: unknown) => {
        if (!signal.aborted) this.#parts.log.warn({ gridSession: this.externalId, error: messageOf(error) }, "a session could not be kept from idling out");
        return true;
      });
    }
  }
}
