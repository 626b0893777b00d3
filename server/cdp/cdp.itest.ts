import { once } from "node:events";
import CDP from "chrome-remote-interface";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { createDebuggerLinks } from "../access/debugger-links.ts";
import { createApp } from "../app.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startHttp } from "../http/server.ts";
import { startTestApp } from "../testing/app.ts";

const LIMIT_MS = 30_000;
const SOON = { timeout: 10_000 };
const hello = "data:text/html,<title>Hello</title><h1>Hello</h1>";

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let key: string;
let sessionId: string;

const newSession = async (over: Partial<CreateSessionInput> = {}, sessions = t.app.sessions): Promise<string> =>
  (await sessions.create(owner, CreateSessionInput.parse(over), AbortSignal.timeout(LIMIT_MS))).sessionId;
const liveOf = (id: string) => {
  const session = t.app.sessions.live(id);
  if (!session) throw new Error(`${id} does not run.`);
  return session;
};
const plain = (id: string): string => `${t.url.replace("http", "ws")}/cdp/${id}`;
/** The link as this server is reached, whose port is known only once it listens. */
const linkTo = async (id: string, actor = owner): Promise<string> => {
  const { url } = await t.app.sessions.debuggerUrl(actor, { sessionId: id, expiresInSeconds: 60 });
  return url.replace(/^ws:\/\/[^/]+/, t.url.replace("http", "ws"));
};
const httpOf = (url: string, path: string): string => {
  const at = new URL(url.replace(/^ws/, "http"));
  at.pathname += path;
  return at.href;
};
/** Opens a socket; the status when it is refused. */
const upgrade = (url: string, headers: Record<string, string> = {}): Promise<WebSocket | number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, handshakeTimeout: LIMIT_MS });
    socket.once("open", () => resolve(socket));
    socket.once("unexpected-response", (_, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", reject);
  });
const open = async (url: string, headers: Record<string, string> = {}): Promise<WebSocket> => {
  const socket = await upgrade(url, headers);
  if (typeof socket === "number") throw new Error(`The socket was refused with ${socket}.`);
  return socket;
};
const closeOf = async (socket: WebSocket): Promise<{ code: number; reason: string }> => {
  const [code, reason] = (await once(socket, "close", { signal: AbortSignal.timeout(LIMIT_MS) })) as [number, Buffer];
  return { code, reason: reason.toString() };
};
/** Sends one command and gives its answer. */
const ask = async (socket: WebSocket, id: number, method: string, params: object = {}): Promise<{ id: number; result?: Record<string, unknown> }> => {
  socket.send(JSON.stringify({ id, method, params }));
  for (;;) {
    const [data] = (await once(socket, "message", { signal: AbortSignal.timeout(LIMIT_MS) })) as [Buffer];
    const message = JSON.parse(data.toString()) as { id?: number; result?: Record<string, unknown> };
    if (message.id === id) return { ...message, id };
  }
};

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
    const ways = [{ url: link }, { url: httpOf(link, "") }, { url: plain(sessionId), headers }, { url: httpOf(plain(sessionId), ""), headers }];
    for (const { url, ...options } of ways) {
      const browser = await chromium.connectOverCDP(url, options);
      const page = browser.contexts()[0]?.pages()[0];
      await page?.goto(hello);
      expect(await page?.title()).toBe("Hello");
      expect((await page?.screenshot())?.length).toBeGreaterThan(1_000);
      await browser.close();
    }
    expect(liveOf(sessionId).ended.aborted).toBe(false);
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

  it("chrome-remote-interface connects to the browser, and by discovery to a page", async () => {
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

  it("several work at once, each with its own answers", async () => {
    const link = await linkTo(sessionId);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => open(link)));
    expect(t.app.cdp.stats().clients).toBe(8);
    const answers = await Promise.all(sockets.map((socket, id) => ask(socket, id, "Browser.getVersion")));
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { result } of answers) expect(result).toMatchObject({ protocolVersion: "1.3" });
    for (const socket of sockets) socket.close();
    await expect.poll(() => t.app.cdp.stats().clients, SOON).toBe(0);
  });
});

