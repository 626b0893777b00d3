import { once } from "node:events";
import puppeteer from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { createDebuggerLinks } from "../access/debugger-links.ts";
import { createApp } from "../app.ts";
import { startHttp } from "../http/server.ts";
import { ask, closeOf, httpOf, open, startDebuggedApp, upgrade } from "../testing/debuggers.ts";

const LIMIT_MS = 30_000;
const SOON = { timeout: 10_000 };

let d: Awaited<ReturnType<typeof startDebuggedApp>>;
beforeAll(async () => {
  d = await startDebuggedApp();
});
afterAll(() => d.stop());

describe("who is not let in", () => {
  const expired = (id: string) => createDebuggerLinks(d.app.env).linkFor(d.owner, id, -10);
  const tokenOf = (url: string): string => new URL(url).searchParams.get("token") ?? "";

  it("is refused before the upgrade", async () => {
    const stranger = await d.actor();
    const refusals: [string, string, Record<string, string>, number][] = [
      ["nobody", d.plain(d.sessionId), {}, 401],
      ["a wrong key", d.plain(d.sessionId), { "x-api-key": "perch_wrong" }, 401],
      ["no token at all", `${d.plain(d.sessionId)}?token=`, { "x-api-key": d.key }, 401],
      ["a token that is none", `${d.plain(d.sessionId)}?token=a.b.c`, {}, 401],
      ["a forged token", `${(await d.linkTo(d.sessionId)).slice(0, -6)}AAAAAA`, {}, 401],
      ["an expired token", `${d.plain(d.sessionId)}?token=${tokenOf((await expired(d.sessionId)).url)}`, {}, 401],
      ["a token of another session", `${d.plain("sess_other")}?token=${tokenOf(await d.linkTo(d.sessionId))}`, {}, 401],
      [
        "a live link",
        `${d.plain(d.sessionId)}?token=${(await d.app.liveLinks.viewUrl(d.owner, { sessionId: d.sessionId, mode: "view", expiresInSeconds: 60 })).url.split("/").at(-1)}`,
        {},
        401,
      ],
      ["another workspace's key", d.plain(d.sessionId), { "x-api-key": await d.apiKey(stranger) }, 404],
      ["a key without the scope", d.plain(d.sessionId), { "x-api-key": await d.apiKey(d.owner, ["sessions:read", "sessions:drive", "live:control"]) }, 403],
      ["who asks for no session", d.plain("sess_none"), { "x-api-key": d.key }, 404],
      ["who asks for no page", `${d.plain(d.sessionId)}/devtools/page/NONE`, { "x-api-key": d.key }, 404],
      ["who asks for something else", `${d.plain(d.sessionId)}/devtools/other`, { "x-api-key": d.key }, 404],
      ["another site's page", d.plain(d.sessionId), { cookie: "perch.session_token=x", origin: "https://evil.test" }, 403],
    ];
    for (const [who, url, headers, status] of refusals) {
      const answer = await upgrade(url, headers);
      expect([who, typeof answer === "number" ? answer : "let in"]).toEqual([who, status]);
      const found = await fetch(httpOf(url, "/json/version"), { headers });
      if (!url.includes("/devtools/")) expect([who, found.status]).toEqual([who, status]);
    }
    expect(d.app.cdp.stats().clients).toBe(0);
  });

  it("is whoever comes after the session's end", async () => {
    const id = await d.newSession();
    const link = await d.linkTo(id);
    await d.app.sessions.terminate(d.owner, id);
    expect(await upgrade(link)).toBe(412);
    expect((await fetch(httpOf(link, "/json/version"))).status).toBe(412);
    await expect(d.app.sessions.debuggerUrl(d.owner, { sessionId: id, expiresInSeconds: 60 })).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
  });

  it("is put out within seconds when the key is revoked, with the links that were made by it", async () => {
    const made = await d.app.access.createKey(d.owner, { name: "Short" });
    const asKey: Actor = { ...d.owner, kind: "key", id: made.key.id };
    const link = await d.linkTo(d.sessionId, asKey);
    const [byKey, byLink, other] = [
      await open(d.plain(d.sessionId), { "x-api-key": made.secret }),
      await open(link),
      await open(d.plain(d.sessionId), { "x-api-key": d.key }),
    ];
    const closes = [closeOf(byKey), closeOf(byLink)];
    await d.app.access.revokeKey(d.owner, { keyId: made.key.id });
    for (const close of closes) expect(await close).toEqual({ code: 4401, reason: "The caller may no longer debug this session." });
    expect(await upgrade(link)).toBe(401);
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.close();
  });
});

