import { afterEach, describe, expect, it } from "vitest";
import type { ViewerContext } from "../viewer-part.ts";
import { PRESENT_FOR_MS, Presence } from "./presence.ts";

type Person = { viewer: ViewerContext; lock: { mine: boolean } };

/** Somebody who looks on; only whether they have control is asked of them here. */
function person(): Person {
  const lock = { mine: true };
  return { viewer: { mayControl: () => lock.mine } as ViewerContext, lock };
}

describe("Presence", () => {
  const clock = { ms: 0 };
  const told: boolean[] = [];
  const presence = new Presence({ onChange: (present) => told.push(present), now: () => clock.ms });
  afterEach(() => {
    presence.dispose();
    told.length = 0;
  });

  it("begins with the first use and ends when the last of them leaves", () => {
    const [ann, bob] = [person(), person()];
    presence.use(ann.viewer);
    presence.use(bob.viewer);
    presence.leave(ann.viewer);
    expect(told).toEqual([true]);
    presence.leave(bob.viewer);
    expect(told).toEqual([true, false]);
  });

  it("ends some time after the last use", () => {
    const ann = person();
    presence.use(ann.viewer);
    clock.ms += PRESENT_FOR_MS;
    presence.look();
    expect(told).toEqual([true]);
    clock.ms += 1;
    presence.look();
    expect(told).toEqual([true, false]);
  });

  it("follows who has control", () => {
    const ann = person();
    presence.use(ann.viewer);
    ann.lock.mine = false;
    presence.look();
    ann.lock.mine = true;
    presence.look();
    expect(told).toEqual([true, false, true]);
  });
});