describe("discovery", () => {
  it("gives our own addresses, with the token it was asked with", async () => {
    const link = await linkTo(sessionId);
    const version = await (await fetch(httpOf(link, "/json/version"))).json();
    expect(version).toMatchObject({ "Protocol-Version": "1.3", webSocketDebuggerUrl: link });
    expect(Object.keys(version)).toEqual(["Browser", "Protocol-Version", "User-Agent", "V8-Version", "WebKit-Version", "webSocketDebuggerUrl"]);
    const withKey = await fetch(httpOf(plain(sessionId), "/json/version"), { headers: { "x-api-key": key } });
    expect(await withKey.json()).toMatchObject({ webSocketDebuggerUrl: plain(sessionId) });
    for (const path of ["/json", "/json/", "/json/list"]) {
      const [target] = await (await fetch(httpOf(link, path))).json();
      const { search } = new URL(link);
      expect(target).toMatchObject({ type: "page", webSocketDebuggerUrl: `${plain(sessionId)}/devtools/page/${target.id}${search}` });
    }
    expect((await (await fetch(httpOf(link, "/json/protocol"))).json()).domains.length).toBeGreaterThan(30);
  });

  it("opens, shows and closes tabs", async () => {
    const link = await linkTo(sessionId);
    const opened = await (await fetch(`${httpOf(link, "/json/new")}&${encodeURIComponent(hello)}`, { method: "PUT" })).json();
    expect(opened).toMatchObject({ type: "page" });
    await expect
      .poll(
        () =>
          liveOf(sessionId)
            .tabs.list()
            .find(({ tabId }) => tabId === opened.id)?.title,
        SOON,
      )
      .toBe("Hello");
    expect(await (await fetch(httpOf(link, `/json/activate/${opened.id}`))).text()).toBe("Target activated");
    expect(await (await fetch(httpOf(link, `/json/close/${opened.id}`))).text()).toBe("Target is closing");
    await expect.poll(() => liveOf(sessionId).tabs.list().length, SOON).toBe(1);
    expect((await fetch(httpOf(link, "/json/close/nothing"))).status).toBe(404);
    expect((await fetch(httpOf(link, "/json/new"))).status).toBe(400);
    expect((await fetch(httpOf(link, "/json/else"))).status).toBe(404);
    expect((await fetch(httpOf(link, "/other"))).status).toBe(404);
  });

  it("is what the API gives, and the browser's own address is nowhere", async () => {
    const input = encodeURIComponent(JSON.stringify({ sessionId }));
    const call = async (path: string) =>
      (await (await fetch(`${t.url}/api/trpc/${path}?input=${input}`, { headers: { "x-api-key": key } })).json()).result.data;
    const { url, expiresAt } = await call("browser.getDebuggerUrl");
    expect(url).toMatch(new RegExp(`^ws://[^/]+/cdp/${sessionId}\\?token=[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(3_500_000);
    const session = JSON.stringify(await call("browser.getSession"));
    expect(session).toContain(`/cdp/${sessionId}"`);
    expect(session + url).not.toContain(new URL(liveOf(sessionId).browser.endpoint).host);
  });
});

describe("who is not let in", () => {
  const expired = (id: string) => createDebuggerLinks(t.app.env).linkFor(owner, id, -10);
  const tokenOf = (url: string): string => new URL(url).searchParams.get("token") ?? "";

  it("is refused before the upgrade", async () => {
    const stranger = await t.actor();
    const refusals: [string, string, Record<string, string>, number][] = [
      ["nobody", plain(sessionId), {}, 401],
      ["a wrong key", plain(sessionId), { "x-api-key": "perch_wrong" }, 401],
      ["no token at all", `${plain(sessionId)}?token=`, { "x-api-key": key }, 401],
      ["a token that is none", `${plain(sessionId)}?token=a.b.c`, {}, 401],
      ["a forged token", `${(await linkTo(sessionId)).slice(0, -6)}AAAAAA`, {}, 401],
      ["an expired token", `${plain(sessionId)}?token=${tokenOf((await expired(sessionId)).url)}`, {}, 401],
      ["a token of another session", `${plain("sess_other")}?token=${tokenOf(await linkTo(sessionId))}`, {}, 401],
      [
        "a live link",
        `${plain(sessionId)}?token=${(await t.app.live.viewUrl(owner, { sessionId, mode: "view", expiresInSeconds: 60 })).url.split("/").at(-1)}`,
        {},
        401,
      ],
      ["another workspace's key", plain(sessionId), { "x-api-key": await t.apiKey(stranger) }, 404],
      ["a key without the scope", plain(sessionId), { "x-api-key": await t.apiKey(owner, ["sessions:read", "sessions:drive", "live:control"]) }, 403],
      ["who asks for no session", plain("sess_none"), { "x-api-key": key }, 404],
      ["who asks for no page", `${plain(sessionId)}/devtools/page/NONE`, { "x-api-key": key }, 404],
      ["who asks for something else", `${plain(sessionId)}/devtools/other`, { "x-api-key": key }, 404],
      ["another site's page", plain(sessionId), { cookie: "perch.session_token=x", origin: "https://evil.test" }, 403],
    ];
    for (const [who, url, headers, status] of refusals) {
      const answer = await upgrade(url, headers);
      expect([who, typeof answer === "number" ? answer : "let in"]).toEqual([who, status]);
      const found = await fetch(httpOf(url, "/json/version"), { headers });
      if (!url.includes("/devtools/")) expect([who, found.status]).toEqual([who, status]);
    }
    expect(t.app.cdp.stats().clients).toBe(0);
  });

  it("is whoever comes after the session's end", async () => {
    const id = await newSession();
    const link = await linkTo(id);
    await t.app.sessions.terminate(owner, id);
    expect(await upgrade(link)).toBe(412);
    expect((await fetch(httpOf(link, "/json/version"))).status).toBe(412);
    await expect(t.app.sessions.debuggerUrl(owner, { sessionId: id, expiresInSeconds: 60 })).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
  });

  it("is put out within seconds when the key is revoked, with the links that were made by it", async () => {
    const made = await t.app.access.createKey(owner, { name: "Short" });
    const asKey: Actor = { ...owner, kind: "key", id: made.key.id };
    const link = await linkTo(sessionId, asKey);
    const [byKey, byLink, other] = [
      await open(plain(sessionId), { "x-api-key": made.secret }),
      await open(link),
      await open(plain(sessionId), { "x-api-key": key }),
    ];
    const closes = [closeOf(byKey), closeOf(byLink)];
    await t.app.access.revokeKey(owner, { keyId: made.key.id });
    for (const close of closes) expect(await close).toEqual({ code: 4401, reason: "The caller may no longer debug this session." });
    expect(await upgrade(link)).toBe(401);
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.close();
  });
});

describe("the session and its clients", () => {
  it("close together: by its end", async () => {
    const id = await newSession();
    const socket = await open(await linkTo(id));
    const closed = closeOf(socket);
    await t.app.sessions.terminate(owner, id);
    expect(await closed).toEqual({ code: 4000, reason: "The session has ended (user); create a new one." });
    await expect.poll(() => t.app.cdp.stats().clients, SOON).toBe(0);
  });

  it("close together: by a crash", async () => {
    const id = await newSession();
    const socket = await open(await linkTo(id));
    const closed = closeOf(socket);
    process.kill(Number(liveOf(id).browser.externalId), "SIGKILL");
    expect(await closed).toEqual({ code: 4000, reason: expect.stringContaining("The session's browser ended unexpectedly") });
  });

  it("close together: by a client that closes the browser, which is no crash", async () => {
    const [bare, whole] = [await newSession(), await newSession()];
    const socket = await open(await linkTo(bare));
    const closed = closeOf(socket);
    expect(await ask(socket, 7, "Browser.close")).toEqual({ id: 7, result: {} });
    expect((await closed).code).toBe(4000);
    const browser = await puppeteer.connect({ browserWSEndpoint: await linkTo(whole), defaultViewport: null });
    await browser.close();
    for (const id of [bare, whole])
      await expect.poll(() => t.app.sessions.get(owner, id), SOON).toMatchObject({ status: "terminated", terminationReason: "user" });
  });

  it("leave each other alone: a client's going and a client's errors end nothing", async () => {
    const id = await newSession();
    const socket = await open(await linkTo(id));
    socket.terminate();
    const rude = await open(await linkTo(id));
    const closed = closeOf(rude);
    rude.send("this is not JSON");
    rude.send(Buffer.alloc(1_000, 1));
    rude.close();
    await closed;
    await expect.poll(() => t.app.cdp.stats().clients, SOON).toBe(0);
    expect((await liveOf(id).tabs.active.evaluate("1 + 1")).value).toBe(2);
    await t.app.sessions.terminate(owner, id);
  });

  it("are kept in use by what passes, which is counted", async () => {
    const socket = await open(await linkTo(sessionId));
    const { bytesTransferred } = liveOf(sessionId).metrics;
    const before = Date.now();
    await ask(socket, 1, "Browser.getVersion");
    await expect.poll(() => liveOf(sessionId).metrics.bytesTransferred, SOON).toBeGreaterThan(bytesTransferred + 200);
    expect(liveOf(sessionId).lastActivityAt).toBeGreaterThanOrEqual(before);
    socket.close();
    const { activities } = await t.app.activities.list(owner, { sessionId, limit: 50 });
    expect(activities.filter(({ actionType }) => actionType === "cdp.connect").length).toBeGreaterThan(0);
  });

  it("let pings through, and large messages whole", async () => {
    const socket = await open(await linkTo(sessionId));
    const pong = once(socket, "pong", { signal: AbortSignal.timeout(LIMIT_MS) });
    socket.ping("are you there");
    expect(String((await pong)[0])).toBe("are you there");
    socket.close();
    const page = await open(`${plain(sessionId)}/devtools/page/${liveOf(sessionId).tabs.active.targetId}`, { "x-api-key": key });
    const large = await ask(page, 4, "Runtime.evaluate", { expression: "'x'.repeat(8_000_000)", returnByValue: true });
    expect((large.result as { result: { value: string } }).result.value.length).toBe(8_000_000);
    page.close();
  });
});

describe("pages that a client opens", () => {
  it("are ours as well: emulated, resumed, listed; and stay when the client goes", async () => {
    const id = await newSession({ locale: "de-DE", timezone: "Asia/Tokyo", userAgent: "Perch test agent" });
    const browser = await chromium.connectOverCDP(await linkTo(id));
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
      liveOf(id)
        .tabs.list()
        .map(({ title }) => title);
    await expect.poll(() => titles().toSorted(), SOON).toEqual(["", "Hello", "Popup"]);
    await browser.close();
    expect((await liveOf(id).tabs.active.evaluate("navigator.language")).value).toBe("de-DE");
    expect(titles().length).toBe(3);
    await t.app.sessions.terminate(owner, id);
  });

  it("may be the last to be closed: the session goes on", async () => {
    const id = await newSession();
    const browser = await puppeteer.connect({ browserWSEndpoint: await linkTo(id), defaultViewport: null });
    for (const page of await browser.pages()) await page.close();
    const next = await browser.newPage();
    await next.goto(hello);
    expect(await next.title()).toBe("Hello");
    await expect.poll(() => liveOf(id).tabs.active.title, SOON).toBe("Hello");
    await browser.disconnect();
    expect(liveOf(id).ended.aborted).toBe(false);
    await t.app.sessions.terminate(owner, id);
  });
});

describe("a session that was taken over", () => {
  it("is debugged as before, by the same link", async () => {
    const first = createApp({ ...t.app.env, port: 0, sessionsOnStop: "keep" });
    const http = await startHttp(first, { dev: false, next: false });
    const id = await newSession({}, first.sessions);
    const { url } = await first.sessions.debuggerUrl(owner, { sessionId: id, expiresInSeconds: 60 });
    const before = await open(url.replace(/^ws:\/\/[^/]+/, http.url.replace("http", "ws")));
    const closed = closeOf(before);
    await http.stop();
    await first.stop();
    expect((await closed).code).toBeGreaterThanOrEqual(1000);
    await expect.poll(() => t.app.sessions.live(id) !== undefined, { timeout: 20_000 }).toBe(true);
    const after = await open(url.replace(/^ws:\/\/[^/]+/, t.url.replace("http", "ws")));
    expect((await ask(after, 1, "Browser.getVersion")).result).toMatchObject({ protocolVersion: "1.3" });
    after.close();
    await t.app.sessions.terminate(owner, id);
  });
});
