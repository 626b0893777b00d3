import { expect, it } from "vitest";
import { seat } from "../../testing/seat.ts";
import { ControlLock } from "./lock.ts";

/** A lock with viewers a, b and c, and `w`, who only watches. */
function lockOf() {
  const clock = { nowMs: 1_000 };
  const lock = new ControlLock({ nowMs: () => clock.nowMs, stillAfterMs: 60_000 });
  for (const one of [seat("a"), seat("b"), seat("c"), seat("w", { mode: "view" })]) lock.join(one);
  return { lock, clock };
}

it("gives control to the first who takes it, and to no second", () => {
  const { lock } = lockOf();
  expect([lock.take("a"), lock.holder?.viewerId]).toEqual([null, "a"]);
  expect(lock.take("b")).toContain("Another viewer has control");
  expect([lock.whyNotUse("a"), lock.holder?.viewerId]).toEqual([null, "a"]);
  expect(lock.whyNotUse("b")).toContain("Another viewer has control");
});

it("never gives control to who is only watching", () => {
  const { lock } = lockOf();
  lock.take("a");
  expect([lock.take("w"), lock.request("w"), lock.whyNotUse("w")].every((why) => why?.startsWith("You are watching only"))).toBe(true);
  expect(lock.handOver("a", "w")).toContain("is watching only");
  expect(lock.holder?.viewerId).toBe("a");
});

it("keeps requests in order until they are granted or declined, and takes one that nothing stands against", () => {
  const { lock } = lockOf();
  expect([lock.request("a"), lock.holder?.viewerId]).toEqual([null, "a"]);
  lock.request("c");
  lock.request("b");
  lock.request("c");
  expect(lock.requests).toEqual(["c", "b"]);
  expect(lock.decline("b", "c")).toBe("You do not have control.");
  expect([lock.decline("a", "c"), lock.requests]).toEqual([null, ["b"]]);
  expect([lock.handOver("a", "b"), lock.holder?.viewerId, lock.requests]).toEqual([null, "b", []]);
  expect(lock.handOver("a", "c")).toBe("You do not have control.");
  expect(lock.handOver("b", "gone")).toBe("That viewer is gone.");
});

it("is free as soon as its holder lets go or leaves", () => {
  const { lock } = lockOf();
  lock.take("a");
  expect([lock.release("b"), lock.release("a"), lock.holder]).toEqual(["You do not have control.", null, null]);
  lock.take("b");
  lock.request("c");
  lock.leave("c");
  lock.leave("b");
  expect([lock.holder, lock.requests, lock.take("a")]).toEqual([null, [], null]);
});

it("lets anyone relieve a holder who has been still for long, counted from the last input", () => {
  const { lock, clock } = lockOf();
  lock.take("a");
  clock.nowMs += 59_000;
  lock.use();
  clock.nowMs += 59_999;
  expect([lock.isStill, lock.take("b") === null]).toEqual([false, false]);
  clock.nowMs += 1;
  expect([lock.isStill, lock.take("b"), lock.holder?.viewerId]).toEqual([true, null, "b"]);
});

it("lets the same person and owners take it back at once, but not somebody else with a link", () => {
  const { lock } = lockOf();
  lock.join(seat("a2", { userId: "user_a" }));
  lock.join(seat("owner", { senior: true }));
  lock.join(seat("link1", { userId: null }));
  lock.join(seat("link2", { userId: null }));
  lock.take("a");
  expect([lock.take("a2"), lock.take("owner"), lock.holder?.viewerId]).toEqual([null, null, "owner"]);
  lock.handOver("owner", "link1");
  expect(lock.take("link2")).toContain("Another viewer");
});
