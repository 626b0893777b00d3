import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput, ExtractInput, ObserveInput } from "../contract/agent.ts";
import type { Json } from "../contract/common.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import { startTestApp } from "../testing/app.ts";
import { elementId, type Script, startModelServer, TOKENS } from "../testing/model-server.ts";

const KEY = "sk-test-0123456789abcdef";
const SECRET = "hunter2-correct-horse";
/** US dollars for a million tokens. */
const PRICES = { input: 2, output: 10 };

const PAGE = `<!doctype html><title>Shop</title><h1>Kettles</h1>
  <ul><li>Steel kettle <button onclick="document.title='First bought'">Buy</button>
  <li>Glass kettle <button onclick="document.title='Second bought'">Buy</button></ul>
  <p>Steel kettle costs $24.50. <a href="/steel">Its page</a></p>
  <label>Voucher <input id=voucher></label>
  <div id=tile style="width:80px;height:40px" onclick="document.title='Tile'"><span>Offers of the day</span></div>
  <iframe title=More srcdoc="<button onclick=&quot;parent.document.title='In frame'&quot;>Frame button</button>"></iframe>`;

type Model = Awaited<ReturnType<typeof startModelServer>>;
type TestApp = Awaited<ReturnType<typeof startTestApp>>;

let site: Server;
let address: string;
let model: Model;
let server: TestApp;
let actor: Actor;
let sessionId: string;
const signal = AbortSignal.timeout(280_000);

const startApp = (over: Record<string, string> = {}) =>
  startTestApp({
    MODEL_BASE_URL: model.url,
    MODEL_API_KEY: KEY,
    STAGEHAND_MODEL_NAME: "scripted-1",
    MODEL_INPUT_PRICE: String(PRICES.input),
    MODEL_OUTPUT_PRICE: String(PRICES.output),
    ...over,
  });

beforeAll(async () => {
  site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  model = await startModelServer();
  server = await startApp();
  actor = await server.actor();
  sessionId = (await server.app.sessions.create(actor, CreateSessionInput.parse({ timezone: "Asia/Tokyo", viewport: { width: 1000, height: 700 } }), signal))
    .sessionId;
});
afterAll(async () => {
  await server?.stop();
  await model?.stop();
  site?.closeAllConnections();
  site?.close();
});

const live = () => {
  const session = server.app.sessions.live(sessionId);
  if (!session) throw new Error("The session is not running.");
  return session;
};
const open = () => live().tabs.active.navigate(address, { waitUntil: "load", timeoutMs: 15_000, signal });
const title = async () => (await live().tabs.active.evaluate<string>("document.title", { signal })).value;
const act = (instruction: string, more: object = {}) => server.app.agent.act(actor, ActInput.parse({ sessionId, instruction, ...more }), signal);
const observe = (instruction: string) => server.app.agent.observe(actor, ObserveInput.parse({ sessionId, instruction, mode: "model" }), signal);
const extract = (schema: object, more: object = {}) =>
  server.app.agent.extract(actor, ExtractInput.parse({ sessionId, schema, mode: "model", ...more }), signal);
const spent = (calls: number) => ({
  model: "scripted-1",
  inputTokens: calls * TOKENS.input,
  outputTokens: calls * TOKENS.output,
  costUsd: expect.closeTo((calls * (TOKENS.input * PRICES.input + TOKENS.output * PRICES.output)) / 1_000_000, 8),
});
const clicks =
  (line: string, method = "click", args: string[] = []): Script =>
  (request) => ({ json: { action: { elementId: elementId(request, line), description: `${method} ${line}`, method, arguments: args }, twoStep: false } });
const reads =
  (data: Record<string, Json>): Script =>
  ({ asks }) => ({ json: asks === "progress" ? { progress: "all of it", completed: true } : data });
const usedBy = async (work: () => Promise<unknown>) => {
  const { inputTokens, outputTokens, estimatedCost } = live().metrics;
  await work();
  const now = live().metrics;
  return { inputTokens: now.inputTokens - inputTokens, outputTokens: now.outputTokens - outputTokens, estimatedCost: now.estimatedCost - estimatedCost };
};

