import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { type WebSocket, WebSocketServer } from "ws";
import { appRouter } from "../api/root.ts";
import type { App } from "../app.ts";
import { AppError, asAppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { refuseUpgrade } from "../live/upgrade-refusal.ts";
import { countConnection, holderOfRequest, isForwarded, pathOf } from "./forward.ts";
import { createSplices } from "./forward-socket.ts";
import { assertKnownHost, assertOwnOrigin } from "./guards.ts";

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const PING_MS = 30_000;
const PONG_WAIT_MS = 10_000;
/** How often an open socket's caller is looked up again: a revoked key or a sign-out ends it. */
const RECHECK_MS = 30_000;
const CLOSE_UNAUTHENTICATED = 4401;
const CLOSE_GOING_AWAY = 1001;

type SocketOptions = {
  /** Paths that Next's own upgrade listener answers (development). */
  nextHandles: (path: string) => boolean;
  /** Resolves when the app has started: before that it does not know its sessions. */
  ready: Promise<unknown>;
};

/** The upgrade table: /ws/trpc, /ws/live/* and /cdp/*. Callers are known before their socket opens; everything else is refused. */
export function attachSockets(server: Server, app: App, { nextHandles, ready }: SocketOptions): { stop: () => void } {
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const trpc = applyWSSHandler({
    wss,
    router: appRouter,
    createContext: async ({ req }) => ({ app, actor: await app.access.resolveActor(req), requestId: newId("req") }),
    keepAlive: { enabled: true, pingMs: PING_MS, pongWaitMs: PONG_WAIT_MS },
  });

  const splices = createSplices(app);

  const openCalls = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    assertOwnOrigin(req, app.env, true);
    if ((await app.access.resolveActor(req)) === null) throw new AppError("UNAUTHENTICATED", "Log in, or give an API key (Authorization: Bearer …).");
    if (socket.destroyed) return;
    wss.handleUpgrade(req, socket, head, (opened) => {
      recheck(app, req, opened);
      wss.emit("connection", opened, req);
    });
  };

  const openDebugger = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const url = new URL(req.url ?? "/", "http://localhost");
    if (!url.searchParams.has("token")) assertOwnOrigin(req, app.env, true);
    await app.cdp.handleUpgrade(req, url, socket, head);
  };

  const onUpgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (nextHandles(pathOf(req))) return;
    // A peer that vanishes meanwhile must not bring the process down.
    socket.on("error", () => socket.destroy());
    try {
      assertKnownHost(req, app.env);
      // The server that passed it on has done so.
      if (!isForwarded(req)) await app.cdp.translate(req);
      const path = pathOf(req);
      await ready;
      await countConnection(app, req);
      const holder = await holderOfRequest(app, req);
      if (holder !== null) await splices.join(holder, req, socket, head);
      else if (path.startsWith("/ws/live/")) await app.live.handleUpgrade(req, socket, head);
      else if (path === "/ws/trpc") await openCalls(req, socket, head);
      else if (path.startsWith("/cdp/")) await openDebugger(req, socket, head);
      else throw new AppError("NOT_FOUND", "Sockets are at /ws/trpc, /ws/live/:sessionId and /cdp/:sessionId.");
    } catch (error) {
      const refusal = asAppError(error, "INTERNAL", "Something went wrong on the server.");
      if (refusal.code === "INTERNAL") app.log.error({ err: error, path: pathOf(req) }, "a socket could not be opened");
      socket.once("finish", () => socket.destroy());
      refuseUpgrade(socket, refusal);
    }
  };
  server.on("upgrade", (req, socket, head) => void onUpgrade(req, socket, head));

  return {
    /** Tells callers to connect again elsewhere, and closes their sockets. */
    stop: () => {
      trpc.broadcastReconnectNotification();
      for (const client of wss.clients) client.close(CLOSE_GOING_AWAY);
      wss.close();
      splices.stop();
    },
  };
}

/** Closes the socket once its caller is no longer known. */
function recheck(app: App, req: IncomingMessage, socket: WebSocket): void {
  const timer = setInterval(() => {
    app.access.resolveActor(req).then(
      (actor) => actor === null && socket.close(CLOSE_UNAUTHENTICATED),
      (error: unknown) => app.log.warn({ err: error }, "a socket's caller could not be looked up again"),
    );
  }, RECHECK_MS);
  socket.once("close", () => clearInterval(timer));
}
