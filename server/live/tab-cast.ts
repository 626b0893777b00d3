import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { Page } from "../driver/page.ts";
import { type Frame, makeFrame } from "./frame.ts";

const JPEG_QUALITY = 80;
/** A page that changes sends its first frame well before this; a still one may never send any. */
const FIRST_FRAME_WAIT_MS = 120;
/** Frames drawn less than this apart are a burst, which is over when no frame came for as long. */
const BURST_GAP_MS = 250;
/** A frame that comes later than this after it was drawn left time for others to be dropped: even alone it is as a burst. */
const LATE_MS = 60;
/** The browser's clock is another machine's at times: no frame is taken to be later than this. */
const LATEST_MS = 5_000;
const CALL_LIMIT_MS = 5_000;

/** A crowd is served in turns, so many at a time: what a tab's viewers cost the server does not grow with every one of them. */
const SERVED_AT_ONCE = 20;
const TURN_MS = 16;

/** Takes frames as they come. Must not throw and must not wait. */
export type FrameSink = (frame: Frame) => void;
/** Somebody who takes frames. */
export type Taker = {
  onFrame: FrameSink;
  /** Whether frames must come at once even in a crowd: for whoever steers the page. */
  isUrgent?: (() => boolean) | undefined;
};

type TabCastParts = { page: Page; viewport: { width: number; height: number }; nextSequence: () => number; log: Log };

/**
 * The one screencast of one tab, shared by all who look at it: runs while somebody does (CDP Page.startScreencast),
 * is acknowledged at once so that a slow viewer never slows the browser, and keeps the last frame for newcomers.
 */
export class TabCast {
  readonly page: Page;
  readonly #parts: TabCastParts;
  readonly #takers = new Set<Taker>();
  /** Who has not had the last frame yet, those who wait longest first. */
  readonly #behind = new Set<Taker>();
  readonly #unsubscribe: (() => void)[];
  #last: Frame | null = null;
  #running = false;
  #disposed = false;
  #switching = false;
  /** The last picture of the screencast, and the last that was captured. */
  #drawn: Buffer | null = null;
  #still: Buffer | null = null;
  #drawnAtMs = 0;
  #stillTimer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Timeout | null = null;

