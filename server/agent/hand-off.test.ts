import { expect, test } from "vitest";
import type { Actor } from "../access/actor.ts";
import type { PerchEvent } from "../contract/events.ts";
import { createEventBus } from "../core/events.ts";
import { createLog } from "../core/log.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { createHandOff, type Doubt } from "./hand-off.ts";

const SESSION = { id: "sess_1", workspaceId: "ws_1" };
const [actor, never] = [{ workspaceId: "ws_1" } as Actor, new AbortController().signal];
const candidate = (ref: string): Doubt["candidates"][number] => ({
  ref,
  role: "button",
  name: "Save",
  value: null,
  states: [],
  context: null,
  bounds: null,
  methods: ["click"],
  confidence: 0.8,
  selector: null,
  reason: null,
});
const DOUBT: Doubt = { tabId: "t", instruction: "click Save", outcome: "ambiguous", message: "Two fit.", candidates: [candidate("e1"), candidate("e2")] };

function start() {
  const events = createEventBus(createLog({ level: "silent" }));
  const heard: PerchEvent[] = [];
  events.subscribe({}, (event) => heard.push(event));
  const sessions = { running: async () => SESSION } as unknown as Pick<Sessions, "running">;
  const handOff = createHandOff({ events, sessions });
  const open = async (): Promise<string> => (await handOff.questions(actor, SESSION.id)).questions.map(({ id }) => id).join();
  const ends = () => heard.flatMap((event) => (event.type === "action.humanAnswered" ? [event.end] : []));
  return { handOff, heard, open, ends };
}

test("a question is told, and goes on with what was picked", async () => {
  const { handOff, heard, open, ends } = start();
  const picked = handOff.ask(SESSION, DOUBT, 10_000, never);
  const questionId = await open();
  expect(heard[0]).toMatchObject({
    type: "action.needsHuman",
    sessionId: SESSION.id,
    question: { id: questionId, candidates: [{ ref: "e1" }, { ref: "e2" }] },
  });
  await handOff.answer(actor, { sessionId: SESSION.id, questionId, ref: "e2" });
  expect(await picked).toBe("e2");
  expect(ends()).toEqual(["picked"]);
  await expect(handOff.answer(actor, { sessionId: SESSION.id, questionId, ref: "e1" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("none of them is an answer too; what was not offered is not", async () => {
  const { handOff, open, ends } = start();
  const picked = handOff.ask(SESSION, DOUBT, 10_000, never);
  const questionId = await open();
  await expect(handOff.answer(actor, { sessionId: SESSION.id, questionId, ref: "e9" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  await handOff.answer(actor, { sessionId: SESSION.id, questionId, ref: null });
  expect(await picked).toBeNull();
  expect(ends()).toEqual(["declined"]);
});

test("a question that nobody answers expires; one whose act has ended is withdrawn", async () => {
  const { handOff, open, ends } = start();
  expect(await handOff.ask(SESSION, DOUBT, 5, never)).toBeNull();
  const caller = new AbortController();
  const asked = handOff.ask(SESSION, DOUBT, 10_000, caller.signal);
  caller.abort();
  await expect(asked).rejects.toMatchObject({ code: "CANCELLED" });
  expect(ends()).toEqual(["expired", "withdrawn"]);
  expect(await open()).toBe("");
});