describe("act", () => {
  test("in mode model it changes the page, and says and stores what it cost", async () => {
    await open();
    model.play(clicks("button: Frame button"));
    const used = await usedBy(async () => {
      expect(await act("press the one in the frame", { mode: "model" })).toMatchObject({
        success: true,
        outcome: "done",
        via: "model",
        usage: spent(1),
        steps: [{ method: "click", description: "click button: Frame button" }],
      });
    });
    expect(await title()).toBe("In frame");
    expect(model.requests).toMatchObject([{ path: "/v1/chat/completions", authorization: `Bearer ${KEY}`, model: "scripted-1", asks: "act" }]);
    const { model: _, costUsd, ...tokens } = spent(1);
    expect(used).toEqual({ ...tokens, estimatedCost: costUsd });
    const { activities } = await server.app.activities.list(actor, { sessionId, limit: 1 });
    expect(activities).toMatchObject([
      { actionType: "act", success: true, via: "model", actionData: { instruction: "press the one in the frame", usage: spent(1) } },
    ]);
  });

  test("in mode auto the model gets only what the resolver declines", async () => {
    await open();
    model.play(clicks("button: Frame button"));
    expect(await act('click "Frame button"')).toMatchObject({ outcome: "done", via: "resolver", usage: null });
    expect(model.requests).toEqual([]);
    model.play((request) => {
      const second = request.prompt.split("\n").filter((line) => line.endsWith("] button: Buy"))[1] ?? "";
      return { json: { action: { elementId: /\d+-\d+/.exec(second)?.[0] ?? "", description: "buy glass", method: "click", arguments: [] }, twoStep: false } };
    });
    expect(await act("click Buy")).toMatchObject({ outcome: "done", via: "model", candidates: [] });
    expect(await title()).toBe("Second bought");
    expect(await act("get me the glass one")).toMatchObject({ outcome: "done", via: "model" });
    expect(await act("click Buy", { mode: "resolver" })).toMatchObject({ outcome: "ambiguous", via: "resolver" });
    expect(model.requests).toHaveLength(2);
  });

  test("when the model finds nothing either, the resolver's candidates stay", async () => {
    await open();
    model.play(() => ({ json: { action: null, twoStep: false } }));
    expect(await act("click Buy")).toMatchObject({
      success: false,
      outcome: "not_found",
      via: "model",
      steps: [],
      candidates: [{ name: "Buy" }, { name: "Buy" }],
    });
    expect(await title()).toBe("Shop");
  });
});

test("observe gives elements with refs that act takes, also for words inside a control and for what is no control", async () => {
  await open();
  model.play((request) => ({
    json: {
      elements: ["button: Frame button", "StaticText: Offers of the day", "textbox: Voucher"].map((line) => ({
        elementId: elementId(request, line),
        description: `the ${line}`,
        method: line.startsWith("textbox") ? "fill" : "click",
        arguments: [],
      })),
    },
  }));
  const seen = await observe("what can be pressed");
  expect(seen).toMatchObject({
    via: "model",
    usage: spent(1),
    elements: [
      { role: "button", name: "Frame button" },
      { name: "Offers of the day" },
      { role: "textbox", name: "Voucher", methods: expect.arrayContaining(["type"]) },
    ],
  });
  const [frame, tile] = seen.elements;
  await act(`click [${frame?.ref}]`, { mode: "resolver" });
  expect(await title()).toBe("In frame");
  await act(`click [${tile?.ref}]`, { mode: "resolver" });
  expect(await title()).toBe("Tile");
});

describe("extract", () => {
  const KETTLE = {
    type: "object",
    required: ["name", "price"],
    properties: { name: { type: "string" }, price: { type: "number", minimum: 0 }, link: { type: "string", format: "uri" }, maker: { type: "string" } },
  };

  test("data satisfies the caller's schema; addresses are the page's own; what is missing is named", async () => {
    await open();
    model.play((request) => {
      const link = request.asks === "extract" ? elementId(request, "link: Its page") : "";
      return reads({ name: "Steel kettle", price: 24.5, link, maker: null })(request);
    });
    expect(await extract(KETTLE)).toMatchObject({
      data: { name: "Steel kettle", price: 24.5, link: `${address}steel` },
      missing: ["maker"],
      via: "model",
      usage: spent(2),
    });
    expect(model.requests[0]?.schema).toMatchObject({ required: ["name", "price", "link", "maker"], additionalProperties: false });
  });

  test("a list is asked for and given as a list", async () => {
    model.play(reads({ value: ["Steel kettle", "Glass kettle"] }));
    expect((await extract({ type: "array", items: { type: "string" } })).data).toEqual(["Steel kettle", "Glass kettle"]);
  });

  test("data beyond the schema's limits is refused, and what it cost is counted", async () => {
    model.play(reads({ name: "Steel kettle", price: -1, link: null, maker: null }));
    const { inputTokens } = await usedBy(async () => {
      await expect(extract(KETTLE)).rejects.toMatchObject({ code: "EXTRACTION_INVALID", details: { problems: [expect.stringContaining("price")] } });
    });
    expect(inputTokens).toBe(2 * TOKENS.input);
  });
});

