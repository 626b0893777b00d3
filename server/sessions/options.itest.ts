import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CreateSessionInput } from "../contract/sessions.ts";
import { loadEnv } from "../core/env.ts";
import { createLog } from "../core/log.ts";
import { createAdBlocker } from "../driver/ad-block.ts";
import type { Page } from "../driver/page.ts";
import { createLocalProvider } from "../providers/local.ts";

import { planSession } from "./plan.ts";
import { prepareBrowser } from "./prepare-browser.ts";

type Wishes = Parameters<typeof CreateSessionInput.parse>[0] & object;

const KEY = "0".repeat(64);
const signal = AbortSignal.timeout(280_000);
let dataDir: string;
let site: Server;
let base: string;
/** The same server by a name: the lists spare bare addresses of this machine. */
let named: string;
let lastHeaders: IncomingMessage["headers"] = {};

const html = (body: string): string => `<!doctype html><title>t</title><body>${body}`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "perch-options-"));
  site = createServer((req, res) => {
    lastHeaders = req.headers;
    const path = req.url ?? "/";
    res.writeHead(200, { "content-type": path.endsWith(".js") ? "text/javascript" : "text/html" });
    if (path.includes("/ads.js")) return void res.end("window.adRan = true");
    if (path === "/worker.js")
      return void res.end("postMessage({ ua: navigator.userAgent, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, language: navigator.language })");
    if (path === "/ads")
      return void res.end(
        html(
          `<div class="adsbygoogle-wrapper" id="slot">ad</div><p id="text">text</p><script src="/pagead/js/ads.js?https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js"></script><script src="http://pagead2.googlesyndication.com/pagead/js/ads.js"></script>`,
        ),
      );
    res.end(html("hello"));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => site.once("listening", resolve));
  named = `http://shop.localhost:${(site.address() as AddressInfo).port}`;
  base = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

afterAll(async () => {
  site?.closeAllConnections();
  site?.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Opens a browser with these wishes and gives the page, as a session would have it. */
async function withPage(wishes: Wishes, work: (page: Page) => Promise<void>, variables: Record<string, string> = {}): Promise<string[]> {
  const env = loadEnv({
    DATABASE_URL: "postgresql://localhost/unused",
    TOKEN_KEY: KEY,
    CONTEXT_ENCRYPTION_KEY: KEY,
    AUTH_SECRET: KEY,
    DATA_DIR: dataDir,
    POOL_SIZE: "0",
    ...(process.env.CHROMIUM_PATH && { CHROMIUM_PATH: process.env.CHROMIUM_PATH }),
    ...variables,
  });
  const provider = createLocalProvider({ env, log: createLog({ level: "silent" }), serverId: "srv_test" });
  const input = CreateSessionInput.parse(wishes);
  const { config, warnings } = await planSession(input, {
    providers: [provider],
    env,
    defaults: { recordSession: null, recordInputs: null, logNetwork: null, evidence: null, maskPatterns: [] },
  });
  try {
    const browser = await provider.launch(
      { sessionId: "sess_options", viewport: config.viewport, captchaSolving: false, ...(input.proxy && { proxy: input.proxy }) },
      signal,
    );
    const blocker = config.options.adBlocking ? await createAdBlocker({ cacheDir: dataDir }) : null;
    const tabs = await prepareBrowser(browser, { config, env, proxy: input.proxy, blocker, onNewPage: async () => {}, onNewWorker: async () => {} }, signal);
    await work(tabs.active);
    tabs.dispose();
  } finally {
    await provider.stop();
  }
  return warnings.map((warning) => warning.field);
}

const go = (page: Page, url: string) => page.navigate(url, { waitUntil: "load", timeoutMs: 15_000, signal });
const read = async <T>(page: Page, expression: string): Promise<T> => (await page.evaluate<T>(expression, { signal })).value;

test.each([
  { width: 320, height: 240 },
  { width: 3840, height: 2160 },
])("viewport $width×$height", async (viewport) => {
  await withPage({ viewport }, async (page) => {
    await go(page, base);
    expect(await read(page, "[innerWidth, innerHeight, screen.width, screen.height]")).toEqual([
      viewport.width,
      viewport.height,
      viewport.width,
      viewport.height,
    ]);
  });
});

test("a place gives coordinates, timezone and language, in workers and request headers too", async () => {
  await withPage({ geolocation: { city: "Zürich", country: "CH" }, userAgent: "PerchTest/1.0", colorScheme: "dark" }, async (page) => {
    await go(page, base);
    expect(lastHeaders["user-agent"]).toBe("PerchTest/1.0");
    expect(lastHeaders["accept-language"]).toBe("de-CH,de;q=0.9");
    const place = await read<[number, number]>(
      page,
      "new Promise((ok, no) => navigator.geolocation.getCurrentPosition(({ coords: c }) => ok([c.latitude, c.longitude]), no))",
    );
    expect(place[0]).toBeCloseTo(47.37, 1);
    expect(place[1]).toBeCloseTo(8.55, 1);
    expect(
      await read(
        page,
        "[Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language, Intl.NumberFormat().resolvedOptions().locale, navigator.userAgent, matchMedia('(prefers-color-scheme: dark)').matches]",
      ),
    ).toEqual(["Europe/Zurich", "de-CH", "de-CH", "PerchTest/1.0", true]);
    expect(await read(page, "new Promise((ok) => { new Worker('/worker.js').onmessage = (e) => ok(e.data) })")).toEqual({
      ua: "PerchTest/1.0",
      zone: "Europe/Zurich",
      language: "de-CH",
    });
  });
});

test("timezone, locale and colour scheme go before what the place says", async () => {
  await withPage({ geolocation: { latitude: 35.68, longitude: 139.69 }, timezone: "America/New_York", locale: "fr-FR", colorScheme: "light" }, async (page) => {
    await go(page, base);
    expect(
      await read(page, "[Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.language, matchMedia('(prefers-color-scheme: light)').matches]"),
    ).toEqual(["America/New_York", "fr-FR", true]);
  });
});

test("an unknown place is refused with near matches, by field", async () => {
  await expect(withPage({ geolocation: { country: "Atlantis" } }, async () => {})).rejects.toMatchObject({
    code: "INVALID_INPUT",
    fields: [{ field: "geolocation.country" }],
  });
  await expect(withPage({ geolocation: { country: "US", state: "Californa" } }, async () => {})).rejects.toMatchObject({
    fields: [{ field: "geolocation.state", message: expect.stringContaining("California") }],
  });
  await expect(withPage({ geolocation: { country: "US", state: "California", city: "San Fransisco" } }, async () => {})).rejects.toMatchObject({
    fields: [{ field: "geolocation.city" }],
  });
});

test("ad blocking refuses ad requests and hides ad slots; without it both are there", async () => {
  await withPage({ options: { adBlocking: true } }, async (page) => {
    const failed: string[] = [];
    page.onEvent((event) => event.type === "requestFailed" && failed.push(`${event.errorText} ${event.url}`));
    await go(page, `${named}/ads`);
    expect(failed).toEqual([expect.stringMatching(/BLOCKED_BY_CLIENT\S* http:\/\/pagead2\.googlesyndication\.com/)]);
    await expect.poll(() => read(page, "getComputedStyle(document.querySelector('#slot')).display")).toBe("none");
    expect(await read(page, "getComputedStyle(document.querySelector('#text')).display")).toBe("block");
  });
  await withPage({}, async (page) => {
    await go(page, `${named}/ads`);
    expect(await read(page, "[window.adRan, getComputedStyle(document.querySelector('#slot')).display]")).toEqual([true, "block"]);
  });
});

test("stealth changes what it lists", async () => {
  const look =
    "[navigator.webdriver, navigator.userAgent.includes('Headless'), navigator.userAgentData?.brands.some((b) => /headless/i.test(b.brand)) ?? false, typeof chrome, outerWidth >= innerWidth, navigator.languages.join()]";
  await withPage({ options: { stealthMode: true }, locale: "de-CH" }, async (page) => {
    await go(page, base);
    expect(await read(page, look)).toEqual([false, false, false, "object", true, "de-CH,de"]);
    expect(lastHeaders["user-agent"]).not.toContain("Headless");
    expect(
      await read(
        page,
        "navigator.permissions.query({ name: 'notifications' }).then((s) => s.state === (Notification.permission === 'default' ? 'prompt' : Notification.permission))",
      ),
    ).toBe(true);
  });
  await withPage({}, async (page) => {
    await go(page, base);
    expect((await read<unknown[]>(page, look)).slice(0, 2)).toEqual([true, true]);
  });
});

test("CAPTCHA solving is a warning where nobody can do it", async () => {
  expect(await withPage({ options: { captchaSolving: true } }, async () => {})).toEqual(["options.captchaSolving"]);
});

test("a proxy is used, with its password", async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer((req, res) => {
    asked.push(req.headers["proxy-authorization"]);
    if (!req.headers["proxy-authorization"]) return void res.writeHead(407, { "proxy-authenticate": 'Basic realm="p"' }).end();
    res.writeHead(200, { "content-type": "text/html" }).end(html("by proxy"));
  });
  proxy.on("connect", (_req, socket) => socket.destroy());
  proxy.listen(0, "127.0.0.1");
  await new Promise((resolve) => proxy.once("listening", resolve));
  const server = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await withPage({ proxy: { server, username: "ann", password: "s3cret" } }, async (page) => {
    await go(page, "http://shop.test/");
    expect(await read(page, "document.body.textContent")).toBe("by proxy");
  });
  expect(asked.at(-1)).toBe(`Basic ${Buffer.from("ann:s3cret").toString("base64")}`);
  proxy.closeAllConnections();
  proxy.close();
});

test("a server that blocks private networks keeps pages off them", async () => {
  await withPage(
    {},
    async (page) => {
      await expect(go(page, base)).rejects.toMatchObject({ code: "NAVIGATION_FAILED" });
      await expect(page.evaluate(`fetch("${base}")`, { signal })).rejects.toMatchObject({ code: "EVALUATION_FAILED" });
    },
    { PRIVATE_NETWORK: "block" },
  );
});
