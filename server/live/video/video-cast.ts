import type { VideoCodec } from "../../contract/live.ts";
import { FRAME_TYPES } from "../../contract/live.ts";
import { AppError, messageOf } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { type Frame, makeFrame } from "../frame.ts";
import type { TabCast } from "../tab-cast.ts";
import { createBitRate } from "./bit-rate.ts";
import { createConvoy } from "./convoy.ts";
import type { Chunk, Encoder, Encoders } from "./encoders.ts";

/** The least time between two pictures. */
const EVERY_MS = 50;
/** A page at rest is encoded again and again with what is left of the rate, until it is as sharp as it gets. */
const REFINE = { everyMs: 300, times: 4 } as const;

/** A machine that takes longer for a picture than this, so many pictures long, has no time for videos. */
const SLOW = { pictureMs: 300, pictures: 10 } as const;

/** Why there is no more video: this server's Chromium cannot make it, or making it failed. */
export type NoVideo = "unsupported" | "failed";

/** Somebody who watches a video. */
export type VideoTaker = {
  /** Takes a picture of the video (`image` is the encoded chunk), with the screencast's that it shows. */
  onChunk: (chunk: Frame, about: { isKey: boolean; of: Frame }) => void;
  /** False while it cannot be sent more, whatever it acknowledges. */
  hasRoom: () => boolean;
  /** There is no more; called at most once. */
  onNoVideo: (why: NoVideo) => void;
  /** Pictures come slowly because this machine is busy: smaller ones by themselves would come sooner. */
  onSlow: () => void;
};

/** A running look at a video. */
export type VideoLook = { acknowledged(sequence: number): void; leave(): void };

type VideoCastParts = { source: Pick<TabCast, "add">; codec: VideoCodec; encoders: Pick<Encoders, "open">; nextSequence: () => number; log: Log };

/**
 * One tab's screencast as a video, encoded once for all who watch it, and only while somebody does. The next picture is
 * encoded when those who watch have room for it (`convoy.ts`), and is then the newest: nothing queues.
 */
