import { jsonOf, parsed } from "../api/browserbase/call.ts";
import type { App } from "../app.ts";
import { UnlockInput } from "../contract/live-links.ts";
import { LiveStreamQuery } from "../contract/live-stream.ts";
import { AppError } from "../core/errors.ts";
import { type Exchange, sendJson } from "./answers.ts";
import { countConnection } from "./forward.ts";
import { allowFraming } from "./headers.ts";

const PATH = /^\/api\/live\/links\/([^/]+)(\/unlock)?$/;

/**
 * Answers `GET /api/live/links/:token` with what its bearer may know of the link, and `POST …/unlock` with a
 * token that opens it, for its password. Nobody need be known for either.
 * @throws AppError UNAUTHENTICATED | FORBIDDEN, with `details.link` · LIMIT_EXCEEDED · INVALID_INPUT · NOT_FOUND
 */
export async function handleLiveLink(app: App, { req, res, url }: Exchange): Promise<void> {
  const [, token = "", unlock] = PATH.exec(url.pathname) ?? [];
  if (unlock && req.method === "POST") {
    const { password } = parsed(UnlockInput, await jsonOf(req));
    return sendJson(res, 200, await app.liveLinks.unlock(token, password));
  }
  if (unlock || req.method !== "GET") throw new AppError("NOT_FOUND", "A live link is read with GET and unlocked with POST.");
  sendJson(res, 200, await app.liveLinks.describe(token));
}

/** Answers `GET /api/sessions/:id/live` with an event stream. @throws AppError as `Live.handleStream` · LIMIT_EXCEEDED */
export async function sendLiveStream(app: App, { req, res, url }: Exchange): Promise<void> {
  if (req.method !== "GET") throw new AppError("NOT_FOUND", "The stream of a session is read with GET.");
  const query = parsed(LiveStreamQuery, Object.fromEntries(url.searchParams));
  await countConnection(app, req);
  await app.live.handleStream(req, res, query);
}

/** The public page of a live link: the sites that its workspace names may frame it. */
export async function showLinkPage(app: App, exchange: Exchange, pages: (exchange: Exchange) => unknown): Promise<unknown> {
  const [, , token = ""] = exchange.url.pathname.split("/");
  allowFraming(exchange.res, await app.liveLinks.framersOf(token));
  return pages(exchange);
}
