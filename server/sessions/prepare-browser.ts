import type { ProxySettings, SessionConfig } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import type { AdBlocker } from "../driver/ad-block.ts";
import { BrowserTabs } from "../driver/browser-tabs.ts";
import type { BrowserWorker } from "../driver/browser-worker.ts";
import { planEmulation } from "../driver/emulation.ts";
import type { Page } from "../driver/page.ts";
import type { GuardRules } from "../driver/request-guard.ts";
import { applyStealth } from "../driver/stealth.ts";
import type { Browser } from "../providers/provider.ts";

type PrepareInput = {
  config: SessionConfig;
  env: Env;
  /** With its password, which the stored configuration does not have. */
  proxy: ProxySettings | undefined;
  blocker: AdBlocker | null;
  /** Awaited for each page before it may run a script. */
  onNewPage: (page: Page) => Promise<void>;
  /** The same for each service or shared worker. */
  onNewWorker: (worker: BrowserWorker) => Promise<void>;
};

/**
 * Every page of a browser, those that are open and those to come, prepared as configured before its next script. When
 * that fails the browser is closed.
 */
export async function prepareBrowser(
  browser: Browser,
  { config, env, proxy, blocker, onNewPage, onNewWorker }: PrepareInput,
  signal: AbortSignal,
): Promise<BrowserTabs> {
  try {
    const emulate = await planEmulation(browser.cdp, config, signal);
    const rules: GuardRules = { policy: { privateNetwork: env.privateNetwork }, proxy, blocks: blocker?.blocks };
    const prepareWorker = async (worker: BrowserWorker): Promise<void> => {
      await Promise.all([emulate(worker), worker.requests.guard(rules), onNewWorker(worker)]);
    };
    const prepare = async (page: Page): Promise<void> => {
      page.dialogRules = { answer: config.dialogs ?? "usual", waitMs: env.livePromptLimitMs };
      await Promise.all([emulate(page), config.options.stealthMode && applyStealth(page), page.requests.guard(rules), blocker?.hideOn(page), onNewPage(page)]);
    };
    return await BrowserTabs.attach(browser, { onNewPage: prepare, onNewWorker: prepareWorker, signal });
  } catch (error) {
    await browser.close({ graceMs: 0 });
    throw error;
  }
}
