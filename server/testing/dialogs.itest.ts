import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Actor } from "../access/actor.ts";
import { CreateSessionInput } from "../contract/sessions.ts";
import { startTestApp } from "./app.ts";
import { openControlViewer } from "./control-viewer.ts";

const WAIT = { timeout: 30_000, interval: 25 };
const LIMIT_MS = 90_000;
const ASKS = `[alert("Done"), confirm("Sure?"), prompt("Name?", "Ann")]`;

let t: Awaited<ReturnType<typeof startTestApp>>;
let owner: Actor;
beforeAll(async () => {
  t = await startTestApp({ LIVE_PROMPT_LIMIT: "60000" });
  owner = await t.actor();
}, 120_000);
afterAll(() => t?.stop());

/** A session with that rule, and what its page's script comes to. */
async function begin(dialogs?: "ask" | "accept" | "dismiss") {
  const { sessionId } = await t.app.sessions.create(owner, CreateSessionInput.parse({ dialogs }), AbortSignal.timeout(LIMIT_MS));
  const page = (await t.app.sessions.running(owner, sessionId)).tabs.active;
  const run = async (expression: string): Promise<unknown> =>
    (await page.evaluate(expression, { timeoutMs: LIMIT_MS, signal: AbortSignal.timeout(LIMIT_MS) })).value;
  return { sessionId, run };
}

it.each([
  [undefined, [null, false, null]],
  ["accept", [null, true, "Ann"]],
  ["dismiss", [null, false, null]],
] as const)("while nobody is in control, dialogs are answered as the session has it: %s", async (dialogs, answers) => {
  const { run } = await begin(dialogs);
  expect(await run(ASKS)).toEqual(answers);
});

it("a session that asks waits for somebody to take control", async () => {
  const { sessionId, run } = await begin("ask");
  const answer = run(`confirm("Sure?")`);
  const viewer = await openControlViewer(`${t.url.replace("http", "ws")}/ws/live/${sessionId}?mode=control`, { "x-api-key": await t.apiKey(owner) });
  viewer.say({ type: "mouse", action: "move", x: 1, y: 1 });
  const asked = await vi.waitFor(() => {
    const found = viewer.messages.flatMap((message) => (message.type === "prompt" ? [message.prompt] : []))[0];
    expect(found).toMatchObject({ kind: "confirm", message: "Sure?" });
    return found;
  }, WAIT);
  viewer.say({ type: "answer", promptId: asked?.promptId, answer: { what: "accept" } });
  expect(await answer).toBe(true);
  await viewer.close();
});
