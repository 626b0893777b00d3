import { FIT_LIMITS } from "../../contract/live-control.ts";
import type { Page } from "../../driver/page.ts";

type Size = { width: number; height: number };

const CALL_LIMIT_MS = 5_000;
const within = (value: number, { min, max }: { min: number; max: number }): number => Math.min(max, Math.max(min, value));

/** Pages that take the size of a viewer's box for a while, and then their session's own again. */
export class Fit {
  readonly #own: Size;
  readonly #onFailure: (error: unknown) => void;
  readonly #fitted = new Set<Page>();
  #size: Size | null = null;

  constructor(own: Size, onFailure: (error: unknown) => void) {
    this.#own = own;
    this.#onFailure = onFailure;
  }

  /** Gives pages that are shown from now on this size, within FIT_LIMITS; null gives all of them their own again. */
  set(size: Size | null, page: Page): void {
    this.#size = size && { width: within(size.width, FIT_LIMITS.width), height: within(size.height, FIT_LIMITS.height) };
    if (this.#size !== null) {
      this.#apply(page, this.#size);
      return;
    }
    for (const fitted of this.#fitted) this.#apply(fitted, this.#own);
    this.#fitted.clear();
  }

  /** Another page is shown now. */
  show(page: Page): void {
    if (this.#size !== null && !this.#fitted.has(page)) this.#apply(page, this.#size);
  }

  #apply(page: Page, size: Size): void {
    this.#fitted.add(page);
    const metrics = { ...size, screenWidth: size.width, screenHeight: size.height, deviceScaleFactor: 1, mobile: false };
    page.cdp.send("Emulation.setDeviceMetricsOverride", metrics, { timeoutMs: CALL_LIMIT_MS }).catch(this.#onFailure);
  }
}
