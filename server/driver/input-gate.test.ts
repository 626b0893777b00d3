import { describe, expect, it, vi } from "vitest";
import { AppError } from "../core/errors.ts";
import { countDown } from "../core/time.ts";
import { InputGate } from "./input-gate.ts";

const never = new AbortController().signal;

describe("the gate between automation and the pages", () => {
  it("lets work through while it is open, and holds it while a person has the pages", async () => {
    const gate = new InputGate();
    expect(await gate.drive(never, async () => "done")).toBe("done");
    gate.close();
    const log: string[] = [];
    const held = gate.drive(never, async () => log.push("worked"));
    await Promise.resolve();
    expect([log, gate.paused]).toEqual([[], true]);
    gate.open();
    await held;
    expect(log).toEqual(["worked"]);
  });

  it("lets work look at the pages while something is done before it, and change them once that is done", async () => {
    const gate = new InputGate();
    const pictured = Promise.withResolvers<void>();
    gate.hold(pictured.promise);
    const log: string[] = [];
    const work = gate.drive(never, async () => {
      log.push("looked");
      await gate.begun(never);
      log.push("changed");
    });
    await vi.waitFor(() => expect(log).toEqual(["looked"]));
    log.push("pictured");
    pictured.resolve();
    await work;
    expect(log).toEqual(["looked", "pictured", "changed"]);
    gate.hold(new Promise(() => {}));
    const reason = new AppError("CANCELLED", "The caller has left.");
    await expect(gate.begun(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it("refuses what would reach the page while it is closed, and does that work anew afterwards", async () => {
    const gate = new InputGate();
    const tries: string[] = [];
    const work = async (): Promise<string> => {
      tries.push("look");
      if (tries.length === 1) gate.close();
      gate.enter();
      return "clicked";
    };
    const outcome = gate.drive(never, work);
    await vi.waitFor(() => expect(gate.closed).toBe(true));
    gate.open();
    expect(await outcome).toBe("clicked");
    expect(tries).toEqual(["look", "look"]);
  });

  it("does not do anew what had reached the page in part, and says so", async () => {
    const gate = new InputGate();
    const work = async (): Promise<void> => {
      gate.enter();
      gate.close();
      gate.enter();
    };
    const outcome = gate.drive(never, () => gate.drive(never, work));
    await expect(outcome).rejects.toMatchObject({ code: "HELD_BY_PERSON", message: expect.stringContaining("part of which was done") });
  });

  it("does anew what a person disturbed without an error, and keeps what failed by itself", async () => {
    const gate = new InputGate();
    const outcomes = ["not found", "found"];
    const disturbed = await gate.drive(
      never,
      async () => {
        const next = outcomes.shift() ?? "nothing more";
        if (next === "not found") {
          gate.close();
          gate.open();
        }
        return next;
      },
      (outcome) => outcome === "not found",
    );
    expect(disturbed).toBe("found");
    await expect(gate.drive(never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });

  it("lets a caller that gives up leave at once", async () => {
    const gate = new InputGate();
    gate.close();
    const caller = new AbortController();
    const held = gate.drive(caller.signal, async () => expect.unreachable("it is closed"));
    caller.abort();
    await expect(held).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("lets the calls of the person through who has the pages, and no other's", async () => {
    const gate = new InputGate();
    gate.close("user_a");
    expect([gate.keeps("user_a"), gate.keeps("user_b")]).toEqual([true, false]);
    await gate.letThrough(async () => gate.enter());
    expect(() => gate.enter()).toThrow("A person has the page now");
    gate.open();
    expect(gate.keeps("user_a")).toBe(false);
  });
});

it("a countdown leaves out the time while it is paused", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const gate = new InputGate();
    const ended = vi.fn<() => void>();
    countDown(1_000, ended, gate);
    vi.advanceTimersByTime(900);
    gate.close();
    vi.advanceTimersByTime(60_000);
    gate.open();
    vi.advanceTimersByTime(99);
    expect(ended).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ended).toHaveBeenCalledOnce();
    const stopped = vi.fn<() => void>();
    countDown(10, stopped, gate)();
    gate.close();
    gate.open();
    vi.advanceTimersByTime(1_000);
    expect(stopped).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