describe("a model that fails", () => {
  const failure = (call: Promise<unknown>): Promise<AppError> =>
    call.then(
      () => Promise.reject(new Error("The call was meant to fail.")),
      (error: unknown) => (error instanceof AppError ? error : Promise.reject(error)),
    );

  test("with 500 it is tried again, then the failure is told as one that may pass", async () => {
    model.play(() => ({ status: 500, message: "out of order" }));
    const error = await failure(act("do something", { mode: "model" }));
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code: "MODEL_FAILED", retryable: true });
    expect(error.message).toContain("out of order");
    expect(model.requests.length).toBeGreaterThan(1);
  });

  test("once with 429 it is tried again and serves the call", async () => {
    await open();
    const button = clicks("button: Frame button");
    model.play((request) => (model.requests.length === 1 ? { status: 429, message: "slow down" } : button(request)));
    expect(await act("press the one in the frame", { mode: "model" })).toMatchObject({ outcome: "done", usage: spent(1) });
    expect(model.requests).toHaveLength(2);
  });

  test("with words in place of the wanted form it has failed, and what it cost is counted", async () => {
    model.play(() => ({ text: "Sure! Here you go: {action" }));
    const { inputTokens } = await usedBy(async () => {
      expect(await failure(act("do something", { mode: "model" }))).toMatchObject({ code: "MODEL_FAILED" });
    });
    expect(inputTokens).toBe(TOKENS.input);
  });

  test("without an answer the call ends at its limit, the request is given up, and the session goes on", async () => {
    await open();
    model.play(() => "hang");
    const startedAt = performance.now();
    expect(await failure(act("do something", { mode: "model", timeoutMs: 2_500 }))).toMatchObject({ code: "TIMEOUT" });
    expect(performance.now() - startedAt).toBeLessThan(3_500);
    await expect.poll(model.hanging, { timeout: 2_000 }).toBe(0);
    model.play(clicks("button: Frame button"));
    expect(await act("press the one in the frame", { mode: "model" })).toMatchObject({ outcome: "done" });
    expect(await title()).toBe("In frame");
  });

  test("a caller who leaves takes the request along", async () => {
    model.play(() => "hang");
    const leaving = new AbortController();
    const call = failure(server.app.agent.act(actor, ActInput.parse({ sessionId, instruction: "do something", mode: "model" }), leaving.signal));
    await expect.poll(model.hanging, { timeout: 10_000 }).toBe(1);
    leaving.abort();
    expect(await call).toMatchObject({ code: "CANCELLED" });
    await expect.poll(model.hanging, { timeout: 2_000 }).toBe(0);
  });
});

test("values of variables are typed but seen by nobody else: not the model, not the activity, not the result", async () => {
  await open();
  const field = () => live().tabs.active.evaluate<string>("voucher.value", { signal });
  model.play(clicks("textbox: Voucher", "fill", ["%code%"]));
  const typed = await act("put %code% into the voucher field", { mode: "model", variables: { code: SECRET } });
  expect(typed).toMatchObject({ outcome: "done", steps: [{ method: "type", arguments: ["%code%"] }] });
  expect((await field()).value).toBe(SECRET);
  const told = model.requests.map(({ prompt }) => prompt);
  // The page now shows the value, and the model is shown the page.
  model.play(reads({ voucher: "%code%" }));
  const read = await extract({ type: "object", properties: { voucher: { type: "string" } } });
  told.push(...model.requests.map(({ prompt }) => prompt));
  expect(told).toHaveLength(3);
  expect(told[1]).toContain("Voucher");
  const { activities } = await server.app.activities.list(actor, { sessionId, limit: 2 });
  expect(JSON.stringify([told, typed, read, activities])).not.toContain(SECRET);
  await expect(act("put %other% into the voucher field", { mode: "model" })).rejects.toMatchObject({
    code: "INVALID_INPUT",
    fields: [{ field: "variables.other" }],
  });
});

