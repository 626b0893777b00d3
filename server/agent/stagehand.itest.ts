import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ActInput } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import { clicks, elementId, reads, type Script, TOKENS } from "../testing/model-server.ts";
import { MODEL_KEY, PRICES, startModelSession } from "../testing/model-session.ts";

const PAGE = `<!doctype html><title>Shop</title><h1>Kettles</h1>
  <ul><li>Steel kettle <button onclick="document.title='First bought'">Buy</button>
  <li>Glass kettle <button onclick="document.title='Second bought'">Buy</button></ul>
  <p>Steel kettle costs $24.50. <a href="/steel">Its page</a></p>
  <label>Voucher <input id=voucher></label>
  <div id=tile style="width:80px;height:40px" onclick="document.title='Tile'"><span>Offers of the day</span></div>
  <div role=combobox tabindex=0 aria-label=Size id=size onclick="sizes.hidden=false">choose</div>
  <ul role=listbox id=sizes hidden><li role=option onclick="size.textContent='Large';sizes.hidden=true">Large</ul>
  <iframe title=More srcdoc="<button onclick=&quot;parent.document.title='In frame'&quot;>Frame button</button>"></iframe>`;

let t: Awaited<ReturnType<typeof startModelSession>>;
beforeAll(async () => {
  t = await startModelSession(PAGE);
});
afterAll(() => t?.stop());

const spent = (calls: number) => ({
  model: "scripted-1",
  inputTokens: calls * TOKENS.input,
  outputTokens: calls * TOKENS.output,
  costUsd: expect.closeTo((calls * (TOKENS.input * PRICES.input + TOKENS.output * PRICES.output)) / 1_000_000, 8),
});
const usedBy = async (work: () => Promise<unknown>) => {
  const { inputTokens, outputTokens, estimatedCost } = t.live().metrics;
  await work();
  const now = t.live().metrics;
  return { inputTokens: now.inputTokens - inputTokens, outputTokens: now.outputTokens - outputTokens, estimatedCost: now.estimatedCost - estimatedCost };
};

