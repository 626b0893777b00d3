import { TakeOverInput } from "../../contract/live-control.ts";
import { type Call, jsonOf, parsed } from "../browserbase/call.ts";
import type { RestAnswer } from "./sessions.ts";

const TakeOverBody = TakeOverInput.omit({ sessionId: true });

/** GET /api/sessions/:id/control: who controls it, and how automation stands. */
export async function getControl({ ids: [sessionId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 200, body: await procedures.live.control({ sessionId }) };
}

/** POST /api/sessions/:id/take-over: its automation waits. */
export async function takeOver({ req, ids: [sessionId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 200, body: await procedures.live.takeOver({ sessionId, ...parsed(TakeOverBody, await jsonOf(req)) }) };
}

/** POST /api/sessions/:id/give-back: its automation goes on. */
export async function giveBack({ ids: [sessionId = ""], procedures }: Call): Promise<RestAnswer> {
  return { status: 200, body: await procedures.live.giveBack({ sessionId }) };
}
