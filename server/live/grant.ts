import type { IncomingMessage } from "node:http";
import type { Access } from "../access/access.ts";
import type { Actor } from "../access/actor.ts";
import { ENDED_STATUSES } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { verifyLink } from "./link.ts";

const SOCKET_PATH = /^\/ws\/live\/([A-Za-z0-9_-]{1,64})$/;

/** What the bearer of an upgrade request may see, decided before the upgrade. */
export type Grant = {
  /** The session, or why it can be shown no more. */
  session: LiveSession | { endedBecause: string };
  mode: "view" | "control";
  tabId: string | null;
  /** True: only that tab may be seen. */
  pinned: boolean;
  expiresAtMs: number | null;
  who: Pick<Actor, "id" | "name">;
};

/** What the live view asks of the sessions and of access. */
export type LiveSessions = Pick<Sessions, "live" | "running" | "get" | "placeOf" | "finalPicture">;
export type LiveAccess = Pick<Access, "resolveActor">;

type GrantParts = { sessions: LiveSessions; access: LiveAccess; tokenKey: Uint8Array; publicUrl: string };

/**
 * Reads who asks for which session and what they may do there: `?token=` (a live link), else a cookie or an API key;
 * `?mode=view` asks for less than one may.
 * @throws AppError UNAUTHENTICATED | FORBIDDEN | NOT_FOUND | SESSION_NOT_RUNNING | INVALID_INPUT
 */
export async function grantFor(req: IncomingMessage, parts: GrantParts): Promise<Grant> {
  const url = new URL(req.url ?? "/", "http://localhost");
  const sessionId = SOCKET_PATH.exec(url.pathname)?.[1];
  if (sessionId === undefined) throw new AppError("NOT_FOUND", "Live views are at /ws/live/ followed by a session's id.");
  const token = url.searchParams.get("token");
  return token === null ? grantToActor(req, sessionId, url.searchParams.get("mode"), parts) : grantToLink(token, sessionId, parts);
}

async function grantToLink(token: string, sessionId: string, { sessions, tokenKey }: GrantParts): Promise<Grant> {
  const link = await verifyLink(tokenKey, token);
  if (link.sessionId !== sessionId) throw new AppError("UNAUTHENTICATED", "This live link is for another session.");
  const session = sessions.live(sessionId);
  const ours = session !== undefined && session.workspaceId === link.workspaceId && !session.ended.aborted;
  const place = ours ? null : await sessions.placeOf(sessionId);
  // Between two servers (one stopped, the next has not taken over yet): refused, so that the viewer tries again.
  if (place?.workspaceId === link.workspaceId && !ENDED_STATUSES.includes(place.status))
    throw new AppError("SESSION_NOT_RUNNING", "No server holds this session just now; try again in a moment.");
  return {
    session: ours ? session : { endedBecause: "The session has ended." },
    mode: link.mode,
    tabId: link.tabId,
    pinned: link.tabId !== null,
    expiresAtMs: link.expiresAtMs,
    who: { id: link.issuedBy, name: "Live link" },
  };
}

async function grantToActor(req: IncomingMessage, sessionId: string, asked: string | null, { sessions, access, publicUrl }: GrantParts): Promise<Grant> {
  const actor = await access.resolveActor(req);
  if (actor === null) throw new AppError("UNAUTHENTICATED", "Log in, or give an API key or a live link.");
  // Browsers send cookies along with sockets that any site opens (no same-origin rule for them): the origin must be ours.
  if (actor.kind === "user" && !isOwnOrigin(req, publicUrl))
    throw new AppError("FORBIDDEN", "Live views with a login are for this server's own pages; use a live link elsewhere.");
  if (!actor.scopes.has("live:view")) throw new AppError("FORBIDDEN", "This needs the scope live:view.");
  const mayControl = actor.scopes.has("live:control");
  if (asked === "control" && !mayControl) throw new AppError("FORBIDDEN", "This needs the scope live:control.");
  return {
    session: await sessionOrEnd(sessions, actor, sessionId),
    mode: mayControl && asked !== "view" ? "control" : "view",
    tabId: null,
    pinned: false,
    expiresAtMs: null,
    who: actor,
  };
}

/** A session that has not ended is refused where it does not run, so that the viewer tries again; one that ended says so over the socket. */
async function sessionOrEnd(sessions: LiveSessions, actor: Actor, sessionId: string): Promise<Grant["session"]> {
  try {
    return await sessions.running(actor, sessionId);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "SESSION_NOT_RUNNING") throw error;
    if (!ENDED_STATUSES.includes((await sessions.get(actor, sessionId)).status)) throw error;
    return { endedBecause: error.message };
  }
}

function isOwnOrigin(req: IncomingMessage, publicUrl: string): boolean {
  const { origin } = req.headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === req.headers.host || host === new URL(publicUrl).host;
}
