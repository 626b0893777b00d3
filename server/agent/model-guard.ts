import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import { z } from "zod";
import type { Breaker, ProviderFailure } from "../contract/health.ts";
import type { ModelSettings, ResilienceSettings } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import { abortError, delay, withTimeout } from "../core/time.ts";

/** Tries of one request, the first included. */
const ATTEMPTS = 3;
const RETRY_DELAY_MS = 500;
/** A server that asks to be left alone for longer is not waited for: the call fails, and the next ones until then too. */
const LONGEST_WAIT_MS = 10_000;
/** No server is left alone for longer, whatever it asks. */
const LONGEST_PAUSE_MS = 60_000;
const FAILURES_KEPT = 5;
/** While a probe is under way nobody knows when it ends: ask again after this. */
const PROBE_WAIT_MS = 1_000;

const STATES = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Isolated]: "open",
} as const;

/** What the clients of all vendors say of an answer that is none. */
const Refused = z.object({
  name: z.literal("AI_APICallError"),
  message: z.string(),
  statusCode: z.int().optional(),
  responseHeaders: z.record(z.string(), z.string()).optional(),
});

/** A failure that says nothing about the model's server, and that another try would not mend. */
class Excused extends Error {
  readonly why: unknown;

  constructor(why: unknown) {
    super("not the model's fault");
    this.why = why;
  }
}

/** How the model's server failed: `retryAfterMs` where it said when to come back, or null where another try is useless. */
type Fault = { error: unknown; message: string; again: boolean; retryAfterMs: number | null };

type GuardParts = {
  settings: Pick<ModelSettings, "timeoutMs">;
  resilience: Pick<ResilienceSettings, "breakerThreshold" | "breakerOpenMs">;
  /** What the vendor says, fit to be shown. */
  told: (message: string) => string;
};

/** Stands between every request and the model's server. */
export type ModelGuard = ReturnType<typeof createModelGuard>;

/**
 * Each answer has a time limit; a server that is overloaded or out of order is asked again after growing waits, or when
 * it says itself; after several failures in a row the breaker opens, and requests are refused at once until one of them,
 * as a probe, is answered. What is the request's own fault (a wrong key, an unknown model) counts for nothing.
 */
export function createModelGuard({ settings, resilience, told }: GuardParts) {
  const seen: { since: number; openedAt: number; pausedUntil: number; failures: ProviderFailure[] } = {
    since: Date.now(),
    openedAt: 0,
    pausedUntil: 0,
    failures: [],
  };
  // A probe that was given up has proved nothing: it opens the breaker again, where otherwise it would close it.
  const circuit = circuitBreaker(
    handleWhen((error) => !(error instanceof Excused) || circuit.state === CircuitState.HalfOpen),
    { halfOpenAfter: resilience.breakerOpenMs, breaker: new ConsecutiveBreaker(resilience.breakerThreshold) },
  );
  circuit.onStateChange((state) => {
    seen.since = Date.now();
    if (state === CircuitState.Open) seen.openedAt = seen.since;
  });

  const waitMs = (): number => {
    const paused = Math.max(0, seen.pausedUntil - Date.now());
    if (circuit.state === CircuitState.Open) return Math.max(paused, seen.openedAt + resilience.breakerOpenMs - Date.now());
    return circuit.state === CircuitState.HalfOpen ? Math.max(paused, PROBE_WAIT_MS) : paused;
  };
  const unavailable = (): AppError => {
    const retryAfterMs = Math.max(Math.ceil(waitMs()), 1);
    const why = seen.failures[0] ? ` It said: ${seen.failures[0].message}` : "";
    return new AppError("MODEL_UNAVAILABLE", `The model fails and is not asked for ${Math.ceil(retryAfterMs / 1000)} s; explicit steps work meanwhile.${why}`, {
      details: { retryAfterMs },
    });
  };

  const attempt = async <T>(request: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    try {
      return await withTimeout(settings.timeoutMs, "waiting for the model's answer", request, signal);
    } catch (error) {
      if (signal.aborted) throw new Excused(abortError(signal));
      const fault = faultOf(error, settings.timeoutMs);
      if (fault === null) throw new Excused(error);
      const failure = { at: new Date().toISOString(), code: "MODEL_FAILED", message: told(fault.message) };
      seen.failures = [failure, ...seen.failures].slice(0, FAILURES_KEPT);
      throw new FaultError(fault);
    }
  };
  /** One probe at a time; the others are refused. */
  const once = async <T>(request: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
    if (circuit.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return circuit.execute(() => attempt(request, signal), signal);
  };
  /** How long to wait before the next try; null: there is none. */
  const pauseAfter = ({ again, retryAfterMs }: Fault, tries: number): number | null => {
    const pauseMs = retryAfterMs ?? RETRY_DELAY_MS * 2 ** (tries - 1);
    if (pauseMs > LONGEST_WAIT_MS) seen.pausedUntil = Date.now() + Math.min(pauseMs, LONGEST_PAUSE_MS);
    return again && tries < ATTEMPTS && pauseMs <= LONGEST_WAIT_MS && circuit.state === CircuitState.Closed ? pauseMs : null;
  };

  return {
    /**
     * An answer to a request.
     * @throws AppError MODEL_UNAVAILABLE while the server is left alone | MODEL_FAILED without an answer in time · the signal's reason · what the request throws
     */
    ask: async <T>(request: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> => {
      if (waitMs() > 0) throw unavailable();
      for (let tries = 1; ; tries++) {
        try {
          return await once(request, signal);
        } catch (error) {
          if (error instanceof BrokenCircuitError) throw unavailable();
          if (error instanceof Excused) throw error.why;
          if (!(error instanceof FaultError)) throw error;
          const pauseMs = pauseAfter(error.fault, tries);
          if (pauseMs === null) throw error.fault.error;
          await delay(pauseMs, signal);
        }
      }
    },
    /** Whether requests are refused at once now. */
    refuses: (): boolean => waitMs() > 0,
    breaker: (): Breaker => ({
      state: STATES[circuit.state],
      since: new Date(seen.since).toISOString(),
      nextProbeAt: circuit.state === CircuitState.Open ? new Date(seen.openedAt + resilience.breakerOpenMs).toISOString() : null,
      recentFailures: [...seen.failures],
    }),
  };
}

/** Carries a fault through the breaker. */
class FaultError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Null for what is not the server's fault. */
function faultOf(error: unknown, timeoutMs: number): Fault | null {
  if (error instanceof AppError && error.code === "TIMEOUT") {
    const message = `No answer came within ${timeoutMs} ms (MODEL_TIMEOUT).`;
    // It may have been thinking all the time, and would be paid for again.
    return { error: new AppError("MODEL_FAILED", message), message, again: false, retryAfterMs: null };
  }
  const refused = Refused.safeParse(error instanceof Error ? { ...error, name: error.name, message: error.message } : error).data;
  if (!refused) return null;
  const { statusCode, responseHeaders = {} } = refused;
  if (statusCode !== undefined && statusCode !== 429 && statusCode < 500) return null;
  return { error, message: messageOf(error), again: true, retryAfterMs: retryAfterOf(responseHeaders) };
}

/** What `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3), or `retry-after-ms` as OpenAI has it; null without one. */
export function retryAfterOf(headers: Record<string, string>, now = Date.now()): number | null {
  const exact = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (exact >= 0) return exact;
  const said = headers["retry-after"];
  if (said === undefined) return null;
  const ms = /^\d+(\.\d+)?$/.test(said.trim()) ? Number(said) * 1000 : Date.parse(said) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
