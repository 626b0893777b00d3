import type { ErrorCode } from "../contract/errors.ts";
import type { SessionConfig, SessionWarning } from "../contract/sessions.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { GuardedProvider } from "../providers/provider.ts";
import { unmetWishes } from "./plan.ts";
import type { SessionRow } from "./session-row.ts";

/** Failures of one provider after which another may still do. */
const ELSEWHERE: ReadonlySet<ErrorCode> = new Set(["PROVIDER_UNAVAILABLE", "BROWSER_LAUNCH_FAILED", "BROWSER_CRASHED", "TIMEOUT"]);

/** Whether this is a failure of a provider, after which another one may still do. */
export const isProviderFailure = (error: unknown): boolean => error instanceof AppError && ELSEWHERE.has(error.code);

/** What of a session decides where it may start. */
export type StartRow = Pick<SessionRow, "provider" | "providerFixed"> & { config: unknown };

/**
 * Where a session may start, the best first: on the provider of its row and, unless its creator named that, on every
 * other one that can do what it needs, in the order of PROVIDERS.
 */
export function candidatesOf(row: StartRow, providers: readonly GuardedProvider[]): GuardedProvider[] {
  const own = providers.filter(({ name }) => name === row.provider);
  if (row.providerFixed) return own;
  const { proxy } = row.config as SessionConfig;
  return [...own, ...providers.filter(({ name, capabilities }) => name !== row.provider && (!proxy || capabilities.proxy))];
}

/** How long until one of them would try to start a browser, in milliseconds; 0: now, null: there is none. */
export function waitOf(candidates: readonly GuardedProvider[]): number | null {
  return candidates.length === 0 ? null : Math.min(...candidates.map((provider) => provider.waitMs()));
}

/** What was started, on which provider, and why not on the first; null where it is the first. */
export type StartedOn<T> = { started: T; provider: GuardedProvider; failure: AppError | null };

/**
 * Starts on the first candidate that can.
 * @throws AppError what the first one failed with; PROVIDER_UNAVAILABLE with `retryAfterMs` when none was even tried
 */
export async function startOnFirst<T>(candidates: readonly GuardedProvider[], start: (provider: GuardedProvider) => Promise<T>): Promise<StartedOn<T>> {
  const failures: AppError[] = [];
  for (const provider of candidates) {
    try {
      return { started: await start(provider), provider, failure: failures[0] ?? null };
    } catch (error) {
      const failure = asAppError(error, "BROWSER_LAUNCH_FAILED", "The browser could not be started; see the server's log.");
      if (!isProviderFailure(failure)) throw failure;
      failures.push(failure);
    }
  }
  const [tried] = failures.filter(({ details }) => details?.retryAfterMs === undefined);
  const [first] = failures;
  if (tried ?? !first) throw tried ?? new AppError("PROVIDER_UNAVAILABLE", "This server has no provider for the session; add it to PROVIDERS.");
  if (failures.length === 1) throw first;
  throw new AppError("PROVIDER_UNAVAILABLE", "No provider starts browsers at the moment; try again in a while, or ask with queue: true to wait.", {
    cause: first,
    details: { retryAfterMs: Math.min(...failures.map(({ details }) => Number(details?.retryAfterMs))) },
  });
}

/** The warnings of a session that started on another provider than planned: what that one cannot do, and that it is so. */
export function warningsElsewhere(config: SessionConfig, planned: string, provider: GuardedProvider, failure: AppError): SessionWarning[] {
  const message = `The session runs on "${provider.name}" because "${planned}" could not start a browser: ${failure.message}`;
  return [...unmetWishes(config, provider), { field: "provider", message }];
}
