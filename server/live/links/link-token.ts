import { createHash } from "node:crypto";
import { errors } from "jose";
import { z } from "zod";
import { readToken, signToken, type TokenKind } from "../../access/signed-token.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import type { LinkRefusal } from "../../contract/live-links.ts";
import { AppError, asAppError } from "../../core/errors.ts";

const LinkClaims = z.object({
  sid: z.string(),
  wid: z.string(),
  tab: z.string().nullable(),
  mode: z.enum(["view", "control"]),
  knew: z.string().nullable().default(null),
});
/** Share links have no end of their own: their row says when it is, and it may be moved. */
const LIVE_LINK: TokenKind<z.infer<typeof LinkClaims>> = { audience: "live", name: "live link", claims: LinkClaims, lasting: true };

const MARK_LENGTH = 22;

/** What a live link's token says; its row, found by the id, says whether it is still good. */
export type LinkToken = {
  id: string;
  sessionId: string;
  workspaceId: string;
  /** The tab it is pinned to; null follows the active one. */
  tabId: string | null;
  mode: "view" | "control";
  /** Who made the link. */
  issuedBy: string;
  /** The mark of the password that its bearer knew (`markOf`); null before they told it. */
  knew: string | null;
  /** Milliseconds since the epoch; null where the row alone decides. */
  expiresAtMs: number | null;
};

/** A refusal of a live link that says, for programs, what is wrong with it. */
export function linkRefused(why: LinkRefusal, sentence: string, code: ErrorCode = "UNAUTHENTICATED", cause?: unknown): AppError {
  return new AppError(code, sentence, { details: { link: why }, cause });
}

/** Tells one password of a link from the next without saying anything of either: a hash of its salted hash. */
export const markOf = (passwordHash: string): string => createHash("sha256").update(passwordHash).digest("base64url").slice(0, MARK_LENGTH);

/** A live link as a signed token. */
export function signLink(key: Uint8Array, { id, sessionId, workspaceId, tabId, mode, issuedBy, knew, expiresAtMs }: LinkToken): Promise<string> {
  const claims = { sid: sessionId, wid: workspaceId, tab: tabId, mode, knew };
  return signToken(key, LIVE_LINK, { id, claims, subject: issuedBy, expiresAtMs });
}

/**
 * The link that a token carries; with `evenExpired` also that of one whose time is over: to tell its bearer so, never to let them in.
 * @throws AppError UNAUTHENTICATED when it is expired, forged, or a token made for something else.
 */
export async function verifyLink(key: Uint8Array, token: string, options: { evenExpired?: boolean } = {}): Promise<LinkToken> {
  const { id, claims, subject, expiresAtMs } = await readToken(key, LIVE_LINK, token, options).catch((error: unknown) => {
    const { message, cause } = asAppError(error, "UNAUTHENTICATED", "This live link is not valid.");
    throw linkRefused(cause instanceof errors.JWTExpired ? "expired" : "invalid", message, "UNAUTHENTICATED", error);
  });
  const { sid: sessionId, wid: workspaceId, tab: tabId, mode, knew } = claims;
  return { id, sessionId, workspaceId, tabId, mode, issuedBy: subject, knew, expiresAtMs };
}
