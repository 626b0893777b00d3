import type { Actor } from "../access/actor.ts";
import type { OpenTabInput, Tab, TabRef } from "../contract/tabs.ts";
import type { Env } from "../core/env.ts";
import type { EventBus } from "../core/events.ts";
import type { Page } from "../driver/page.ts";
import { assertNavigable } from "../driver/url-policy.ts";
import { createRunner, type Operation, type Witness } from "../sessions/operation.ts";
import type { Sessions } from "../sessions/sessions.ts";

const TAB_LIMIT_MS = 30_000;

/** What callers can do with the tabs of a session. */
export type Tabs = ReturnType<typeof createTabs>;

type TabsParts = {
  sessions: Sessions;
  env: Pick<Env, "privateNetwork">;
  events: EventBus;
  /** Sees every change before and after. */
  witness?: Witness;
};
type TabList = { tabs: Tab[] };
/** A change of the tabs, which says which tab it was about. */
type TabChange<I> = Operation<I & { sessionId: string; timeoutMs: number }, { page: Page; tabs: Tab[] }>;

/** Opens, switches, closes and lists tabs. Every change waits for the session's driver lock. */
export function createTabs({ sessions, env, events, witness }: TabsParts) {
  const run = createRunner({ sessions, events, witness, part: "tabs" });
  /** Callers set no limit of their own. */
  const change = <I extends { sessionId: string }>(kind: string, { shown, work }: Pick<TabChange<I>, "shown" | "work">) => {
    const done = run<I & { timeoutMs: number }, { page: Page; tabs: Tab[] }>({
      kind,
      shown,
      counts: {},
      work,
      outcome: ({ page }) => ({ success: true, message: null, via: null, usage: null, did: nameOf(page) }),
    });
    return async (actor: Actor, input: I, signal: AbortSignal): Promise<TabList> => {
      const { tabs } = await done(actor, { ...input, timeoutMs: TAB_LIMIT_MS }, signal);
      return { tabs };
    };
  };

  return {
    /** @throws AppError URL_BLOCKED | NAVIGATION_FAILED | SESSION_NOT_RUNNING */
    openTab: change<OpenTabInput>("openTab", {
      shown: ({ url, activate }) => ({ url: url ?? null, activate }),
      work: async ({ url, activate }, { session }, signal) => {
        const target = url === undefined ? undefined : await assertNavigable(url, { privateNetwork: env.privateNetwork });
        const page = await session.tabs.open(target, { activate, signal });
        return { page, tabs: session.tabs.list() };
      },
    }),
    /** @throws AppError TAB_NOT_FOUND */
    switchTab: change<TabRef>("switchTab", {
      shown: ({ tabId }) => ({ tabId }),
      work: async ({ tabId }, { session, page }, signal) => {
        await session.tabs.activate(tabId, signal);
        return { page, tabs: session.tabs.list() };
      },
    }),
    /** Closing the last tab opens an empty one. @throws AppError TAB_NOT_FOUND */
    closeTab: change<TabRef>("closeTab", {
      shown: ({ tabId }) => ({ tabId }),
      work: async ({ tabId }, { session, page }, signal) => {
        await session.tabs.close(tabId, signal);
        return { page, tabs: session.tabs.list() };
      },
    }),
    /** Needs no turn: what is listed is what is known now. */
    listTabs: async (actor: Actor, { sessionId }: { sessionId: string }): Promise<TabList> => ({
      tabs: (await sessions.running(actor, sessionId)).tabs.list(),
    }),
  };
}

/** What a tab showed, for people: its address, after its title where that is known. */
const nameOf = ({ url, title }: Page): string => (url === "about:blank" ? "an empty tab" : title === "" ? url : `${title} (${url})`);
