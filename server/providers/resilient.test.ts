import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ResilienceSettings } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import type { Browser, BrowserProvider, LaunchSpec } from "./provider.ts";
import { createResilientProvider } from "./resilient.ts";

const spec: LaunchSpec = { sessionId: "sess_1", viewport: { width: 800, height: 600 }, captchaSolving: false };
const SETTINGS: ResilienceSettings = {
  launchAttempts: 3,
  retryDelayMs: 100,
  retryMaxDelayMs: 400,
  launchTimeoutMs: 5_000,
  parallelLaunches: 2,
  breakerThreshold: 5,
  breakerOpenMs: 10_000,
};
const never = new AbortController().signal;
const broken = (): AppError => new AppError("BROWSER_LAUNCH_FAILED", "It does not start.");

type Launch = (signal: AbortSignal) => Promise<Browser>;

/** A provider outside, of which only launching matters here: each launch does what `launch` says then. */
function made(over: Partial<ResilienceSettings> = {}) {
  const closed: number[] = [];
  const browser = (id: number) => ({ externalId: String(id), close: async () => void closed.push(id) }) as unknown as Browser;
  const outside: { launch: Launch; launches: number; running: number; most: number; ready: Browser | null } = {
    launch: async () => browser(1),
    launches: 0,
    running: 0,
    most: 0,
    ready: null,
  };
  const inner: BrowserProvider = {
    name: "local",
    capabilities: { captchaSolving: false, proxy: true, proxyAuthentication: true, adBlocking: true, stealth: true },
    start: async () => {},
    stop: async () => {},
    launch: async (_, signal) => {
      outside.launches += 1;
      outside.running += 1;
      outside.most = Math.max(outside.most, outside.running);
      return outside.launch(signal).finally(() => {
        outside.running -= 1;
      });
    },
    takeReady: async () => outside.ready,
    canAdopt: () => false,
    adopt: async () => null,
    clean: async () => ({ processes: 0, directories: 0, freedBytes: 0 }),
    health: async () => ({ status: "ok", detail: "", ready: 0, launching: 0, running: 0 }),
  };
  const said: string[] = [];
  const log = pino({ level: "info", base: null }, { write: (line: string) => void said.push((JSON.parse(line) as { msg: string }).msg) });
  return { outside, browser, closed, said, provider: createResilientProvider(inner, { settings: { ...SETTINGS, ...over }, log }) };
}

/** What a launch ends with, while the clock runs on. */
async function ending(launching: Promise<Browser>): Promise<string> {
  const end = launching.then(
    ({ externalId }) => `browser ${externalId}`,
    (error: AppError) => error.code,
  );
  await vi.runAllTimersAsync();
  return end;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Until the breaker is open: as many failures as it takes. */
async function open({ provider, outside }: ReturnType<typeof made>): Promise<void> {
  outside.launch = async () => Promise.reject(broken());
  while (provider.breaker().state === "closed") await ending(provider.launch(spec, never));
}

describe("a launch that fails", () => {
  test("is tried again, after growing waits, as often as set", async () => {
    const { provider, outside } = made();
    const times: number[] = [];
    outside.launch = async () => {
      times.push(Date.now());
      return Promise.reject(broken());
    };
    expect(await ending(provider.launch(spec, never))).toBe("BROWSER_LAUNCH_FAILED");
    expect(times).toHaveLength(3);
    expect(times[1]).toBeGreaterThan(times[0] ?? 0);
    expect(times[2]).toBeGreaterThan(times[1] ?? 0);
  });

  test("and then works is not seen by the caller", async () => {
    const { provider, outside, browser } = made();
    outside.launch = async () => (outside.launches < 3 ? Promise.reject(broken()) : browser(7));
    expect(await ending(provider.launch(spec, never))).toBe("browser 7");
  });

  test("for a reason of the caller's is not tried again and never counts", async () => {
    const { provider, outside } = made({ breakerThreshold: 1 });
    for (const code of ["CAPABILITY_UNSUPPORTED", "INVALID_INPUT", "CANCELLED"] as const) {
      outside.launches = 0;
      outside.launch = async () => Promise.reject(new AppError(code, "No."));
      expect(await ending(provider.launch(spec, never))).toBe(code);
      expect(outside.launches).toBe(1);
    }
    expect(provider.breaker()).toMatchObject({ state: "closed", recentFailures: [] });
  });

  test("because the caller gave up never counts", async () => {
    const { provider, outside } = made({ breakerThreshold: 1 });
    const caller = new AbortController();
    outside.launch = (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(broken())));
    const launching = provider.launch(spec, caller.signal);
    await vi.advanceTimersByTimeAsync(10);
    caller.abort();
    expect(await ending(launching)).toBe("CANCELLED");
    expect(outside.launches).toBe(1);
    expect(provider.breaker().state).toBe("closed");
  });

  test("by hanging ends at its limit, is not tried again, and its late browser is ended", async () => {
    const { provider, outside, browser, closed } = made({ launchTimeoutMs: 300 });
    const late = Promise.withResolvers<Browser>();
    outside.launch = () => late.promise;
    expect(await ending(provider.launch(spec, never))).toBe("TIMEOUT");
    expect(outside.launches).toBe(1);
    late.resolve(browser(9));
    await vi.runAllTimersAsync();
    expect(closed).toEqual([9]);
  });
});

