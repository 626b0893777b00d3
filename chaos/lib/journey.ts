import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import type { AppRouter } from "../../server/api/root.ts";
import { PerchError } from "../../server/clients/perch-error.ts";
import type { Perch, PerchSession } from "../../server/clients/sdk.ts";
import type { ErrorBody } from "../../server/contract/errors.ts";
import { messageOf } from "../../server/core/errors.ts";
import { delay } from "../../server/core/time.ts";

/** What a caller allows a call, and how much more before it counts as hung. */
const CALL_LIMIT_MS = 30_000;
const CREATE_LIMIT_MS = 60_000;
const HUNG_AFTER_MS = 10_000;
/** A step that still fails after this has failed: no outage here lasts near as long. */
const GIVE_UP_MS = 90_000;
const AGAIN_AFTER_MS = 250;
const AGAIN_AT_MOST_MS = 10_000;
const SESSION_MS = 600_000;
const MIN_ROUNDS = 2;

export const PAGE = `<!doctype html><html lang="en"><title>Stock</title><h1>Stock</h1>
<button onclick="rows.insertAdjacentHTML('beforeend', '<tr><td>Lamp<td>3')">Add a lamp</button>
<table><thead><tr><th>Name<th>Count</thead><tbody id="rows"><tr><td>Teapot<td>12</table></html>`;
const Stock = z.object({ products: z.array(z.object({ name: z.string(), count: z.number() })) });

/** How one session fared. */
export type Outcome = { result: "ok" } | { result: "killed"; noticedMs: number } | { result: "failed"; why: string };

/** What a session goes through beside its own calls. */
export type Circumstances = {
  key: string;
  provider: "local" | "grid";
  siteUrl: string;
  /** Called once the session is driven. */
  onDriven: () => void;
  /** Whether what happens to the wave is over. */
  over: () => boolean;
  /** When its browser was killed on purpose, in milliseconds of performance.now(); null: it was not. */
  killedAt: () => number | null;
  /** When its page's process was killed on purpose. */
  pageKilledAt: () => number | null;
};

/** Counted over all journeys. */
export type Tally = { calls: number; retries: Record<string, number>; hung: string[] };

/** One session as a careful program uses it: calls that fail for a moment are made again; everything else ends it. */
export class Journey {
  readonly #perch: Perch;
  readonly #tally: Tally;
  readonly #at: Circumstances;

  constructor(perch: Perch, tally: Tally, at: Circumstances) {
    this.#perch = perch;
    this.#tally = tally;
    this.#at = at;
  }

  /** From the creation to the end. Never rejects. */
  async run(): Promise<Outcome> {
    try {
      await this.#travel();
      return { result: "ok" };
    } catch (error) {
      const killedAt = this.#at.killedAt();
      if (killedAt !== null && isEnd(error)) return { result: "killed", noticedMs: performance.now() - killedAt };
      return { result: "failed", why: describe(error) };
    }
  }

