import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { FRAME_HEADER_BYTES, LiveServerMessage } from "../contract/live.ts";
import { actorOf, startRunningSession } from "../testing/running-session.ts";
import { createLive, type Live } from "./live.ts";

const WAIT = { timeout: 20_000, interval: 20 };
const html = (body: string): string => `data:text/html,${encodeURIComponent(body)}`;
const ANIMATED = html(
  `<div id=a style="position:absolute;width:99px;height:99px;background:red"></div><script>let n=0;(function f(){a.style.left=n++%500+'px';requestAnimationFrame(f)})()</script>`,
);
const CLICKABLE = html(
  `<body style="margin:0"><button style="position:absolute;left:300px;top:200px;width:200px;height:100px" onclick="document.title='clicked '+event.detail">go</button><input id=box></body>`,
);

/** Opens a session, its live view and a server for it; `who` is whom requests are taken to come from. */
async function startLive(url = ANIMATED) {
  const running = await startRunningSession();
  await running.page.navigate(url, { waitUntil: "load", timeoutMs: 10_000, signal: AbortSignal.timeout(10_000) });
  const who: { actor: Actor | null } = { actor: running.actor };
  const access = { resolveActor: async () => who.actor };
  const live = createLive({
    sessions: running.sessions,
    access,
    links: running.links,
    env: running.env,
    log: running.log,
    events: running.events,
    activities: running.activities,
    files: running.files,
    encoders: running.encoders,
  });
  const server = createServer().on("upgrade", (req, socket, head) => void live.handleUpgrade(req, socket, head));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { ...running, who, live, server };
}
type Running = Awaited<ReturnType<typeof startLive>>;

async function stopLive({ live, server, stop }: { live: Live; server: Server; stop: () => Promise<void> }): Promise<void> {
  await live.stop();
  server.close();
  await stop();
}

type LookOptions = {
  /** Never acknowledges. */
  stalled?: boolean;
  /** Acknowledges as if the pictures came over so narrow a road, one after the other. */
  bytesPerSecond?: number;
  origin?: string;
  sessionId?: string;
};