test("only so many launches run at once; the others wait for their turn", async () => {
  const { provider, outside, browser } = made({ parallelLaunches: 2 });
  outside.launch = () => new Promise((resolve) => setTimeout(() => resolve(browser(1)), 50));
  const all = Promise.all([1, 2, 3, 4, 5].map(() => provider.launch(spec, never)));
  await vi.runAllTimersAsync();
  expect(await all).toHaveLength(5);
  expect(outside.most).toBe(2);
});

describe("the breaker", () => {
  test("opens after failures in a row, tells so, and refuses at once with the time to wait", async () => {
    const one = made();
    await open(one);
    const before = one.outside.launches;
    expect(before).toBe(5);
    await expect(one.provider.launch(spec, never)).rejects.toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
      details: { provider: "local", retryAfterMs: 10_000 },
    });
    expect(one.outside.launches).toBe(before);
    const { state, nextProbeAt, since, recentFailures } = one.provider.breaker();
    expect(state).toBe("open");
    expect(Date.parse(nextProbeAt ?? "") - Date.parse(since)).toBe(10_000);
    expect(recentFailures).toHaveLength(5);
    expect(recentFailures[0]).toMatchObject({ code: "BROWSER_LAUNCH_FAILED", message: "It does not start." });
    expect(one.said).toEqual(["a provider fails and is not asked for a while"]);
  });

  test("a success between failures keeps it closed", async () => {
    const { provider, outside, browser } = made({ launchAttempts: 1 });
    for (let i = 0; i < 20; i++) {
      outside.launch = async () => (i % 4 === 3 ? browser(1) : Promise.reject(broken()));
      await ending(provider.launch(spec, never));
    }
    expect(provider.breaker().state).toBe("closed");
  });

  test("lets one probe through after its time, and closes when that succeeds", async () => {
    const one = made();
    await open(one);
    vi.setSystemTime(Date.now() + 10_000);
    expect(one.provider.waitMs()).toBe(0);
    const probe = Promise.withResolvers<Browser>();
    one.outside.launch = () => probe.promise;
    const probing = one.provider.launch(spec, never);
    await vi.advanceTimersByTimeAsync(1);
    expect(one.provider.breaker().state).toBe("half_open");
    await expect(one.provider.launch(spec, never)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE", details: { retryAfterMs: 1_000 } });
    probe.resolve(one.browser(3));
    expect(await ending(probing)).toBe("browser 3");
    expect(one.provider.breaker()).toMatchObject({ state: "closed", nextProbeAt: null });
    expect(one.said.at(-1)).toBe("a provider starts browsers again");
  });

  test.each([
    ["fails", broken],
    ["was given up", () => new AppError("CANCELLED", "Given up.")],
  ])("opens anew when the probe %s", async (_, failure) => {
    const one = made();
    await open(one);
    vi.setSystemTime(Date.now() + 10_000);
    one.outside.launch = async () => Promise.reject(failure());
    await ending(one.provider.launch(spec, never));
    expect(one.provider.breaker().state).toBe("open");
    expect(one.provider.waitMs()).toBeGreaterThan(9_000);
  });

  test("does not keep a browser that waits already from being handed out", async () => {
    const one = made();
    await open(one);
    one.outside.ready = one.browser(5);
    expect(await ending(one.provider.launch(spec, never))).toBe("browser 5");
  });
});

test("a provider that is full is well: its refusal stands until it says to ask again, without another try or an open breaker", async () => {
  const { provider, outside, browser } = made({ breakerThreshold: 1 });
  const details = { retryAfterMs: 1_000 };
  outside.launch = async () => Promise.reject(new AppError("PROVIDER_UNAVAILABLE", "All 4 slots are taken.", { details }));
  const refusal = { code: "PROVIDER_UNAVAILABLE", message: "All 4 slots are taken.", details };
  await expect(provider.launch(spec, never)).rejects.toMatchObject(refusal);
  await expect(provider.launch(spec, never)).rejects.toMatchObject(refusal);
  expect(outside.launches).toBe(1);
  expect(provider.waitMs()).toBe(1_000);
  expect(provider.breaker()).toMatchObject({ state: "closed", recentFailures: [] });
  vi.setSystemTime(Date.now() + 1_000);
  outside.launch = async () => browser(2);
  expect(await ending(provider.launch(spec, never))).toBe("browser 2");
});
