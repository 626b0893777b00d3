import { afterAll, beforeAll, expect, test } from "vitest";
import { ActInput } from "../contract/agent.ts";
import { AgentInput } from "../contract/agent-run.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { clicks, TOKENS } from "../testing/model-server.ts";
import { startModelSession } from "../testing/model-session.ts";

const PAGE = `<!doctype html><title>Shop</title><button onclick="document.title='Pressed'">Press</button>`;
const OPEN_MS = 3_000;

let t: Awaited<ReturnType<typeof startModelSession>>;
beforeAll(async () => {
  t = await startModelSession(PAGE);
});
afterAll(() => t?.stop());

/** A server of its own, so that its breaker is nobody else's, and a session on the page. */
async function beside(variables: Record<string, string>, session: object = {}) {
  const server = await t.startApp(variables);
  const owner = await server.actor();
  const created = await server.app.sessions.create(owner, CreateSessionInput.parse({ url: t.address, ...session }), t.signal);
  const { sessionId } = created;
  const act = (instruction: string, mode: "auto" | "model" = "model") =>
    server.app.agent.act(owner, ActInput.parse({ sessionId, instruction, mode, useCache: false }), t.signal);
  return { ...server, owner, created, sessionId, act };
}

test("a model that is down is left alone, said so everywhere, and tried again by the next call after a while", async () => {
  const { app, owner, sessionId, act, stop } = await beside({ BREAKER_THRESHOLD: "2", BREAKER_OPEN_TIME: String(OPEN_MS) });
  try {
    t.model.play(() => ({ status: 500, message: "out of order" }));
    await expect(act("press it")).rejects.toMatchObject({ code: "MODEL_FAILED" });
    expect(t.model.requests).toHaveLength(2);
    await expect(act("press it")).rejects.toMatchObject({
      code: "MODEL_UNAVAILABLE",
      details: { retryAfterMs: expect.any(Number) },
      message: expect.stringContaining("out of order"),
    });
    // What the resolver saw is not kept back, nor why the model was not asked.
    expect(await act("summon the genie", "auto")).toMatchObject({ success: false, via: "resolver", message: expect.stringContaining("The model fails") });
    const { run } = await app.agentRuns.pursue(owner, AgentInput.parse({ sessionId, goal: "press it" }), t.signal);
    expect(run).toMatchObject({ status: "failed", errorCode: "MODEL_UNAVAILABLE", stepCount: 0 });
    expect(t.model.requests).toHaveLength(2);
    expect(await app.agent.modelHealth()).toMatchObject({ ok: false, breaker: { state: "open", recentFailures: [{ code: "MODEL_FAILED" }, {}] } });
    t.model.play(clicks("button: Press"));
    await expect.poll(() => act("press it").catch(() => null), { timeout: 20_000, interval: 250 }).toMatchObject({ outcome: "done" });
    expect(await app.agent.modelHealth()).toMatchObject({ breaker: { state: "closed", nextProbeAt: null } });
  } finally {
    await stop();
  }
});

test("a session spends no more than its budget, and is told what to raise", async () => {
  const { app, owner, sessionId, act, stop } = await beside({}, { modelBudgetUsd: 0.001 });
  try {
    t.model.play(clicks("button: Press"));
    expect(await act("press it")).toMatchObject({ outcome: "done" });
    await expect(act("press it")).rejects.toMatchObject({ code: "MODEL_BUDGET_USED", message: expect.stringContaining("modelBudgetUsd") });
    expect(t.model.requests).toHaveLength(1);
    expect(await act("click Press", "auto")).toMatchObject({ outcome: "done", via: "resolver" });
    const { run } = await app.agentRuns.pursue(owner, AgentInput.parse({ sessionId, goal: "press it" }), t.signal);
    expect(run).toMatchObject({ status: "failed", errorCode: "MODEL_BUDGET_USED" });
  } finally {
    await stop();
  }
});

test("a budget in dollars says that it has no effect where no prices are known", async () => {
  const { created, stop } = await beside({ MODEL_INPUT_PRICE: "0", MODEL_OUTPUT_PRICE: "0" }, { modelBudgetUsd: 1 });
  try {
    expect(created.warnings).toMatchObject([{ field: "modelBudgetUsd", message: expect.stringContaining("MODEL_INPUT_PRICE") }]);
  } finally {
    await stop();
  }
});

test("what a failed call used is in the activity, in the error and in the session's sums", async () => {
  await t.open();
  t.model.play(() => ({ text: "Sure! Here you go." }));
  const usage = { model: "scripted-1", inputTokens: TOKENS.input, outputTokens: TOKENS.output };
  await expect(t.act("press it", { mode: "model" })).rejects.toMatchObject({ code: "MODEL_FAILED", details: { usage } });
  const { activities } = await t.server.app.activities.list(t.actor, { sessionId: t.sessionId, limit: 1 });
  expect(activities).toMatchObject([{ actionType: "act", success: false, via: "model", actionData: { usage } }]);
});

test("an answer that does not come in time is given up", async () => {
  const { act, stop } = await beside({ MODEL_TIMEOUT: "1000" });
  try {
    t.model.play(() => "hang");
    await expect(act("press it")).rejects.toMatchObject({ code: "MODEL_FAILED", retryable: true, message: expect.stringContaining("MODEL_TIMEOUT") });
    await expect.poll(t.model.hanging, { timeout: 2_000 }).toBe(0);
  } finally {
    await stop();
  }
});
