import type { IncomingMessage, ServerResponse } from "node:http";
import { errorBodyOf } from "../api/error-body.ts";
import { ERROR_TABLE, type ErrorBody } from "../contract/errors.ts";

/** One request with what is already known of it. */
export type Exchange = { req: IncomingMessage; res: ServerResponse; url: URL; requestId: string };

/** A path for the log: links and invitations carry what lets in in their address. */
export const withoutTokens = (path: string): string => path.replace(/^(\/(?:live|invite|api\/live\/links)\/)[^/]+/, "$1…");

/** Answers with JSON. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text), "cache-control": "no-store" })
    .end(text);
}

/** The header that tells when to try again, where the failure says it; whole seconds (RFC 9110, 10.2.3). */
export function retryAfterOf({ details }: ErrorBody): Record<string, string> {
  const ms = details?.retryAfterMs;
  return typeof ms === "number" ? { "retry-after": String(Math.ceil(ms / 1000)) } : {};
}

/** Answers with what the caller may know of a failure, and returns it; an answer that has begun is cut off. */
export function sendError(res: ServerResponse, error: unknown, requestId: string): ErrorBody {
  const body = { ...errorBodyOf(error), requestId };
  if (res.headersSent) res.destroy();
  else {
    for (const [name, value] of Object.entries(retryAfterOf(body))) res.setHeader(name, value);
    sendJson(res, ERROR_TABLE[body.code].http, { error: body });
  }
  return body;
}

/** Sends the browser to another address of ours, with cookies if there are any. */
export function redirect(res: ServerResponse, location: string, cookies: readonly string[] = []): void {
  res.writeHead(303, { location, "cache-control": "no-store", ...(cookies.length > 0 && { "set-cookie": [...cookies] }) }).end();
}
