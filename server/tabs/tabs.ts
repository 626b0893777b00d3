import type { Actor } from "../access/actor.ts";
import type { OpenTabInput, Tab, TabRef } from "../contract/tabs.ts";
import type { Env } from "../core/env.ts";
import { withTimeout } from "../core/time.ts";
import { assertNavigable } from "../driver/url-policy.ts";
import type { Lease } from "../sessions/lease.ts";
import type { Sessions } from "../sessions/sessions.ts";

const TAB_LIMIT_MS = 30_000;

/** What callers can do with the tabs of a session. */
export type Tabs = ReturnType<typeof createTabs>;

/** Opens, switches, closes and lists tabs. Every change waits for the session's driver lock. */
export function createTabs({ sessions, env }: { sessions: Sessions; env: Env }) {
  const drive = async (
    actor: Actor,
    sessionId: string,
    signal: AbortSignal,
    work: (lease: Lease, signal: AbortSignal) => Promise<unknown>,
  ): Promise<{ tabs: Tab[] }> => {
    await using lease = await sessions.lease(actor, { sessionId }, signal);
    const drive = (limit: AbortSignal) => lease.drive(limit, () => work(lease, limit));
    await withTimeout(TAB_LIMIT_MS, "changing the tabs", drive, lease.signal, lease.session.gate);
    return { tabs: lease.session.tabs.list() };
  };

  return {
    /** @throws AppError URL_BLOCKED | NAVIGATION_FAILED | SESSION_NOT_RUNNING */
    openTab: async (actor: Actor, input: OpenTabInput, signal: AbortSignal): Promise<{ tabs: Tab[] }> => {
      const url = input.url === undefined ? undefined : await assertNavigable(input.url, { privateNetwork: env.privateNetwork });
      return drive(actor, input.sessionId, signal, (lease, limit) => lease.session.tabs.open(url, { activate: input.activate, signal: limit }));
    },
    /** @throws AppError TAB_NOT_FOUND */
    switchTab: (actor: Actor, input: TabRef, signal: AbortSignal) =>
      drive(actor, input.sessionId, signal, (lease, limit) => lease.session.tabs.activate(input.tabId, limit)),
    /** Closing the last tab opens an empty one. @throws AppError TAB_NOT_FOUND */
    closeTab: (actor: Actor, input: TabRef, signal: AbortSignal) =>
      drive(actor, input.sessionId, signal, (lease, limit) => lease.session.tabs.close(input.tabId, limit)),
    /** Needs no turn: what is listed is what is known now. */
    listTabs: async (actor: Actor, { sessionId }: { sessionId: string }): Promise<{ tabs: Tab[] }> => ({
      tabs: (await sessions.running(actor, sessionId)).tabs.list(),
    }),
  };
}
