import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Actor } from "../access/actor.ts";
import { packActor, unpackActor } from "../access/passed-actor.ts";
import { holderOf } from "../api/elsewhere.ts";
import type { App } from "../app.ts";
import { PEER_HEADER } from "../cluster/peers.ts";
import { AppError } from "../core/errors.ts";
import type { Exchange } from "./answers.ts";

const ANSWER_LIMIT_MS = 30_000;
/** What of another server's answer is passed on; the rest is between the two servers. */
const PASSED_HEADERS = ["content-type", "content-length", "content-disposition", "content-range", "accept-ranges", "cache-control", "etag"];

/** Who sent a request; `forwarded`: another server passed it on for them. */
export type Caller = { actor: Actor | null; forwarded: boolean };

/** Whether a request says that another server passed it on; `callerOf` finds out if that is true. */
export const isForwarded = (req: IncomingMessage): boolean => req.headers[PEER_HEADER] !== undefined;

/** Who sent a request: whom another server says under its token, else whom the request's own credentials name. @throws AppError UNAUTHENTICATED for a bad token */
export async function callerOf(app: App, req: IncomingMessage): Promise<Caller> {
  const token = req.headers[PEER_HEADER];
  if (token === undefined) return { actor: await app.access.resolveActor(req), forwarded: false };
  const { who } = await app.peers.verify(String(token), pathOf(req));
  return { actor: unpackActor(who), forwarded: true };
}

/**
 * Answers a GET request here, or with what the server answers that holds its session.
 * @param work throws without having answered when the session is elsewhere
 */
export async function forwarding(app: App, { req, res, url }: Exchange, work: (actor: Actor) => Promise<void>): Promise<void> {
  const { actor, forwarded } = await callerOf(app, req);
  if (actor === null) throw new AppError("UNAUTHENTICATED", "Log in, or give an API key (Authorization: Bearer …).");
  try {
    await work(actor);
  } catch (error) {
    const holder = forwarded ? null : holderOf(app, error);
    if (holder === null) throw error;
    const gone = new AbortController();
    res.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    const answer = await app.peers.request({ serverId: holder, path: url.pathname, search: url.search, who: packActor(actor) }, signal);
    const headers = PASSED_HEADERS.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    res.writeHead(answer.status, Object.fromEntries(headers));
    if (answer.body === null) res.end();
    else await pipeline(answer.body, res);
  }
}

/** A request's path without its query. */
export const pathOf = (req: IncomingMessage): string => (req.url ?? "/").split("?", 1)[0] ?? "/";
