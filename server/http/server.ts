import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import next from "next";
import type { App } from "../app.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { markFailed, withRequestSpan } from "../core/telemetry.ts";
import { delay } from "../core/time.ts";
import { type Exchange, sendError, withoutTokens } from "./answers.ts";
import { limitBody } from "./body-limit.ts";
import { isForwarded } from "./forward.ts";
import { assertKnownHost, assertOwnOrigin } from "./guards.ts";
import { setSecurityHeaders } from "./headers.ts";
import { reachableHost } from "./reachable-host.ts";
import { createRoutes } from "./routes.ts";
import { attachSockets } from "./sockets.ts";

const DRAIN_LIMIT_MS = 5_000;
const DRAIN_LOOK_MS = 50;
/** Longer than clients and proxies keep a connection: whoever closes first must be them, or a request of theirs meets its end. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_LIMIT_MS = 20_000;

type HttpOptions = {
  dev: boolean;
  /** False: no pages, only the API (tests, benches). */
  next?: boolean;
};

/** A listening server. */
export type Http = {
  /** Without a slash at the end; with the port that was taken when the settings say 0. */
  url: string;
  /** Idempotent. Takes nothing new, lets calls finish for DRAIN_LIMIT_MS, then cuts every connection. */
  stop: () => Promise<void>;
};

/**
 * Listens on the host and port of the settings, then starts the app: a second copy that finds its port taken has by
 * then touched nothing of the first one's sessions. Requests that come in between wait.
 * @throws AppError CONFLICT when the port is taken
 */
export async function startHttp(app: App, { dev, next: withPages = true }: HttpOptions): Promise<Http> {
  const { host, port } = app.env;
  const server = createServer({ headersTimeout: HEADERS_LIMIT_MS, requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS });
  const open = new Set<ServerResponse>();
  const state: { stopped: Promise<void> | null } = { stopped: null };
  const ready = Promise.withResolvers<Answering>();
  // Nobody waits for it unless a request came: its failure is thrown to the caller below.
  ready.promise.catch(() => {});
  server.on("request", (req, res) => {
    open.add(res);
    res.once("close", () => open.delete(res));
    if (state.stopped !== null) res.setHeader("connection", "close");
    const exchange = { req, res, url: urlOf(req), requestId: newId("req") };
    limitBody(exchange);
    void answer(app, exchange, ready.promise);
  });
  await listen(server, host, port);
  const taken = (server.address() as AddressInfo).port;
  const sockets = attachSockets(server, app, { nextHandles: (path) => dev && withPages && path.startsWith("/_next/"), ready: ready.promise });
  try {
    await app.start(app.env.internalUrl ?? urlOfAddress(reachableHost(host, networkInterfaces()), taken));
    const pages = withPages ? await createPages(server, { dev, host, port: taken }) : noPages;
    ready.resolve({ dev, route: createRoutes(app, pages) });
  } catch (error) {
    ready.reject(error);
    sockets.stop();
    server.close();
    server.closeAllConnections();
    throw error;
  }

  const stop = async (): Promise<void> => {
    server.close();
    sockets.stop();
    // Event streams never finish by themselves; their readers come back elsewhere and catch up.
    for (const res of open) if (String(res.getHeader("content-type")).startsWith("text/event-stream")) res.destroy();
    const limit = Date.now() + DRAIN_LIMIT_MS;
    while (open.size > 0 && Date.now() < limit) await delay(DRAIN_LOOK_MS);
    server.closeAllConnections();
  };
  return { url: urlOfAddress(host, taken), stop: () => (state.stopped ??= stop()) };
}

const urlOfAddress = (host: string, port: number): string => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

type Answering = { dev: boolean; route: (exchange: Exchange) => unknown };

async function answer(app: App, exchange: Exchange, ready: Promise<Answering>): Promise<void> {
  const { req, res, url, requestId } = exchange;
  try {
    const { dev, route } = await ready;
    setSecurityHeaders(res, { dev, requestId });
    assertKnownHost(req, app.env);
    if (!isForwarded(req) && (await app.cdp.translate(req))) exchange.url = urlOf(req);
    if (url.pathname.startsWith("/api/")) assertOwnOrigin(req, app.env);
    await withRequestSpan(spanNameOf(exchange), req.headers, async (span) => {
      await route(exchange);
      if (res.statusCode >= 500) markFailed(span, String(res.statusCode));
    });
  } catch (error) {
    const { code, message } = sendError(res, error, requestId);
    if (code === "INTERNAL") app.log.error({ err: error, requestId, path: withoutTokens(url.pathname) }, "a request failed for a reason of ours");
    else app.log.debug({ code, reason: message, requestId, path: withoutTokens(url.pathname) }, "a request was refused or failed");
  }
}

/** The method and the beginning of the path: what follows may be an id. */
const spanNameOf = ({ req, url }: Exchange): string => `${req.method} ${/^\/(?:api\/)?[^/]*/.exec(url.pathname)?.[0] ?? "/"}`;

async function createPages(server: Server, { dev, host, port }: { dev: boolean; host: string; port: number }): Promise<(exchange: Exchange) => unknown> {
  const app = next({ dev, dir: join(import.meta.dirname, "../.."), hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  return ({ req, res }) => handle(req, res);
}

function noPages({ url }: Exchange): never {
  throw new AppError("NOT_FOUND", `There is nothing at ${url.pathname}.`);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new AppError("CONFLICT", `Port ${port} on ${host} is in use: another copy may be running. Stop it, or set PORT to another number.`, { cause: error });
  }
}

/** Only path and query are read from it. */
function urlOf(req: IncomingMessage): URL {
  const text = `http://localhost${req.url?.startsWith("/") ? req.url : "/"}`;
  return URL.canParse(text) ? new URL(text) : new URL("http://localhost/");
}
