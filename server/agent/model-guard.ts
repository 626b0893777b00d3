import { BrokenCircuitError } from "cockatiel";
import { z } from "zod";
import { createCircuit, Excused } from "../core/circuit.ts";
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
/** What the clients of all vendors say of an answer that is none. */
const Refused = z.object({
  name: z.literal("AI_APICallError"),
  message: z.string(),
  statusCode: z.int().optional(),
  responseHeaders: z.record(z.string(), z.string()).optional(),
});

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
  const circuit = createCircuit({ threshold: resilience.breakerThreshold, openMs: resilience.breakerOpenMs });
  /** A server that asked to be left alone is, until then. */
  const paused = { until: 0 };
  const waitMs = (): number => Math.max(0, paused.until - Date.now(), circuit.waitMs());
  const unavailable = (): AppError => {
    const retryAfterMs = Math.max(Math.ceil(waitMs()), 1);
    const last = circuit.lastFailure();
    const why = last ? ` It said: ${last.message}` : "";
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
      circuit.noteFailure({ code: "MODEL_FAILED", message: told(fault.message) });
      throw new FaultError(fault);
    }
  };
  /** How long to wait before the next try; null: there is none. */
  const pauseAfter = ({ again, retryAfterMs }: Fault, tries: number): number | null => {
    const pauseMs = retryAfterMs ?? RETRY_DELAY_MS * 2 ** (tries - 1);
    if (pauseMs > LONGEST_WAIT_MS) paused.until = Date.now() + Math.min(pauseMs, LONGEST_PAUSE_MS);
    return again && tries < ATTEMPTS && pauseMs <= LONGEST_WAIT_MS && circuit.isClosed() ? pauseMs : null;
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
          return await circuit.execute(() => attempt(request, signal), signal);
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
    breaker: circuit.breaker,
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
