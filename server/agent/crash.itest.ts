import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Actor } from "../access/actor.ts";
import { ActInput, EvaluateInput, ExtractInput, NavigateInput, ObserveInput, ScreenshotInput, TravelInput, WaitForInput } from "../contract/agent.ts";
import type { LiveServerMessage } from "../contract/live.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import type { AppError } from "../core/errors.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import { startTestApp } from "../testing/app.ts";

/**
 * From the kill to the answer, which takes some 30 ms: no timer is in between. Far below every limit that the calls have
 * (15 s and more), and far above what a machine that is overrun keeps a process waiting for.
 */
const AT_ONCE_MS = 3_000;
const never = new AbortController().signal;
/** Holds the page's only thread for as long as the server does not answer: from then on the page answers nothing. */
const HANG = `setTimeout(() => { const call = new XMLHttpRequest(); call.open("GET", "/silent", false); call.send(); })`;

let t: Awaited<ReturnType<typeof startTestApp>>;
let site: Server;
let owner: Actor;
let home: string;

beforeAll(async () => {
  site = createServer((req, res) => {
    // "/silent" is never answered.
    if (req.url === "/silent") site.emit("silent");
    else res.setHeader("content-type", "text/html").end("<title>home</title><button>Save</button>");
  }).listen(0, "127.0.0.1");
  await once(site, "listening");
  home = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  t = await startTestApp();
  owner = await t.actor();
});
afterEach(() => t.app.sessions.terminateMany(owner, {}));
afterAll(async () => {
  await t?.stop();
  site?.closeAllConnections();
  site?.close();
});

async function open(): Promise<LiveSession> {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ url: home }), never);
  const session = t.app.sessions.live(sessionId);
  if (!session) throw new Error("The session does not run here.");
  return session;
}

/** Resolves when an operation of the session is under way. */
function underWay(sessionId: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = t.app.events.subscribe({ sessionId, types: ["action.started"] }, () => {
      stop();
      resolve();
    });
  });
}

const hang = async (session: LiveSession): Promise<void> => {
  const hangs = once(site, "silent");
  await session.tabs.active.evaluate(HANG);
  await hangs;
};

type Start = (sessionId: string) => Promise<unknown>;
const agent = () => t.app.agent;
const schema = { type: "object", properties: { price: { type: "string" } } };
/** Calls that hang because the page does. */
const ON_A_PAGE_THAT_HANGS: [call: string, start: Start][] = [
  ["act", (sessionId) => agent().act(owner, ActInput.parse({ sessionId, instruction: "click Save" }), never)],
  ["observe", (sessionId) => agent().observe(owner, ObserveInput.parse({ sessionId }), never)],
  ["extract", (sessionId) => agent().extract(owner, ExtractInput.parse({ sessionId, schema }), never)],
  ["screenshot", (sessionId) => agent().screenshot(owner, ScreenshotInput.parse({ sessionId }), never)],
  ["waitFor", (sessionId) => agent().waitFor(owner, WaitForInput.parse({ sessionId, condition: { kind: "text", text: "Later" } }), never)],
];
/** Calls that wait for a server that says nothing. */
const ON_A_SERVER_THAT_HANGS: [call: string, start: Start][] = [
  ["navigate", (sessionId) => agent().navigate(owner, NavigateInput.parse({ sessionId, url: `${home}/silent` }), never)],
  ["evaluate", (sessionId) => agent().evaluate(owner, EvaluateInput.parse({ sessionId, expression: 'fetch("/silent")' }), never)],
];

/** What a call ends with, and how long after the crash. */
async function endingOf(call: Promise<unknown>, crash: () => void): Promise<{ code: string; afterMs: number }> {
  const crashedAt = performance.now();
  crash();
  const code = await call.then(
    () => "done",
    (error: AppError) => error.code,
  );
  return { code, afterMs: performance.now() - crashedAt };
}

/** One that has gone by itself meanwhile needs no killing. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Makes ready to crash: asking a browser for its processes takes up to a second and is no part of the crash. */
type Prepare = (session: LiveSession) => Promise<() => void>;
const killBrowser: Prepare = async (session) => () => kill(Number(session.browser.externalId));
/** As the system does when memory runs out; `Page.crash` would wait for a navigation that is under way. */
const killPages: Prepare = async (session) => {
  const { processInfo } = await session.browser.cdp.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer");
  return () => {
    for (const { id } of pages) kill(id);
  };
};

