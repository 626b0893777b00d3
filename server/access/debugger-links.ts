import { z } from "zod";
import type { Env } from "../core/env.ts";
import type { Actor } from "./actor.ts";
import type { Identity } from "./resolve-actor.ts";
import { readToken, signToken, type TokenKind } from "./signed-token.ts";

const DebuggerClaims = z.object({ sid: z.string(), wid: z.string(), key: z.string().nullable() });
const DEBUGGER_LINK: TokenKind<z.infer<typeof DebuggerClaims>> = { audience: "cdp", name: "debugger link", claims: DebuggerClaims };

/** Default life of a debugger link, in seconds: it is needed to connect, an open connection outlives it. */
export const DEBUGGER_LINK_S = 3600;

/** A session and the caller who may debug it for as long as they may themselves. */
export type DebuggerLink = { sessionId: string; identity: Identity };

/** Where CDP clients reach sessions, and the links that let them in. */
export type DebuggerLinks = ReturnType<typeof createDebuggerLinks>;

/** Makes the part that writes and reads addresses of the debugger endpoint. */
export function createDebuggerLinks({ tokenKey, publicUrl }: Pick<Env, "tokenKey" | "publicUrl">) {
  const addressOf = (sessionId: string): string => `${publicUrl.replace(/^http/, "ws")}/cdp/${sessionId}`;
  return {
    /** The address alone: for clients that send an API key in a header. */
    addressOf,

    /** The address with a token of the caller's, for clients that cannot send headers. */
    linkFor: async (actor: Actor, sessionId: string, expiresInSeconds = DEBUGGER_LINK_S): Promise<{ url: string; expiresAt: string }> => {
      const expiresAtMs = Math.ceil(Date.now() / 1000 + expiresInSeconds) * 1000;
      const claims = { sid: sessionId, wid: actor.workspaceId, key: actor.kind === "key" ? actor.id : null };
      const token = await signToken(tokenKey, DEBUGGER_LINK, { claims, subject: actor.userId, expiresAtMs });
      return { url: `${addressOf(sessionId)}?token=${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
    },

    /** @throws AppError UNAUTHENTICATED when the token is expired, forged, or made for something else */
    read: async (token: string): Promise<DebuggerLink> => {
      const { claims, subject } = await readToken(tokenKey, DEBUGGER_LINK, token);
      return { sessionId: claims.sid, identity: { userId: subject, workspaceId: claims.wid, keyId: claims.key } };
    },
  };
}