/** Opens a viewer's socket. */
function look({ server, session }: Running, query = "", options: LookOptions = {}) {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/ws/live/${options.sessionId ?? session.id}${query}`,
    options.origin === undefined ? {} : { origin: options.origin },
  );
  const road = { freeAtMs: 0 };
  const seen: {
    frames: number;
    header: Buffer | null;
    image: Buffer | null;
    messages: LiveServerMessage[];
    closedWith: number | null;
    refusedWith: number | null;
  } = {
    frames: 0,
    header: null,
    image: null,
    messages: [],
    closedWith: null,
    refusedWith: null,
  };
  socket.on("message", (data, isBinary) => {
    if (!isBinary) return void seen.messages.push(LiveServerMessage.parse(JSON.parse(data.toString())));
    const packet = data as Buffer;
    seen.frames += 1;
    seen.header = packet.subarray(0, FRAME_HEADER_BYTES);
    seen.image = packet.subarray(FRAME_HEADER_BYTES);
    // Both ways of saying so are in use.
    const acknowledgement = seen.frames % 2 ? JSON.stringify({ type: "ack", sequence: packet.readUInt32BE(6) }) : packet.subarray(6, 10);
    const acknowledge = (): void => {
      if (socket.readyState === WebSocket.OPEN) socket.send(acknowledgement);
    };
    if (options.bytesPerSecond !== undefined) {
      road.freeAtMs = Math.max(road.freeAtMs, performance.now()) + (packet.length / options.bytesPerSecond) * 1_000;
      setTimeout(acknowledge, road.freeAtMs - performance.now());
    } else if (!options.stalled) acknowledge();
  });
  socket.on("close", (code) => {
    seen.closedWith = code;
  });
  socket.on("error", () => {});
  socket.on("unexpected-response", (_request, response) => {
    seen.refusedWith = response.statusCode ?? 0;
    response.resume();
  });
  return {
    seen,
    close: () => socket.close(),
    say: (message: unknown) => socket.send(JSON.stringify(message)),
    of: (type: LiveServerMessage["type"]) => seen.messages.filter((message) => message.type === type),
  };
}

/** The status that the server refuses the upgrade with. */
async function refusal(running: Running, query = "", options: { origin?: string; sessionId?: string } = {}): Promise<number | null> {
  const { seen } = look(running, query, options);
  await vi.waitFor(() => expect(seen.refusedWith ?? seen.messages[0]).toBeTruthy(), WAIT);
  return seen.refusedWith;
}

describe("watching", () => {
  const context: { running: Running | null } = { running: null };
  const running = (): Running => context.running ?? expect.unreachable("not started");
  beforeAll(async () => {
    context.running = await startLive();
  }, 60_000);
  afterAll(() => stopLive(running()));

  it("greets a viewer and shows the page in its CSS size", async () => {
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.seen.frames).toBeGreaterThan(0), WAIT);
    expect(viewer.seen.messages[0]).toMatchObject({ type: "hello", mode: "control", tabId: running().page.targetId });
    expect([viewer.seen.header?.readUInt16BE(2), viewer.seen.header?.readUInt16BE(4)]).toEqual([1280, 720]);
    viewer.close();
  });

  it("gives five viewers one screencast, and a sixth that never acknowledges two frames and no more", async () => {
    const viewers = Array.from({ length: 5 }, () => look(running()));
    const stalled = look(running(), "", { stalled: true });
    await vi.waitFor(() => expect(Math.min(...viewers.map(({ seen }) => seen.frames))).toBeGreaterThan(20), { timeout: 15_000, interval: 20 });
    const casts = running()
      .live.stats()
      .sessions.flatMap((session) => session.casts);
    expect(casts).toMatchObject([{ tabId: running().page.targetId, viewers: 6, running: true }]);
    expect(stalled.seen.frames).toBe(2);
    stalled.say({ type: "ack", sequence: Number.MAX_SAFE_INTEGER });
    await vi.waitFor(() => expect(stalled.seen.frames).toBeGreaterThan(2), WAIT);
    for (const viewer of [...viewers, stalled]) viewer.close();
  });

  it("stops the screencast when all leave at once", async () => {
    const viewers = Array.from({ length: 3 }, () => look(running()));
    await vi.waitFor(() => expect(Math.min(...viewers.map(({ seen }) => seen.frames))).toBeGreaterThan(0), WAIT);
    for (const viewer of viewers) viewer.close();
    await vi.waitFor(
      () => expect(running().live.stats()).toMatchObject({ sockets: 0, sessions: [{ watches: 0, casts: [{ viewers: 0, lower: 0, running: false }] }] }),
      WAIT,
    );
  });

  /** Makes the page's pictures worth making smaller: small ones go as they are. */
  const addText = async (): Promise<() => Promise<unknown>> => {
    const evaluate = (expression: string): Promise<unknown> => running().page.evaluate(expression, { signal: AbortSignal.timeout(20_000) });
    await evaluate(
      `document.body.insertAdjacentHTML("beforeend", "<div id=text>" + Array.from({ length: 300 }, (_, i) => '<b style="color:hsl(' + i * 7 + ' 60% 40%)">Word ' + i + " of many</b> ").join("") + "</div>")`,
    );
    return () => evaluate("text.remove()");
  };
  const widthOf = async ({ seen }: ReturnType<typeof look>): Promise<number> => (await sharp(seen.image ?? expect.unreachable("no picture")).metadata()).width;

  it("makes smaller pictures once for all who ask for less, takes binary acknowledgements", async () => {
    const { page } = running();
    const removeText = await addText();
    const viewers = [look(running()), look(running())];
    const full = look(running());
    await vi.waitFor(() => expect([full, ...viewers].map(({ of }) => of("hello").length)).toEqual([1, 1, 1]), WAIT);
    for (const { say } of viewers) say({ type: "quality", quality: "low" });
    full.say({ type: "quality", quality: "high" });
    await vi.waitFor(() => expect([full, ...viewers].map(({ of }) => of("quality").length)).toEqual([1, 1, 1]), WAIT);
    for (const { seen } of viewers) seen.frames = 0;
    await vi.waitFor(() => expect(Math.min(...viewers.map(({ seen }) => seen.frames), full.seen.frames)).toBeGreaterThan(4), WAIT);
    expect(await Promise.all([full, ...viewers].map(widthOf))).toEqual([1280, 640, 640]);
    expect(viewers.map(({ of }) => of("quality").at(-1))).toEqual(viewers.map(() => ({ type: "quality", quality: "low", tier: "low" })));
    expect(running().live.stats().sessions[0]?.casts).toEqual([{ tabId: page.targetId, viewers: 3, lower: 2, video: 0, running: true }]);
    for (const { close } of [...viewers, full]) close();
    await removeText();
  });

  it("gives a viewer on a narrow road smaller pictures, the full one when the page rests, and the others what they had", async () => {
    const removeText = await addText();
    const [narrow, wide] = [look(running(), "", { bytesPerSecond: 250_000 }), look(running())];
    await vi.waitFor(() => expect(wide.of("hello")).toHaveLength(1), WAIT);
    wide.say({ type: "quality", quality: "high" });
    await vi.waitFor(
      async () => expect([narrow.of("quality").at(-1), await widthOf(narrow)]).toEqual([{ type: "quality", quality: "auto", tier: "low" }, 640]),
      {
        timeout: 40_000,
        interval: 100,
      },
    );
    expect(await widthOf(wide)).toBe(1280);
    const { tabs } = running();
    const second = await tabs.open(html(`<h1>Still</h1>${"<b>Many words to read</b> ".repeat(900)}`), { activate: true, signal: AbortSignal.timeout(20_000) });
    await vi.waitFor(() => expect(narrow.of("tabs").at(-1)).toMatchObject({ tabId: second.targetId }), WAIT);
    await vi.waitFor(async () => expect(await widthOf(narrow)).toBe(1280), { timeout: 40_000, interval: 100 });
    for (const { close } of [narrow, wide]) close();
    await tabs.close(second.targetId, AbortSignal.timeout(20_000));
    await removeText();
  });

  it("sends nothing while the viewer's page is hidden, stops the screencast, and shows the newest picture when it is seen again", async () => {
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.seen.frames).toBeGreaterThan(2), WAIT);
    viewer.say({ type: "visible", visible: false });
    await vi.waitFor(() => expect(running().live.stats().sessions[0]?.casts[0]).toMatchObject({ viewers: 0, running: false }), WAIT);
    const { frames } = viewer.seen;
    viewer.say({ type: "ping", sentAtMs: 7 });
    await vi.waitFor(() => expect(viewer.of("pong")).toHaveLength(1), WAIT);
    expect(viewer.seen.frames).toBe(frames);
    viewer.say({ type: "visible", visible: true });
    await vi.waitFor(() => expect(viewer.seen.frames).toBeGreaterThan(frames), WAIT);
    viewer.close();
  });

  it("answers pings and says so when it does not understand", async () => {
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
    viewer.say({ type: "ping", sentAtMs: 42 });
    viewer.say({ type: "mouse", action: "explode" });
    await vi.waitFor(
      () =>
        expect([viewer.of("pong"), viewer.of("refused")]).toEqual([
          [{ type: "pong", sentAtMs: 42 }],
          [{ type: "refused", message: "The message was not understood." }],
        ]),
      WAIT,
    );
    viewer.close();
  });

  it("cuts a viewer that floods it", async () => {
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
    for (let i = 0; i < 2_000; i += 1) viewer.say({ type: "ping", sentAtMs: i });
    await vi.waitFor(() => expect(viewer.seen.closedWith).toBe(4008), WAIT);
  });

  it("follows the active tab, stays when pinned, and shows a still page at once", async () => {
    const { tabs, page } = running();
    const [follower, pinned] = [look(running()), look(running())];
    await vi.waitFor(() => expect([follower.of("hello"), pinned.of("hello")]).toMatchObject([[{}], [{}]]), WAIT);
    pinned.say({ type: "watch", tabId: page.targetId });
    const second = await tabs.open(html("<h1>Still</h1>"), { activate: true, signal: AbortSignal.timeout(10_000) });
    await vi.waitFor(() => expect(follower.of("tabs").at(-1)).toMatchObject({ tabId: second.targetId }), WAIT);
    const before = follower.seen.frames;
    await vi.waitFor(() => expect(follower.seen.frames).toBeGreaterThan(before), WAIT);
    expect(pinned.of("tabs").at(-1)).toMatchObject({ tabId: page.targetId });
    await tabs.close(second.targetId, AbortSignal.timeout(10_000));
    await vi.waitFor(() => expect(follower.of("tabs").at(-1)).toMatchObject({ tabId: page.targetId }), WAIT);
    follower.close();
    pinned.close();
  });

  it("shows how a page looks after its last change, however fast the changes before it came", async () => {
    const { page, tabs } = running();
    const second = await tabs.open(html("<h1>Still</h1>"), { activate: true, signal: AbortSignal.timeout(10_000) });
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.seen.frames).toBeGreaterThan(0), WAIT);
    const burst = `new Promise((done) => { let left = 8; (function paint() { document.body.style.background = "hsl(" + left * 40 + " 90% 50%)"; left -= 1; left > 0 ? requestAnimationFrame(paint) : done(Date.now()) })() })`;
    for (let round = 0; round < 5; round += 1) {
      const { value: changedAtMs } = await second.evaluate<number>(burst, { signal: AbortSignal.timeout(5_000) });
      await vi.waitFor(() => expect(viewer.seen.header?.readDoubleBE(10)).toBeGreaterThan(changedAtMs), WAIT);
    }
    viewer.close();
    await tabs.close(second.targetId, AbortSignal.timeout(10_000));
    await vi.waitFor(() => expect(tabs.active).toBe(page), WAIT);
  });

  it("serves a crowd in turns, and everyone the last picture", async () => {
    const { tabs, page } = running();
    const second = await tabs.open(html("<h1>Still</h1>"), { activate: true, signal: AbortSignal.timeout(10_000) });
    const viewers = Array.from({ length: 45 }, () => look(running()));
    await vi.waitFor(() => expect(Math.min(...viewers.map(({ seen }) => seen.frames))).toBeGreaterThan(0), WAIT);
    const burst = `new Promise((done) => { let left = 20; (function paint() { document.body.style.background = "hsl(" + left * 15 + " 90% 50%)"; left -= 1; left > 0 ? requestAnimationFrame(paint) : done(Date.now()) })() })`;
    const { value: changedAtMs } = await second.evaluate<number>(burst, { signal: AbortSignal.timeout(20_000) });
    const last = () => viewers.map(({ seen }) => seen.header?.readDoubleBE(10) ?? 0);
    await vi.waitFor(() => expect(Math.min(...last())).toBeGreaterThan(changedAtMs), WAIT);
    for (const { close } of viewers) close();
    await tabs.close(second.targetId, AbortSignal.timeout(10_000));
    await vi.waitFor(() => expect(tabs.active).toBe(page), WAIT);
  });

  it("gives a thumbnail to members of the workspace only", async () => {
    const { live, session, actor } = running();
    const image = await live.thumbnail(actor, session.id);
    expect(image.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    await expect(live.thumbnail(actorOf("ws_other"), session.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(live.thumbnail(actorOf(session.workspaceId, ["sessions:read"]), session.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("being let in", () => {
  const context: { running: Running | null } = { running: null };
  const running = (): Running => context.running ?? expect.unreachable("not started");
  beforeAll(async () => {
    context.running = await startLive(html("<h1>Still</h1>"));
  }, 60_000);
  afterAll(() => stopLive(running()));

  it("needs a login, a scope and the session's own workspace, before the upgrade", async () => {
    const { who, actor, session } = running();
    const asked = async (caller: Actor | null, query = ""): Promise<number | null> => {
      who.actor = caller;
      return refusal(running(), query);
    };
    expect(await asked(null)).toBe(401);
    expect(await asked(actorOf(session.workspaceId, ["sessions:read"]))).toBe(403);
    expect(await asked(actorOf(session.workspaceId, ["live:view"]), "?mode=control")).toBe(403);
    expect(await asked(actorOf("ws_other"))).toBe(404);
    who.actor = actor;
    expect(await refusal(running(), "", { sessionId: "sess_unknown" })).toBe(404);
  });

  it("refuses a login's cookie from another site's page", async () => {
    const { who, actor } = running();
    who.actor = { ...actor, kind: "user" };
    expect(await refusal(running(), "", { origin: "https://elsewhere.example" })).toBe(403);
    who.actor = actor;
  });
});

describe("control", () => {
  const context: { running: Running | null } = { running: null };
  const running = (): Running => context.running ?? expect.unreachable("not started");
  beforeAll(async () => {
    context.running = await startLive(CLICKABLE);
  }, 60_000);
  afterAll(() => stopLive(running()));

  const evaluated = async (expression: string): Promise<unknown> => (await running().page.evaluate(expression, { signal: AbortSignal.timeout(5_000) })).value;
  const at = { type: "mouse", x: 400, y: 250 };

  it("is refused to those who only watch", async () => {
    const viewer = look(running(), "?mode=view");
    await vi.waitFor(() => expect(viewer.of("hello")).toMatchObject([{ mode: "view" }]), WAIT);
    viewer.say({ ...at, action: "down", button: "left", clickCount: 1 });
    viewer.say({ ...at, action: "up", button: "left", clickCount: 1 });
    await vi.waitFor(() => expect(viewer.of("refused")).toHaveLength(2), WAIT);
    expect(await evaluated("document.title")).toBe("");
    viewer.close();
  });

  it("clicks and types in the page, and tells once that somebody took control", async () => {
    const { events, session } = running();
    const facts: string[] = [];
    const unsubscribe = events.subscribe({ sessionId: session.id, types: ["action.finished"] }, (event) => {
      if (event.type === "action.finished") facts.push(event.activity.actionType);
    });
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
    viewer.say({ ...at, action: "move" });
    viewer.say({ ...at, action: "down", button: "left", buttons: 1, clickCount: 1 });
    viewer.say({ ...at, action: "up", button: "left", clickCount: 1 });
    await vi.waitFor(async () => expect(await evaluated("document.title")).toBe("clicked 1"), WAIT);
    await evaluated("box.focus()");
    for (const key of ["o", "k", "x", "Backspace"])
      for (const action of ["down", "up"]) viewer.say({ type: "key", action, key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key });
    viewer.say({ type: "text", text: " 日本" });
    await vi.waitFor(async () => expect(await evaluated("box.value")).toBe("ok 日本"), WAIT);
    for (const action of ["down", "up"]) viewer.say({ type: "key", action, key: "a", code: "KeyA", modifiers: 2 });
    viewer.say({ type: "text", text: "all replaced" });
    await vi.waitFor(async () => expect(await evaluated("box.value")).toBe("all replaced"), WAIT);
    expect(facts).toEqual(["live.control"]);
    unsubscribe();
    viewer.close();
  });

  it("lets go of a key when the viewer who held it leaves", async () => {
    await evaluated("window.keys = []; for (const type of ['keydown', 'keyup']) addEventListener(type, (e) => keys.push(type + ' ' + e.key))");
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
    viewer.say({ type: "key", action: "down", key: "Shift", code: "ShiftLeft", modifiers: 8 });
    // A viewer's first input may wait until the pages are prepared for it.
    await vi.waitFor(async () => expect(await evaluated("keys.join()")).toBe("keydown Shift"), WAIT);
    viewer.close();
    await vi.waitFor(async () => expect(await evaluated("keys.join()")).toBe("keydown Shift,keyup Shift"), WAIT);
  });

  it("tells every viewer when the session ends, also one that comes later", async () => {
    const viewer = look(running());
    await vi.waitFor(() => expect(viewer.of("hello")).toHaveLength(1), WAIT);
    await running().end("timeout");
    const late = look(running());
    for (const { of, seen } of [viewer, late]) {
      await vi.waitFor(() => expect(seen.closedWith).toBe(4000), WAIT);
      expect(of("ended")).toMatchObject([{ reason: expect.stringContaining("timeout") }]);
    }
    expect(running().live.stats()).toEqual({ sockets: 0, sessions: [] });
  });
});