  async #travel(): Promise<void> {
    const { key, provider } = this.#at;
    const wishes = { key, name: key, provider, timeout: SESSION_MS };
    const created = await this.#step("acquire", CREATE_LIMIT_MS, () => this.#perch.api.browser.acquireSession.mutate(wishes));
    const session = this.#perch.sessionOf(created);
    try {
      await this.#drive(session);
    } catch (error) {
      // One that has ended by itself keeps its own reason.
      if (!isEnd(error)) await this.#step("end", CALL_LIMIT_MS, () => session.end()).catch(() => {});
      throw error;
    }
    await this.#step("end", CALL_LIMIT_MS, () => session.end());
  }

  async #drive(session: PerchSession): Promise<void> {
    await this.#survived(session, () => this.#open(session));
    this.#at.onDriven();
    const round = () => this.#survived(session, () => this.#round(session));
    for (let rounds = 1; rounds <= MIN_ROUNDS || !this.#at.over(); rounds += 1) await round();
    await round();
  }

  /** Does the work; where the process of the page was killed under it, and the session was not, it goes on in another tab. */
  async #survived(session: PerchSession, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#at.pageKilledAt() === null || this.#at.killedAt() !== null || isGone(error)) throw error;
      await this.#step("openTab", CALL_LIMIT_MS, () => this.#perch.api.browser.openTab.mutate({ sessionId: session.id }));
      await this.#open(session);
    }
  }

  async #open(session: PerchSession): Promise<void> {
    await this.#step("navigate", CALL_LIMIT_MS, () => session.navigate(this.#at.siteUrl, { timeoutMs: CALL_LIMIT_MS }));
    await this.#step("evaluate", CALL_LIMIT_MS, () => session.evaluate(`globalThis.mark = ${JSON.stringify(this.#at.key)}`));
  }

  /** Works with the page, and sees that it still is the page of the beginning. */
  async #round(session: PerchSession): Promise<void> {
    const { success, message } = await this.#step("act", CALL_LIMIT_MS, () => session.act("click the Add a lamp button"));
    if (!success) throw new Error(`act did not work: ${message}`);
    const { products } = await this.#step("extract", CALL_LIMIT_MS, () => session.extract(Stock, "the products in the table"));
    if (products.length < 2) throw new Error(`The page has ${products.length} products.`);
    const { value } = await this.#step("evaluate", CALL_LIMIT_MS, () => session.evaluate("globalThis.mark"));
    if (value !== this.#at.key) throw new Error("The page is not the one that the session had.");
  }

  /** Makes a call, again while it fails for a moment. */
  async #step<T>(name: string, limitMs: number, call: () => Promise<T>): Promise<T> {
    for (const giveUpAt = performance.now() + GIVE_UP_MS; ; ) {
      try {
        return await this.#answered(name, limitMs, call());
      } catch (error) {
        const passes = passing(error);
        if (passes === null || this.#at.killedAt() !== null || performance.now() > giveUpAt) throw error;
        this.#tally.retries[passes.reason] = (this.#tally.retries[passes.reason] ?? 0) + 1;
        await delay(passes.againAfterMs);
      }
    }
  }

  async #answered<T>(name: string, limitMs: number, answer: Promise<T>): Promise<T> {
    this.#tally.calls += 1;
    const answered = new AbortController();
    const hung = delay(limitMs + HUNG_AFTER_MS, answered.signal).then(() => {
      this.#tally.hung.push(`${name} of ${this.#at.key}`);
      throw new Error(`${name} was not answered within ${limitMs + HUNG_AFTER_MS} ms`);
    });
    try {
      return await Promise.race([answer, hung]);
    } finally {
      answered.abort();
      hung.catch(() => {});
    }
  }
}

/** What the server said; null where it said nothing. */
function bodyOf(error: unknown): ErrorBody | null {
  const cause = error instanceof PerchError ? error.cause : error;
  return cause instanceof TRPCClientError ? ((cause as TRPCClientError<AppRouter>).data?.perch ?? null) : null;
}

/** Why a call may work in a moment, and when; null where it will not. */
function passing(error: unknown): { reason: string; againAfterMs: number } | null {
  const body = bodyOf(error);
  if (body === null) return error instanceof TRPCClientError ? { reason: "no connection", againAfterMs: AGAIN_AFTER_MS } : null;
  const { retryAfterMs, status } = body.details ?? {};
  if (body.retryable) return { reason: body.code, againAfterMs: Math.min(Math.max(AGAIN_AFTER_MS, Number(retryAfterMs ?? 0)), AGAIN_AT_MOST_MS) };
  // The next server is taking it over.
  const takenOver = body.code === "SESSION_NOT_RUNNING" && (status === "active" || status === "idle" || status === "creating");
  return takenOver ? { reason: "being taken over", againAfterMs: AGAIN_AFTER_MS } : null;
}

const isEnd = (error: unknown): boolean => ["BROWSER_CRASHED", "SESSION_NOT_RUNNING"].includes(bodyOf(error)?.code ?? "") || passing(error) !== null;
const isGone = (error: unknown): boolean => bodyOf(error)?.code === "SESSION_NOT_RUNNING";
const describe = (error: unknown): string => `${bodyOf(error)?.code ?? "error"}: ${messageOf(error)}`;
