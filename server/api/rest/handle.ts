import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "../../access/actor.ts";
import type { App } from "../../app.ts";
import { AppError } from "../../core/errors.ts";
import { type Call, proceduresFor } from "../browserbase/call.ts";
import { getControl, giveBack, takeOver } from "./control.ts";
import { createSession, getSession, listSessions, listShares, type RestAnswer, revokeShare, shareSession } from "./sessions.ts";

type Route = { method: string; path: RegExp; answer: (call: Call) => Promise<RestAnswer> };

const ROUTES: readonly Route[] = [
  { method: "GET", path: /^\/api\/sessions$/, answer: listSessions },
  { method: "POST", path: /^\/api\/sessions$/, answer: createSession },
  { method: "GET", path: /^\/api\/sessions\/([\w-]+)$/, answer: getSession },
  { method: "GET", path: /^\/api\/sessions\/([\w-]+)\/share$/, answer: listShares },
  { method: "POST", path: /^\/api\/sessions\/([\w-]+)\/share$/, answer: shareSession },
  { method: "DELETE", path: /^\/api\/sessions\/([\w-]+)\/share\/([\w-]+)$/, answer: revokeShare },
  { method: "GET", path: /^\/api\/sessions\/([\w-]+)\/control$/, answer: getControl },
  { method: "POST", path: /^\/api\/sessions\/([\w-]+)\/take-over$/, answer: takeOver },
  { method: "POST", path: /^\/api\/sessions\/([\w-]+)\/give-back$/, answer: giveBack },
];

/** A request of a known caller. */
type Request = { req: IncomingMessage; res: ServerResponse; url: URL; requestId: string; actor: Actor };

/**
 * What a REST call about sessions answers: the procedures' own answers, with their scopes, audit and rules.
 * @throws AppError NOT_FOUND for what is not there, and what the procedure fails with
 */
export async function answerRest(app: App, { req, res, url, requestId, actor }: Request): Promise<RestAnswer> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  for (const { method, path, answer } of ROUTES) {
    const found = method === req.method ? path.exec(url.pathname) : null;
    if (found) return answer({ app, actor, procedures: proceduresFor(app, actor, requestId, gone.signal), req, ids: found.slice(1), query: url.searchParams });
  }
  throw new AppError("NOT_FOUND", `There is nothing at ${req.method} ${url.pathname}.`);
}
