import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { isDebuggerHost, withoutToken } from "../access/debugger-host.ts";
import type { DebuggerLinks } from "../access/debugger-links.ts";
import type { Env } from "../core/env.ts";
import { AppError, messageOf } from "../core/errors.ts";
import type { EventBus } from "../core/events.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { LiveSession } from "../sessions/live-session.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { dial } from "./dial.ts";
import { discover, sendDiscovery } from "./discovery.ts";
import { type CdpGrant, type GrantParts, grantFor, refOf } from "./grant.ts";
import { CLOSE, Splice } from "./splice.ts";
import { targetUrl } from "./target-url.ts";

const MAX_CLIENTS_PER_SESSION = 50;
/** How often an open socket's caller is looked up again: a revoked key ends it. */
const RECHECK_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
const TOUCH_EVERY_MS = 1_000;
/** The browser's connection may break a moment before the session is known to have ended. */
const END_KNOWN_WAIT_MS = 1_500;
/** What discovery does to a browser's tabs. */
const CHANGES = /^\/json\/(?:new|activate|close)(?:\/|$)/;
const WEBSOCKET_KEY = /^[+/0-9A-Za-z]{22}==$/;

type CdpParts = Omit<GrantParts, "sessions"> & {
  sessions: Pick<Sessions, "running" | "expire">;
  links: DebuggerLinks;
  env: Pick<Env, "publicUrl">;
  log: Log;
  events: Pick<EventBus, "publish">;
};

/** The debugger endpoint of sessions: any CDP client, through our door, on the session's own browser. */
export type CdpEndpoint = ReturnType<typeof createCdpEndpoint>;