test("the key is in no answer, no activity and no log line, even where the vendor repeats it", async () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  const noisy = await startApp({ LOG_LEVEL: "trace" });
  try {
    const owner = await noisy.actor();
    const { sessionId: id } = await noisy.app.sessions.create(owner, CreateSessionInput.parse({}), signal);
    model.play(({ authorization }) => ({ status: 401, message: `Wrong key: ${authorization}` }));
    const answer = await fetch(`${noisy.url}/api/trpc/browser.act`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": await noisy.apiKey(owner) },
      body: JSON.stringify({ sessionId: id, instruction: "do something", mode: "model" }),
      signal,
    });
    const body = await answer.text();
    expect(body).toContain("MODEL_FAILED");
    expect(body).toContain("Wrong key: Bearer [hidden]");
    const { activities } = await noisy.app.activities.list(owner, { sessionId: id, limit: 10 });
    expect(written.join("")).toContain("MODEL_FAILED");
    expect(body + JSON.stringify(activities) + written.join("")).not.toContain(KEY);
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
    const { sessionId: id } = await server.app.sessions.create(actor, CreateSessionInput.parse({}), signal);
    const port = Number(new URL(server.app.sessions.live(id)?.browser.endpoint ?? "").port);
    const connections = (): number => [...sockets].filter((socket) => socket.remotePort === port && !socket.destroyed).length;
    const look = (timeoutMs = 20_000) =>
      server.app.agent.observe(actor, ObserveInput.parse({ sessionId: id, instruction: "all", mode: "model", timeoutMs }), signal);
    const own = connections();
    model.play(() => {
      expect(connections()).toBe(own + 1);
      return { json: { elements: [] } };
    });
    await look();
    await look();
    expect(connections()).toBe(own);
    model.play(() => ({ status: 400, message: "no" }));
    await expect(look()).rejects.toMatchObject({ code: "MODEL_FAILED" });
    model.play(() => "hang");
    await expect(look(1_000)).rejects.toMatchObject({ code: "TIMEOUT" });
    await expect.poll(connections, { timeout: 3_000 }).toBe(own);
    const last = expect(look()).rejects.toMatchObject({ code: "SESSION_NOT_RUNNING" });
    await expect.poll(model.hanging, { timeout: 10_000 }).toBe(1);
    await server.app.sessions.terminate(actor, id);
    await last;
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
});

test("tabs and their emulation are as they were after the client came and went, also in tabs opened meanwhile", async () => {
  const looks = `JSON.stringify([innerWidth, innerHeight, Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.userAgent])`;
  const { tabs } = live();
  const lookOf = async (page: typeof tabs.active) => (await page.evaluate<string>(looks, { signal })).value;
  await open();
  const before = { ids: tabs.list().map(({ tabId }) => tabId), active: tabs.active.targetId, looks: await lookOf(tabs.active) };
  expect(before.looks).toContain("Asia/Tokyo");
  model.play(clicks("button: Frame button"));
  await act("press the one in the frame", { mode: "model" });
  const opened = await tabs.open(address, { activate: false, signal });
  expect(await lookOf(opened)).toBe(before.looks);
  model.play(() => ({ json: { elements: [] } }));
  await server.app.agent.observe(actor, ObserveInput.parse({ sessionId, tabId: opened.targetId, instruction: "anything", mode: "model" }), signal);
  model.play(() => ({ text: "no" }));
  await expect(act("do something", { mode: "model" })).rejects.toMatchObject({ code: "MODEL_FAILED" });
  await tabs.close(opened.targetId, signal);
  expect({ ids: tabs.list().map(({ tabId }) => tabId), active: tabs.active.targetId, looks: await lookOf(tabs.active) }).toEqual(before);
});

test("without a model the call names what to set", async () => {
  const plain = await startTestApp();
  try {
    const owner = await plain.actor();
    const { sessionId: id } = await plain.app.sessions.create(owner, CreateSessionInput.parse({}), signal);
    const error = await plain.app.agent.observe(owner, ObserveInput.parse({ sessionId: id, instruction: "x", mode: "model" }), signal).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
    for (const name of ["GEMINI_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "MODEL_BASE_URL", "STAGEHAND_MODEL_NAME"])
      expect(String(error)).toContain(name);
  } finally {
    await plain.stop();
  }
});
