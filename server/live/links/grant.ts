import type { IncomingMessage } from "node:http";
import type { Access } from "../../access/access.ts";
import type { Actor } from "../../access/actor.ts";
import { ENDED_STATUSES } from "../../contract/sessions.ts";
import { AppError } from "../../core/errors.ts";
import type { LiveSession } from "../../sessions/live-session.ts";
import type { Sessions } from "../../sessions/sessions.ts";
import type { Who } from "../viewer-part.ts";
import { type LinkRow, modeOf } from "./link-row.ts";
import { linkRefused } from "./link-token.ts";

import type { LiveLinks } from "./links.ts";

/** Sockets, and what goes beside them: files, the event stream. */
const SESSION_PATH = /^\/(?:ws\/live|api\/live|api\/sessions)\/([A-Za-z0-9_-]{1,64})(?:\/|$)/;
/** Why a link of one tab shows no more. */
const TAB_CLOSED = "The tab that this link shows was closed.";
const VIEWER_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** What the sender of a request may see, decided before anything is shown. */
export type Grant = {
  workspaceId: string;
  sessionId: string;
  /** The session, or why it can be shown no more. */
  session: LiveSession | { endedBecause: string };
  mode: "view" | "control";
  tabId: string | null;
  /** True: only that tab may be seen. */
  pinned: boolean;
  /** By which link they come, and what their page calls itself; null for who is known. */
  link: { row: LinkRow; viewerId: string | null } | null;
  /** Whether they may read what the pages logged and what was done. */
  readsLogs: boolean;
  who: Who;
};

/** What the live view asks of the sessions and of access. */
export type LiveSessions = Pick<Sessions, "live" | "running" | "get" | "placeOf" | "finalPicture">;
export type LiveAccess = Pick<Access, "resolveActor">;

type GrantParts = { sessions: LiveSessions; access: LiveAccess; links: Pick<LiveLinks, "enter">; publicUrl: string };

/**
 * Reads who asks for which session and what they may do there: `?token=` (a live link),
 * else a cookie or an API key; `?mode=view` asks for less than one may.
 * @throws AppError UNAUTHENTICATED | FORBIDDEN | NOT_FOUND | SESSION_NOT_RUNNING
 */
export async function grantFor(req: IncomingMessage, parts: GrantParts): Promise<Grant> {
  const { pathname, searchParams: query } = new URL(req.url ?? "/", "http://localhost");
  const sessionId = SESSION_PATH.exec(pathname)?.[1];
  if (sessionId === undefined) throw new AppError("NOT_FOUND", "Live views are at /ws/live/ followed by a session's id.");
  const token = query.get("token");
  return token === null ? grantToActor(req, sessionId, query.get("mode"), parts) : grantToLink(token, query, sessionId, parts);
}

async function grantToLink(token: string, query: URLSearchParams, sessionId: string, { sessions, links }: GrantParts): Promise<Grant> {
  const row = await links.enter(token);
  if (row.sessionId !== sessionId) throw linkRefused("invalid", "This live link is for another session.");
  const session = sessions.live(sessionId);
  const ours = session !== undefined && session.workspaceId === row.workspaceId && !session.ended.aborted;
  const place = ours ? null : await sessions.placeOf(sessionId);
  // Between two servers (one stopped, the next has not taken over yet): refused, so that the viewer tries again.
  if (place?.workspaceId === row.workspaceId && !ENDED_STATUSES.includes(place.status))
    throw new AppError("SESSION_NOT_RUNNING", "No server holds this session just now; try again in a moment.");
  const viewerId = query.get("viewer") ?? "";
  return {
    workspaceId: row.workspaceId,
    sessionId,
    session: ours ? shownOf(session, row) : { endedBecause: "The session has ended." },
    mode: query.get("mode") === "view" ? "view" : modeOf(row),
    tabId: row.tabId,
    pinned: row.tabId !== null,
    link: { row, viewerId: VIEWER_ID.test(viewerId) ? viewerId : null },
    readsLogs: row.includesLogs,
    who: { id: row.createdBy, name: row.label === null ? "Live link" : `Live link “${row.label}”` },
  };
}

/** A link of one tab shows no other one, also when its own is gone. */
function shownOf(session: LiveSession, { tabId }: LinkRow): Grant["session"] {
  const isThere = tabId === null || session.tabs.pages().some(({ targetId }) => targetId === tabId);
  return isThere ? session : { endedBecause: TAB_CLOSED };
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
    workspaceId: actor.workspaceId,
    sessionId,
    session: await sessionOrEnd(sessions, actor, sessionId),
    mode: mayControl && asked !== "view" ? "control" : "view",
    tabId: null,
    pinned: false,
    link: null,
    readsLogs: actor.scopes.has("sessions:read"),
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