describe("the session and its clients", () => {
  it("close together: by its end", async () => {
    const id = await d.newSession();
    const socket = await open(await d.linkTo(id));
    const closed = closeOf(socket);
    await d.app.sessions.terminate(d.owner, id);
    expect(await closed).toEqual({ code: 4000, reason: "The session has ended (user); create a new one." });
    await expect.poll(() => d.app.cdp.stats().clients, SOON).toBe(0);
  });

  it("close together: by a crash", async () => {
    const id = await d.newSession();
    const socket = await open(await d.linkTo(id));
    const closed = closeOf(socket);
    process.kill(Number(d.liveOf(id).browser.externalId), "SIGKILL");
    expect(await closed).toEqual({ code: 4000, reason: expect.stringContaining("The session's browser ended unexpectedly") });
  });

  it("close together: by a client that closes the browser, which is no crash", async () => {
    const [bare, whole] = [await d.newSession(), await d.newSession()];
    const socket = await open(await d.linkTo(bare));
    const closed = closeOf(socket);
    expect(await ask(socket, 7, "Browser.close")).toEqual({ id: 7, result: {} });
    expect((await closed).code).toBe(4000);
    const browser = await puppeteer.connect({ browserWSEndpoint: await d.linkTo(whole), defaultViewport: null });
    await browser.close();
    for (const id of [bare, whole])
      await expect.poll(() => d.app.sessions.get(d.owner, id), SOON).toMatchObject({ status: "terminated", terminationReason: "user" });
  });

  it("leave each other alone: a client's going and a client's errors end nothing", async () => {
    const id = await d.newSession();
    const socket = await open(await d.linkTo(id));
    socket.terminate();
    const rude = await open(await d.linkTo(id));
    const closed = closeOf(rude);
    rude.send("this is not JSON");
    rude.send(Buffer.alloc(1_000, 1));
    rude.close();
    await closed;
    await expect.poll(() => d.app.cdp.stats().clients, SOON).toBe(0);
    expect((await d.liveOf(id).tabs.active.evaluate("1 + 1")).value).toBe(2);
    await d.app.sessions.terminate(d.owner, id);
  });

  it("are kept in use by what passes, which is counted", async () => {
    const socket = await open(await d.linkTo(d.sessionId));
    const { bytesTransferred } = d.liveOf(d.sessionId).metrics;
    const before = Date.now();
    await ask(socket, 1, "Browser.getVersion");
    await expect.poll(() => d.liveOf(d.sessionId).metrics.bytesTransferred, SOON).toBeGreaterThan(bytesTransferred + 200);
    expect(d.liveOf(d.sessionId).lastActivityAt).toBeGreaterThanOrEqual(before);
    socket.close();
    const { activities } = await d.app.activities.list(d.owner, { sessionId: d.sessionId, limit: 50 });
    expect(activities.filter(({ actionType }) => actionType === "cdp.connect").length).toBeGreaterThan(0);
  });

  it("let pings through, and large messages whole", async () => {
    const socket = await open(await d.linkTo(d.sessionId));
    const pong = once(socket, "pong", { signal: AbortSignal.timeout(LIMIT_MS) });
    socket.ping("are you there");
    expect(String((await pong)[0])).toBe("are you there");
    socket.close();
    const page = await open(`${d.plain(d.sessionId)}/devtools/page/${d.liveOf(d.sessionId).tabs.active.targetId}`, { "x-api-key": d.key });
    const large = await ask(page, 4, "Runtime.evaluate", { expression: "'x'.repeat(8_000_000)", returnByValue: true });
    expect((large.result as { result: { value: string } }).result.value.length).toBe(8_000_000);
    page.close();
  });
});

describe("a session that was taken over", () => {
  it("is debugged as before, by the same link", async () => {
    const first = createApp({ ...d.app.env, port: 0, sessionsOnStop: "keep" });
    const http = await startHttp(first, { dev: false, next: false });
    const id = await d.newSession({}, first.sessions);
    const { url } = await first.sessions.debuggerUrl(d.owner, { sessionId: id, expiresInSeconds: 60 });
    const before = await open(url.replace(/^ws:\/\/[^/]+/, http.url.replace("http", "ws")));
    const closed = closeOf(before);
    await http.stop();
    await first.stop();
    expect((await closed).code).toBeGreaterThanOrEqual(1000);
    await expect.poll(() => d.app.sessions.live(id) !== undefined, { timeout: 20_000 }).toBe(true);
    const after = await open(url.replace(/^ws:\/\/[^/]+/, d.url.replace("http", "ws")));
    expect((await ask(after, 1, "Browser.getVersion")).result).toMatchObject({ protocolVersion: "1.3" });
    after.close();
    await d.app.sessions.terminate(d.owner, id);
  });
});
