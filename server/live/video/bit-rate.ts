import type { Arrival } from "./convoy.ts";

const BITS = { start: 1_000_000, least: 250_000, most: 6_000_000 } as const;
const LOOK_EVERY_MS = 500;
/** What a picture takes beyond the distance: above this the road is full, below the other it has room. */
const FULL_MS = 150;
const ROOM_MS = 60;
const LESS = 0.75;
const MORE = 1.15;
/** A page that hardly changes fills no road: more is granted only to a video that uses so much of what it has. */
const USED_SHARE = 0.5;

/** How many bits a second a video may have, by how its pictures arrive: as many as the narrowest of its viewers' roads takes. */
export type BitRate = {
  readonly bitsPerSecond: number;
  /** A picture of this size was encoded. */
  encoded(sizeBytes: number): void;
  /** Pictures arrived. */
  arrived(arrivals: readonly Arrival[], now: number): void;
};

/** Makes the rate of one video. `now` as for arrived(). */
export function createBitRate(now: number): BitRate {
  const state = { bitsPerSecond: BITS.start as number, since: now, bytes: 0, queues: [] as number[] };
  const look = (now: number): void => {
    const usedBits = (state.bytes * 8_000) / (now - state.since);
    const queueMs = state.queues.toSorted((a, b) => a - b)[state.queues.length >> 1] ?? 0;
    if (queueMs > FULL_MS) state.bitsPerSecond = Math.max(BITS.least, state.bitsPerSecond * LESS);
    else if (queueMs < ROOM_MS && usedBits > state.bitsPerSecond * USED_SHARE) state.bitsPerSecond = Math.min(BITS.most, state.bitsPerSecond * MORE);
    Object.assign(state, { since: now, bytes: 0, queues: [] });
  };
  return {
    get bitsPerSecond() {
      return Math.round(state.bitsPerSecond);
    },
    encoded: (sizeBytes) => {
      state.bytes += sizeBytes;
    },
    arrived: (arrivals, now) => {
      for (const { delayMs, leastMs } of arrivals) state.queues.push(delayMs - leastMs);
      if (now - state.since >= LOOK_EVERY_MS && state.queues.length > 0) look(now);
    },
  };
}
