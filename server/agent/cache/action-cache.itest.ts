import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ObserveInput } from "../../contract/agent.ts";
import { clicks, elementId, type Script } from "../../testing/model-server.ts";
import { startModelSession } from "../../testing/model-session.ts";

const PAGE = `<!doctype html><title>Shop</title><script>const did = (what) => { document.title = what }</script><h1>Kettles</h1>
  <ul><li>Steel kettle <button onclick="did('steel')">Buy</button><li>Glass kettle <button onclick="did('glass')">Buy</button></ul>
  <table><tr><td>Alice<td><button class=b onclick="did('alice')">Delete</button></tr><tr><td>Bob<td><button class=b onclick="did('bob')">Delete</button></tr></table>
  <button id=save onclick="did('save')">Save</button> <button id=cancel onclick="did('cancel')">Cancel</button>
  <label>Name <input id=who></label><label>City <input id=city></label><p id=echo></p>
  <button onclick="did(city.value + '/' + who.value)">Send</button>
  <iframe title=More srcdoc="<button onclick=&quot;parent.document.title='frame'&quot;>Frame button</button>"></iframe>`;

let t: Awaited<ReturnType<typeof startModelSession>>;
beforeAll(async () => {
  t = await startModelSession(PAGE);
});
afterAll(() => t?.stop());
beforeEach(async () => {
  await t.server.app.cache.clear(t.actor, { all: true, pinned: true });
  t.model.play(() => ({ json: { action: null, twoStep: false } }));
  await t.open();
});

const entries = async () => (await t.server.app.cache.list(t.actor, { page: 1, pageSize: 100, sort: "newest" })).entries;
const details = async (index = 0) => t.server.app.cache.get(t.actor, (await entries())[index]?.id ?? "");
/** Does it once, opens the page anew, changes it and does it again. */
const twice = async (instruction: string, change = "", more: object = {}) => {
  const first = await t.act(instruction, more);
  expect(first).toMatchObject({ outcome: "done", cache: "miss" });
  await t.open();
  if (change) await t.evaluate(change);
  const second = await t.act(instruction, more);
  return { ...second, title: await t.title() };
};

describe("the same page", () => {
  test("what was done is done again without looking for it", async () => {
    expect(await twice('click "Save"')).toMatchObject({ via: "cache", cache: "hit", title: "save", confidence: 1, tiers: [{ via: "cache", outcome: "hit" }] });
    expect(await entries()).toMatchObject([
      { instruction: 'click "Save"', via: "resolver", hits: 1, misses: 0, healed: 0, steps: ['click button "Save"'], pinned: false },
    ]);
  });

  test("several steps with variables, whose values are kept nowhere", async () => {
    const instruction = "type %who% into Name and type %where% into City and click Send";
    const variables = { who: "Zebediah", where: "Rome-4711" };
    expect(await twice(instruction, "", { variables })).toMatchObject({ via: "cache", cache: "hit", title: "Rome-4711/Zebediah" });
    await t.open();
    expect(await t.act(instruction, { variables: { who: "Ann", where: "Oslo" } })).toMatchObject({ via: "cache", cache: "hit" });
    expect(await t.title()).toBe("Oslo/Ann");
    expect(JSON.stringify(await t.server.app.db.actionCacheEntry.findMany())).not.toMatch(/Zebediah|Rome-4711|Oslo/);
  });

  test("in a frame and in a row", async () => {
    expect(await twice('click "Frame button"')).toMatchObject({ cache: "hit", title: "frame" });
    expect(await twice("click Delete in the row of Bob")).toMatchObject({ cache: "hit", title: "bob" });
  });

  test("without the cache nothing is read or written; who names a tier gets that tier", async () => {
    for (const more of [{ useCache: false }, { mode: "resolver" }]) {
      expect(await t.act('click "Save"', more)).toMatchObject({ via: "resolver", cache: "off", tiers: [{ via: "resolver", outcome: "done" }] });
      expect(await entries()).toEqual([]);
    }
  });
});

