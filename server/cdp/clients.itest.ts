import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import CDP from "chrome-remote-interface";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, httpOf, open, startDebuggedApp, upgrade } from "../testing/debuggers.ts";

const LIMIT_MS = 30_000;
const CHROMEDRIVER = "/usr/bin/chromedriver";
const SOON = { timeout: 10_000 };
const hello = "data:text/html,<title>Hello</title><h1>Hello</h1>";

let d: Awaited<ReturnType<typeof startDebuggedApp>>;
beforeAll(async () => {
  d = await startDebuggedApp();
});
afterAll(() => d.stop());

describe("clients", () => {
  it("Playwright connects by socket and by discovery, with a link and with a key", async () => {
    const link = await d.linkTo(d.sessionId);
    const headers = { "x-api-key": d.key };
    const ways = [{ url: link }, { url: httpOf(link, "") }, { url: d.plain(d.sessionId), headers }, { url: httpOf(d.plain(d.sessionId), ""), headers }];
    for (const { url, ...options } of ways) {
      const browser = await chromium.connectOverCDP(url, options);
      const page = browser.contexts()[0]?.pages()[0];
      await page?.goto(hello);
      expect(await page?.title()).toBe("Hello");
      expect((await page?.screenshot())?.length).toBeGreaterThan(1_000);
      await browser.close();
    }
    expect(d.liveOf(d.sessionId).ended.aborted).toBe(false);
  });

  it("puppeteer-core connects with a link and with a key", async () => {
    for (const options of [{ browserWSEndpoint: await d.linkTo(d.sessionId) }, { browserWSEndpoint: d.plain(d.sessionId), headers: { "x-api-key": d.key } }]) {
      const browser = await puppeteer.connect({ ...options, defaultViewport: null });
      const [page] = await browser.pages();
      await page?.goto(hello);
      expect(await page?.title()).toBe("Hello");
      await browser.disconnect();
    }
  });

  it("chrome-remote-interface connects to the browser, and by discovery to a page", async () => {
    const link = await d.linkTo(d.sessionId);
    const browser = await CDP({ target: link, local: true });
    expect((await browser.Browser.getVersion()).product).toContain("Chrome/");
    await browser.close();
    const { hostname, port, search } = new URL(link);
    const prefix = `/cdp/${d.sessionId}`;
    // Its addresses begin at the root: each is put below the session, those that are there already stay.
    const alterPath = (path: string): string => (path.startsWith(prefix) ? path : `${prefix}${path}${search}`);
    const page = await CDP({ host: hostname, port: Number(port), alterPath });
    expect((await page.Runtime.evaluate({ expression: "document.title" })).result.value).toBe("Hello");
    await page.close();
  });

  it("several work at once, each with its own answers", async () => {
    const link = await d.linkTo(d.sessionId);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => open(link)));
    expect(d.app.cdp.stats().clients).toBe(8);
    const answers = await Promise.all(sockets.map((socket, id) => ask(socket, id, "Browser.getVersion")));
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { result } of answers) expect(result).toMatchObject({ protocolVersion: "1.3" });
    for (const socket of sockets) socket.close();
    await expect.poll(() => d.app.cdp.stats().clients, SOON).toBe(0);
  });
});

describe("a host that names the session", () => {
  const get = (host: string, path: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const call = request(d.url + path, { headers: { host } }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
      });
      call.on("error", reject).end();
    });

  it("is discovered and opened at its root, with nothing else", async () => {
    // Names below localhost are known to chromedriver, and not to every resolver: the address and the Host header are told apart.
    const { host } = await d.linksTo(d.sessionId);
    const { body } = await get(host, "/json/version");
    const { webSocketDebuggerUrl } = JSON.parse(body) as { webSocketDebuggerUrl: string };
    const { port } = new URL(d.url);
    expect(webSocketDebuggerUrl).toMatch(new RegExp(`^ws://localhost:${port}/cdp/${d.sessionId}/devtools/browser/[^/?]+$`));
    const socket = await open(webSocketDebuggerUrl.replace("localhost", "127.0.0.1"));
    expect((await ask(socket, 1, "Browser.getVersion")).result).toMatchObject({ protocolVersion: "1.3" });
    socket.close();
    const [target] = JSON.parse((await get(host, "/json")).body) as { webSocketDebuggerUrl: string }[];
    const page = await open(target?.webSocketDebuggerUrl.replace("localhost", "127.0.0.1") ?? "");
    page.close();
    const raw = await open(`${d.url.replace("http", "ws")}/devtools/browser/any`, { host });
    raw.close();
    const forged = host.replace(/^./, (first) => (first === "0" ? "1" : "0"));
    expect((await get(forged, "/json/version")).status).toBe(401);
    expect(await upgrade(d.plain(d.sessionId), { host: forged })).toBe(401);
  });

  it.runIf(existsSync(CHROMEDRIVER))("lets Selenium's chromedriver connect by debuggerAddress", async () => {
    const id = await d.newSession();
    const driver = spawn(CHROMEDRIVER, ["--port=0"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      let said = "";
      for await (const chunk of driver.stdout) {
        said += String(chunk);
        if (/on port \d+\.\n/.test(said)) break;
      }
      const base = `http://127.0.0.1:${/on port (\d+)\./.exec(said)?.[1]}`;
      const post = async (path: string, body: object) =>
        (await (await fetch(base + path, { method: "POST", body: JSON.stringify(body), signal: AbortSignal.timeout(LIMIT_MS) })).json()).value;
      const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": { debuggerAddress: (await d.linksTo(id)).host } } };
      const made = await post("/session", { capabilities });
      expect(made).toMatchObject({ sessionId: expect.any(String) });
      await post(`/session/${made.sessionId}/url`, { url: hello });
      const title = await (await fetch(`${base}/session/${made.sessionId}/title`)).json();
      expect(title.value).toBe("Hello");
      await expect.poll(() => d.liveOf(id).tabs.active.title, SOON).toBe("Hello");
      await fetch(`${base}/session/${made.sessionId}`, { method: "DELETE" });
    } finally {
      driver.kill("SIGKILL");
    }
    await d.app.sessions.terminate(d.owner, id);
  });
});

