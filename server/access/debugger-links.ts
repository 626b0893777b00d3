import { z } from "zod";
import type { DebuggerUrlOutput } from "../contract/sessions.ts";
import type { Env } from "../core/env.ts";
import type { Actor } from "./actor.ts";
import { readDebuggerHost, signDebuggerHost } from "./debugger-host.ts";
import type { Identity } from "./resolve-actor.ts";
import { readToken, signToken, type TokenKind } from "./signed-token.ts";

const DebuggerClaims = z.object({ sid: z.string(), wid: z.string(), key: z.string().nullable() });
const DEBUGGER_LINK: TokenKind<z.infer<typeof DebuggerClaims>> = { audience: "cdp", name: "debugger link", claims: DebuggerClaims };

/** Where the DevTools front end is served; with a slash at the end. */
export const DEVTOOLS_PATH = "/devtools/";

/** Default life of a debugger link, in seconds: it is needed to connect, an open connection outlives it. */
export const DEBUGGER_LINK_S = 3600;

/** Addresses that let in whoever has them, of the whole browser. */
export type DebuggerAddresses = Omit<DebuggerUrlOutput, "devtoolsUrl" | "tabs">;

/** A session and the caller who may debug it for as long as they may themselves. */
export type DebuggerLink = { sessionId: string; identity: Identity };

/** Where CDP clients reach sessions, and the links that let them in. */
export type DebuggerLinks = ReturnType<typeof createDebuggerLinks>;

/** Makes the part that writes and reads addresses of the debugger endpoint. */
export function createDebuggerLinks({ tokenKey, publicUrl }: Pick<Env, "tokenKey" | "publicUrl">) {
  /** Names below `localhost` lead to this machine by themselves (RFC 6761); below another name they need a DNS wildcard. */
  const hostOf = (label: string): string => {
    const { hostname, port, protocol } = new URL(publicUrl);
    const base = /^(127[.]|\[::1\]|localhost$)/.test(hostname) ? "localhost" : hostname;
    return `${label}.${base}:${port || (protocol === "https:" ? "443" : "80")}`;
  };
  const tokenOf = (sid: string, { userId, workspaceId, keyId }: Identity, expiresAtMs: number): Promise<string> =>
    signToken(tokenKey, DEBUGGER_LINK, { claims: { sid, wid: workspaceId, key: keyId }, subject: userId, expiresAtMs });
  const addressOf = (sessionId: string): string => `${publicUrl.replace(/^http/, "ws")}/cdp/${sessionId}`;
  return {
    /** The address alone: for clients that send an API key in a header. */
    addressOf,

    /** The address with a token of the caller's, for clients that cannot send headers. */
    linkFor: async (actor: Actor, sessionId: string, expiresInSeconds = DEBUGGER_LINK_S): Promise<DebuggerAddresses> => {
      const expiresAtMs = Math.ceil(Date.now() / 1000 + expiresInSeconds) * 1000;
      const { userId, workspaceId } = actor;
      const keyId = actor.kind === "key" ? actor.id : null;
      const identity = { userId, workspaceId, keyId };
      return {
        url: `${addressOf(sessionId)}?token=${await tokenOf(sessionId, identity, expiresAtMs)}`,
        debuggerAddress: hostOf(signDebuggerHost(tokenKey, { sessionId, identity, expiresAtMs })),
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },

    /**
     * The DevTools front end on one tab, by a link that `linkFor` gave. The front end takes the socket's address without
     * its scheme, which the parameter's name tells.
     */
    devtoolsFor: ({ url }: Pick<DebuggerAddresses, "url">, tabId: string): string => {
      const socket = new URL(url);
      const page = new URL(`${publicUrl}${DEVTOOLS_PATH}devtools_app.html`);
      page.searchParams.set(socket.protocol.slice(0, -1), `${socket.host}${socket.pathname}/devtools/page/${tabId}${socket.search}`);
      return page.href;
    },

    /** A debugger host's session, and the token that lets in whom the host lets in. @throws AppError UNAUTHENTICATED when it is expired or forged */
    readHost: async (host: string): Promise<{ sessionId: string; token: string }> => {
      const { sessionId, identity, expiresAtMs } = readDebuggerHost(tokenKey, host);
      return { sessionId, token: await tokenOf(sessionId, identity, expiresAtMs) };
    },

    /** @throws AppError UNAUTHENTICATED when the token is expired, forged, or made for something else */
    read: async (token: string): Promise<DebuggerLink> => {
      const { claims, subject } = await readToken(tokenKey, DEBUGGER_LINK, token);
      return { sessionId: claims.sid, identity: { userId: subject, workspaceId: claims.wid, keyId: claims.key } };
    },
  };
}
