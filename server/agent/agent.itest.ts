import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import { ActInput, ExtractInput, ObserveInput } from "../contract/agent.ts";
import type { PerchEvent } from "../contract/events.ts";
import type { HumanQuestion } from "../contract/hand-off.ts";
import { leaseOf } from "../sessions/lease.ts";
import { startRunningSession } from "../testing/running-session.ts";
import { createAgent } from "./agent.ts";
import { createHandOff } from "./hand-off.ts";

const FORM = `<title>Form</title><h1>Order</h1><form onsubmit="event.preventDefault(); document.title='Sent'">
  <label>Name <input name=name></label><label>E-mail address <input name=mail type=email></label>
  <label>Password <input name=pw type=password></label>
  <label>Colour <select name=color><option>Red<option>Green</select></label>
  <label><input type=checkbox name=terms> I agree to the terms</label>
  <button type=button onclick="document.title='Cancelled'">Cancel</button><button>Send order</button></form>
  <div role=combobox tabindex=0 aria-label=Size id=size onclick="document.getElementById('sizes').hidden=false">choose</div>
  <ul role=listbox id=sizes hidden><li role=option onclick="size.textContent='Large';sizes.hidden=true">Large</li><li role=option onclick="size.textContent='Small';sizes.hidden=true">Small</li></ul>
  <iframe srcdoc="<button onclick=&quot;parent.document.title='In frame'&quot;>Frame button</button>"></iframe>
  <div id=host></div><script>host.attachShadow({mode:'open'}).innerHTML='<button onclick="document.title=\\'Shadow\\'">Shadow button</button>'</script>`;
const TABLE = `<title>Users</title><h1>Users</h1><table><tr><th>Name<th>Age<th>Joined<th>Action</tr>
  <tr><td>Alice<td>31<td>2024-03-01<td><button onclick="document.title='Delete Alice'">Delete</button></tr>
  <tr><td>Bob<td>1,042<td>2025-12-24<td><button onclick="document.title='Delete Bob'">Delete</button></tr></table>
  <div class=shop><article class=card><h3 class=product-title>Kettle</h3><span class=price>$24.50</span><a href=/kettle>More</a></article>
  <article class=card><h3 class=product-title>Toaster</h3><span class=price>$1,039.00</span><a href=/toaster>More</a></article></div>
  <dl><dt>Version<dd>4.2.1<dt>Licence<dd>MIT</dl>`;

let server: Server;
let base: string;
let run: Awaited<ReturnType<typeof startRunningSession>>;
let agent: ReturnType<typeof createAgent>;
let handOff: ReturnType<typeof createHandOff>;
const signal = AbortSignal.timeout(170_000);

