import { z } from "zod";
import { readToken, signToken, type TokenKind } from "../access/signed-token.ts";

const LinkClaims = z.object({ sid: z.string(), wid: z.string(), tab: z.string().nullable(), mode: z.enum(["view", "control"]) });
const LIVE_LINK: TokenKind<z.infer<typeof LinkClaims>> = { audience: "live", name: "live link", claims: LinkClaims };

/** What a live link lets its bearer do. */
export type LiveLink = {
  sessionId: string;
  workspaceId: string;
  /** The tab it is pinned to; null follows the active one. */
  tabId: string | null;
  mode: "view" | "control";
  /** Who made the link. */
  issuedBy: string;
  /** Milliseconds since the epoch. */
  expiresAtMs: number;
};

/** A live link as a signed token. */
export function signLink(key: Uint8Array, { sessionId, workspaceId, tabId, mode, issuedBy, expiresAtMs }: LiveLink): Promise<string> {
  return signToken(key, LIVE_LINK, { claims: { sid: sessionId, wid: workspaceId, tab: tabId, mode }, subject: issuedBy, expiresAtMs });
}

/**
 * The link that a token carries.
 * @throws AppError UNAUTHENTICATED when it is expired, forged, or a token made for something else.
 */
export async function verifyLink(key: Uint8Array, token: string): Promise<LiveLink> {
  const { claims, subject, expiresAtMs } = await readToken(key, LIVE_LINK, token);
  return { sessionId: claims.sid, workspaceId: claims.wid, tabId: claims.tab, mode: claims.mode, issuedBy: subject, expiresAtMs };
}