export class VideoCast {
  readonly #parts: VideoCastParts;
  readonly #takers = new Set<VideoTaker>();
  #convoy = createConvoy<VideoTaker>();
  #rate = createBitRate(performance.now());
  #encoder: Encoder | null = null;
  /** Counts the runs from the first taker to the last: what comes of an earlier one is too late. */
  #run = 0;
  #leave: (() => void) | null = null;
  #next: Frame | null = null;
  #last: Frame | null = null;
  #refined = 0;
  /** What is in the encoder, by time stamp: under load it is behind. */
  readonly #encoding = new Map<number, Frame>();
  #busy = false;
  #slowPictures = 0;
  #encodedAtMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: VideoCastParts) {
    this.#parts = parts;
  }

  /** How many watch. */
  get viewers(): number {
    return this.#takers.size;
  }

  /** Begins to deliver to `taker`, with a key frame first. `leave` may be called twice. */
  add(taker: VideoTaker): VideoLook {
    this.#takers.add(taker);
    this.#convoy.join(taker, taker.hasRoom, performance.now());
    if (this.#takers.size === 1) this.#start();
    else this.#again();
    return {
      acknowledged: (sequence) => {
        const now = performance.now();
        this.#rate.arrived(this.#convoy.acknowledged(taker, sequence, now), now);
        this.#pump();
      },
      leave: () => {
        this.#convoy.leave(taker);
        if (this.#takers.delete(taker) && this.#takers.size === 0) this.#stop();
        else this.#pump();
      },
    };
  }

  /** Stops for good. Idempotent. */
  dispose(): void {
    this.#takers.clear();
    this.#stop();
  }

  #start(): void {
    const run = ++this.#run;
    this.#leave = this.#parts.source.add({
      onFrame: (frame) => {
        this.#next = frame;
        this.#refined = 0;
        this.#pump();
      },
      isUrgent: () => true,
    });
    this.#parts.encoders.open(this.#parts.codec).then(
      (encoder) => {
        if (run !== this.#run) return encoder.close();
        this.#encoder = encoder;
        this.#pump();
      },
      (error: unknown) => run === this.#run && this.#fail(error),
    );
  }

  #stop(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#leave?.();
    this.#leave = null;
    this.#encoder?.close();
    this.#encoder = null;
    this.#next = null;
    this.#last = null;
    this.#busy = false;
    this.#slowPictures = 0;
    this.#encoding.clear();
    this.#convoy = createConvoy();
    this.#rate = createBitRate(performance.now());
  }

  /** Encodes when its time has come, there is room for it, and there is something new. */
  #pump(): void {
    if (this.#busy || this.#encoder === null || this.#next === null) return;
    clearTimeout(this.#timer);
    const now = performance.now();
    const tooEarlyMs = this.#encodedAtMs + EVERY_MS - now;
    const turn = tooEarlyMs > 0 ? { waitMs: tooEarlyMs } : this.#convoy.next(this.#rate.bitsPerSecond, now);
    if (!("waitMs" in turn)) void this.#encode(this.#encoder, this.#next, turn.isKey);
    else if (Number.isFinite(turn.waitMs)) this.#pumpIn(turn.waitMs);
  }

  #pumpIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pump(), delayMs);
  }

  /** The last picture once more: for somebody who has none yet, or to make it sharper. */
  #again(): void {
    this.#next ??= this.#last;
    this.#pump();
  }

  async #encode(encoder: Encoder, frame: Frame, isKey: boolean): Promise<void> {
    const run = this.#run;
    this.#next = null;
    this.#last = frame;
    this.#busy = true;
    this.#encodedAtMs = performance.now();
    const timestamp = Math.round(this.#encodedAtMs * 1_000);
    this.#encoding.set(timestamp, frame);
    try {
      const chunks = await encoder.encode(frame.image, { timestamp, isKey, bitsPerSecond: this.#rate.bitsPerSecond });
      if (run !== this.#run) return;
      this.#busy = false;
      for (const chunk of chunks) this.#deliver(chunk);
    } catch (error) {
      if (run === this.#run) this.#fail(error);
      return;
    }
    this.#noteTime();
    // Without anyone left it has stopped by now.
    if (run !== this.#run) return;
    if (this.#next !== null) this.#pump();
    else if (this.#refined < REFINE.times) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#refined += 1;
        this.#again();
      }, REFINE.everyMs);
    }
  }

  #noteTime(): void {
    this.#slowPictures = performance.now() - this.#encodedAtMs > SLOW.pictureMs ? this.#slowPictures + 1 : 0;
    if (this.#slowPictures < SLOW.pictures) return;
    this.#slowPictures = 0;
    for (const { onSlow } of [...this.#takers]) onSlow();
  }

  #deliver({ timestamp, isKey, data: image }: Chunk): void {
    const of = this.#encoding.get(timestamp);
    for (const earlier of this.#encoding.keys()) if (earlier <= timestamp) this.#encoding.delete(earlier);
    if (of === undefined) return;
    const type = isKey ? FRAME_TYPES.videoKey : FRAME_TYPES.videoDelta;
    const chunk = makeFrame({ ...of, sequence: this.#parts.nextSequence(), tier: "video", image }, type);
    this.#rate.encoded(image.length);
    for (const taker of this.#convoy.sent({ sequence: chunk.sequence, isKey, sizeBytes: image.length }, performance.now())) taker.onChunk(chunk, { isKey, of });
  }

  /** Nobody watches any more after this; who does again tries again. */
  #fail(error: unknown): void {
    const why: NoVideo = error instanceof AppError && error.code === "CAPABILITY_UNSUPPORTED" ? "unsupported" : "failed";
    this.#parts.log.warn({ codec: this.#parts.codec, why, reason: messageOf(error) }, "a tab is not shown as a video");
    const takers = [...this.#takers];
    this.dispose();
    for (const taker of takers) taker.onNoVideo(why);
  }
}
