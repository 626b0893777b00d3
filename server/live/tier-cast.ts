import sharp from "sharp";
import type { LiveTier } from "../contract/live.ts";
import { messageOf } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { type Frame, makeFrame } from "./frame.ts";
import type { FrameSink, TabCast } from "./tab-cast.ts";

// Frames do not repeat: what libvips keeps of its last operations would hold their pictures in memory.
sharp.cache(false);

/** A tier of smaller pictures than the screencast's own. */
export type LowerTier = Exclude<LiveTier, "high" | "video">;
/** `share` is the picture's width beside the screencast's; `everyMs` is the least time between two frames. */
const TIERS: Readonly<Record<LowerTier, { share: number; quality: number; everyMs: number }>> = {
  medium: { share: 0.75, quality: 55, everyMs: 50 },
  low: { share: 0.5, quality: 45, everyMs: 125 },
};
/** A picture of so few bytes goes as it is: making it smaller would cost more than it saves. */
const SMALL_BYTES = 24 * 1024;
/** A page that shows nothing new for this long is at rest: its picture is then worth its full size. */
const REST_MS = 1_000;

type Sinks = {
  onFrame: FrameSink;
  /** Takes the screencast's own frame once the page has come to rest. */
  onRest: FrameSink;
};

/**
 * One tab's screencast made smaller, once for all who look at this tier, and only while somebody does. A frame that
 * comes while another is being encoded takes the place of the one that waits: nothing queues.
 */
export class TierCast {
  readonly #source: Pick<TabCast, "add">;
  readonly #tier: LowerTier;
  readonly #log: Log;
  readonly #sinks = new Set<Sinks>();
  #leave: (() => void) | null = null;
  #last: Frame | null = null;
  #next: Frame | null = null;
  #busy = false;
  #encodedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: Pick<TabCast, "add">, tier: LowerTier, log: Log) {
    this.#source = source;
    this.#tier = tier;
    this.#log = log;
  }

  /** Begins to deliver to `sinks`. Returns the way to stop; calling it twice is harmless. */
  add(sinks: Sinks): () => void {
    this.#sinks.add(sinks);
    if (this.#leave === null) this.#leave = this.#source.add({ onFrame: (frame) => this.#offer(frame), isUrgent: () => true });
    else if (this.#last !== null) sinks.onFrame(this.#last);
    return () => {
      if (this.#sinks.delete(sinks) && this.#sinks.size === 0) this.#stop();
    };
  }

  /** How many look at this tier. */
  get viewers(): number {
    return this.#sinks.size;
  }

  /** Stops for good. Idempotent. */
  dispose(): void {
    this.#sinks.clear();
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#leave?.();
    this.#leave = null;
    this.#next = null;
    this.#last = null;
  }

  #offer(frame: Frame): void {
    this.#next = frame;
    if (!this.#busy) this.#wait();
  }

  /** Encodes when this tier's time has come. */
  #wait(): void {
    clearTimeout(this.#timer);
    const waitMs = this.#encodedAtMs + TIERS[this.#tier].everyMs - performance.now();
    if (waitMs <= 0) void this.#encode();
    else this.#timer = setTimeout(() => void this.#encode(), waitMs);
  }

  async #encode(): Promise<void> {
    const frame = this.#next;
    if (frame === null || this.#busy) return;
    this.#next = null;
    this.#busy = true;
    this.#encodedAtMs = performance.now();
    try {
      const image = frame.image.length <= SMALL_BYTES ? frame.image : await shrink(frame.image, TIERS[this.#tier]);
      this.#deliver(makeFrame({ ...frame, tier: this.#tier, image }));
    } catch (error) {
      this.#log.debug({ tabId: frame.tabId, reason: messageOf(error) }, "a frame could not be made smaller");
    }
    this.#busy = false;
    if (this.#next !== null) this.#wait();
    else if (this.#leave !== null) this.#timer = setTimeout(() => this.#rest(frame), REST_MS);
  }

  #deliver(frame: Frame): void {
    if (this.#leave === null) return;
    this.#last = frame;
    for (const { onFrame } of this.#sinks) onFrame(frame);
  }

  #rest(frame: Frame): void {
    for (const { onRest } of this.#sinks) onRest(frame);
  }
}

/** A smaller JPEG. WebP of the same looks is a tenth smaller and takes twice the time, which all viewers of a tier would pay for. */
async function shrink(image: Buffer, { share, quality }: { share: number; quality: number }): Promise<Buffer> {
  const { width } = await sharp(image).metadata();
  return sharp(image)
    .resize({ width: Math.max(1, Math.round(width * share)) })
    .jpeg({ quality })
    .toBuffer();
}
