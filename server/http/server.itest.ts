import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { createApp } from "../app.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { newId } from "../core/ids.ts";
import { startTestApp } from "../testing/app.ts";
import { startHttp } from "./server.ts";

const ANSWER_LIMIT_MS = 10_000;

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let key: string;
beforeAll(async () => {
  t = await startTestApp();
  owner = await t.actor();
  key = await t.apiKey(owner);
});
afterAll(() => t.stop());

/** How the server answers an upgrade: the status it refuses with, or 101. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${t.url.replace("http", "ws")}${path}`, { headers, handshakeTimeout: ANSWER_LIMIT_MS });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on("error", reject);
  });
}

describe("sockets", () => {
  it("open for known callers only", async () => {
    expect(await upgrade("/ws/trpc")).toBe(401);
    expect(await upgrade("/ws/trpc", { "x-api-key": "perch_wrong" })).toBe(401);
    expect(await upgrade("/ws/trpc", { "x-api-key": key })).toBe(101);
  });
  it("are refused where there is none, and for a live view without a login", async () => {
    expect(await upgrade("/ws/other", { "x-api-key": key })).toBe(404);
    expect(await upgrade("/anything")).toBe(404);
    expect(await upgrade("/ws/live/sess_1")).toBe(401);
  });
  it("are refused to other sites' pages with a cookie, and under names that are not ours", async () => {
    expect(await upgrade("/ws/trpc", { cookie: "perch.session_token=x", origin: "https://evil.test" })).toBe(403);
    expect(await upgrade("/ws/trpc", { "x-api-key": key, host: "evil.test" })).toBe(403);
  });
  it("carry calls", async () => {
    const socket = new WebSocket(`${t.url.replace("http", "ws")}/ws/trpc`, { headers: { "x-api-key": key } });
    const answer = await new Promise<{ result: { data: { userId: string } } }>((resolve, reject) => {
      socket.on("open", () => socket.send(JSON.stringify({ id: 1, method: "query", params: { path: "access.me" } })));
      socket.on("message", (data) => resolve(JSON.parse(String(data))));
      socket.on("error", reject);
    });
    socket.close();
    expect(answer.result.data.userId).toBe(owner.userId);
  });
});

describe("an event stream", () => {
  it("begins with the session as it is, tells what was missed, then what happens", async () => {
    const sessionId = newId("sess");
    const { workspaceId } = owner;
    await t.app.db.browserSession.create({
      data: {
        id: sessionId,
        workspaceId,
        userId: owner.userId,
        provider: "local",
        status: "active",
        serverId: t.app.servers.id,
        config: {},
        expiresAt: new Date(Date.now() + 60_000),
      },
    });
    const before = Date.now();
    const log = (text: string) =>
      t.app.events.publish({
        type: "log.written",
        workspaceId,
        sessionId,
        entry: {
          id: newId("log"),
          sessionId,
          source: "console",
          level: "info",
          text,
          url: null,
          line: null,
          column: null,
          stack: null,
          tabId: null,
          createdAt: new Date().toISOString(),
        },
      });
    log("missed");
    const input = encodeURIComponent(JSON.stringify({ sessionId, lastEventId: String(before - 1) }));
    const stop = new AbortController();
    const response = await fetch(`${t.url}/api/trpc/activity.onSession?input=${input}`, {
      headers: { "x-api-key": key },
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    });
    const seen: string[] = [];
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      seen.splice(0, seen.length, ...[...text.matchAll(/^data: (\{.*"type":.*\})$/gm)].map(([, json]) => json ?? ""));
      if (seen.length === 2 && !text.includes(`"now"`)) log("now");
      if (seen.length === 3) break;
    }
    stop.abort();
    const events = seen.map((json) => JSON.parse(json) as { type: string; entry?: { text: string } });
    expect(events.map(({ type, entry }) => entry?.text ?? type)).toEqual(["session.updated", "missed", "now"]);
  });
});

describe("the server", () => {
  it("carries its security headers and a request id on every answer", async () => {
    const { headers } = await fetch(`${t.url}/healthz`);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-request-id")).toMatch(/^req_/);
  });
  it("says so when its port is taken, and touches no session of the copy that has it", async () => {
    const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), AbortSignal.timeout(30_000));
    const second = createApp({ ...t.app.env, port: Number(new URL(t.url).port) });
    await expect(startHttp(second, { dev: false, next: false })).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("in use") });
    await second.stop();
    expect(await t.app.sessions.get(owner, sessionId)).toMatchObject({ status: "active" });
    await t.app.sessions.terminate(owner, sessionId);
  });
  it("stops although a stream is open", async () => {
    const own = await startTestApp();
    const secret = await own.apiKey(await own.actor());
    const stream = await fetch(`${own.url}/api/trpc/activity.onSessions`, { headers: { "x-api-key": secret } });
    const from = performance.now();
    await own.stop();
    expect(performance.now() - from).toBeLessThan(4_000);
    await expect(stream.text()).rejects.toThrow();
  });
});
