import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ObserveInput } from "../contract/agent.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "../testing/app.ts";
import { clicks, reads, seesNothing } from "../testing/model-server.ts";
import { MODEL_KEY, startModelSession } from "../testing/model-session.ts";

const SECRET = "hunter2-correct-horse";
const PAGE = `<!doctype html><title>Shop</title><label>Voucher <input id=voucher></label> <button onclick="document.title='Pressed'">Press</button>
  <a href="/steel" target=_blank>New tab</a>`;

let t: Awaited<ReturnType<typeof startModelSession>>;
beforeAll(async () => {
  t = await startModelSession(PAGE);
});
afterAll(() => t?.stop());

test("values of variables are typed but seen by nobody else: not the model, not the activity, not the result", async () => {
  await t.open();
  t.model.play(clicks("textbox: Voucher", "fill", ["%code%"]));
  const typed = await t.act("put %code% into the voucher field", { mode: "model", variables: { code: SECRET } });
  expect(typed).toMatchObject({ outcome: "done", steps: [{ method: "type", arguments: ["%code%"] }] });
  expect(await t.evaluate("voucher.value")).toBe(SECRET);
  const told = t.model.requests.map(({ prompt }) => prompt);
  // The page now shows the value, and the model is shown the page.
  t.model.play(reads({ voucher: "%code%" }));
  const read = await t.extract({ type: "object", properties: { voucher: { type: "string" } } });
  told.push(...t.model.requests.map(({ prompt }) => prompt));
  expect(told).toHaveLength(3);
  expect(told[1]).toContain("Voucher");
  const { activities } = await t.server.app.activities.list(t.actor, { sessionId: t.sessionId, limit: 2 });
  expect(JSON.stringify([told, typed, read, activities])).not.toContain(SECRET);
  await expect(t.act("put %other% into the voucher field", { mode: "model" })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    fields: [{ field: "variables.other" }],
  });
});

/** The model chooses the first button while it is asked first, and the other one then. */
const changesItsMind = (first: () => Promise<unknown> = async () => {}) =>
  t.model.play(async (request) => {
    const isFirst = t.model.requests.length === 1;
    if (isFirst) await first();
    return clicks(isFirst ? "button: Press" : "button: Other")(request);
  });
const OTHER = `document.body.insertAdjacentHTML("beforeend", "<button onclick=\\"document.title='Other'\\">Other</button>")`;

test("what the model chose before a person took over is never done: it looks anew once they gave back", async () => {
  await t.open();
  const { control } = t.server.app.live;
  const { sessionId } = t;
  changesItsMind(() => control.takeOver(t.actor, { sessionId }));
  const done = t.act("press it", { mode: "model" });
  await expect.poll(async () => (await control.state(t.actor, { sessionId })).automation, { timeout: 20_000 }).toBe("held");
  await t.evaluate(OTHER);
  await control.giveBack(t.actor, { sessionId });
  expect(await done).toMatchObject({ outcome: "done" });
  expect([await t.title(), t.model.requests.length]).toEqual(["Other", 2]);
});

test("also when they take over between its answer and the click", async () => {
  await t.open();
  const { gate } = t.live();
  const enter = vi.spyOn(gate, "enter").mockImplementationOnce(() => {
    gate.close();
    gate.enter();
  });
  try {
    changesItsMind();
    const done = t.act("press it", { mode: "model" });
    await expect.poll(() => gate.closed, { timeout: 20_000 }).toBe(true);
    await t.evaluate(OTHER);
    gate.open();
    expect(await done).toMatchObject({ outcome: "done" });
    expect([await t.title(), t.model.requests.length]).toEqual(["Other", 2]);
  } finally {
    enter.mockRestore();
    gate.open();
  }
});

test("a call that is cut off while it types tells nobody what it typed", async () => {
  await t.open();
  await t.evaluate("voucher.oninput = () => { const until = Date.now() + 4000; while (Date.now() < until); }");
  const told = (["log", "info", "warn", "error", "debug"] as const).map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
  try {
    t.model.play(clicks("textbox: Voucher", "fill", ["%code%"]));
    const call = t.act("put %code% into the voucher field", { mode: "model", variables: { code: SECRET }, timeoutMs: 2_500 });
    await expect(call).rejects.toMatchObject({ code: "TIMEOUT" });
    // The next call waits for the page, so that everything of the first one has ended by then.
    t.model.play(seesNothing);
    await t.observe("anything");
    expect(told.flatMap((spy) => spy.mock.calls)).toEqual([]);
  } finally {
    for (const spy of told) spy.mockRestore();
  }
});

