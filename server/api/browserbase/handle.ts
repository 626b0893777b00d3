import type { IncomingMessage, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import { TRPCError } from "@trpc/server";
import type { App } from "../../app.ts";
import { BROWSERBASE_PATH } from "../../contract/browserbase.ts";
import { ERROR_TABLE, type ErrorCode } from "../../contract/errors.ts";
import { AppError } from "../../core/errors.ts";
import { errorBodyOf } from "../error-body.ts";
import { type Answer, type Call, proceduresFor } from "./call.ts";
import { createContext, deleteContext, retrieveContext, updateContext } from "./contexts.ts";
import { downloadFiles, uploadFile } from "./files.ts";
import { listProjects, projectUsage, retrieveProject } from "./projects.ts";
import { noRecording, sessionLogs } from "./session-logs.ts";
import { createSession, debugSession, listSessions, retrieveSession, updateSession } from "./sessions.ts";

const KEY_HEADER = "x-bb-api-key";
/** Where their statuses differ from ours: their SDKs try 409, 412 is unknown to them, and 5xx they take for a fault that passes. */
const HTTP_STATUS: Partial<Record<ErrorCode, number>> = { SESSION_NOT_RUNNING: 410, CAPABILITY_UNSUPPORTED: 400 };

type Route = { method: string; path: RegExp; answer: (call: Call) => Promise<Answer> };

const ROUTES: readonly Route[] = [
  { method: "POST", path: /^\/v1\/sessions$/, answer: createSession },
  { method: "GET", path: /^\/v1\/sessions$/, answer: listSessions },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)$/, answer: retrieveSession },
  { method: "POST", path: /^\/v1\/sessions\/([\w-]+)$/, answer: updateSession },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)\/debug$/, answer: debugSession },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)\/logs$/, answer: sessionLogs },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)\/recording$/, answer: noRecording([]) },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)\/replays$/, answer: noRecording({ pageCount: 0, pages: [] }) },
  { method: "POST", path: /^\/v1\/sessions\/([\w-]+)\/uploads$/, answer: uploadFile },
  { method: "GET", path: /^\/v1\/sessions\/([\w-]+)\/downloads$/, answer: downloadFiles },
  { method: "POST", path: /^\/v1\/contexts$/, answer: createContext },
  { method: "GET", path: /^\/v1\/contexts\/([\w-]+)$/, answer: retrieveContext },
  { method: "PUT", path: /^\/v1\/contexts\/([\w-]+)$/, answer: updateContext },
  { method: "DELETE", path: /^\/v1\/contexts\/([\w-]+)$/, answer: deleteContext },
  { method: "GET", path: /^\/v1\/projects$/, answer: listProjects },
  { method: "GET", path: /^\/v1\/projects\/([\w-]+)$/, answer: retrieveProject },
  { method: "GET", path: /^\/v1\/projects\/([\w-]+)\/usage$/, answer: projectUsage },
];

type Exchange = { req: IncomingMessage; res: ServerResponse; url: URL; requestId: string };

/**
 * Answers what Browserbase's SDKs call, with our procedures: the same scopes, audit and rules, in their paths and shapes.
 * Callers are known by an API key alone, in X-BB-API-Key; a sign-in cookie says nothing here. Never rejects.
 */
export async function handleBrowserbase(app: App, { req, res, url, requestId }: Exchange): Promise<void> {
  const gone = new AbortController();
  res.once("close", () => gone.abort());
  try {
    send(res, await answerOf(app, { req, url, requestId }, gone.signal));
  } catch (error) {
    const { code, message, retryable, fields, details } = errorBodyOf(error);
    // What a procedure fails with is in the log by then.
    if (code === "INTERNAL" && !(error instanceof TRPCError))
      app.log.error({ err: error, requestId, path: url.pathname }, "a request failed for a reason of ours");
    const status = HTTP_STATUS[code] ?? ERROR_TABLE[code].http;
    // Their SDKs try 409, 429 and all 5xx again unless told that it is of no use.
    if (!retryable) res.setHeader("x-should-retry", "false");
    if (typeof details?.retryAfterMs === "number") res.setHeader("retry-after", Math.ceil(details.retryAfterMs / 1000));
    sendJson(res, status, {
      statusCode: status,
      error: STATUS_CODES[status] ?? "Error",
      message,
      code,
      requestId,
      ...(fields && { fields }),
      ...(details && { details }),
    });
  }
}

async function answerOf(app: App, { req, url, requestId }: Omit<Exchange, "res">, signal: AbortSignal): Promise<Answer> {
  const actor = req.headers[KEY_HEADER] === undefined ? null : await app.access.resolveActor(req);
  if (actor === null) throw new AppError("UNAUTHENTICATED", "Give an API key of this server in X-BB-API-Key.");
  const path = url.pathname.slice(BROWSERBASE_PATH.length);
  for (const { method, path: pattern, answer } of ROUTES) {
    const found = method === req.method ? pattern.exec(path) : null;
    if (found) return answer({ app, actor, procedures: proceduresFor(app, actor, requestId, signal), req, ids: found.slice(1), query: url.searchParams });
  }
  throw new AppError("NOT_FOUND", `This server does not offer ${req.method} ${path} of Browserbase's API.`);
}

function send(res: ServerResponse, answer: Answer): void {
  if (answer === null) res.writeHead(204, { "cache-control": "no-store" }).end();
  else if ("json" in answer) sendJson(res, 200, answer.json);
  else res.writeHead(200, { "content-type": answer.type, "content-length": answer.bytes.length, "cache-control": "no-store" }).end(answer.bytes);
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  if (res.headersSent || res.destroyed) return void res.destroy();
  const text = JSON.stringify(body);
  res
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text), "cache-control": "no-store" })
    .end(text);
}
