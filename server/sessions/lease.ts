import { AppError } from "../core/errors.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "./live-session.ts";

/** The right to drive one page of a session; dispose it to let the next caller in. */
export type Lease = AsyncDisposable & {
  readonly session: LiveSession;
  readonly page: Page;
  /** Aborts when the caller gives up or the session ends; the reason is then the error to answer with. */
  readonly signal: AbortSignal;
};

/**
 * Waits for the session's driver lock and hands out the page.
 * @throws AppError TAB_NOT_FOUND | SESSION_NOT_RUNNING | BROWSER_CRASHED | CANCELLED
 */
export async function leaseOf(session: LiveSession, tabId: string | undefined, callerSignal: AbortSignal): Promise<Lease> {
  const signal = AbortSignal.any([callerSignal, session.ended]);
  const turn = await session.driver.acquire(signal).catch((error: unknown) => {
    session.assertRunning();
    throw error instanceof AppError ? error : new AppError("CANCELLED", "The call was cancelled while it waited for its turn.", { cause: error });
  });
  try {
    session.assertRunning();
    const page = tabId === undefined ? session.tabs.active : session.tabs.get(tabId);
    session.touch();
    return {
      session,
      page,
      signal,
      [Symbol.asyncDispose]: async () => {
        session.touch();
        turn[Symbol.dispose]();
      },
    };
  } catch (error) {
    turn[Symbol.dispose]();
    throw error;
  }
}
