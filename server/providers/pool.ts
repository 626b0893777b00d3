import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Browser } from "./provider.ts";

const RETRY_AFTER_MS = 2_000;

type PoolParts = { size: number; launch: (signal: AbortSignal) => Promise<Browser>; log: Log };

/**
 * Ready browsers, launched ahead of need. Each is handed out once, belongs to its session from then on, and never
 * comes back. Refilled one at a time in the background so that a launch never competes with the sessions for long.
 */
export class BrowserPool {
  readonly #parts: PoolParts;
  readonly #ready: Browser[] = [];
  #stop: AbortController | null = null;
  #filling: Promise<void> | null = null;

  constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  get ready(): number {
    return this.#ready.length;
  }

  get filling(): boolean {
    return this.#filling !== null;
  }

  /** Begins to fill; does not wait for it. Idempotent. */
  start(): void {
    this.#stop ??= new AbortController();
    this.#fill();
  }

  /** A ready browser for the caller alone, or null when none is ready. */
  take(): Browser | null {
    const browser = this.#ready.shift() ?? null;
    if (browser) this.#fill();
    return browser;
  }

  /** Closes what was not handed out. Idempotent. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    this.#stop = null;
    await this.#filling;
    await Promise.all(this.#ready.splice(0).map((browser) => browser.close({ graceMs: 0 })));
  }

  #fill(): void {
    const stop = this.#stop?.signal;
    if (!stop || this.#filling || this.#ready.length >= this.#parts.size) return;
    this.#filling = this.#addOne(stop).then((again) => {
      this.#filling = null;
      if (again && !stop.aborted) this.#fill();
    });
  }

  /** True when the next one may follow at once. */
  async #addOne(stop: AbortSignal): Promise<boolean> {
    try {
      const browser = await this.#parts.launch(stop);
      if (stop.aborted) {
        await browser.close({ graceMs: 0 });
        return false;
      }
      this.#ready.push(browser);
      void browser.exited.then(() => this.#drop(browser));
      return true;
    } catch (error) {
      if (stop.aborted) return false;
      this.#parts.log.warn({ error: messageOf(error) }, "a browser for the pool could not be started; trying again");
      const timer = setTimeout(() => this.#fill(), RETRY_AFTER_MS);
      stop.addEventListener("abort", () => clearTimeout(timer), { once: true });
      return false;
    }
  }

  /** A browser that died while waiting is replaced, not handed out. */
  #drop(browser: Browser): void {
    const at = this.#ready.indexOf(browser);
    if (at < 0) return;
    this.#ready.splice(at, 1);
    this.#fill();
  }
}
