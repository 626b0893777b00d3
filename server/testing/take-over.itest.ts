import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput, ScreenshotInput } from "../contract/agent.ts";
import type { PerchEvent } from "../contract/events.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "./app.ts";
import { openControlViewer } from "./control-viewer.ts";

const WAIT = { timeout: 30_000, interval: 20 };
const HELD_LONG_ENOUGH_MS = 1_500;
/** So many steps that a person comes while the act is under way, however slow the machine is. */
const ROUNDS = 8;
/** Says what was done to it, in order. */
const PAGE = `<!doctype html><title>Steps</title><body><script>log=[]</script>
<button onclick="log.push('one')">One</button><button id=two onclick="log.push('two')">Two</button>
<label>Name <input id=name onchange="log.push('name '+this.value)"></label>
<button onclick="log.push('three')">Three</button>`;

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
let key: string;
let site: Server;
let address: string;

beforeAll(async () => {
  t = await startTestApp({ PRIVATE_NETWORK: "allow" });
  owner = await t.actor();
  key = await t.apiKey(owner);
  site = createServer((_req, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE)).listen(0, "127.0.0.1");
  await once(site, "listening");
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
}, 120_000);
afterAll(async () => {
  await t?.stop();
  site?.closeAllConnections();
  site?.close();
});

/** A session at the page, with its events. */
async function begin() {
  const signal = AbortSignal.timeout(120_000);
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({}), signal);
  const session = await t.app.sessions.running(owner, sessionId);
  await session.tabs.active.navigate(address, { waitUntil: "load", timeoutMs: 30_000, signal });
  const events: PerchEvent[] = [];
  t.app.events.subscribe({ sessionId }, (event) => void events.push(event));
  /** As a program calls: by a key, which no person's calls are taken for. */
  const program: Actor = { ...owner, kind: "key", id: "key_program", name: "Program" };
  return {
    sessionId,
    session,
    events,
    act: (instruction: string, timeoutMs = 30_000, caller = signal) => t.app.agent.act(program, ActInput.parse({ sessionId, instruction, timeoutMs }), caller),
    shot: () => t.app.agent.screenshot(program, ScreenshotInput.parse({ sessionId }), signal),
    log: async () => (await session.tabs.active.evaluate<string[]>("log", { signal })).value,
  };
}

const look = (sessionId: string) => openControlViewer(`${t.url.replace("http", "ws")}/ws/live/${sessionId}?mode=control`, { "x-api-key": key });

it("a person takes over in the middle of an act of several steps; it waits, looks anew, and goes on where it was", async () => {
  const { sessionId, session, events, act, shot, log } = await begin();
  const viewer = await look(sessionId);
  const rounds = Array.from({ length: ROUNDS }, () => "click One, click Two").join(", ");
  const done = act(`${rounds}, type "Ann" into Name and click Three`, 60_000);
  await vi.waitFor(async () => expect(await log()).not.toEqual([]), WAIT);
  await vi.waitFor(() => expect(viewer.state()?.automation).toBe("running"), WAIT);
  viewer.say({ type: "control", do: "takeOver" });
  await vi.waitFor(() => expect(viewer.state()).toMatchObject({ automation: "held", hold: { viewerId: viewer.state()?.you } }), WAIT);
  const heldAt = Date.now();
  // A click that was on its way still arrives.
  await session.tabs.active.settle({ effects: true, limitMs: 5_000, signal: AbortSignal.timeout(30_000) });
  const before = await log();
  expect(before.length).toBeLessThan(2 * ROUNDS);
  await vi.waitFor(() => expect(Date.now() - heldAt).toBeGreaterThan(HELD_LONG_ENOUGH_MS), WAIT);
  expect(await log()).toEqual(before);
  // The person exchanges what the act was about to click for another element of that name.
  await session.tabs.active.evaluate(`two.outerHTML='<button onclick="log.push(\\'new two\\')">Two</button>'`);
  viewer.say({ type: "control", do: "giveBack" });
  expect(await done).toMatchObject({ success: true, outcome: "done" });
  const after = Array.from({ length: ROUNDS }, () => ["one", "new two"])
    .flat()
    .slice(before.length);
  expect(await log()).toEqual([...before, ...after, "name Ann", "three"]);
  expect(await shot()).toMatchObject({ success: true });
  const told = events.filter(({ type }) => type.startsWith("control."));
  expect(told).toMatchObject([
    { type: "control.taken", by: "Test key" },
    { type: "control.returned", why: "given" },
  ]);
  const { activities } = await t.app.activities.list(owner, { sessionId, limit: 50 });
  const hold = activities.find(({ actionType }) => actionType === "live.takeOver");
  expect(hold).toMatchObject({ success: true, actorName: "Test key", via: "live", actionData: { returned: "given", reason: "It was given back." } });
  expect(hold?.durationMs).toBeGreaterThan(HELD_LONG_ENOUGH_MS);
  await viewer.close();
  await t.app.sessions.terminate(owner, sessionId);
}, 120_000);

