import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";

const ISSUER = "perch";
const AUDIENCE = "live";

const LinkClaims = z.object({
  sid: z.string(),
  wid: z.string(),
  tab: z.string().nullable(),
  mode: z.enum(["view", "control"]),
  sub: z.string(),
  exp: z.number(),
});

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

/** A live link as a compact JWT (RFC 7519), signed with HS256. */
export async function signLink(key: Uint8Array, link: LiveLink): Promise<string> {
  return new SignJWT({ sid: link.sessionId, wid: link.workspaceId, tab: link.tabId, mode: link.mode })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(link.issuedBy)
    .setJti(newId("link"))
    .setIssuedAt()
    .setExpirationTime(Math.floor(link.expiresAtMs / 1000))
    .sign(key);
}

/**
 * The link that a token carries.
 * @throws AppError UNAUTHENTICATED when it is expired, forged, or a token made for something else.
 */
export async function verifyLink(key: Uint8Array, token: string): Promise<LiveLink> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], issuer: ISSUER, audience: AUDIENCE });
    const claims = LinkClaims.parse(payload);
    return { sessionId: claims.sid, workspaceId: claims.wid, tabId: claims.tab, mode: claims.mode, issuedBy: claims.sub, expiresAtMs: claims.exp * 1000 };
  } catch (error) {
    const why = error instanceof errors.JWTExpired ? "This live link has expired; ask for a new one." : "This live link is not valid.";
    throw new AppError("UNAUTHENTICATED", why, { cause: error });
  }
}
