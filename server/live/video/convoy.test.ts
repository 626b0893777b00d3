import { describe, expect, it } from "vitest";
import { createConvoy } from "./convoy.ts";

const MEGABIT = 1_000_000;
const PICTURE_BYTES = 5_000;
const KEY_BYTES = 80_000;

/** A convoy whose clock and pictures are moved by hand. */
function convoyOf(...names: string[]) {
  const convoy = createConvoy<string>();
  const state = { now: 10_000, sequence: 0 };
  const join = (name: string, hasRoom: () => boolean = () => true): void => convoy.join(name, hasRoom, state.now);
  for (const name of names) join(name);
  return {
    convoy,
    join,
    wait: (ms: number) => {
      state.now += ms;
    },
    turn: (bitsPerSecond = MEGABIT) => convoy.next(bitsPerSecond, state.now),
    /** Encodes what the turn says; returns who got it. */
    encode: (): { isKey: boolean; to: string[] } => {
      const turn = convoy.next(MEGABIT, state.now);
      if ("waitMs" in turn) throw new Error(`It is nobody's turn for ${turn.waitMs} ms.`);
      state.sequence += 1;
      const to = convoy.sent({ sequence: state.sequence, isKey: turn.isKey, sizeBytes: turn.isKey ? KEY_BYTES : PICTURE_BYTES }, state.now);
      return { isKey: turn.isKey, to };
    },
    acknowledge: (...who: string[]) => who.map((name) => convoy.acknowledged(name, state.sequence, state.now)),
  };
}

describe("those who watch one video", () => {
  it("get a key frame first and what changed from then on", () => {
    const { encode, acknowledge, wait } = convoyOf("a");
    expect(encode()).toEqual({ isKey: true, to: ["a"] });
    wait(50);
    acknowledge("a");
    expect(encode()).toEqual({ isKey: false, to: ["a"] });
  });

  it("are sent nothing while the road is full, and go on with the acknowledgement", () => {
    const { encode, turn, acknowledge, wait } = convoyOf("a");
    encode();
    expect(turn()).toEqual({ waitMs: Number.POSITIVE_INFINITY });
    wait(700);
    expect(turn()).toEqual({ waitMs: Number.POSITIVE_INFINITY });
    expect(acknowledge("a")).toEqual([[{ delayMs: 700, leastMs: 700 }]]);
    expect(turn()).toEqual({ isKey: false });
  });

  it("have as much under way as their road takes in a moment, more over a longer road", () => {
    const inFlight = (distanceMs: number): number => {
      const { encode, turn, acknowledge, wait } = convoyOf("a");
      encode();
      wait(distanceMs);
      acknowledge("a");
      for (let count = 0; ; count += 1) {
        if ("waitMs" in turn()) return count;
        encode();
      }
    };
    expect(inFlight(20)).toBe(4);
    expect(inFlight(150)).toBe(7);
    expect(inFlight(10_000)).toBe(8);
  });

  it("wait for the one that is behind, but not for long; it gets a key frame later, and others need none", () => {
    const { encode, turn, acknowledge, wait } = convoyOf("quick", "slow");
    expect(encode()).toEqual({ isKey: true, to: ["quick", "slow"] });
    wait(100);
    acknowledge("quick");
    expect(turn()).toEqual({ waitMs: 1_400 });
    wait(1_400);
    expect(encode()).toEqual({ isKey: false, to: ["quick"] });
    acknowledge("quick", "slow");
    expect(encode()).toEqual({ isKey: false, to: ["quick"] });
    acknowledge("quick");
    wait(6_000);
    expect(encode()).toEqual({ isKey: true, to: ["quick", "slow"] });
  });

  it("never get a picture that builds on one they were not sent", () => {
    const { convoy, encode, acknowledge, wait, join } = convoyOf("a");
    encode();
    acknowledge("a");
    join("late");
    expect(encode()).toEqual({ isKey: false, to: ["a"] });
    acknowledge("a");
    wait(1_000);
    expect(encode()).toEqual({ isKey: true, to: ["a", "late"] });
    convoy.leave("a");
    acknowledge("late");
    expect(encode()).toEqual({ isKey: false, to: ["late"] });
  });

  it("take one whose socket holds too much for one that is behind, whatever it acknowledges", () => {
    const { encode, acknowledge, wait, join, turn } = convoyOf("honest");
    const socket = { hasRoom: true };
    join("lying", () => socket.hasRoom);
    expect(encode()).toEqual({ isKey: true, to: ["honest", "lying"] });
    acknowledge("honest", "lying");
    socket.hasRoom = false;
    wait(60_000);
    expect(encode()).toEqual({ isKey: false, to: ["honest"] });
    acknowledge("honest");
    socket.hasRoom = true;
    expect(turn()).toEqual({ isKey: false });
    wait(6_000);
    expect(turn()).toEqual({ isKey: true });
  });

  it("cost nothing when there are none", () => {
    const { turn } = convoyOf();
    expect(turn()).toEqual({ waitMs: Number.POSITIVE_INFINITY });
  });
});
