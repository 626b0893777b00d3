import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { pipeline } from "node:stream/promises";
import type { Actor } from "../access/actor.ts";
import { unpackActor } from "../access/passed-actor.ts";
import { callerNameOf } from "../access/rates.ts";
import { holderOfRecording, holderOfSession } from "../api/elsewhere.ts";
import type { App } from "../app.ts";
import { PEER_HEADER } from "../cluster/peers.ts";
import { AppError } from "../core/errors.ts";
import type { Exchange } from "./answers.ts";
import { isFileUpload } from "./body-limit.ts";

const ANSWER_LIMIT_MS = 30_000;
/** A request with a body is answered when all of it has come. */
const BODY_LIMIT_MS = 120_000;
/** How often it is looked whether the other server still lives. */
const LOOK_MS = 1_000;
/** Answered with a file that is made while the caller waits: its maker has a limit of its own. */
const MADE_MEANWHILE = /^\/api\/recordings\/[^/]+\/export$/;
/** What of another server's answer is passed on; the rest is between the two servers. */
const PASSED_HEADERS = [
  "content-type",
  "content-encoding",
  "vary",
  "content-length",
  "content-disposition",
  "content-range",
  "accept-ranges",
  "cache-control",
  "etag",
  "x-accel-buffering",
  "content-digest",
  "x-evidence-digest",
];

/** Requests about one session: they belong to the server that holds its browser. */
const OF_SESSION = /^\/(?:ws\/live|cdp|api\/live|api\/recordings|api\/sessions)\/([A-Za-z0-9_-]{1,64})(?:\/|$)/;

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

/** Work for a caller who must be known. @throws AppError UNAUTHENTICATED for someone unknown */
export async function withActor(app: App, req: IncomingMessage, work: (actor: Actor) => Promise<void>): Promise<void> {
  const { actor } = await callerOf(app, req);
  if (actor === null) throw new AppError("UNAUTHENTICATED", "Log in, or give an API key (Authorization: Bearer …).");
  await work(actor);
}

/** Answers a request about a session here, or with what the server answers to it that holds the session. */
export async function atHolder(app: App, exchange: Exchange, work: () => Promise<void>): Promise<void> {
  const holder = await holderOfRequest(app, exchange.req);
  if (holder === null) await work();
  else await passOn(app, exchange, holder);
}

/** The other server that must answer a request about a session, by its path; null when it is for this one. @throws AppError UNAUTHENTICATED as `callerOf` */
export async function holderOfRequest(app: App, req: IncomingMessage): Promise<string | null> {
  const path = pathOf(req);
  const sessionId = OF_SESSION.exec(path)?.[1];
  if (sessionId === undefined) return null;
  const token = req.headers[PEER_HEADER];
  // Passed on once already: it stays here, whatever is found.
  if (token !== undefined) return app.peers.verify(String(token), path).then(() => null);
  return path.startsWith("/api/recordings/") ? holderOfRecording(app, sessionId) : holderOfSession(app, sessionId);
}

/** Counts a connection that stays against its caller. @throws AppError LIMIT_EXCEEDED when the caller, or for a signed link the address, opens too many */
export async function countConnection(app: App, req: IncomingMessage): Promise<void> {
  const { actor, forwarded } = await callerOf(app, req);
  if (!forwarded) await app.access.rates.take("connect", actor ? callerNameOf(actor) : `address:${req.socket.remoteAddress ?? ""}`);
}

/** The request goes as it came, with the caller's own credentials and the name under which they know us. */
async function passOn(app: App, { req, res, url }: Exchange, serverId: string): Promise<void> {
  const { address, token } = await app.peers.introduce(serverId, url.pathname);
  const { connection: _, ...headers } = req.headers;
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  const { method = "GET" } = req;
  const hasBody = method !== "GET" && method !== "HEAD";
  const late = new AbortController();
  // A file that stands still is cut where it comes in.
  const takesAnyTime = MADE_MEANWHILE.test(url.pathname) || isFileUpload(url.pathname);
  const limit = takesAnyTime ? undefined : setTimeout(() => late.abort(), hasBody ? BODY_LIMIT_MS : ANSWER_LIMIT_MS);
  // An answer goes on for as long as both sides live; one that vanished from the network closes nothing.
  const alive = setInterval(() => app.servers.isAlive(serverId) || late.abort(), LOOK_MS);
  gone.signal.addEventListener("abort", () => {
    clearTimeout(limit);
    clearInterval(alive);
  });
  const signal = AbortSignal.any([gone.signal, late.signal]);
  const request = address.startsWith("https:") ? requestSecure : requestPlain;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const passed = request(`${address}${url.pathname}${url.search}`, { method, headers: { ...headers, [PEER_HEADER]: token }, signal })
      .once("response", resolve)
      .once("error", reject);
    // A body goes as it comes; an answer may come before its end (it is too large).
    if (hasBody) pipeline(req, passed).catch(reject);
    else passed.end();
  }).catch((cause: unknown) => {
    throw new AppError("PROVIDER_UNAVAILABLE", "The server that holds this session cannot be reached; try again in a moment.", {
      cause,
      details: { serverId },
    });
  });
  clearTimeout(limit);
  for (const name of PASSED_HEADERS) {
    const value = answer.headers[name];
    if (value !== undefined) res.setHeader(name, value);
  }
  res.writeHead(answer.statusCode ?? 502);
  if (!isEventStream(answer)) return pipeline(answer, res);
  res.flushHeaders();
  await pipeline(answer, res).catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
}

const isEventStream = ({ headers }: IncomingMessage): boolean => headers["content-type"]?.startsWith("text/event-stream") ?? false;

/** A request's path without its query. */
export const pathOf = (req: IncomingMessage): string => (req.url ?? "/").split("?", 1)[0] ?? "/";