describe("act", () => {
  test("in mode model it changes the page, and says and stores what it cost", async () => {
    await t.open();
    t.model.play(clicks("button: Frame button"));
    const used = await usedBy(async () => {
      expect(await t.act("press the one in the frame", { mode: "model" })).toMatchObject({
        success: true,
        outcome: "done",
        via: "model",
        usage: spent(1),
        steps: [{ method: "click", description: "click button: Frame button" }],
      });
    });
    expect(await t.title()).toBe("In frame");
    expect(t.model.requests).toMatchObject([{ path: "/v1/chat/completions", authorization: `Bearer ${MODEL_KEY}`, model: "scripted-1", asks: "act" }]);
    const { model: _, costUsd, ...tokens } = spent(1);
    expect(used).toEqual({ ...tokens, estimatedCost: costUsd });
    const { activities } = await t.server.app.activities.list(t.actor, { sessionId: t.sessionId, limit: 1 });
    expect(activities).toMatchObject([
      { actionType: "act", success: true, via: "model", actionData: { instruction: "press the one in the frame", usage: spent(1) } },
    ]);
  });

  test("in mode auto the model gets only what the resolver declines", async () => {
    await t.open();
    t.model.play(clicks("button: Frame button"));
    expect(await t.act('click "Frame button"')).toMatchObject({ outcome: "done", via: "resolver", usage: null });
    expect(t.model.requests).toEqual([]);
    t.model.play((request) => {
      const second = request.prompt.split("\n").filter((line) => line.endsWith("] button: Buy"))[1] ?? "";
      return { json: { action: { elementId: /\d+-\d+/.exec(second)?.[0] ?? "", description: "buy glass", method: "click", arguments: [] }, twoStep: false } };
    });
    expect(await t.act("click Buy")).toMatchObject({ outcome: "done", via: "model", candidates: [] });
    expect(await t.title()).toBe("Second bought");
    expect(await t.act("get me the glass one")).toMatchObject({ outcome: "done", via: "model" });
    expect(await t.act("click Buy", { mode: "resolver" })).toMatchObject({ outcome: "ambiguous", via: "resolver" });
    expect(t.model.requests).toHaveLength(2);
  });

  test("what changed place while the model thought is not acted on; a change elsewhere does no harm", async () => {
    const changesThe =
      (page: string, line: string): Script =>
      async (request) => {
        const answer = await clicks(line)(request);
        await t.evaluate(page);
        return answer;
      };
    await t.open();
    t.model.play(
      changesThe("document.querySelector('ul').insertAdjacentHTML('afterbegin', '<li>New <button onclick=\"document.title=0\">Buy</button>')", "button: Buy"),
    );
    await expect(t.act("get me the steel one", { mode: "model" })).rejects.toMatchObject({ code: "ELEMENT_NOT_ACTIONABLE" });
    expect(await t.title()).toBe("Shop");
    t.model.play(changesThe("document.body.append(document.createElement('ul'))", "button: Frame button"));
    expect(await t.act("press the one in the frame", { mode: "model" })).toMatchObject({ outcome: "done" });
    t.model.play(changesThe("document.querySelector('iframe').contentDocument.body.prepend(document.createElement('button'))", "button: Frame button"));
    await expect(t.act("press the one in the frame", { mode: "model" })).rejects.toMatchObject({ code: "ELEMENT_NOT_ACTIONABLE" });
  });

  test("a list that the page draws is opened and chosen from in two steps", async () => {
    await t.open();
    t.model.play((request) => {
      const line = t.model.requests.length === 1 ? "combobox: Size" : "option: Large";
      return {
        json: { action: { elementId: elementId(request, line), description: line, method: "click", arguments: [] }, twoStep: line !== "option: Large" },
      };
    });
    const done = await t.act("choose Large from the size dropdown", { mode: "model" });
    expect(done).toMatchObject({ outcome: "done", message: "combobox: Size; option: Large", usage: spent(2) });
    expect(await t.evaluate("size.textContent")).toBe("Large");
  });

  test("what was found and cannot be acted on is an error of the page, not of the model", async () => {
    await t.open();
    const fills = clicks("button: Frame button", "fill", ["text"]);
    // The client asks once more after a failure; what the vendor says to that is told too, without the key.
    t.model.play((request) => (t.model.requests.length === 1 ? fills(request) : { status: 401, message: `Wrong key: ${request.authorization}` }));
    await expect(t.act("write text on the button", { mode: "model" })).rejects.toMatchObject({
      code: "ELEMENT_NOT_ACTIONABLE",
      message: expect.stringMatching(/could not be acted on.*Wrong key: Bearer \[hidden\]/),
    });
  });

  test("when the model finds nothing either, the resolver's candidates stay", async () => {
    await t.open();
    t.model.play(() => ({ json: { action: null, twoStep: false } }));
    expect(await t.act("click Buy", { useCache: false })).toMatchObject({
      success: false,
      outcome: "not_found",
      via: "model",
      steps: [],
      candidates: [{ name: "Buy" }, { name: "Buy" }],
    });
    expect(await t.title()).toBe("Shop");
  });
});

test("observe gives elements with refs that act takes, also for words inside a control and for what is no control", async () => {
  await t.open();
  t.model.play((request) => ({
    json: {
      elements: ["button: Frame button", "StaticText: Offers of the day", "textbox: Voucher"].map((line) => ({
        elementId: elementId(request, line),
        description: `the ${line}`,
        method: line.startsWith("textbox") ? "fill" : "click",
        arguments: [],
      })),
    },
  }));
  const seen = await t.observe("what can be pressed");
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
  await t.act(`click [${frame?.ref}]`, { mode: "resolver" });
  expect(await t.title()).toBe("In frame");
  await t.act(`click [${tile?.ref}]`, { mode: "resolver" });
  expect(await t.title()).toBe("Tile");
});

test("observe in mode auto asks the model when no words on the page answer", async () => {
  await t.open();
  t.model.play((request) => ({
    json: { elements: [{ elementId: elementId(request, "textbox: Voucher"), description: "where the discount goes", method: "fill", arguments: [] }] },
  }));
  expect(await t.observe("discount", { mode: "auto" })).toMatchObject({ via: "model", elements: [{ role: "textbox", name: "Voucher" }] });
  expect(await t.observe("frame button", { mode: "auto" })).toMatchObject({ via: "resolver", elements: [{ name: "Frame button" }] });
  expect(t.model.requests).toHaveLength(1);
});

