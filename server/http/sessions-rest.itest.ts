import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Actor } from "../access/actor.ts";
import type { ErrorBody } from "../contract/errors.ts";
import type { ListShareLinksOutput, ShareLink } from "../contract/live-links.ts";
import { LIVE_STREAM_EVENTS, type LiveStreamEvents } from "../contract/live-stream.ts";
import { CreateSessionInput, CreateSessionOutput, ListSessionsOutput, Session } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";

const WAIT = { timeout: 40_000, interval: 20 };
const ANIMATED = `data:text/html,${encodeURIComponent("<h1 id=a>0</h1><script>let n=0;(function f(){a.textContent=n++;a.style.marginLeft=n%300+'px';requestAnimationFrame(f)})()</script>")}`;

let a: Awaited<ReturnType<typeof startTestApp>>;
let b: Awaited<ReturnType<typeof a.startBeside>>;
let owner: Actor;
let key: string;
let sessionId: string;

const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const newSession = async (): Promise<string> => (await a.app.sessions.create(owner, CreateSessionInput.parse({ url: ANIMATED }), limit())).sessionId;
const say = (text: string) => a.app.agent.evaluate(owner, { sessionId, expression: `console.log(${JSON.stringify(text)})`, timeoutMs: 10_000 }, limit());

async function ask<T>(path: string, init: RequestInit = {}, secret: string | null = key): Promise<{ status: number; body: T }> {
  const headers = { ...(secret && { "x-api-key": secret }), "content-type": "application/json" };
  const response = await fetch(`${b.url}${path}`, { ...init, headers, signal: limit() });
  return { status: response.status, body: (await response.json()) as T };
}

type Told = { [Name in keyof LiveStreamEvents]: { name: Name; data: LiveStreamEvents[Name] } }[keyof LiveStreamEvents];

/** Reads the session's stream until the test ends; each event must be as the contract says. */
async function follow(query: Record<string, string>, { at = a.url, id = sessionId, secret = "" } = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const headers = new Headers(secret ? { "x-api-key": secret } : {});
  const response = await fetch(`${at}/api/sessions/${id}/live?${new URLSearchParams(query)}`, { headers, signal: stop.signal });
  const told: Told[] = [];
  const state = { over: false };
  const read = async (): Promise<void> => {
    // The platform's type of a body is older than its streams.
    const body = response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null;
    for await (const { event, data } of body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()) ?? []) {
      const name = event as keyof LiveStreamEvents;
      told.push({ name, data: LIVE_STREAM_EVENTS[name].parse(JSON.parse(data)) } as Told);
    }
    state.over = true;
  };
  const reading = response.ok ? read().catch((error: unknown) => stop.signal.aborted || Promise.reject(error)) : Promise.resolve();
  const of = <Name extends keyof LiveStreamEvents>(name: Name): LiveStreamEvents[Name][] =>
    told.flatMap((event) => (event.name === name ? [event.data as LiveStreamEvents[Name]] : []));
  return { response, told, of, reading, isOver: () => state.over };
}

beforeAll(async () => {
  a = await startTestApp();
  b = await a.startBeside();
  owner = await a.actor();
  key = await a.apiKey(owner);
  sessionId = await newSession();
}, 120_000);
afterAll(async () => {
  await b?.stop();
  await a?.stop();
});