describe.each([
  ["page", killPages],
  ["browser", killBrowser],
])("a %s that crashes", (_, prepare) => {
  it.each(ON_A_PAGE_THAT_HANGS)("ends %s at once", async (__, start) => {
    const session = await open();
    await hang(session);
    const started = underWay(session.id);
    const call = start(session.id);
    await started;
    const { code, afterMs } = await endingOf(call, await prepare(session));
    expect(code).toBe("BROWSER_CRASHED");
    expect(afterMs).toBeLessThan(AT_ONCE_MS);
  });

  it.each(ON_A_SERVER_THAT_HANGS)("ends %s at once", async (__, start) => {
    const session = await open();
    const hangs = once(site, "silent");
    const call = start(session.id);
    await hangs;
    const { code, afterMs } = await endingOf(call, await prepare(session));
    expect(code).toBe("BROWSER_CRASHED");
    expect(afterMs).toBeLessThan(AT_ONCE_MS);
  });
});

describe("a browser that is killed", () => {
  it("ends the calls that wait for their turn, and the session says why", async () => {
    const session = await open();
    await hang(session);
    const started = underWay(session.id);
    const first = agent().observe(owner, ObserveInput.parse({ sessionId: session.id }), never);
    first.catch(() => {});
    await started;
    const waiting = agent().screenshot(owner, ScreenshotInput.parse({ sessionId: session.id }), never);
    const { code, afterMs } = await endingOf(waiting, await killBrowser(session));
    expect(code).toBe("BROWSER_CRASHED");
    expect(afterMs).toBeLessThan(AT_ONCE_MS);
    await expect.poll(() => t.app.sessions.get(owner, session.id)).toMatchObject({ status: "error", terminationReason: "crashed" });
  });

  it("ends its live view at once", async () => {
    const session = await open();
    const { url } = await t.app.liveLinks.viewUrl(owner, { sessionId: session.id, mode: "view", expiresInSeconds: 60 });
    const socket = new WebSocket(`${t.url.replace("http", "ws")}/ws/live/${session.id}?token=${url.split("/").at(-1)}`);
    const said: LiveServerMessage[] = [];
    socket.on("message", (data, binary) => !binary && said.push(JSON.parse(String(data)) as LiveServerMessage));
    await expect.poll(() => said.map(({ type }) => type)).toContain("hello");
    const { afterMs } = await endingOf(once(socket, "close"), await killBrowser(session));
    expect(said.at(-1)).toMatchObject({ type: "ended" });
    expect(afterMs).toBeLessThan(AT_ONCE_MS);
  });
});

it("after its page crashed, a session goes on with another page", async () => {
  const session = await open();
  // The command itself is never answered, and ends with what it did.
  await expect(session.tabs.active.cdp.send("Page.crash")).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
  await expect.poll(() => session.tabs.active.status).toBe("crashed");
  await expect(agent().screenshot(owner, ScreenshotInput.parse({ sessionId: session.id }), never)).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
  await t.app.tabs.openTab(owner, { sessionId: session.id, url: home, activate: true }, never);
  const { value } = await agent().evaluate(owner, EvaluateInput.parse({ sessionId: session.id, expression: "document.title" }), never);
  expect(value).toBe("home");
});

it("a page that crashed is brought back by reloading it, and left by its history", async () => {
  const session = await open();
  const travel = TravelInput.parse({ sessionId: session.id });
  expect(await agent().goForward(owner, travel, never)).toMatchObject({ moved: false, title: "home" });
  await agent().navigate(owner, NavigateInput.parse({ sessionId: session.id, url: `${home}/next` }), never);
  await expect(session.tabs.active.cdp.send("Page.crash")).rejects.toMatchObject({ code: "BROWSER_CRASHED" });
  await expect.poll(() => session.tabs.active.status).toBe("crashed");
  expect(await agent().reload(owner, travel, never)).toMatchObject({ moved: true, url: `${home}/next`, title: "home" });
  expect(await agent().goBack(owner, travel, never)).toMatchObject({ moved: true, url: `${home}/` });
});