test("what a person picked is done again without asking", async () => {
  const { app } = t.server;
  const stop = app.events.subscribe({ types: ["action.needsHuman"] }, (event) => {
    if (event.type !== "action.needsHuman") return;
    const { id: questionId, sessionId, candidates } = event.question;
    void app.handOff.answer(t.actor, { sessionId, questionId, ref: candidates[1]?.ref ?? null });
  });
  const picked = await t.act("click Delete", { whenUnsure: "ask" });
  stop();
  expect([picked.outcome, await t.title()]).toEqual(["done", "bob"]);
  await t.open();
  expect(await t.act("click Delete")).toMatchObject({ outcome: "done", via: "cache", cache: "hit" });
  expect(await t.title()).toBe("bob");
});

describe("a page that has changed", () => {
  test.each([
    ["rows that change places", "click Delete in the row of Alice", "const r = document.querySelectorAll('tr'); r[0].before(r[1])", "alice"],
    ["another control in its place, with its id", 'click "Save"', "const [a, b] = [save, cancel]; a.before(b); a.id = 'x'; b.id = 'save'", "save"],
    [
      "a twin in another section",
      'click "Save"',
      "document.body.insertAdjacentHTML('afterbegin', '<h2>Other</h2><button onclick=\"did(0)\">Save</button>')",
      "save",
    ],
  ])("%s", async (_, instruction, change, title) => {
    expect(await twice(instruction, change)).toMatchObject({ via: "cache", cache: "hit", title });
  });

  test("what was moved into a dialog is found again, and the entry says what changed", async () => {
    const moved = await twice(
      'click "Save"',
      "document.body.insertAdjacentHTML('beforeend', '<div role=dialog aria-label=Options id=d></div>'); d.append(save)",
    );
    expect(moved).toMatchObject({ cache: "healed", title: "save" });
    expect(await details()).toMatchObject({
      healed: 1,
      history: [{ kind: "healed", applied: true, was: 'button "Save"', now: 'button "Save" in dialog "Options"' }],
      actions: [{ element: { places: ['dialog "Options"', expect.any(String)] } }],
    });
    await t.open();
    await t.evaluate("document.body.insertAdjacentHTML('beforeend', '<div role=dialog aria-label=Options id=d></div>'); d.append(save)");
    expect(await t.act('click "Save"')).toMatchObject({ via: "cache", cache: "hit" });
  });

  test("what is gone is not clicked, nor what took its place", async () => {
    expect(await twice('click "Save"', "save.textContent = 'Delete all'")).toMatchObject({ outcome: "not_found", cache: "miss", title: "Shop" });
    expect(await twice("click Delete in the row of Alice", "document.querySelector('tr').remove()")).toMatchObject({ success: false, title: "Shop" });
  });

  test("a row that is alone now is another one: declined, and taken when asked again", async () => {
    await t.evaluate("document.querySelectorAll('tr')[1].remove()");
    await t.act("click Delete");
    expect(await t.title()).toBe("alice");
    await t.open();
    await t.evaluate("document.querySelectorAll('tr')[0].remove()");
    const doubted = await t.act("click Delete");
    expect(doubted).toMatchObject({ outcome: "not_found", candidates: [{ name: "Delete" }], message: expect.stringContaining('it stood in "Alice"') });
    expect(await t.title()).toBe("Shop");
    expect(await t.act("click Delete")).toMatchObject({ outcome: "done" });
    expect(await t.title()).toBe("bob");
  });

  test("a pinned entry stays as it is", async () => {
    await t.act('click "Save"');
    const [entry] = await entries();
    await t.server.app.cache.pin(t.actor, { entryId: entry?.id ?? "", pinned: true });
    await t.open();
    await t.evaluate("document.body.insertAdjacentHTML('beforeend', '<div role=dialog aria-label=Options id=d></div>'); d.append(save)");
    expect(await t.act('click "Save"')).toMatchObject({ outcome: "done", cache: "healed" });
    expect(await details()).toMatchObject({
      pinned: true,
      actions: [{ element: { places: ['heading "Kettles"'] } }],
      history: [{ kind: "healed", applied: false }],
    });
  });

  test("steps that are done are not done twice when a later one is not as it was", async () => {
    await t.evaluate("document.getElementById('who').addEventListener('input', () => { echo.textContent += 'typed ' })");
    const instruction = "type x into Name and click Send";
    await t.act(instruction);
    await t.open();
    await t.evaluate(
      "document.getElementById('who').addEventListener('input', () => { echo.textContent += 'typed '; document.querySelector('[onclick*=value]').textContent = 'Submit it' })",
    );
    expect(await t.act(instruction)).toMatchObject({ outcome: "not_found", steps: [{ method: "type" }] });
    expect(await t.evaluate("echo.textContent")).toBe("typed ");
  });
});