beforeAll(async () => {
  server = createServer((req, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(req.url === "/form" ? FORM : TABLE)).listen(
    0,
    "127.0.0.1",
  );
  await new Promise((resolve) => server.once("listening", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  run = await startRunningSession();
  const lease = async (actor: Actor, ref: { sessionId: string; tabId?: string | undefined }, callerSignal: AbortSignal) =>
    leaseOf(await run.sessions.running(actor, ref.sessionId), ref.tabId, callerSignal);
  handOff = createHandOff({ events: run.events, sessions: run.sessions });
  agent = createAgent({ sessions: { lease }, env: run.env, events: run.events, handOff, cache: null });
});
afterAll(async () => {
  await run?.stop();
  server?.closeAllConnections();
  server?.close();
});

const open = (path: string) => run.page.navigate(base + path, { waitUntil: "load", timeoutMs: 10_000, signal });
const act = (instruction: string, more: object = {}) => agent.act(run.actor, ActInput.parse({ sessionId: run.session.id, instruction, ...more }), signal);
const extract = (schema: object, more: object = {}) => agent.extract(run.actor, ExtractInput.parse({ sessionId: run.session.id, schema, ...more }), signal);
const value = async (expression: string) => (await run.page.evaluate(expression, { signal })).value;

describe("act", () => {
  test("a form is filled in one sentence and sent", async () => {
    await open("/form");
    const done = await act(
      'Type "Ann Lee" into Name, enter ann@example.test in the email field, type %pw% into Password, select Green from Colour, check I agree to the terms and click "Send order"',
      { variables: { pw: "hunter2" } },
    );
    expect(done).toMatchObject({ success: true, outcome: "done", via: "resolver" });
    expect(await value("[...new FormData(document.forms[0]).values()]")).toEqual(["Ann Lee", "ann@example.test", "hunter2", "Green", "on"]);
    expect(await value("document.title")).toBe("Sent");
    expect(JSON.stringify(done)).not.toContain("hunter2");
  });

  test.each([
    ["click the Frame button", "In frame"],
    ["click Shadow button", "Shadow"],
    ["click Cancel", "Cancelled"],
  ])("%s", async (instruction, title) => {
    expect(await act(instruction)).toMatchObject({ outcome: "done" });
    expect(await value("document.title")).toBe(title);
  });

  test("a list that the page draws is opened and chosen from", async () => {
    expect(await act("select Large from the Size dropdown")).toMatchObject({ outcome: "done" });
    expect(await value("document.querySelector('#size').textContent")).toBe("Large");
  });

  test("two that fit are not guessed between; a place, an order or a ref decides", async () => {
    await open("/table");
    const unsure = await act("click Delete");
    expect(unsure).toMatchObject({
      success: false,
      outcome: "ambiguous",
      candidates: [{ name: "Delete", context: expect.stringContaining("Alice") }, { name: "Delete" }],
    });
    expect(await value("document.title")).toBe("Users");
    expect(await act("click Delete in the row of Bob")).toMatchObject({ outcome: "done" });
    expect(await value("document.title")).toBe("Delete Bob");
    expect(await act("click the first Delete button")).toMatchObject({ outcome: "done" });
    expect(await value("document.title")).toBe("Delete Alice");
    await act(`click [${unsure.candidates[1]?.ref}]`);
    expect(await value("document.title")).toBe("Delete Bob");
  });

  test("a person says which is meant, and the action goes on with it", async () => {
    await open("/table");
    const asked = Promise.withResolvers<HumanQuestion>();
    const stop = run.events.subscribe({ types: ["action.needsHuman"] }, (event) => event.type === "action.needsHuman" && asked.resolve(event.question));
    const acting = act("click Delete", { whenUnsure: "ask" });
    const { id, candidates, outcome } = await asked.promise;
    expect([outcome, candidates.length]).toEqual(["ambiguous", 2]);
    await handOff.answer(run.actor, { sessionId: run.session.id, questionId: id, ref: candidates[1]?.ref ?? "" });
    expect(await acting).toMatchObject({ success: true, outcome: "done", steps: [{ name: "Delete" }] });
    expect(await value("document.title")).toBe("Delete Bob");
    stop();
  });

  test("nonsense and what is not there are declined, and nothing happens", async () => {
    await open("/table");
    expect(await act("click Launch rocket")).toMatchObject({ success: false, outcome: "not_found" });
    expect(await act("a little more colour here")).toMatchObject({ success: false, outcome: "not_understood" });
    expect(await value("document.title")).toBe("Users");
  });

  test("a variable without a value is named; a model that is not there too", async () => {
    await open("/form");
    await expect(act("type %x% into Name")).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "variables.x" }] });
    await expect(act("click Cancel", { mode: "model" })).rejects.toMatchObject({ code: "MODEL_NOT_CONFIGURED" });
  });

  test("what is done is told, without secrets", async () => {
    const heard: PerchEvent[] = [];
    const stop = run.events.subscribe({ sessionId: run.session.id }, (event) => heard.push(event));
    await act("type %pw% into Password", { variables: { pw: "hunter2" } });
    stop();
    expect(heard.map(({ type }) => type).filter((type) => type.startsWith("action"))).toEqual(["action.started", "action.finished"]);
    expect(JSON.stringify(heard)).not.toContain("hunter2");
  });
});

test("observe lists what can be acted on, and ranks by words", async () => {
  await open("/form");
  const all = await agent.observe(run.actor, ObserveInput.parse({ sessionId: run.session.id }), signal);
  expect(all.elements.map(({ name }) => name)).toEqual(expect.arrayContaining(["Name", "Send order", "Frame button", "Shadow button"]));
  const found = await agent.observe(run.actor, ObserveInput.parse({ sessionId: run.session.id, instruction: "the send button" }), signal);
  expect(found.elements[0]).toMatchObject({ role: "button", name: "Send order" });
});

describe("extract", () => {
  test("a table by its headers, with types", async () => {
    await open("/table");
    const schema = {
      type: "array",
      items: {
        type: "object",
        properties: { name: { type: "string" }, age: { type: "integer" }, joined: { type: "string", format: "date" } },
        required: ["name", "age"],
      },
    };
    expect((await extract(schema)).data).toEqual([
      { name: "Alice", age: 31, joined: "2024-03-01" },
      { name: "Bob", age: 1042, joined: "2025-12-24" },
    ]);
  });

  test("cards by what the page calls their parts", async () => {
    const schema = {
      type: "object",
      properties: {
        products: {
          type: "array",
          items: {
            type: "object",
            properties: { title: { type: "string" }, price: { type: "number" }, url: { type: "string" } },
            required: ["title", "price"],
          },
        },
      },
    };
    expect((await extract(schema)).data).toEqual({
      products: [
        { title: "Kettle", price: 24.5, url: `${base}/kettle` },
        { title: "Toaster", price: 1039, url: `${base}/toaster` },
      ],
    });
  });

  test("labelled values; what is not there is missing, never invented", async () => {
    const found = await extract({ type: "object", properties: { version: { type: "string" }, licence: { type: "string" }, author: { type: "string" } } });
    expect(found).toMatchObject({ data: { version: "4.2.1", licence: "MIT" }, missing: ["author"] });
    await expect(
      extract({ type: "object", properties: { version: { type: "string" }, author: { type: "string" } }, required: ["author"] }),
    ).rejects.toMatchObject({ code: "EXTRACTION_INVALID", message: expect.stringContaining("author is missing") });
    await expect(extract({ type: "nonsense" })).rejects.toMatchObject({ code: "INVALID_INPUT", fields: [{ field: "schema" }] });
  });
});