describe("sessions over REST", () => {
  it("are made, listed, read and shared, by the rules of the procedures", async () => {
    const created = await ask<CreateSessionOutput>("/api/sessions", { method: "POST", body: JSON.stringify({ name: "Over REST" }) });
    expect([created.status, CreateSessionOutput.parse(created.body)]).toMatchObject([201, { status: "active" }]);
    expect((await ask<Session>(`/api/sessions/${created.body.sessionId}`)).body.name).toBe("Over REST");
    await a.app.sessions.expire(created.body.sessionId, "user");
    await b.app.sessions.expire(created.body.sessionId, "user");
    const list = await ask(`/api/sessions?status=active&status=idle&pageSize=5&search=${sessionId}`);
    expect([list.status, ListSessionsOutput.parse(list.body)]).toMatchObject([200, { total: 1, pageSize: 5, sessions: [{ id: sessionId }] }]);
    expect(Session.parse((await ask(`/api/sessions/${sessionId}`)).body)).toMatchObject({ id: sessionId, status: "active" });
    const made = await ask<{ link: ShareLink; url: string }>(`/api/sessions/${sessionId}/share`, {
      method: "POST",
      body: JSON.stringify({ label: "Over REST", expiresInSeconds: 600 }),
    });
    expect([made.status, made.body.link]).toMatchObject([201, { label: "Over REST", status: "active" }]);
    const shares = await ask<ListShareLinksOutput>(`/api/sessions/${sessionId}/share?active=true`);
    expect(shares.body.links.map(({ id }) => id)).toEqual([made.body.link.id]);
    const revoked = await ask<ShareLink>(`/api/sessions/${sessionId}/share/${made.body.link.id}`, { method: "DELETE" });
    expect([revoked.status, revoked.body]).toMatchObject([200, { status: "revoked" }]);
  });

  it("refuse who is unknown, a stranger, a missing scope and what is not understood, naming the field", async () => {
    type Refusal = { error: ErrorBody };
    const stranger = await a.apiKey(await a.actor());
    const reader = await a.apiKey(owner, ["sessions:read"]);
    const share = { method: "POST", body: JSON.stringify({}) };
    expect((await ask("/api/sessions", {}, null)).status).toBe(401);
    expect((await ask(`/api/sessions/${sessionId}`, {}, stranger)).status).toBe(404);
    expect((await ask(`/api/sessions/${sessionId}/share`, share, reader)).status).toBe(403);
    expect((await ask("/api/sessions?nonsense=1")).body).toMatchObject({ error: { code: "INVALID_INPUT", fields: [{ field: "nonsense" }] } });
    const short = await ask<Refusal>(`/api/sessions/${sessionId}/share`, { method: "POST", body: JSON.stringify({ password: "short" }) });
    expect([short.status, short.body.error.fields]).toMatchObject([400, [{ field: "password" }]]);
    expect((await ask(`/api/sessions/${sessionId}`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("the stream of a session", () => {
  it("tells tabs, pictures, lines and activities, also through another server, until the session ends", async () => {
    const id = await newSession();
    const streams = [await follow({ fps: "10" }, { id, secret: key }), await follow({ fps: "10" }, { id, at: b.url, secret: key })];
    for (const { response, of } of streams) {
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
      await expect.poll(() => of("frame").length, WAIT).toBeGreaterThan(2);
      expect(of("tabs")[0]?.tabs).toHaveLength(1);
      const [picture] = of("frame");
      expect(
        Buffer.from(picture?.image ?? "", "base64")
          .subarray(0, 3)
          .toString("hex"),
      ).toBe("ffd8ff");
    }
    await a.app.agent.evaluate(owner, { sessionId: id, expression: "console.log('from the page')", timeoutMs: 10_000 }, limit());
    for (const { of } of streams) {
      await expect.poll(() => of("log").map(({ text }) => text), WAIT).toContain("from the page");
      await expect.poll(() => of("activity").map(({ actionType }) => actionType), WAIT).toContain("evaluate");
    }
    await a.app.sessions.terminate(owner, id);
    for (const { of, isOver, told } of streams) {
      await expect.poll(isOver, WAIT).toBe(true);
      expect(of("ended")).toMatchObject([{ why: "session" }]);
      expect(told.at(-1)?.name).toBe("ended");
    }
  });

  it("gives no more pictures than asked, and none when asked", async () => {
    const [few, none] = [await follow({ fps: "1" }, { secret: key }), await follow({ fps: "0" }, { secret: key })];
    const many = await follow({ fps: "10" }, { secret: key });
    await expect.poll(() => many.of("frame").length, WAIT).toBeGreaterThan(10);
    expect(few.of("frame").length).toBeLessThan(many.of("frame").length);
    expect(none.of("frame")).toEqual([]);
    const wrong = await fetch(`${a.url}/api/sessions/${sessionId}/live?fps=99`, { headers: { "x-api-key": key } });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: { fields: [{ field: "fps" }] } }]);
  });

  it("is read by a live link, whose lines only where it includes them, and ends when that is revoked", async () => {
    const share = async (includesLogs: boolean) =>
      (await ask<{ link: ShareLink; url: string }>(`/api/sessions/${sessionId}/share`, { method: "POST", body: JSON.stringify({ includesLogs }) })).body;
    const [plain, telling] = [await share(false), await share(true)];
    const read = ({ url }: { url: string }) => follow({ token: url.split("/live/")[1] ?? "" });
    const [quiet, loud] = [await read(plain), await read(telling)];
    await expect.poll(() => quiet.of("frame").length, WAIT).toBeGreaterThan(0);
    await say("only for some");
    await expect.poll(() => loud.of("log").map(({ text }) => text), WAIT).toContain("only for some");
    expect([quiet.of("log"), quiet.of("activity")]).toEqual([[], []]);
    await ask(`/api/sessions/${sessionId}/share/${plain.link.id}`, { method: "DELETE" });
    await expect.poll(quiet.isOver, WAIT).toBe(true);
    expect(quiet.of("ended")).toMatchObject([{ why: "revoked" }]);
    expect((await read(plain)).response.status).toBe(403);
    expect((await follow({})).response.status).toBe(401);
  });
});
