import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { packActor } from "../access/passed-actor.ts";
import type { App } from "../app.ts";
import { ENDED_STATUSES, SESSION_STATUSES } from "../contract/sessions.ts";
import { errorBodyOf } from "./error-body.ts";

const NotHere = z.object({
  code: z.literal("SESSION_NOT_RUNNING"),
  details: z.object({ serverId: z.string(), status: z.enum(SESSION_STATUSES).exclude([...ENDED_STATUSES]) }),
});

/** The living server that holds the session for which something failed here; null when it failed for another reason. */
export function holderOf({ servers }: Pick<App, "servers">, error: unknown): string | null {
  const { details } = NotHere.safeParse(errorBodyOf(error)).data ?? {};
  return details && details.serverId !== servers.id && servers.isAlive(details.serverId) ? details.serverId : null;
}

/** A procedure's answer from the server that holds its session. @throws AppError as the procedure there · PROVIDER_UNAVAILABLE */
export function callElsewhere({ peers }: Pick<App, "peers">, serverId: string, actor: Actor, call: ForwardedCall): Promise<unknown> {
  return peers.call(serverId, packActor(actor), call, call.signal);
}

type ForwardedCall = { path: string; input: unknown; signal: AbortSignal };

/** Ends sessions of which the given error says that another server holds them. @throws the given error for all others */
export function endElsewhere({ app, actor, signal, forwarded }: { app: App; actor: Actor; signal: AbortSignal; forwarded?: boolean }) {
  return async (sessionId: string, error: unknown): Promise<unknown> => {
    const holder = forwarded ? null : holderOf(app, error);
    if (holder === null) throw error;
    return callElsewhere(app, holder, actor, { path: "browser.terminateSession", input: { sessionId }, signal });
  };
}