test("the key is in no answer, no activity and no log line, even where the vendor repeats it", async () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const noisy = await t.startApp({ LOG_LEVEL: "trace" });
  try {
    const owner = await noisy.actor();
    const { sessionId: id } = await noisy.app.sessions.create(owner, CreateSessionInput.parse({}), t.signal);
    t.model.play(({ authorization }) => ({ status: 401, message: `Wrong key: ${authorization}` }));
    const answer = await fetch(`${noisy.url}/api/trpc/browser.act`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": await noisy.apiKey(owner) },
      body: JSON.stringify({ sessionId: id, instruction: "do something", mode: "model" }),
      signal: t.signal,
    });
    const body = await answer.text();
    expect(body).toContain("MODEL_FAILED");
    expect(body).toContain("Wrong key: Bearer [hidden]");
    const { activities } = await noisy.app.activities.list(owner, { sessionId: id, limit: 10 });
    expect(written.join("")).toContain("MODEL_FAILED");
    expect(body + JSON.stringify(activities) + written.join("")).not.toContain(MODEL_KEY);
  } finally {
    await noisy.stop();
    spy.mockRestore();
  }
});

test("the client is connected while a call runs, and lets go however the call ends", async () => {
  const sockets = new Set<Socket>();
  const onSocket = (message: unknown): void => void sockets.add((message as { socket: Socket }).socket);
  subscribe("net.client.socket", onSocket);
  try {
    const id = await t.create();
    const port = Number(new URL(t.live(id).browser.endpoint).port);
    const connections = (): number => [...sockets].filter((socket) => socket.remotePort === port && !socket.destroyed).length;
    const look = (timeoutMs = 20_000) => t.observe("everything", { sessionId: id, timeoutMs });
    const own = connections();
    t.model.play(() => {
      expect(connections()).toBe(own + 1);
      return { json: { elements: [] } };
    });
    await look();
    await look();
    expect(connections()).toBe(own);
    t.model.play(() => ({ status: 400, message: "no" }));
    await expect(look()).rejects.toMatchObject({ code: "MODEL_FAILED" });
    t.model.play(() => "hang");
    await expect(look(1_000)).rejects.toMatchObject({ code: "TIMEOUT" });
    await expect.poll(connections, { timeout: 3_000 }).toBe(own);
    const last = expect(look()).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
    await expect.poll(t.model.hanging, { timeout: 10_000 }).toBe(1);
    await t.server.app.sessions.terminate(t.actor, id);
    await last;
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
});

test("tabs and their emulation are as they were after the client came and went, also in tabs opened meanwhile", async () => {
  const looks = `JSON.stringify([innerWidth, innerHeight, Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.userAgent])`;
  const { tabs } = t.live();
  const lookOf = async (page: typeof tabs.active) => (await page.evaluate<string>(looks, { signal: t.signal })).value;
  await t.open();
  const before = { ids: tabs.list().map(({ tabId }) => tabId), active: tabs.active.targetId, looks: await lookOf(tabs.active) };
  expect(before.looks).toContain("Asia/Tokyo");
  t.model.play(clicks("link: New tab"));
  await t.act("open the other page beside this one", { mode: "model" });
  await expect.poll(() => tabs.list().length).toBe(before.ids.length + 1);
  const [popup] = tabs.pages().filter(({ targetId }) => !before.ids.includes(targetId));
  await expect.poll(() => popup && lookOf(popup)).toBe(before.looks);
  await tabs.close(popup?.targetId ?? "", t.signal);
  await tabs.activate(before.active, t.signal);
  const opened = await tabs.open(t.address, { activate: false, signal: t.signal });
  expect(await lookOf(opened)).toBe(before.looks);
  t.model.play(seesNothing);
  await t.observe("anything", { tabId: opened.targetId });
  t.model.play(() => ({ text: "no" }));
  await expect(t.act("do something", { mode: "model" })).rejects.toMatchObject({ code: "MODEL_FAILED" });
  await tabs.close(opened.targetId, t.signal);
  expect({ ids: tabs.list().map(({ tabId }) => tabId), active: tabs.active.targetId, looks: await lookOf(tabs.active) }).toEqual(before);
});

test("without a model the call names what to set", async () => {
  const plain = await startTestApp();
  try {
    const owner = await plain.actor();
    const { sessionId: id } = await plain.app.sessions.create(owner, CreateSessionInput.parse({}), t.signal);
    const error = await plain.app.agent
      .observe(owner, ObserveInput.parse({ sessionId: id, instruction: "x", mode: "model" }), t.signal)
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
    for (const name of ["GEMINI_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MODEL_BASE_URL", "STAGEHAND_MODEL_NAME"])
      expect(String(error)).toContain(name);
  } finally {
    await plain.stop();
  }
});