it("new calls that change the page wait without being timed, readers do not wait, and who gives up leaves at once", async () => {
  const { sessionId, act, shot, log } = await begin();
  const held = await call("POST", `/api/sessions/${sessionId}/take-over`, { limitMs: 600_000 });
  expect(held).toMatchObject({ automation: "held", hold: { viewerId: null, name: "Test key" } });
  const limitMs = 10_000;
  const first = act("click One", limitMs);
  const leaving = new AbortController();
  const second = act("click Two", 30_000, leaving.signal);
  const heldAt = Date.now();
  expect(await shot()).toMatchObject({ success: true });
  leaving.abort();
  await expect(second).rejects.toMatchObject({ code: "CANCELLED" });
  await vi.waitFor(() => expect(Date.now() - heldAt).toBeGreaterThan(limitMs + HELD_LONG_ENOUGH_MS), WAIT);
  expect([await log(), await call("GET", `/api/sessions/${sessionId}/control`)]).toMatchObject([[], { automation: "held" }]);
  expect(await call("POST", `/api/sessions/${sessionId}/give-back`)).toMatchObject({ hold: null });
  expect([await first, await log()]).toMatchObject([{ success: true }, ["one"]]);
  await t.app.sessions.terminate(owner, sessionId);
}, 120_000);

it("whoever has taken over may call for themselves, keeps that over a broken connection, and others may not give back", async () => {
  const { sessionId, act, log } = await begin();
  const viewer = await look(sessionId);
  viewer.say({ type: "control", do: "takeOver" });
  await vi.waitFor(() => expect(viewer.state()?.hold?.viewerId).toBe(viewer.state()?.you), WAIT);
  const waiting = act("click One");
  const operator = await t.actor({ workspaceId: owner.workspaceId, role: "operator" });
  await expect(t.app.live.control.giveBack(operator, { sessionId })).rejects.toMatchObject({ code: "CONFLICT" });
  const handKey = viewer.state()?.key;
  viewer.cut();
  const again = await look(sessionId);
  await vi.waitFor(() => expect(again.state()?.hold?.viewerId).toBeNull(), WAIT);
  again.say({ type: "control", do: "resume", to: handKey });
  await vi.waitFor(() => expect(again.state()).toMatchObject({ automation: "held", holder: { viewerId: again.state()?.you } }), WAIT);
  // An owner relieves the key, and then their own calls pass: they are a person at the dashboard.
  await t.app.live.control.takeOver(owner, { sessionId });
  const own = await t.app.agent.act(owner, ActInput.parse({ sessionId, instruction: "click Three" }), AbortSignal.timeout(30_000));
  expect([own, await log()]).toMatchObject([{ success: true }, ["three"]]);
  await t.app.live.control.giveBack(owner, { sessionId });
  expect([await waiting, await log()]).toMatchObject([{ success: true }, ["three", "one"]]);
  await again.close();
  await t.app.sessions.terminate(owner, sessionId);
}, 120_000);

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${t.url}${path}`, {
    method,
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}
