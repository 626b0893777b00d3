import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PerchEvent } from "../../contract/events.ts";
import { InputGate } from "../../driver/input-gate.ts";
import { Automation } from "../../sessions/automation.ts";
import { seat } from "../../testing/seat.ts";
import { Desk } from "./desk.ts";

const program = { name: "Script", userId: "user_p", senior: false, keeper: null };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function deskOf() {
  const told: PerchEvent[] = [];
  const session = { id: "sess_1", workspaceId: "ws_1", gate: new InputGate(), automation: new Automation(), touch: vi.fn<() => void>() };
  const desk = new Desk({ session, limits: { holdMs: 900_000, graceMs: 20_000, stillAfterMs: 60_000 }, publish: (event) => void told.push(event) });
  for (const one of [seat("a"), seat("b")]) desk.join(one);
  return { desk, session, told };
}

describe("a person in automation's place", () => {
  it("closes the gate, and opens it when they give back; both are told, with who and how long", () => {
    const { desk, session, told } = deskOf();
    expect(desk.takeOver("a")).toBeNull();
    expect([session.gate.closed, desk.automation, desk.holder?.viewerId]).toEqual([true, "held", "a"]);
    vi.advanceTimersByTime(5_000);
    expect(desk.giveBack("a")).toBeNull();
    expect([session.gate.closed, desk.automation, desk.holder]).toEqual([false, "idle", null]);
    expect(told.map(({ type }) => type)).toEqual(["action.started", "control.taken", "action.finished", "control.returned"]);
    expect(told).toMatchObject([
      {},
      { by: "A" },
      { activity: { actionType: "live.takeOver", actorName: "A", durationMs: 5_000, success: true, actionData: { returned: "given" } } },
      { by: "A", heldMs: 5_000, why: "given" },
    ]);
  });

  it("is given back by itself after the limit, or a shorter one that was asked for", () => {
    const { desk, session, told } = deskOf();
    desk.takeOver("a");
    vi.advanceTimersByTime(899_999);
    expect(session.gate.closed).toBe(true);
    vi.advanceTimersByTime(1);
    expect([session.gate.closed, told.at(-1)]).toMatchObject([false, { type: "control.returned", why: "limit", heldMs: 900_000 }]);
    desk.holdFor(program, 2_000);
    vi.advanceTimersByTime(2_000);
    expect(session.gate.closed).toBe(false);
    desk.holdFor(program, 3_600_000);
    vi.advanceTimersByTime(900_000);
    expect(session.gate.closed).toBe(false);
  });

  it("outlives a broken connection for a while, and goes on with the key that the viewer had", () => {
    const { desk, session, told } = deskOf();
    desk.takeOver("a");
    desk.leave("a", "key_a");
    expect([desk.holder, session.gate.closed, desk.state().hold]).toMatchObject([null, true, { viewerId: null, name: "A" }]);
    vi.advanceTimersByTime(19_000);
    desk.join(seat("a2", { userId: "user_a" }));
    expect(desk.resume("a2", "key_other")).toContain("given back");
    expect(desk.resume("a2", "key_a")).toBeNull();
    vi.advanceTimersByTime(60_000);
    expect([session.gate.closed, desk.holder?.viewerId]).toEqual([true, "a2"]);
    desk.leave("a2", "key_a2");
    vi.advanceTimersByTime(20_000);
    expect([session.gate.closed, told.at(-1)]).toMatchObject([false, { type: "control.returned", why: "left" }]);
    desk.join(seat("a3"));
    expect(desk.resume("a3", "key_a2")).toContain("given back");
  });

  it("goes with control to whom it is handed over, and ends when its holder lets go", () => {
    const { desk, session } = deskOf();
    desk.takeOver("a");
    expect(desk.handOver("a", "b")).toBeNull();
    expect(desk.state().hold).toMatchObject({ viewerId: "b", name: "B" });
    expect(desk.giveBack("a")).toContain("Somebody else has taken over");
    expect([desk.release("b"), session.gate.closed]).toEqual([null, false]);
  });

  it("is not taken from others, except by owners, the same person and in place of who is still or gone", () => {
    const { desk } = deskOf();
    desk.takeOver("a");
    expect(desk.takeOver("b")).not.toBeNull();
    expect(() => desk.holdFor(program)).toThrow("Somebody else has taken over");
    expect(() => desk.giveBackFor(program)).toThrow("Somebody else has taken over");
    desk.giveBackFor({ ...program, userId: "user_a" });
    expect([desk.automation, desk.holder]).toEqual(["idle", null]);
    desk.holdFor(program);
    expect([desk.takeOver("a"), desk.state().hold?.name]).toEqual([
      "Somebody else has taken over; they, or an owner of the workspace, can give back.",
      "Script",
    ]);
    desk.join(seat("owner", { senior: true }));
    expect([desk.takeOver("owner"), desk.state().hold?.name]).toEqual([null, "OWNER"]);
    vi.advanceTimersByTime(60_000);
    expect([desk.takeOver("b"), desk.state().hold?.name]).toEqual([null, "B"]);
    desk.leave("b", "key_b");
    expect([desk.takeOver("a"), desk.resume("owner", "key_b")]).toEqual([null, "Automation was given back meanwhile."]);
  });

  it("ends with the session", () => {
    const { desk, session, told } = deskOf();
    desk.takeOver("a");
    desk.dispose();
    desk.dispose();
    vi.advanceTimersByTime(3_600_000);
    expect([session.gate.closed, told.at(-1)]).toMatchObject([false, { type: "control.returned", why: "ended" }]);
  });
});

describe("what viewers are told", () => {
  it("comes once for changes at one time, and again when a holder has become still", () => {
    const { desk } = deskOf();
    vi.advanceTimersByTime(1_000);
    const states: (boolean | null)[] = [];
    desk.onChange(({ holder }) => states.push(holder?.still ?? null));
    desk.take("a");
    desk.request("b");
    vi.advanceTimersByTime(1_000);
    expect(states).toEqual([false]);
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual([false, true]);
    desk.use();
    vi.advanceTimersByTime(1_000);
    expect(states).toEqual([false, true, false]);
  });

  it("says that automation runs while calls follow each other, and that it is idle when none came for a while", () => {
    const { desk, session } = deskOf();
    const first = session.automation.begin();
    expect(desk.automation).toBe("running");
    first[Symbol.dispose]();
    vi.advanceTimersByTime(1_000);
    const second = session.automation.begin();
    vi.advanceTimersByTime(10_000);
    expect(desk.automation).toBe("running");
    second[Symbol.dispose]();
    second[Symbol.dispose]();
    vi.advanceTimersByTime(2_000);
    expect(desk.automation).toBe("idle");
  });
});