/** Makes it; it holds nothing until the first client comes. */
export function createCdpEndpoint(parts: CdpParts) {
  const { sessions, env, log, events } = parts;
  const open = new Map<Splice, LiveSession>();
  const state = { stopped: false };

  const attach = (grant: CdpGrant, client: Duplex, clientHead: Buffer, dialled: Awaited<ReturnType<typeof dial>>): void => {
    const { session } = grant;
    const isHeld = (): boolean => session.gate.closed && !ofKeeper(grant);
    const traffic = trafficOf(session);
    client.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${dialled.accept}\r\n\r\n`);
    const splice = new Splice({
      client,
      browser: dialled.socket,
      clientHead,
      browserHead: dialled.head,
      onTraffic: traffic.count,
      onBrowserClose: () => {
        log.info({ sessionId: session.id, by: grant.actor.id }, "a debugger closed the browser: the session ends");
        sessions.expire(session.id, "user").catch((error: unknown) => log.warn({ err: error, sessionId: session.id }, "a session could not be ended"));
      },
      onBrowserGone: () => void afterBrowser(session).then((reason) => splice.close(session.ended.aborted ? CLOSE.ended : CLOSE.browserGone, reason)),
      held: isHeld(),
    });
    open.set(splice, session);
    const onEnd = (): void => splice.close(CLOSE.ended, messageOf(session.ended.reason));
    session.ended.addEventListener("abort", onEnd, { once: true });
    const recheck = setInterval(() => {
      grant.still().then(
        (still) => still || splice.close(CLOSE.notAllowed, "The caller may no longer debug this session."),
        (error: unknown) => log.warn({ err: error }, "a debugger's caller could not be looked up again"),
      );
    }, RECHECK_MS);
    const program = grant.ofPage ? null : session.automation.connect();
    const stopFollowing = session.gate.onChange(() => (isHeld() ? splice.hold() : splice.release()));
    publish(events, session, grant.actor.name, "cdp.connect");
    void splice.closed.then((reason) => {
      clearInterval(recheck);
      traffic.stop();
      stopFollowing();
      program?.[Symbol.dispose]();
      session.ended.removeEventListener("abort", onEnd);
      open.delete(splice);
      endIfLeft(session);
      log.debug({ sessionId: session.id, messages: splice.messages, reason }, "a debugger is gone");
    });
    // The session may have ended while the browser was dialled.
    if (session.ended.aborted) onEnd();
  };

  /** Ends a session that is to go with its last client; a server that stops has not been left. */
  const endIfLeft = (session: LiveSession): void => {
    if (!session.config.endOnDisconnect || state.stopped || session.ended.aborted || [...open.values()].includes(session)) return;
    sessions.expire(session.id, "user").catch((error: unknown) => log.warn({ err: error, sessionId: session.id }, "a session could not be ended"));
  };

  const addressesFor = (req: IncomingMessage, url: URL, sessionId: string) => {
    const base = `${originOf(req, env.publicUrl)}/cdp/${sessionId}`;
    const token = url.searchParams.get("token");
    const query = token === null ? "" : `?token=${encodeURIComponent(token)}`;
    // Clients that are given a host alone may drop a query too: the token stands where Chromium has the browser's id.
    const browser = isDebuggerHost(req.headers.host) ? `${base}/devtools/browser/${token}` : `${base}${query}`;
    return { browser, page: (targetId: string) => `${base}/devtools/page/${targetId}${query}` };
  };

  return {
    /**
     * Makes a request to a debugger host the same request below /cdp/ with a token, and says so; others stay as they are.
     * @throws AppError UNAUTHENTICATED when the host is expired or forged
     */
    translate: async (req: IncomingMessage): Promise<boolean> => {
      const { host } = req.headers;
      if (host === undefined || !isDebuggerHost(host)) return false;
      const { sessionId, token } = await parts.links.readHost(host);
      const [path = "", query = ""] = (req.url ?? "/").split("?", 2);
      req.url = `/cdp/${sessionId}${path === "/" ? "" : path}?token=${token}${query === "" ? "" : `&${query}`}`;
      return true;
    },

    /**
     * Answers an upgrade below /cdp/: the caller is known and allowed, and the browser has agreed, before the socket opens.
     * @throws AppError UNAUTHENTICATED | FORBIDDEN | NOT_FOUND | SESSION_NOT_RUNNING | LIMIT_EXCEEDED | PROVIDER_UNAVAILABLE, for the caller to refuse with
     */
    handleUpgrade: async (req: IncomingMessage, url: URL, socket: Duplex, head: Buffer): Promise<void> => {
      if (state.stopped) throw new AppError("SHUTTING_DOWN", "The server is shutting down; try again in a moment.");
      const ref = refOf(url);
      const grant = await grantFor(req, ref, parts);
      const key = req.headers["sec-websocket-key"];
      if (key === undefined || !WEBSOCKET_KEY.test(key) || req.headers["sec-websocket-version"] !== "13")
        throw new AppError("INVALID_INPUT", "Open a WebSocket of version 13 here.");
      if ([...open.values()].filter((session) => session === grant.session).length >= MAX_CLIENTS_PER_SESSION)
        throw new AppError("LIMIT_EXCEEDED", `A session takes at most ${MAX_CLIENTS_PER_SESSION} debuggers at once.`);
      const dialled = await dial(targetUrl(grant.session.browser.endpoint, ref.path), key);
      if (socket.destroyed || state.stopped) return void dialled.socket.destroy();
      // Frames are small and wait for nobody (Nagle's algorithm would hold them back); the system looks for peers that vanished.
      if (socket instanceof Socket) socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
      attach(grant, socket, head, dialled);
    },

    /** Serves Chromium's discovery below /cdp/:sessionId/json. @throws AppError as `handleUpgrade` · HELD_BY_PERSON */
    handle: async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
      const ref = refOf(url);
      if (!/^\/json(\/|$)/.test(ref.path)) throw new AppError("NOT_FOUND", "Ask for /cdp/:sessionId/json/version, or open a socket at /cdp/:sessionId.");
      const grant = await grantFor(req, ref, parts);
      const { session } = grant;
      if (CHANGES.test(ref.path) && !ofKeeper(grant)) session.gate.assertOpen();
      sendDiscovery(res, await discover(req, url, ref.path, session.browser, addressesFor(req, url, ref.sessionId)));
    },

    /** Open connections. */
    stats: () => ({ clients: open.size }),

    /** Closes every connection. Idempotent; resolves when they are gone. */
    stop: async (): Promise<void> => {
      state.stopped = true;
      const closing = [...open.keys()];
      for (const splice of closing) splice.close(CLOSE.goingAway, "The server is shutting down.");
      await Promise.all(closing.map(({ closed }) => closed));
    },
  };
}

/** DevTools of the person who has the pages: what they do there is no program's doing. */
const ofKeeper = ({ session, actor, ofPage }: CdpGrant): boolean => ofPage && session.gate.keeps(actor.id);

/** Counts bytes as use of the session, at most once every TOUCH_EVERY_MS. */
function trafficOf(session: LiveSession) {
  const state = { bytes: 0, timer: null as NodeJS.Timeout | null };
  const flush = (): void => {
    state.timer = null;
    if (state.bytes > 0 && !session.ended.aborted) session.count({ bytesTransferred: state.bytes });
    state.bytes = 0;
  };
  return {
    count: (bytes: number): void => {
      state.bytes += bytes;
      state.timer ??= setTimeout(flush, TOUCH_EVERY_MS);
    },
    stop: (): void => {
      if (state.timer) clearTimeout(state.timer);
      flush();
    },
  };
}

/** Why the browser's connection is gone: the session's end if that follows, else something of this connection alone. */
function afterBrowser({ ended }: LiveSession): Promise<string> {
  return new Promise((resolve) => {
    const known = (): void => {
      clearTimeout(timer);
      resolve(messageOf(ended.reason));
    };
    const timer = setTimeout(() => {
      ended.removeEventListener("abort", known);
      resolve("The browser closed this connection; connect again.");
    }, END_KNOWN_WAIT_MS);
    if (ended.aborted) known();
    else ended.addEventListener("abort", known, { once: true });
  });
}

/** The address under which the caller reached us, which may be another than the configured one (a tunnel, a container). */
function originOf(req: IncomingMessage, publicUrl: string): string {
  const known = new URL(publicUrl);
  // A debugger host's token is in the rest of the address by then, and its long name is not known to every resolver.
  const host = withoutToken(req.headers.host ?? known.host);
  const secure = req.headers["x-forwarded-proto"] === "https" || (host === known.host && known.protocol === "https:");
  return `${secure ? "wss" : "ws"}://${host}`;
}

function publish(events: CdpParts["events"], { id: sessionId, workspaceId }: LiveSession, actorName: string, actionType: string): void {
  const activity = {
    id: newId("actv"),
    sessionId,
    actionType,
    actionData: null,
    success: true,
    durationMs: 0,
    errorMessage: null,
    via: "cdp",
    actorName,
    createdAt: new Date().toISOString(),
  } as const;
  events.publish({ type: "action.finished", workspaceId, sessionId, activity });
}
