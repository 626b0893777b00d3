import { pino } from "pino";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { type Frame, makeFrame } from "./frame.ts";
import type { Taker } from "./tab-cast.ts";
import { type LowerTier, TierCast } from "./tier-cast.ts";

const WAIT = { timeout: 20_000, interval: 10 };
/** Noise does not compress: far more bytes than a picture that goes as it is. */
const NOISE = await sharp({ create: { width: 400, height: 300, channels: 3, background: "white", noise: { type: "gaussian", mean: 128, sigma: 60 } } })
  .jpeg({ quality: 90 })
  .toBuffer();
const PLAIN = await sharp({ create: { width: 400, height: 300, channels: 3, background: "white" } })
  .jpeg()
  .toBuffer();
const frameOf = (sequence: number, image = NOISE): Frame =>
  makeFrame({ sequence, tabId: "t", tier: "high", width: 400, height: 300, capturedAtMs: sequence, image });

/** A tier of frames that are given by hand. */
function castOf(tier: LowerTier = "low") {
  const takers = new Set<Taker>();
  const source = {
    add: (taker: Taker) => {
      takers.add(taker);
      return () => void takers.delete(taker);
    },
  };
  const cast = new TierCast(source, tier, pino({ level: "silent" }));
  const look = () => {
    const seen = { frames: [] as Frame[], rested: [] as Frame[] };
    const leave = cast.add({ onFrame: (frame) => seen.frames.push(frame), onRest: (frame) => seen.rested.push(frame) });
    return { seen, leave };
  };
  const offer = (frame: Frame): void => {
    for (const { onFrame } of takers) onFrame(frame);
  };
  return { cast, takers, look, offer };
}

describe("a lower tier", () => {
  it("gives all who look at it the same smaller picture, under the source's number and size", async () => {
    const { look, offer } = castOf();
    const [one, other] = [look(), look()];
    offer(frameOf(7));
    await vi.waitFor(() => expect([one.seen.frames.length, other.seen.frames.length]).toEqual([1, 1]), WAIT);
    const [frame] = one.seen.frames;
    expect(other.seen.frames[0]).toBe(frame);
    expect(frame).toMatchObject({ sequence: 7, tier: "low", width: 400, height: 300 });
    expect(await sharp(frame?.image).metadata()).toMatchObject({ width: 200, height: 150, format: "jpeg" });
    expect(frame?.image.length).toBeLessThan(NOISE.length / 3);
    one.leave();
    other.leave();
  });

  it("encodes the newest of what comes meanwhile, and nothing that was passed over", async () => {
    const { look, offer } = castOf();
    const { seen, leave } = look();
    for (let sequence = 1; sequence <= 200; sequence += 1) offer(frameOf(sequence));
    await vi.waitFor(() => expect(seen.frames.at(-1)?.sequence).toBe(200), WAIT);
    expect(seen.frames.map(({ sequence }) => sequence)).toEqual([1, 200]);
    leave();
  });

  it("lets a small picture through as it is", async () => {
    const { look, offer } = castOf("medium");
    const { seen, leave } = look();
    offer(frameOf(1, PLAIN));
    await vi.waitFor(() => expect(seen.frames).toHaveLength(1), WAIT);
    expect(seen.frames[0]?.image).toBe(PLAIN);
    leave();
  });

  it("shows the full picture once the page has come to rest", async () => {
    const { look, offer } = castOf();
    const { seen, leave } = look();
    const last = frameOf(3);
    offer(last);
    await vi.waitFor(() => expect(seen.rested).toEqual([last]), WAIT);
    leave();
  });

  it("takes the screencast only while somebody looks", () => {
    const { cast, takers, look } = castOf();
    const [one, other] = [look(), look()];
    expect([takers.size, cast.viewers]).toEqual([1, 2]);
    one.leave();
    one.leave();
    expect([takers.size, cast.viewers]).toEqual([1, 1]);
    other.leave();
    expect([takers.size, cast.viewers]).toEqual([0, 0]);
    look();
    cast.dispose();
    expect([takers.size, cast.viewers]).toEqual([0, 0]);
  });
});
