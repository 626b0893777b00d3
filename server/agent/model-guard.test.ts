import { describe, expect, test } from "vitest";
import { delay } from "../core/time.ts";
import { createModelGuard, retryAfterOf } from "./model-guard.ts";

const OPEN_MS = 700;
const signal = AbortSignal.timeout(20_000);

/** As the clients of all vendors tell of a refusal; without a status the server was not reached. */
const refusal = (statusCode?: number, responseHeaders: Record<string, string> = {}): Error =>
  Object.assign(new Error(`refused with ${statusCode}`), { name: "AI_APICallError", responseHeaders, ...(statusCode !== undefined && { statusCode }) });
const guardOf = (breakerThreshold = 3, timeoutMs = 5_000) =>
  createModelGuard({ settings: { timeoutMs }, resilience: { breakerThreshold, breakerOpenMs: OPEN_MS }, told: (message) => message });
/** A server that answers as it is told, in turn; "ok" when nothing is left. */
const server = (...answers: (Error | string)[]) => {
  const asked: number[] = [];
  const ask = async (): Promise<string> => {
    asked.push(Date.now());
    const answer = answers.shift() ?? "ok";
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, asked };
};

describe("tries", () => {
  test("a server that is overloaded is asked again, after the time that it names", async () => {
    const { ask, asked } = server(refusal(429, { "retry-after": "1" }), "answer");
    expect(await guardOf().ask(ask, signal)).toBe("answer");
    const [first = 0, second = 0] = asked;
    expect(second - first).toBeGreaterThanOrEqual(950);
  });

  test("what is the request's own fault is told at once, and counts for nothing", async () => {
    const guard = guardOf(1);
    for (const status of [400, 401, 404]) {
      const { ask, asked } = server(refusal(status));
      await expect(guard.ask(ask, signal)).rejects.toThrow(`refused with ${status}`);
      expect(asked).toHaveLength(1);
    }
    expect(guard.breaker()).toMatchObject({ state: "closed", recentFailures: [] });
  });

  test("a server that wants to be left alone for long is: the next call is refused without asking", async () => {
    const guard = guardOf();
    const { ask, asked } = server(refusal(503, { "retry-after": "30" }));
    await expect(guard.ask(ask, signal)).rejects.toThrow("refused with 503");
    await expect(guard.ask(ask, signal)).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE", retryable: true });
    expect(guard.refuses()).toBe(true);
    expect(asked).toHaveLength(1);
  });

  test("an answer that does not come in time is not asked for again", async () => {
    const guard = guardOf(3, 60);
    await expect(guard.ask((limit) => delay(10_000, limit), signal)).rejects.toMatchObject({
      code: "MODEL_FAILED",
      message: expect.stringContaining("MODEL_TIMEOUT"),
    });
    expect(guard.breaker().recentFailures).toHaveLength(1);
  });

  test("a caller who leaves is no failure of the server", async () => {
    const guard = guardOf(1);
    const leaving = new AbortController();
    const call = guard.ask((limit) => delay(10_000, limit), leaving.signal);
    leaving.abort();
    await expect(call).rejects.toMatchObject({ code: "CANCELLED" });
    expect(guard.breaker().state).toBe("closed");
  });
});

describe("the breaker", () => {
  test("opens after failures in a row, refuses at once with when to come back, and closes when a probe is answered", async () => {
    const guard = guardOf(3);
    const down = server(...Array.from({ length: 3 }, () => refusal()));
    await expect(guard.ask(down.ask, signal)).rejects.toThrow("refused with undefined");
    expect(down.asked).toHaveLength(3);
    expect(guard.breaker()).toMatchObject({ state: "open", nextProbeAt: expect.any(String) });
    await expect(guard.ask(down.ask, signal)).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE", details: { retryAfterMs: expect.any(Number) } });
    expect(down.asked).toHaveLength(3);
    await delay(OPEN_MS + 20);
    expect(await guard.ask(down.ask, signal)).toBe("ok");
    expect(guard.breaker()).toMatchObject({ state: "closed", nextProbeAt: null });
    expect(guard.breaker().recentFailures).toHaveLength(3);
  });

  test("stays open when the probe fails, and lets one probe through at a time", async () => {
    const guard = guardOf(1);
    const down = server(refusal(500), refusal(500));
    await expect(guard.ask(down.ask, signal)).rejects.toThrow("refused with 500");
    await delay(OPEN_MS + 20);
    const calls = await Promise.allSettled([guard.ask(down.ask, signal), guard.ask(down.ask, signal)]);
    expect(calls.map((call) => call.status)).toEqual(["rejected", "rejected"]);
    expect(down.asked).toHaveLength(2);
    expect(guard.breaker().state).toBe("open");
  });
});

test.each([
  [{ "retry-after": "2" }, 2_000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after-ms": "120", "retry-after": "9" }, 120],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:10 GMT" }, 9_000],
  [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, null],
  [{}, null],
])("%j means %s ms", (headers, ms) => {
  expect(retryAfterOf(headers as Record<string, string>, 1_000)).toBe(ms);
});