describe("what the model found", () => {
  const buys =
    (nth: number): Script =>
    (request) => {
      const line = request.prompt.split("\n").filter((shown) => shown.endsWith("] button: Buy"))[nth] ?? "";
      return { json: { action: { elementId: /\d+-\d+/.exec(line)?.[0] ?? "", description: "buy", method: "click", arguments: [] }, twoStep: false } };
    };

  test("is done again without asking it", async () => {
    t.model.play(buys(1));
    expect(await t.act("get me the glass one")).toMatchObject({
      via: "model",
      cache: "miss",
      tiers: [{ via: "cache" }, { via: "resolver", outcome: "not_understood" }, { via: "model", outcome: "done" }],
    });
    await t.open();
    await t.evaluate("document.querySelector('ul').prepend(document.querySelectorAll('li')[1])");
    t.model.play(() => ({ status: 500, message: "not to be asked" }));
    expect(await t.act("get me the glass one")).toMatchObject({ via: "cache", cache: "hit", usage: null, steps: [{ method: "click", name: "Buy" }] });
    expect(await t.title()).toBe("glass");
    expect(t.model.requests).toEqual([]);
  });

  test("is asked for anew when the page does not have it any more", async () => {
    t.model.play(buys(1));
    await t.act("get me the glass one");
    await t.open();
    await t.evaluate("document.querySelectorAll('li')[1].remove()");
    t.model.play(() => ({ json: { action: null, twoStep: false } }));
    expect(await t.act("get me the glass one")).toMatchObject({ success: false, via: "model" });
    t.model.play(clicks("button: Save"));
    expect(await t.act("get me the glass one")).toMatchObject({ via: "model", cache: "healed" });
    expect(await details()).toMatchObject({ history: [{ kind: "replaced", now: 'click button "Save"' }], steps: ['click button "Save"'] });
  });

  test("also in a frame, and what is typed there stays a name", async () => {
    t.model.play(clicks("textbox: City", "fill", ["%town%"]));
    const more = { variables: { town: "Valparaiso" } };
    expect(await t.act("put the town where it belongs", more)).toMatchObject({ via: "model" });
    await t.open();
    t.model.play(clicks("button: Frame button"));
    await t.act("the one in the frame, please");
    await t.open();
    t.model.play(() => ({ status: 500, message: "not to be asked" }));
    expect(await t.act("put the town where it belongs", more)).toMatchObject({ via: "cache", steps: [{ arguments: ["%town%"] }] });
    expect(await t.evaluate("city.value")).toBe("Valparaiso");
    expect(await t.act("the one in the frame, please")).toMatchObject({ via: "cache", cache: "hit" });
    expect(await t.title()).toBe("frame");
    expect(JSON.stringify(await t.server.app.db.actionCacheEntry.findMany())).not.toContain("Valparaiso");
  });
});

