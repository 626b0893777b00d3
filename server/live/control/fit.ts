import { FIT_LIMITS } from "../../contract/live-control.ts";
import { delay } from "../../core/time.ts";
import type { Page } from "../../driver/page.ts";

type Size = { width: number; height: number };
type FitParts = {
  /** The size that the session's pages have of their own, in CSS pixels. */
  own: Size;
  /** Ends with the session. */
  signal: AbortSignal;
  onFailure: (error: unknown) => void;
};

const CALL_LIMIT_MS = 5_000;
/**
 * A size is said again after these times: a screenshot that was under way when it was said gives the page back the size
 * that it had before (Chromium's Page.captureScreenshot changes the emulation for a while). To say it twice does no harm.
 */
const SAID_AGAIN_AFTER_MS = [300, 1_000, 3_000, 6_000] as const;
const within = (value: number, { min, max }: { min: number; max: number }): number => Math.min(max, Math.max(min, value));

/** Pages that take the size of a viewer's box for a while, and then their session's own again. */
export class Fit {
  readonly #parts: FitParts;
  /** What each page is to have. */
  readonly #wanted = new Map<Page, Size>();
  #size: Size | null = null;

  constructor(parts: FitParts) {
    this.#parts = parts;
  }

  /** Gives pages that are shown from now on this size, within FIT_LIMITS; null gives all of them their own again. */
  set(size: Size | null, page: Page): void {
    const before = this.#size;
    this.#size = size && { width: within(size.width, FIT_LIMITS.width), height: within(size.height, FIT_LIMITS.height) };
    if (this.#size !== null) this.#apply(page, this.#size);
    else if (before !== null) for (const fitted of this.#wanted.keys()) this.#apply(fitted, this.#parts.own);
  }

  /** Another page is shown now. */
  show(page: Page): void {
    if (this.#size !== null && this.#wanted.get(page) !== this.#size) this.#apply(page, this.#size);
  }

  #apply(page: Page, size: Size): void {
    this.#wanted.set(page, size);
    this.#insist(page, size).catch((error: unknown) => {
      if (!this.#parts.signal.aborted) this.#parts.onFailure(error);
    });
  }

  async #insist(page: Page, size: Size): Promise<void> {
    const metrics = { ...size, screenWidth: size.width, screenHeight: size.height, deviceScaleFactor: 1, mobile: false };
    const { signal } = this.#parts;
    for (const afterMs of [0, ...SAID_AGAIN_AFTER_MS]) {
      if (afterMs > 0) await delay(afterMs, signal);
      if (this.#wanted.get(page) !== size) return;
      await page.cdp.send("Emulation.setDeviceMetricsOverride", metrics, { timeoutMs: CALL_LIMIT_MS, signal });
    }
    if (size === this.#parts.own && this.#wanted.get(page) === size) this.#wanted.delete(page);
  }
}
