import { AppError } from "../core/errors.ts";
import { delay } from "../core/time.ts";
import { isNavigationLoss } from "./frames.ts";
import type { PageTarget } from "./page-target.ts";
import { type RestAnswer, type RestQuestion, WATCH_REST } from "./rest-script.ts";

export type SettleOptions = {
  /** No change and no input for so long is rest. */
  quietMs?: number;
  /** Wait only for what the last input brings about: its changes, its requests, its navigation. */
  effects?: boolean;
  limitMs: number;
  signal: AbortSignal;
};

const QUIET_MS = 100;
/** A document that always changes is looked at no longer than this. */
const RESTLESS_LIMIT_MS = 1_000;
/** A new document's context comes in a moment. */
const CONTEXT_MS = 20;
/** Requests are told of a little before or after the input that causes them. */
const SLACK_MS = 30;
/** A page of many frames is watched in its first ones. */
const MOST_FRAMES = 8;

/**
 * Waits until the page rests: nothing loading, no change of the document, nothing moving for a while; or until `limitMs`.
 * A page that has rested for that long already is asked once and not waited for. Never a reason to fail: a page that
 * never rests is acted on as it is.
 * @throws the signal's reason, and BROWSER_CRASHED
 */
export async function settle(page: PageTarget, { quietMs = QUIET_MS, effects = false, limitMs, signal }: SettleOptions): Promise<void> {
  if (effects) page.emit({ type: "settling" });
  const deadline = Date.now() + limitMs;
  const left = (): number => Math.max(1, deadline - Date.now());
  let arrived = false;
  while (Date.now() < deadline) {
    const { generation } = page.lifecycle;
    const answer = await askRest(page, { quietMs, effects, arrived, limitMs: Math.min(left(), RESTLESS_LIMIT_MS) }, signal);
    if (answer === null) {
      await delay(CONTEXT_MS, signal);
      continue;
    }
    const isNew = page.lifecycle.generation !== generation;
    if (isNew || !page.lifecycle.has("domcontentloaded")) {
      await within(left(), (limit) => page.lifecycle.reached("domcontentloaded", limit), signal);
      continue;
    }
    const since = effects && answer.sinceInputMs !== null ? Date.now() - answer.sinceInputMs - SLACK_MS : null;
    if (!page.network.isLoading(since)) return;
    await within(left(), (limit) => page.network.rests(since, limit), signal);
    arrived = true;
  }
}

/** Null when the document was replaced meanwhile. Frames that go away have nothing to wait for. */
async function askRest(page: PageTarget, question: RestQuestion, signal: AbortSignal): Promise<RestAnswer | null> {
  const expression = `${WATCH_REST}, perchRest(${JSON.stringify(question)})`;
  const ask = async (frameId: string): Promise<RestAnswer | null> => {
    try {
      const { value } = await page.evaluate<RestAnswer>(expression, { frameId, signal, world: "isolated", timeoutMs: question.limitMs + RESTLESS_LIMIT_MS });
      return value;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError ? ["TIMEOUT", "EVALUATION_FAILED", "NOT_FOUND"].includes(error.code) : isNavigationLoss(error)) return null;
      throw error;
    }
  };
  const [main, ...others] = await Promise.all([page.mainFrameId, ...framesBelow(page)].map(ask));
  const inputs = [main, ...others].flatMap((answer) => answer?.sinceInputMs ?? []);
  return main ? { sinceInputMs: inputs.length > 0 ? Math.min(...inputs) : null } : null;
}

const framesBelow = (page: PageTarget): string[] =>
  page
    .frames()
    .map(({ frameId }) => frameId)
    .filter((frameId) => frameId !== page.mainFrameId)
    .slice(0, MOST_FRAMES);

/** Waits for at most `ms`; that the time is over is no failure. @throws the signal's reason */
async function within(ms: number, work: (limit: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(ms);
  try {
    await work(AbortSignal.any([limit, signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
  }
}
