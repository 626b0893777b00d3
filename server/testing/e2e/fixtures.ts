import { type BrowserContextOptions, test as base } from "@playwright/test";
import { startPaintSite } from "./paint-site.ts";
import { startPerch } from "./running-perch.ts";
import { startShopSite } from "./shop-site.ts";

const START_LIMIT_MS = 300_000;

type SignedIn = { origin: string; loginUrl: string; state: Exclude<BrowserContextOptions["storageState"], undefined | string> };

/** Tests against one running server, signed in by the link that it printed; `site` and `shop` are pages to drive. */
export const test = base.extend<object, { settings: Record<string, string>; perch: SignedIn; site: { url: string }; shop: { url: string } }>({
  // Variables of the server; a file that sets others has a server of its own.
  settings: [{}, { scope: "worker", option: true }],
  perch: [
    async ({ browser, settings }, use) => {
      const running = await startPerch(settings);
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(running.loginUrl);
      await page.waitForURL(/\/sessions/);
      const state = await context.storageState();
      await context.close();
      await use({ origin: running.origin, loginUrl: running.loginUrl, state });
      await running.stop();
    },
    { scope: "worker", timeout: START_LIMIT_MS },
  ],
  site: [
    async ({ perch: _perch }, use) => {
      const site = await startPaintSite();
      await use({ url: site.url });
      await site.stop();
    },
    { scope: "worker" },
  ],
  shop: [
    async ({ perch: _perch }, use) => {
      const shop = await startShopSite();
      await use({ url: shop.url });
      await shop.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ perch }, use) => use(perch.origin),
  storageState: async ({ perch }, use) => use(perch.state),
});
