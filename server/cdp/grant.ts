import type { IncomingMessage } from "node:http";
import type { Access } from "../access/access.ts";
import type { Actor } from "../access/actor.ts";
import type { DebuggerLinks } from "../access/debugger-links.ts";
import { AppError } from "../core/errors.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";

const PATH = /^\/cdp\/([A-Za-z0-9_-]{1,64})(\/.*)?$/;
/** A token in the place of the browser's id, for clients that drop a query. */
const TOKEN_PATH = /^\/devtools\/browser\/([\w-]+\.[\w-]+\.[\w-]+)$/;

/** A request below /cdp/: which session, what of it, and the token if it carries one. */
export type CdpRef = { sessionId: string; path: string; token: string | null };

/** Who may debug which session, decided before anything is opened. */
export type CdpGrant = {
  session: LiveSession;
  actor: Actor;
  /** Whether a page in somebody's browser asks (DevTools), and not a program: browsers say so, and pages cannot hide it. */
  ofPage: boolean;
  /** Whether the same caller may still do so. */
  still: () => Promise<boolean>;
};

/** What the endpoint asks of the other parts. */
export type GrantParts = {
  sessions: Pick<Sessions, "running">;
  access: Pick<Access, "resolveActor" | "standing">;
  links: DebuggerLinks;
};

/** Takes the address apart. @throws AppError NOT_FOUND */
export function refOf({ pathname, searchParams }: URL): CdpRef {
  const [, sessionId, path = ""] = PATH.exec(pathname) ?? [];
  if (sessionId === undefined) throw new AppError("NOT_FOUND", "Debuggers connect to /cdp/ followed by a session's id.");
  return { sessionId, path: path.replace(/\/+$/, ""), token: searchParams.get("token") ?? TOKEN_PATH.exec(path)?.[1] ?? null };
}

/**
 * Reads who asks: `?token=` (a debugger link), else an API key or a cookie.
 * @throws AppError UNAUTHENTICATED | FORBIDDEN | NOT_FOUND | SESSION_NOT_RUNNING
 */
export async function grantFor(req: IncomingMessage, { sessionId, token }: CdpRef, { sessions, access, links }: GrantParts): Promise<CdpGrant> {
  const link = token === null ? null : await links.read(token);
  if (link && link.sessionId !== sessionId) throw new AppError("UNAUTHENTICATED", "This debugger link is for another session.");
  const who = (): Promise<Actor | null> => (link ? access.standing(link.identity) : access.resolveActor(req));
  const actor = await who();
  if (actor === null)
    throw new AppError("UNAUTHENTICATED", link ? "Whoever made this debugger link may no longer use it." : "Give an API key (x-api-key), or a debugger link.");
  if (!actor.scopes.has("sessions:debug")) throw new AppError("FORBIDDEN", "This needs the scope sessions:debug.");
  const still = async (): Promise<boolean> => {
    const now = await who();
    return now !== null && now.workspaceId === actor.workspaceId && now.scopes.has("sessions:debug");
  };
  return { session: await sessions.running(actor, sessionId), actor, ofPage: req.headers.origin !== undefined, still };
}
