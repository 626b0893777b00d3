import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from "cockatiel";
import type { Breaker, ProviderFailure } from "../contract/health.ts";

const FAILURES_KEPT = 5;
/** While a probe is under way nobody knows when it ends: ask again after this. */
export const PROBE_WAIT_MS = 1_000;

const STATES = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half_open",
  [CircuitState.Isolated]: "open",
} as const;

/** A failure that does not count against what is guarded, and that another try would not mend. */
export class Excused extends Error {
  readonly why: unknown;

  constructor(why: unknown) {
    super("not the fault of what is guarded");
    this.why = why;
  }
}

type CircuitSettings = {
  /** Failures in a row that open it. */
  threshold: number;
  /** How long it stays open before a probe. */
  openMs: number;
  onChange?: (state: Breaker["state"], lastFailure: ProviderFailure | undefined) => void;
};

/** A breaker with a memory: in what state it is since when, and what failed last. */
export type Circuit = ReturnType<typeof createCircuit>;

/** Opens after several failures in a row, and lets one call through as a probe when it has been open for long enough. */
export function createCircuit({ threshold, openMs, onChange }: CircuitSettings) {
  const seen: { since: number; openedAt: number; failures: ProviderFailure[] } = { since: Date.now(), openedAt: 0, failures: [] };
  // A probe that was given up has proved nothing: it opens the breaker again, where otherwise it would close it.
  const policy = circuitBreaker(
    handleWhen((error) => !(error instanceof Excused) || policy.state === CircuitState.HalfOpen),
    { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(threshold) },
  );
  policy.onStateChange((state) => {
    seen.since = Date.now();
    if (state === CircuitState.Open) seen.openedAt = seen.since;
    onChange?.(STATES[state], seen.failures[0]);
  });
  return {
    isClosed: (): boolean => policy.state === CircuitState.Closed,
    /** @throws BrokenCircuitError while it is open, and beside a probe: one at a time · what the work throws */
    async execute<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
      if (policy.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
      return policy.execute(work, signal);
    },
    /** How long calls are refused from now on, in milliseconds; 0 while it is closed. */
    waitMs(): number {
      if (policy.state === CircuitState.Closed) return 0;
      if (policy.state === CircuitState.HalfOpen) return PROBE_WAIT_MS;
      return Math.max(0, seen.openedAt + openMs - Date.now());
    },
    /** Remembers what a failure was, for who looks at the breaker. */
    noteFailure: ({ code, message }: Omit<ProviderFailure, "at">): void => {
      seen.failures = [{ at: new Date().toISOString(), code, message }, ...seen.failures].slice(0, FAILURES_KEPT);
    },
    lastFailure: (): ProviderFailure | undefined => seen.failures[0],
    breaker: (): Breaker => ({
      state: STATES[policy.state],
      since: new Date(seen.since).toISOString(),
      nextProbeAt: policy.state === CircuitState.Open ? new Date(seen.openedAt + openMs).toISOString() : null,
      recentFailures: [...seen.failures],
    }),
  };
}
