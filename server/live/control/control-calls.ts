import type { Actor } from "../../access/actor.ts";
import type { LiveControlInput, LiveControlState, TakeOverInput } from "../../contract/live-control.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import type { Caller, Desk } from "./desk.ts";

type ControlCallsParts = { sessions: Pick<Sessions, "running">; deskOf: (session: LiveSession) => Desk };

/** Taking automation's place without a viewer: for programs, and for pages that show no picture. */
export function createControlCalls({ sessions, deskOf }: ControlCallsParts) {
  const desk = async (actor: Actor, sessionId: string): Promise<Desk> => deskOf(await sessions.running(actor, sessionId));

  return {
    /** Who has control of a running session, and how automation stands. @throws AppError NOT_FOUND | SESSION_NOT_RUNNING */
    state: async (actor: Actor, { sessionId }: LiveControlInput): Promise<LiveControlState> => (await desk(actor, sessionId)).state(),

    /**
     * Holds the session's automation until it is given back, or for `limitMs` at most. Taking over again changes nothing.
     * @throws AppError NOT_FOUND | SESSION_NOT_RUNNING | CONFLICT while somebody else holds it whom the caller may not relieve
     */
    takeOver: async (actor: Actor, { sessionId, limitMs }: TakeOverInput): Promise<LiveControlState> => {
      const at = await desk(actor, sessionId);
      at.holdFor(callerOf(actor), limitMs);
      return at.state();
    },

    /** Lets automation go on. Idempotent. @throws AppError as `takeOver` */
    giveBack: async (actor: Actor, { sessionId }: LiveControlInput): Promise<LiveControlState> => {
      const at = await desk(actor, sessionId);
      at.giveBackFor(callerOf(actor));
      return at.state();
    },
  };
}

const callerOf = ({ kind, id, name, userId, role }: Actor): Caller => ({
  name,
  userId,
  senior: role === "owner" || role === "admin",
  keeper: kind === "user" ? id : null,
});
