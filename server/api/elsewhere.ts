import { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { packActor } from "../access/passed-actor.ts";
import type { App } from "../app.ts";
import { ENDED_STATUSES, SESSION_STATUSES } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import { errorBodyOf } from "./error-body.ts";

const NotHere = z.object({
  code: z.literal("SESSION_NOT_RUNNING"),
  details: z.object({
    serverId: z.string(),
    status: z
      .enum(SESSION_STATUSES)
      .exclude([...ENDED_STATUSES])
      .optional(),
  }),
});

/** The living server that holds the session for which something failed here; null when it failed for another reason. */
export function holderOf({ servers }: Pick<App, "servers">, error: unknown): string | null {
  const { details } = NotHere.safeParse(errorBodyOf(error)).data ?? {};
  return details && details.serverId !== servers.id && servers.isAlive(details.serverId) ? details.serverId : null;
}

/** The living server that holds the session, or held it last, if that is not this one. Whoever asks must be checked by it. */
export async function holderOfSession({ sessions, servers }: Pick<App, "sessions" | "servers">, sessionId: string): Promise<string | null> {
  if (sessions.live(sessionId) !== undefined) return null;
  const { serverId = null } = (await sessions.placeOf(sessionId)) ?? {};
  return serverId !== null && serverId !== servers.id && servers.isAlive(serverId) ? serverId : null;
}

/** The same for a session's recording, whose files may be on a machine where the server that wrote them has been replaced. */
export async function holderOfRecording(app: Pick<App, "sessions" | "servers" | "recordings">, sessionId: string): Promise<string | null> {
  const { sessions, servers, recordings } = app;
  if (sessions.live(sessionId) !== undefined) return null;
  const holder = await holderOfSession(app, sessionId);
  const hostId = holder === null ? await recordings.otherHostOf(sessionId) : null;
  return holder ?? servers.all().find((server) => server.hostId === hostId)?.id ?? null;
}

/**
 * For what any server can answer, but only one in full. @param findHolder the one, where it is not this one
 * @throws AppError SESSION_NOT_RUNNING, of which `holderOf` knows where to go on
 */
export async function assertHeldHere(app: App, sessionId: string, findHolder: (app: App, sessionId: string) => Promise<string | null>): Promise<void> {
  const serverId = await findHolder(app, sessionId);
  if (serverId !== null) throw new AppError("SESSION_NOT_RUNNING", "Another server holds this session.", { details: { sessionId, serverId } });
}

/** A procedure's answer from the server that holds its session. @throws AppError as the procedure there · PROVIDER_UNAVAILABLE */
export function callElsewhere({ peers }: Pick<App, "peers">, serverId: string, actor: Actor, call: ForwardedCall): Promise<unknown> {
  return peers.call(serverId, packActor(actor), call, call.signal);
}

/** The same for a procedure that goes on telling. */
export function streamElsewhere({ peers }: Pick<App, "peers">, serverId: string, actor: Actor, call: ForwardedCall): AsyncIterable<unknown> {
  return peers.stream(serverId, packActor(actor), call, call.signal);
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