describe("discovery", () => {
  it("gives our own addresses, with the token it was asked with", async () => {
    const link = await d.linkTo(d.sessionId);
    const version = await (await fetch(httpOf(link, "/json/version"))).json();
    expect(version).toMatchObject({ "Protocol-Version": "1.3", webSocketDebuggerUrl: link });
    expect(Object.keys(version)).toEqual(["Browser", "Protocol-Version", "User-Agent", "V8-Version", "WebKit-Version", "webSocketDebuggerUrl"]);
    const withKey = await fetch(httpOf(d.plain(d.sessionId), "/json/version"), { headers: { "x-api-key": d.key } });
    expect(await withKey.json()).toMatchObject({ webSocketDebuggerUrl: d.plain(d.sessionId) });
    for (const path of ["/json", "/json/", "/json/list"]) {
      const targets: { type: string; id: string }[] = await (await fetch(httpOf(link, path))).json();
      // Chromium lists parts of its own interface too, now and then first.
      const target = targets.find(({ type }) => type === "page");
      const { search } = new URL(link);
      expect(target).toMatchObject({ type: "page", webSocketDebuggerUrl: `${d.plain(d.sessionId)}/devtools/page/${target?.id}${search}` });
    }
    expect((await (await fetch(httpOf(link, "/json/protocol"))).json()).domains.length).toBeGreaterThan(30);
  });

  it("opens, shows and closes tabs", async () => {
    const link = await d.linkTo(d.sessionId);
    const opened = await (await fetch(`${httpOf(link, "/json/new")}&${encodeURIComponent(hello)}`, { method: "PUT" })).json();
    expect(opened).toMatchObject({ type: "page" });
    await expect
      .poll(
        () =>
          d
            .liveOf(d.sessionId)
            .tabs.list()
            .find(({ tabId }) => tabId === opened.id)?.title,
        SOON,
      )
      .toBe("Hello");
    expect(await (await fetch(httpOf(link, `/json/activate/${opened.id}`))).text()).toBe("Target activated");
    expect(await (await fetch(httpOf(link, `/json/close/${opened.id}`))).text()).toBe("Target is closing");
    await expect.poll(() => d.liveOf(d.sessionId).tabs.list().length, SOON).toBe(1);
    expect((await fetch(httpOf(link, "/json/close/nothing"))).status).toBe(404);
    expect((await fetch(httpOf(link, "/json/new"))).status).toBe(400);
    expect((await fetch(httpOf(link, "/json/else"))).status).toBe(404);
    expect((await fetch(httpOf(link, "/other"))).status).toBe(404);
  });

  it("is what the API gives, and the browser's own address is nowhere", async () => {
    const input = encodeURIComponent(JSON.stringify({ sessionId: d.sessionId }));
    const call = async (path: string) =>
      (await (await fetch(`${d.url}/api/trpc/${path}?input=${input}`, { headers: { "x-api-key": d.key } })).json()).result.data;
    const { url, expiresAt } = await call("browser.getDebuggerUrl");
    expect(url).toMatch(new RegExp(`^ws://[^/]+/cdp/${d.sessionId}\\?token=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(3_500_000);
    const session = JSON.stringify(await call("browser.getSession"));
    expect(session).toContain(`/cdp/${d.sessionId}"`);
    expect(session + url).not.toContain(new URL(d.liveOf(d.sessionId).browser.endpoint).host);
  });
});

describe("pages that a client opens", () => {
  it("are ours as well: emulated, resumed, listed; and stay when the client goes", async () => {
    const id = await d.newSession({ locale: "de-DE", timezone: "Asia/Tokyo", userAgent: "Perch test agent" });
    const browser = await chromium.connectOverCDP(await d.linkTo(id));
    const context = browser.contexts()[0];
    const page = await context?.newPage();
    await page?.goto(hello);
    const seen = await page?.evaluate(() => [navigator.userAgent, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]);
    expect(seen).toEqual(["Perch test agent", "de-DE", "Asia/Tokyo"]);
    await page?.setContent(`<title>Hello</title><button onclick="window.open('about:blank').document.title = 'Popup'">Open</button>`);
    const popup = context?.waitForEvent("page", SOON);
    await page?.click("button");
    expect(await (await popup)?.evaluate(() => navigator.language)).toBe("de-DE");
    const titles = (): string[] =>
      d
        .liveOf(id)
        .tabs.list()
        .map(({ title }) => title);
    await expect.poll(() => titles().toSorted(), SOON).toEqual(["", "Hello", "Popup"]);
    await browser.close();
    expect((await d.liveOf(id).tabs.active.evaluate("navigator.language")).value).toBe("de-DE");
    expect(titles().length).toBe(3);
    await d.app.sessions.terminate(d.owner, id);
  });

  it("may be the last to be closed: the session goes on", async () => {
    const id = await d.newSession();
    const browser = await puppeteer.connect({ browserWSEndpoint: await d.linkTo(id), defaultViewport: null });
    for (const page of await browser.pages()) await page.close();
    const next = await browser.newPage();
    await next.goto(hello);
    expect(await next.title()).toBe("Hello");
    await expect.poll(() => d.liveOf(id).tabs.active.title, SOON).toBe("Hello");
    await browser.disconnect();
    expect(d.liveOf(id).ended.aborted).toBe(false);
    await d.app.sessions.terminate(d.owner, id);
  });
});
