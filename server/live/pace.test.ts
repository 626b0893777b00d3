import { describe, expect, it } from "vitest";
import { createPace } from "./pace.ts";

/** A viewer whose frames take `delayMs(tier)` to be acknowledged, one after the other. */
function viewerOf(delayMs: (tier: string) => number, heldBack = true) {
  const clock = { now: 0 };
  const pace = createPace(() => clock.now);
  const state = { sequence: 0 };
  const watchFor = (ms: number): string[] => {
    const until = clock.now + ms;
    const seen = [pace.plan.tier];
    while (clock.now < until) {
      state.sequence += 1;
      pace.sent(state.sequence, heldBack);
      clock.now += delayMs(pace.plan.tier);
      pace.acknowledged(state.sequence);
      if (seen.at(-1) !== pace.plan.tier) seen.push(pace.plan.tier);
    }
    return seen;
  };
  return { pace, clock, watchFor };
}

describe("the pace of a viewer", () => {
  it("begins with the full picture and two frames in flight", () => {
    expect(createPace(() => 0).plan).toEqual({ tier: "high", inFlight: 2 });
  });

  it("gives a near and quick one more in flight where frames are left out, and none where none are", () => {
    const busy = viewerOf(() => 30);
    busy.watchFor(20_000);
    expect(busy.pace.plan).toEqual({ tier: "high", inFlight: 4 });
    const calm = viewerOf(() => 30, false);
    calm.watchFor(20_000);
    expect(calm.pace.plan).toEqual({ tier: "high", inFlight: 2 });
  });

  it("steps down for one that lacks bandwidth until it follows, and does not go back and forth", () => {
    const { pace, watchFor } = viewerOf((tier) => ({ high: 900, medium: 500, low: 200 })[tier] ?? 0);
    expect(watchFor(20_000)).toEqual(["high", "medium", "low"]);
    expect(watchFor(120_000)).toEqual(["low"]);
    expect(pace.plan).toEqual({ tier: "low", inFlight: 2 });
  });

  it("tries the better tier less and less often when it proves too much", () => {
    const { watchFor } = viewerOf((tier) => ({ high: 900, medium: 500, low: 100 })[tier] ?? 0);
    const changes = (seen: string[]): number => seen.length - 1;
    const [first, later] = [changes(watchFor(120_000)), changes(watchFor(120_000))];
    expect(first).toBeGreaterThan(later);
    expect(later).toBeLessThanOrEqual(6);
  });

  it("keeps the quality of one that is merely far away, and has more on its way", () => {
    const { pace, watchFor } = viewerOf(() => 450);
    watchFor(20_000);
    expect(watchFor(200_000)).toEqual(["high"]);
    expect(pace.plan).toEqual({ tier: "high", inFlight: 4 });
  });

  it("goes up again when there is room", () => {
    const road = { slow: true };
    const { watchFor } = viewerOf((tier) => (road.slow ? ({ high: 2_000, medium: 1_000, low: 300 }[tier] ?? 0) : 40));
    watchFor(20_000);
    road.slow = false;
    expect(watchFor(60_000).at(-1)).toBe("high");
  });

  it("takes one long sleep among quick frames for chance, and is soon over what a longer one did", () => {
    const { pace, clock, watchFor } = viewerOf(() => 30);
    watchFor(3_000);
    pace.sent(100_000, true);
    clock.now += 3_600_000;
    pace.acknowledged(100_000);
    expect(pace.plan.tier).toBe("high");
    pace.sent(200_000, true);
    clock.now += 3_600_000;
    pace.acknowledged(200_000);
    watchFor(10_000);
    expect(pace.plan.tier).toBe("high");
  });

  it("adapts also where a single picture takes half a minute", () => {
    const { watchFor } = viewerOf((tier) => ({ high: 30_000, medium: 12_000, low: 4_000 })[tier] ?? 0);
    expect(watchFor(60_000)).toEqual(["high", "medium", "low"]);
  });

  it("goes straight to a video where one can be shown, and tries the full picture again only now and then", () => {
    const { pace, watchFor } = viewerOf((tier) => ({ high: 900, video: 90 })[tier] ?? 0);
    pace.allowVideo(true);
    expect(watchFor(10_000)).toEqual(["high", "video"]);
    const [first, later] = [watchFor(600_000).length - 1, watchFor(600_000).length - 1];
    expect(first).toBeGreaterThan(later);
    expect(later).toBeLessThanOrEqual(4);
  });

  it("goes on with small pictures when there is no video any more, and with a video when there is one", () => {
    const { pace, watchFor } = viewerOf((tier) => ({ high: 900, medium: 900, low: 300, video: 200 })[tier] ?? 0);
    pace.allowVideo(true);
    watchFor(10_000);
    pace.allowVideo(false);
    expect(pace.plan.tier).toBe("low");
    pace.allowVideo(true);
    expect(pace.plan.tier).toBe("video");
  });

  it("shows the full picture as before to those whose road takes it, video or not", () => {
    const { pace, watchFor } = viewerOf(() => 30);
    pace.allowVideo(true);
    expect(watchFor(60_000)).toEqual(["high"]);
    expect(pace.plan).toEqual({ tier: "high", inFlight: 4 });
  });

  it("does what it is told until it is told to adapt again", () => {
    const { pace, watchFor } = viewerOf(() => 900);
    pace.choose("high");
    expect(watchFor(20_000)).toEqual(["high"]);
    pace.choose("low");
    expect(pace.plan).toEqual({ tier: "low", inFlight: 2 });
    pace.choose("auto");
    expect(pace.plan).toEqual({ tier: "high", inFlight: 2 });
  });
});
