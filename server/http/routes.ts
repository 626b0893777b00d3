import { TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { toNodeHandler } from "better-auth/node";
import { DEVTOOLS_PATH } from "../access/debugger-links.ts";
import { handleBrowserbase } from "../api/browserbase/handle.ts";
import { errorBodyOf, toTrpcError } from "../api/error-body.ts";
import { missingOf } from "../api/health.ts";
import { answerRest } from "../api/rest/handle.ts";
import { appRouter } from "../api/root.ts";
import type { App } from "../app.ts";
import { BROWSERBASE_PATH } from "../contract/browserbase.ts";
import { AppError } from "../core/errors.ts";
import { createEvidenceHandler, isEvidencePath } from "../evidence/handle.ts";
import { type Exchange, redirect, retryAfterOf, sendJson } from "./answers.ts";
import { atHolder, callerOf, isForwarded, withActor } from "./forward.ts";
import { assertBodyWithin, assertOwnOrigin } from "./guards.ts";
import { allowOutsideMedia } from "./headers.ts";
import { handleLiveLink, sendLiveStream, showLinkPage } from "./live-links.ts";
import { sendMetrics } from "./metrics.ts";
import { isSessionExport, sendSessionExport } from "./session-exports.ts";

const MAX_CALL_BYTES = 64 * 1024 * 1024;
const MAX_AUTH_BYTES = 64 * 1024;
const TRPC = "/api/trpc/";
const USED_LINK = "This link was used already or has expired. Start the server again for a new one, or use your account.";

type Handler = (exchange: Exchange) => unknown;
type Route = { fits: (path: string) => boolean; handle: Handler };

const exactly = (wanted: string) => (path: string) => path === wanted;
const below = (prefix: string) => (path: string) => path.startsWith(prefix);

/** A failure before the call began, with the status that its code has everywhere. */
function asTrpcError(cause: unknown): never {
  throw toTrpcError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }));
}

/** The request table: the first route that fits answers; `pages` gets what none of ours wants. */
export function createRoutes(app: App, pages: Handler): (exchange: Exchange) => unknown {
  const auth = toNodeHandler(app.access.handleAuth);
  const evidenceFiles = createEvidenceHandler({ evidence: app.evidence, audit: app.access.audit });

  const calls: Handler = ({ req, res, url, requestId }) =>
    nodeHTTPRequestHandler({
      router: appRouter,
      req,
      res,
      path: url.pathname.slice(TRPC.length),
      maxBodySize: MAX_CALL_BYTES,
      // Other servers send queries by POST too: inputs may be longer than an address.
      allowMethodOverride: isForwarded(req),
      responseMeta: ({ errors }) => ({ headers: Object.assign({}, ...errors.map((error) => retryAfterOf(errorBodyOf(error)))) as Record<string, string> }),
      createContext: async () => ({ app, requestId, ...(await callerOf(app, req).catch(asTrpcError)) }),
    });
  const ofSession =
    (work: (exchange: Exchange) => Promise<void>): Handler =>
    (exchange) =>
      atHolder(app, exchange, () => work(exchange));
  const login: Handler = async (exchange) => {
    const token = exchange.url.searchParams.get("token");
    if (token === null || exchange.req.method !== "GET") return pages(exchange);
    const cookies = await app.access.redeem(token, exchange.req);
    if (cookies === null) redirect(exchange.res, `/login?error=${encodeURIComponent(USED_LINK)}`);
    else redirect(exchange.res, "/sessions", cookies);
  };
  const ready: Handler = async ({ res }) => {
    const missing = await missingOf(app);
    sendJson(res, missing.length === 0 ? 200 : 503, { ready: missing.length === 0, missing });
  };

  const table: readonly Route[] = [
    { fits: exactly("/healthz"), handle: ({ res }) => sendJson(res, 200, { alive: true }) },
    { fits: exactly("/readyz"), handle: ready },
    { fits: exactly("/metrics"), handle: (exchange) => sendMetrics(app, exchange) },
    { fits: exactly("/login"), handle: login },
    {
      fits: below("/api/auth/"),
      handle: ({ req, res }) => {
        assertBodyWithin(req, MAX_AUTH_BYTES);
        return auth(req, res);
      },
    },
    { fits: below(TRPC), handle: calls },
    { fits: below("/live/"), handle: (exchange) => showLinkPage(app, exchange, pages) },
    { fits: below("/api/live/links/"), handle: (exchange) => handleLiveLink(app, exchange) },
    {
      fits: (path) => /^\/api\/live\/[^/]+\/thumbnail\.jpg$/.test(path),
      handle: ofSession(({ req, res }) => withActor(app, req, (actor) => app.live.handleThumbnail(req, res, actor))),
    },
    {
      fits: (path) => /^\/api\/live\/[^/]+\/files$/.test(path),
      handle: ofSession(async ({ req, res }) => sendJson(res, 201, await app.live.receiveFile(req))),
    },
    {
      fits: (path) => /^\/api\/live\/[^/]+\/downloads\/[^/]+$/.test(path),
      handle: ofSession(({ req, res }) => app.live.sendDownload(req, res)),
    },
    {
      fits: (path) => /^\/api\/recordings\/[^/]+\/exports?(?:\/|$)/.test(path),
      handle: ofSession(({ req, res }) => withActor(app, req, (actor) => app.recordingExports.handle(req, res, actor))),
    },
    {
      fits: below("/api/recordings/"),
      handle: ofSession(({ req, res }) => withActor(app, req, (actor) => app.recordings.handle(req, res, actor))),
    },
    {
      fits: isEvidencePath,
      handle: ofSession(({ req, res }) => withActor(app, req, (actor) => evidenceFiles(req, res, actor))),
    },
    {
      fits: (path) => /^\/recordings\/[^/]+$/.test(path),
      handle: (exchange) => {
        if (exchange.url.searchParams.get("load") === "web") allowOutsideMedia(exchange.res);
        return pages(exchange);
      },
    },
    { fits: below(`${BROWSERBASE_PATH}/`), handle: (exchange) => handleBrowserbase(app, exchange) },
    {
      fits: (path) => /^\/api\/sessions\/[^/]+\/live$/.test(path),
      handle: ofSession((exchange) => sendLiveStream(app, exchange)),
    },
    {
      fits: isSessionExport,
      handle: ofSession((exchange) => withActor(app, exchange.req, (actor) => sendSessionExport(app, exchange, actor))),
    },
    {
      fits: (path) => path === "/api/sessions" || path.startsWith("/api/sessions/"),
      handle: (exchange) =>
        withActor(app, exchange.req, async (actor) => {
          const { status, body } = await answerRest(app, { ...exchange, actor });
          sendJson(exchange.res, status, body);
        }),
    },
    { fits: below(DEVTOOLS_PATH), handle: ({ req, res, url }) => app.devtools.handle(req, res, url) },
    {
      fits: below("/cdp/"),
      handle: ofSession(async ({ req, res, url }) => {
        if (!url.searchParams.has("token")) assertOwnOrigin(req, app.env, true);
        await app.cdp.handle(req, res, url);
      }),
    },
    {
      fits: below("/api/"),
      handle: ({ url }) => {
        throw new AppError("NOT_FOUND", `There is nothing at ${url.pathname}.`);
      },
    },
  ];
  return (exchange) => (table.find(({ fits }) => fits(exchange.url.pathname))?.handle ?? pages)(exchange);
}