  constructor(parts: TabCastParts) {
    this.page = parts.page;
    this.#parts = parts;
    this.#unsubscribe = [
      parts.page.cdp.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
        this.#acknowledge(sessionId);
        const capturedAtMs = metadata.timestamp === undefined ? Date.now() : metadata.timestamp * 1000;
        const image = Buffer.from(data, "base64");
        this.#deliver(image, { width: metadata.deviceWidth, height: metadata.deviceHeight }, capturedAtMs);
        // Capturing makes the screencast send what it sent before once more: nothing has changed by that.
        if (!this.#drawn?.equals(image)) this.#makeSureOfTheLast(capturedAtMs);
        this.#drawn = image;
      }),
      parts.page.onEvent(({ type }) => {
        // A crashed renderer takes its screencast with it; the page that replaces it needs a new one.
        if (type === "crashed") this.#running = false;
        if (type === "loaded") void this.#reconcile();
      }),
    ];
  }

  get last(): Frame | null {
    return this.#last;
  }

  /** How many look at this tab, and whether its screencast runs. */
  get stats(): { viewers: number; running: boolean } {
    return { viewers: this.#takers.size, running: this.#running };
  }

  /** Begins to deliver to `taker`, the last frame at once. Returns the way to stop; calling it twice is harmless. */
  add(taker: Taker): () => void {
    this.#takers.add(taker);
    if (this.#last !== null) taker.onFrame(this.#last);
    void this.#reconcile();
    return () => {
      this.#behind.delete(taker);
      if (this.#takers.delete(taker)) void this.#reconcile();
    };
  }

  /** Stops for good. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#takers.clear();
    this.#behind.clear();
    clearTimeout(this.#stillTimer);
    if (this.#turn !== null) clearTimeout(this.#turn);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    void this.#reconcile();
  }

  /**
   * Starts or stops until that is as wanted, one call at a time: a viewer who leaves while the start is under way
   * must not leave it running. Whoever asks meanwhile is served by the loop, which looks again after each call.
   */
  async #reconcile(): Promise<void> {
    if (this.#switching) return;
    this.#switching = true;
    while (this.#wanted !== this.#running) {
      const start = this.#wanted;
      try {
        if (start) await this.#start();
        else await this.#stop();
        this.#running = start;
      } catch (error) {
        // The tab is closing or its renderer is gone: the hub drops the cast, or the next load starts it again.
        this.#parts.log.debug({ tabId: this.page.targetId, start, reason: messageOf(error) }, "the screencast could not be switched");
        this.#running = false;
        break;
      }
    }
    this.#switching = false;
  }

  get #wanted(): boolean {
    return this.#takers.size > 0 && !this.#disposed;
  }

  async #start(): Promise<void> {
    const before = this.#last;
    await this.page.cdp.send("Page.startScreencast", { format: "jpeg", quality: JPEG_QUALITY, everyNthFrame: 1 }, { timeoutMs: CALL_LIMIT_MS });
    if (this.#last === before) this.#captureStillIn(FIRST_FRAME_WAIT_MS);
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#stillTimer);
    await this.page.cdp.send("Page.stopScreencast", undefined, { timeoutMs: CALL_LIMIT_MS });
  }

  /**
   * Chromium drops frames while earlier ones are unacknowledged, and never sends them later: when the last of a burst
   * falls to that, the picture stays wrong until the page changes again. So the end of every burst is captured. Where
   * frames come late, so do their acknowledgements: more may have been dropped between two.
   */
  #makeSureOfTheLast(drawnAtMs: number): void {
    const lateMs = Math.min(LATEST_MS, Math.max(0, Date.now() - drawnAtMs));
    const inBurst = lateMs > LATE_MS || drawnAtMs - this.#drawnAtMs < BURST_GAP_MS + 2 * lateMs;
    this.#drawnAtMs = drawnAtMs;
    if (inBurst) this.#captureStillIn(BURST_GAP_MS);
  }

  /** Captures a still picture unless a frame comes first. */
  #captureStillIn(delayMs: number): void {
    const before = this.#last;
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => {
      if (this.#last === before && this.#wanted) void this.#captureStill();
    }, delayMs);
  }

  /** Captures until two stills are the same: what changes while one is captured may be neither in it nor in a frame. */
  async #captureStill(): Promise<void> {
    const beganAtMs = Date.now();
    try {
      const { data } = await this.page.cdp.send("Page.captureScreenshot", { format: "jpeg", quality: JPEG_QUALITY }, { timeoutMs: CALL_LIMIT_MS });
      if (!this.#wanted) return;
      const still = Buffer.from(data, "base64");
      const isAtRest = this.#still?.equals(still) ?? false;
      this.#still = still;
      // A frame that was drawn meanwhile is newer.
      if (this.#last === null || this.#last.capturedAtMs < beganAtMs) this.#deliver(still, this.#parts.viewport, Date.now());
      if (!isAtRest) this.#captureStillIn(BURST_GAP_MS);
    } catch (error) {
      this.#parts.log.debug({ tabId: this.page.targetId, reason: messageOf(error) }, "no still picture of the tab");
    }
  }

  #acknowledge(sessionId: number): void {
    this.page.cdp.send("Page.screencastFrameAck", { sessionId }, { timeoutMs: CALL_LIMIT_MS }).catch((error: unknown) => {
      this.#parts.log.debug({ tabId: this.page.targetId, reason: messageOf(error) }, "a frame was not acknowledged");
    });
  }

  #deliver(image: Buffer, size: { width: number; height: number }, capturedAtMs: number): void {
    const frame = makeFrame({ sequence: this.#parts.nextSequence(), tabId: this.page.targetId, tier: "high", ...size, capturedAtMs, image });
    this.#last = frame;
    for (const taker of this.#takers) {
      if (!taker.isUrgent?.()) this.#behind.add(taker);
      else {
        this.#behind.delete(taker);
        taker.onFrame(frame);
      }
    }
    if (this.#turn === null) this.#serve();
  }

  /** Gives the last frame to those who wait for it, in turns. Who is served stands at the end of the line for the next. */
  #serve(): void {
    const frame = this.#last;
    if (frame === null) return;
    let left = SERVED_AT_ONCE;
    for (const taker of this.#behind) {
      if (left-- === 0) break;
      this.#behind.delete(taker);
      taker.onFrame(frame);
    }
    if (this.#behind.size === 0 || this.#disposed) return;
    this.#turn = setTimeout(() => {
      this.#turn = null;
      this.#serve();
    }, TURN_MS);
  }
}
