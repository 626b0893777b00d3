import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { pipeline } from "node:stream/promises";
import type { Actor } from "../access/actor.ts";
import { unpackActor } from "../access/passed-actor.ts";
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

/**
 * Who sent a request: whom another server names under its token, else whom the request's own credentials name.
 * @throws AppError UNAUTHENTICATED for a token that no server of this installation made for this request
 */
export async function callerOf(app: App, req: IncomingMessage): Promise<Caller> {
  const token = req.headers[PEER_HEADER];
  if (token === undefined) return { actor: await app.access.resolveActor(req), forwarded: false };
  const { who } = await app.peers.verify(String(token), pathOf(req));
  return { actor: who === null ? await app.access.resolveActor(req) : unpackActor(who), forwarded: true };
}

/** As `forwardingGet`, for what needs to know its caller. @throws AppError UNAUTHENTICATED for someone unknown */
export function forwardingGetOf(app: App, exchange: Exchange, work: (actor: Actor) => Promise<void>): Promise<void> {
  return forwardingGet(app, exchange, async () => {
    const { actor } = await callerOf(app, exchange.req);
    if (actor === null) throw new AppError("UNAUTHENTICATED", "Log in, or give an API key (Authorization: Bearer …).");
    await work(actor);
  });
}

/**
 * Answers a GET request here, or with what the server answers to it that holds its session.
 * @param work throws without having answered when the session is elsewhere
 */
export async function forwardingGet(app: App, exchange: Exchange, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const holder = isForwarded(exchange.req) ? null : holderOf(app, error);
    if (holder === null) throw error;
    await passOn(app, exchange, holder);
  }
}

/** The request goes as it came, with the caller's own credentials and the name under which they know us. */
async function passOn(app: App, { req, res, url }: Exchange, serverId: string): Promise<void> {
  const { address, token } = await app.peers.introduce(serverId, url.pathname);
  const { connection: _, ...headers } = req.headers;
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  const request = address.startsWith("https:") ? requestSecure : requestPlain;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${address}${url.pathname}${url.search}`, { headers: { ...headers, [PEER_HEADER]: token }, signal })
      .once("response", resolve)
      .once("error", reject)
      .end();
  }).catch((cause: unknown) => {
    throw new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session cannot be reached; try again in a moment.", {
      cause,
      details: { serverId },
    });
  });
  for (const name of PASSED_HEADERS) {
    const value = answer.headers[name];
    if (value !== undefined) res.setHeader(name, value);
  }
  res.writeHead(answer.statusCode ?? 502);
  await pipeline(answer, res);
}

/** A request's path without its query. */
export const pathOf = (req: IncomingMessage): string => (req.url ?? "/").split("?", 1)[0] ?? "/";
