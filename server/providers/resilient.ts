import { BrokenCircuitError, BulkheadRejectedError, bulkhead, ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { ErrorCode } from "../contract/errors.ts";
import { createCircuit, Excused, PROBE_WAIT_MS } from "../core/circuit.ts";
import type { ResilienceSettings } from "../core/env.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import { abortError, withTimeout } from "../core/time.ts";
import type { Browser, BrowserProvider, GuardedProvider, LaunchOutcome, LaunchSpec } from "./provider.ts";

/** Launches that may wait for their turn before more of them are refused. */
const WAITING_LAUNCHES = 1_000;
/** Failures that say that the provider is not well. What the caller asked wrongly, or gave up, says nothing about it. */
const FAULTS: ReadonlySet<ErrorCode> = new Set(["BROWSER_LAUNCH_FAILED", "PROVIDER_UNAVAILABLE", "BROWSER_CRASHED", "TIMEOUT", "INTERNAL"]);

type ResilientParts = {
  settings: ResilienceSettings;
  log: Log;
  /** Told of every launch, for whoever counts them. */
  onLaunch?: (provider: string, outcome: LaunchOutcome, durationMs: number) => void;
};

/**
 * The provider behind a guard of its own: a launch that fails is tried again after growing, jittered waits; only so many
 * run at once; each has a time limit; and after several failures in a row the breaker opens, and launches are refused at
 * once until one of them, as a probe, succeeds. A browser that waits already is handed out past all of it.
 */
export function createResilientProvider(inner: BrowserProvider, { settings, log, onLaunch }: ResilientParts): GuardedProvider {
  const { name } = inner;
  /** A provider that is well but full says when to ask again; until then its refusal stands. */
  const full: { until: number; refusal: AppError | null } = { until: 0, refusal: null };

  const circuit = createCircuit({
    threshold: settings.breakerThreshold,
    openMs: settings.breakerOpenMs,
    onChange: (state, last) => {
      const facts = { provider: name, breaker: state };
      if (state === "closed") log.info(facts, "a provider starts browsers again");
      else if (state === "half_open") log.info(facts, "a provider is tried again");
      else log.warn({ ...facts, failure: last?.message, nextProbeInMs: settings.breakerOpenMs }, "a provider fails and is not asked for a while");
    },
  });
  const turns = bulkhead(settings.parallelLaunches, WAITING_LAUNCHES);
  const tries = retry(
    handleWhen((error) => circuit.isClosed() && !(error instanceof Excused || error instanceof BulkheadRejectedError) && !isTimeout(error)),
    {
      maxAttempts: settings.launchAttempts - 1,
      backoff: new ExponentialBackoff({ initialDelay: settings.retryDelayMs, maxDelay: settings.retryMaxDelayMs }),
    },
  );

  const waitMs = (): number => (circuit.isClosed() ? Math.max(0, full.until - Date.now()) : circuit.waitMs());
  const refusal = (): AppError =>
    new AppError("PROVIDER_UNAVAILABLE", `The provider "${name}" fails and is not asked for a while; try again then, or choose another provider.`, {
      details: { provider: name, retryAfterMs: Math.max(waitMs(), PROBE_WAIT_MS) },
    });

  /** One launch within its limit; a browser that comes too late is ended. */
  const attempt = async (spec: LaunchSpec, signal: AbortSignal): Promise<Browser> => {
    const inTime = (limit: AbortSignal): Promise<Browser> => {
      const launched = inner.launch(spec, limit);
      launched
        .then(async (browser) => {
          if (limit.aborted) await browser.close({ graceMs: 0 });
        })
        .catch(() => {});
      return launched;
    };
    try {
      return await withTimeout(settings.launchTimeoutMs, `starting a browser of the provider "${name}"`, inTime, signal);
    } catch (error) {
      if (signal.aborted) throw new Excused(abortError(signal));
      const failure = asAppError(error, "BROWSER_LAUNCH_FAILED", `The provider "${name}" could not start a browser; see the server's log.`);
      if (!FAULTS.has(failure.code)) throw new Excused(failure);
      const retryAfterMs = Number(failure.details?.retryAfterMs ?? 0);
      if (retryAfterMs > 0) {
        full.until = Date.now() + retryAfterMs;
        full.refusal = failure;
        throw new Excused(failure);
      }
      if (failure !== error) log.warn({ err: error, provider: name }, "a provider could not start a browser");
      circuit.noteFailure(failure);
      throw failure;
    }
  };
  /** Decided when its turn comes: the breaker may have opened meanwhile. */
  const guarded = (spec: LaunchSpec, signal: AbortSignal): Promise<Browser> => circuit.execute(() => attempt(spec, signal), signal);
  const faceOf = (error: unknown, signal: AbortSignal): unknown => {
    if (error instanceof Excused) return error.why;
    if (error instanceof BrokenCircuitError) return refusal();
    if (error instanceof BulkheadRejectedError)
      return new AppError("PROVIDER_UNAVAILABLE", `Too many browsers of the provider "${name}" are being started; try again in a moment.`, {
        details: { provider: name, retryAfterMs: PROBE_WAIT_MS },
      });
    return signal.aborted ? abortError(signal) : error;
  };

  return {
    name,
    capabilities: inner.capabilities,
    start: () => inner.start(),
    stop: () => inner.stop(),
    launch: async (spec, signal) => {
      const startedAt = performance.now();
      const tell = (outcome: LaunchOutcome): void => onLaunch?.(name, outcome, performance.now() - startedAt);
      const waiting = await inner.takeReady?.(spec);
      if (waiting) {
        tell("waited");
        return waiting;
      }
      if (waitMs() > 0) {
        tell("refused");
        throw circuit.isClosed() && full.refusal ? full.refusal : refusal();
      }
      try {
        const browser = await tries.execute(() => turns.execute(() => guarded(spec, signal), signal), signal);
        tell("started");
        return browser;
      } catch (error) {
        tell("failed");
        throw faceOf(error, signal);
      }
    },
    canAdopt: (record) => inner.canAdopt(record),
    adopt: (record, signal) => inner.adopt(record, signal),
    clean: (keep) => inner.clean(keep),
    health: () => inner.health(),
    breaker: circuit.breaker,
    waitMs,
  };
}

const isTimeout = (error: unknown): boolean => error instanceof AppError && error.code === "TIMEOUT";