test("what the model has shown is shown again as long as all of it is there", async () => {
  const shows =
    (...lines: string[]): Script =>
    (request) => ({
      json: { elements: lines.map((line) => ({ elementId: elementId(request, line), description: `the ${line}`, method: "click", arguments: [] })) },
    });
  const see = () => t.observe("ways out", { mode: "auto" });
  t.model.play(shows("button: Cancel", "button: Frame button"));
  const first = await see();
  expect(first).toMatchObject({ via: "model", elements: [{ name: "Cancel" }, { name: "Frame button" }] });
  await t.open();
  await t.evaluate("save.before(cancel)");
  t.model.play(() => ({ status: 500, message: "not to be asked" }));
  const again = await see();
  expect(again).toMatchObject({ via: "cache", usage: null, elements: [{ name: "Cancel", methods: ["click"] }, { name: "Frame button" }] });
  expect(await t.act(`click [${again.elements[0]?.ref}]`, { useCache: false })).toMatchObject({ outcome: "done" });
  expect(await t.title()).toBe("cancel");
  expect(await entries()).toMatchObject([{ kind: "observe", instruction: "ways out", hits: 1 }]);
  await t.evaluate("cancel.remove()");
  t.model.play(shows("button: Save"));
  expect(await see()).toMatchObject({ via: "model", elements: [{ name: "Save" }] });
});

describe("what an observation found without a model", () => {
  const see = async (instruction: string, more: object = {}) => {
    const { via, elements } = await t.observe(instruction, { mode: "auto", ...more });
    return {
      via,
      names: elements.filter(({ role }) => role === "button").map(({ name, context }) => `${name} ${/row "([^"]*)"/.exec(context ?? "")?.[1] ?? ""}`.trim()),
    };
  };
  const BOTH = ["Delete Alice Delete", "Delete Bob Delete"];

  test("is seen again, in whichever order, with what has changed of it and refs that act takes", async () => {
    expect(await see("delete buttons")).toEqual({ via: "resolver", names: BOTH });
    await t.open();
    await t.evaluate("document.querySelectorAll('tr')[0].before(document.querySelectorAll('tr')[1])");
    const again = await t.observe("delete buttons", { mode: "auto" });
    expect(again).toMatchObject({ via: "cache", title: "Shop", usage: null, truncated: false });
    const bob = again.elements.find(({ role, context }) => role === "button" && context?.includes("Bob"));
    expect(bob).toMatchObject({ name: "Delete", bounds: expect.anything() });
    expect(await t.act(`click [${bob?.ref}]`, { useCache: false })).toMatchObject({ outcome: "done" });
    expect(await t.title()).toBe("bob");
    expect(await entries()).toMatchObject([{ kind: "observe", instruction: "delete buttons", via: "resolver", hits: 1, misses: 0, healed: 0 }]);
    expect(t.model.requests).toEqual([]);
  });

  test("is told in full when one more answers, and without what does not answer any more; the entry is healed", async () => {
    await see("delete buttons");
    await t.evaluate("document.querySelector('tbody').insertAdjacentHTML('beforeend', '<tr><td>Carol<td><button>Delete</button></tr>')");
    expect(await see("delete buttons")).toEqual({ via: "resolver", names: [...BOTH, "Delete Carol Delete"] });
    expect(await see("delete buttons")).toMatchObject({ via: "cache", names: { length: 3 } });
    await t.evaluate("document.querySelector('tr').remove()");
    expect(await see("delete buttons")).toMatchObject({ via: "resolver", names: { length: 2 } });
    expect(await details()).toMatchObject({
      ...{ hits: 1, healed: 2 },
      history: [
        { kind: "healed", applied: true, was: expect.stringContaining("Alice"), now: "" },
        { kind: "healed", applied: true, was: "", now: expect.stringContaining("Carol") },
      ],
    });
  });

  test("is not what took its place", async () => {
    await see("save button");
    await t.evaluate("save.textContent = 'Delete all'");
    t.model.play(() => ({ json: { elements: [] } }));
    expect(await see("save button")).toEqual({ via: "model", names: [] });
    expect(await entries()).toMatchObject([{ hits: 0, misses: 1 }]);
  });

  test("is neither read nor written without the cache, nor for who names a tier, nor without an instruction", async () => {
    expect(await see("save button", { useCache: false })).toMatchObject({ via: "resolver" });
    expect(await see("save button", { mode: "resolver" })).toMatchObject({ via: "resolver" });
    const { agent } = t.server.app;
    const whole = await agent.observe(t.actor, ObserveInput.parse({ sessionId: t.sessionId }), t.signal);
    expect(whole).toMatchObject({ via: "resolver", title: "Shop" });
    expect(await entries()).toEqual([]);
  });
});
