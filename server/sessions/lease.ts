import { AppError } from "../core/errors.ts";
import type { Page } from "../driver/page.ts";
import type { LiveSession } from "./live-session.ts";

/** What a page is wanted for: `reads` only look at it and need not wait while a person has it. */
export type Use = "reads" | "changes";

/** The right to drive one page of a session; dispose it to let the next caller in. */
export type Lease = AsyncDisposable & {
  readonly session: LiveSession;
  readonly page: Page;
  /** Aborts when the caller gives up or the session ends; the reason is then the error to answer with. */
  readonly signal: AbortSignal;
  /** Does the lease's work: once no person has the page, and anew where one took it before anything was done. @throws as InputGate.drive */
  drive<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
};

/** `isKeeper`: the caller is the person who has taken the session over. */
type LeaseOptions = { use?: Use | undefined; isKeeper?: boolean };

const NO_TURN: Disposable = { [Symbol.dispose]: () => {} };

/**
 * Waits for the session's driver lock and hands out the page. Whoever has taken the session over needs no turn: a call that
 * they interrupted may have it. Who wants to change a page that a person has waits without the lock, so that readers get it.
 * @throws AppError TAB_NOT_FOUND | SESSION_NOT_RUNNING | BROWSER_CRASHED | CANCELLED
 */
export async function leaseOf(
  session: LiveSession,
  tabId: string | undefined,
  callerSignal: AbortSignal,
  { use = "changes", isKeeper = false }: LeaseOptions = {},
): Promise<Lease> {
  const signal = AbortSignal.any([callerSignal, session.ended]);
  const presence = use === "changes" && !isKeeper ? session.automation.begin() : NO_TURN;
  const held: { turn: Disposable } = { turn: NO_TURN };
  const letGo = (): void => {
    held.turn[Symbol.dispose]();
    presence[Symbol.dispose]();
  };
  try {
    if (!isKeeper) held.turn = await turnOf(session, use, signal);
    session.assertRunning();
    const page = tabId === undefined ? session.tabs.active : session.tabs.get(tabId);
    session.touch();
    return {
      session,
      page,
      signal,
      drive: (limit, work) => {
        if (isKeeper) return session.gate.letThrough(work);
        return use === "reads" ? work() : session.gate.drive(limit, work);
      },
      [Symbol.asyncDispose]: async () => {
        session.touch();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

async function turnOf(session: LiveSession, use: Use, signal: AbortSignal): Promise<Disposable> {
  try {
    for (;;) {
      if (use === "changes") await session.gate.pass(signal);
      const turn = await session.driver.acquire(signal);
      if (use === "reads" || !session.gate.closed) return turn;
      turn[Symbol.dispose]();
    }
  } catch (error) {
    session.assertRunning();
    throw error instanceof AppError ? error : new AppError("CANCELLED", "The call was cancelled while it waited for its turn.", { cause: error });
  }
}