describe("extract", () => {
  const KETTLE = {
    type: "object",
    required: ["name", "price"],
    properties: { name: { type: "string" }, price: { type: "number", minimum: 0 }, link: { type: "string", format: "uri" }, maker: { type: "string" } },
  };

  test("data satisfies the caller's schema; addresses are the page's own; what is missing is named", async () => {
    await t.open();
    t.model.play((request) => {
      const link = request.asks === "extract" ? elementId(request, "link: Its page") : "";
      return reads({ name: "Steel kettle", price: 24.5, link, maker: null })(request);
    });
    expect(await t.extract(KETTLE)).toMatchObject({
      data: { name: "Steel kettle", price: 24.5, link: `${t.address}steel` },
      missing: ["maker"],
      via: "model",
      usage: spent(2),
    });
    expect(t.model.requests[0]?.schema).toMatchObject({ required: ["name", "price", "link", "maker"], additionalProperties: false });
  });

  test("a list is asked for and given as a list", async () => {
    t.model.play(reads({ value: ["Steel kettle", "Glass kettle"] }));
    expect((await t.extract({ type: "array", items: { type: "string" } })).data).toEqual(["Steel kettle", "Glass kettle"]);
  });

  test("data beyond the schema's limits is refused, and what it cost is counted", async () => {
    t.model.play(reads({ name: "Steel kettle", price: -1, link: null, maker: null }));
    const { inputTokens } = await usedBy(async () => {
      await expect(t.extract(KETTLE)).rejects.toMatchObject({ code: "EXTRACTION_INVALID", details: { problems: [expect.stringContaining("price")] } });
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
    t.model.play(() => ({ status: 500, message: "out of order" }));
    const error = await failure(t.act("do something", { mode: "model" }));
    expect({ code: error.code, retryable: error.retryable }).toEqual({ code: "MODEL_FAILED", retryable: true });
    expect(error.message).toContain("out of order");
    expect(t.model.requests.length).toBeGreaterThan(1);
  });

  test("once with 429 it is tried again and serves the call", async () => {
    await t.open();
    const button = clicks("button: Frame button");
    t.model.play((request) => (t.model.requests.length === 1 ? { status: 429, message: "slow down" } : button(request)));
    expect(await t.act("press the one in the frame", { mode: "model" })).toMatchObject({ outcome: "done", usage: spent(1) });
    expect(t.model.requests).toHaveLength(2);
  });

  test("with words in place of the wanted form it has failed, and what it cost is counted", async () => {
    t.model.play(() => ({ text: "Sure! Here you go: {action" }));
    const { inputTokens } = await usedBy(async () => {
      expect(await failure(t.act("do something", { mode: "model" }))).toMatchObject({ code: "MODEL_FAILED" });
    });
    expect(inputTokens).toBe(TOKENS.input);
  });

  test("without an answer the call ends at its limit, the request is given up, and the session goes on", async () => {
    await t.open();
    t.model.play(() => "hang");
    const startedAt = performance.now();
    expect(await failure(t.act("do something", { mode: "model", timeoutMs: 2_500 }))).toMatchObject({ code: "TIMEOUT" });
    expect(performance.now() - startedAt).toBeLessThan(3_500);
    await expect.poll(t.model.hanging, { timeout: 2_000 }).toBe(0);
    t.model.play(clicks("button: Frame button"));
    expect(await t.act("press the one in the frame", { mode: "model" })).toMatchObject({ outcome: "done" });
    expect(await t.title()).toBe("In frame");
  });

  test("a caller who leaves takes the request along", async () => {
    t.model.play(() => "hang");
    const leaving = new AbortController();
    const call = failure(
      t.server.app.agent.act(t.actor, ActInput.parse({ sessionId: t.sessionId, instruction: "do something", mode: "model" }), leaving.signal),
    );
    await expect.poll(t.model.hanging, { timeout: 10_000 }).toBe(1);
    leaving.abort();
    expect(await call).toMatchObject({ code: "CANCELLED" });
    await expect.poll(t.model.hanging, { timeout: 2_000 }).toBe(0);
  });
});
