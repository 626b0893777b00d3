import CDP from "chrome-remote-interface";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const CREATE_LIMIT_MS = 30_000;

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let key: string;
let sessionId: string;
const hello = "data:text/html,<title>Hello</title><h1>Hello</h1>";

const newSession = async (of: Actor = owner): Promise<string> =>
  (await t.app.sessions.create(of, CreateSessionInput.parse({}), AbortSignal.timeout(CREATE_LIMIT_MS))).sessionId;
/** The link as the server under test is reached, whose port is known only once it listens. */
const linkTo = async (id: string, actor: Actor = owner): Promise<string> => {
  const { url } = await t.app.sessions.debuggerUrl(actor, { sessionId: id, expiresInSeconds: 60 });
  const link = new URL(url);
  link.host = new URL(t.url).host;
  return link.href;
};
const plain = (id: string): string => `${t.url.replace("http", "ws")}/cdp/${id}`;

beforeAll(async () => {
  t = await startTestApp();
  owner = await t.actor();
  key = await t.apiKey(owner);
  sessionId = await newSession();
});
afterAll(() => t.stop());

describe("clients", () => {
  it("Playwright connects by socket and by discovery, with a link and with a key", async () => {
    const link = await linkTo(sessionId);
    const headers = { "x-api-key": key };
    const ways: [string, { headers?: Record<string, string> }][] = [
      [link, {}],
      [link.replace("ws:", "http:"), {}],
      [plain(sessionId), { headers }],
      [plain(sessionId).replace("ws:", "http:"), { headers }],
    ];
    for (const [url, options] of ways) {
      const browser = await chromium.connectOverCDP(url, options);
      const page = browser.contexts()[0]?.pages()[0];
      await page?.goto(hello);
      expect(await page?.title()).toBe("Hello");
      await browser.close();
    }
    expect(t.app.sessions.live(sessionId)?.ended.aborted).toBe(false);
  });

  it("puppeteer-core connects with a link and with a key", async () => {
    for (const options of [{ browserWSEndpoint: await linkTo(sessionId) }, { browserWSEndpoint: plain(sessionId), headers: { "x-api-key": key } }]) {
      const browser = await puppeteer.connect({ ...options, defaultViewport: null });
      const [page] = await browser.pages();
      await page?.goto(hello);
      expect(await page?.title()).toBe("Hello");
      await browser.disconnect();
    }
  });

  it("chrome-remote-interface connects to the browser and to a page", async () => {
    const link = await linkTo(sessionId);
    const browser = await CDP({ target: link, local: true });
    expect((await browser.Browser.getVersion()).product).toContain("Chrome/");
    await browser.close();
    const { hostname, port, search } = new URL(link);
    const prefix = `/cdp/${sessionId}`;
    // Its addresses begin at the root: each is put below the session, those that are there already stay.
    const alterPath = (path: string): string => (path.startsWith(prefix) ? path : `${prefix}${path}${search}`);
    const page = await CDP({ host: hostname, port: Number(port), alterPath });
    expect((await page.Runtime.evaluate({ expression: "document.title" })).result.value).toBe("Hello");
    await page.close();
  });
});
