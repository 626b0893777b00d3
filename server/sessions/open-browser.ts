import type { ProxySettings, SessionConfig } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import type { AdBlocker } from "../driver/ad-block.ts";
import { BrowserTabs } from "../driver/browser-tabs.ts";
import { planEmulation } from "../driver/emulation.ts";
import type { Page } from "../driver/page.ts";
import { guardRequests } from "../driver/request-guard.ts";
import { applyStealth } from "../driver/stealth.ts";
import type { Browser, BrowserProvider } from "../providers/provider.ts";

type OpenBrowserInput = {
  sessionId: string;
  provider: BrowserProvider;
  config: SessionConfig;
  /** With its password, which the stored configuration does not have. */
  proxy: ProxySettings | undefined;
  adBlocker: () => Promise<AdBlocker>;
  env: Env;
  /** Awaited for each page before it may run a script. */
  onNewPage: (page: Page) => Promise<void>;
};

/**
 * A browser made ready for one session: launched (or taken from the pool) and every page prepared as configured
 * before its first script. When preparation fails the browser is closed again.
 */
export async function openBrowser(input: OpenBrowserInput, signal: AbortSignal): Promise<{ browser: Browser; tabs: BrowserTabs }> {
  const { config, env, proxy } = input;
  const blocker = config.options.adBlocking && input.provider.capabilities.adBlocking ? await input.adBlocker() : null;
  const browser = await input.provider.launch(
    { sessionId: input.sessionId, viewport: config.viewport, captchaSolving: config.options.captchaSolving, ...(proxy && { proxy }) },
    signal,
  );
  try {
    const emulate = await planEmulation(browser.cdp, config, signal);
    const prepare = async (page: Page): Promise<void> => {
      await Promise.all([
        emulate(page),
        config.options.stealthMode && applyStealth(page),
        guardRequests(page, { policy: { privateNetwork: env.privateNetwork }, proxy, blocks: blocker?.blocks }),
        blocker?.hideOn(page),
        input.onNewPage(page),
      ]);
    };
    const tabs = await BrowserTabs.attach(browser, { onNewPage: prepare, signal });
    return { browser, tabs };
  } catch (error) {
    await browser.close({ graceMs: 0 });
    throw error;
  }
}
