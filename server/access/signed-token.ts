import { errors, jwtVerify, SignJWT } from "jose";
import type { z } from "zod";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";

const ISSUER = "perch";

/**
 * What kind of token it is: `audience` keeps kinds apart, `name` is what people call it.
 * `lasting`: it may have no end of its own, because what it names (a row) decides for how long it is good.
 */
export type TokenKind<Claims> = { audience: string; name: string; claims: z.ZodType<Claims>; lasting?: true };
type SignedToken<Claims> = {
  claims: Claims;
  subject: string;
  /** Milliseconds since the epoch, of which the token keeps whole seconds; null for no end of its own. */
  expiresAtMs: number | null;
  /** A new one unless given. */
  id?: string;
};

/** A compact JWT (RFC 7519), signed with HS256. */
export function signToken<Claims extends Record<string, unknown>>(key: Uint8Array, kind: TokenKind<Claims>, token: SignedToken<Claims>): Promise<string> {
  const made = new SignJWT(token.claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(kind.audience)
    .setSubject(token.subject)
    .setJti(token.id ?? newId("link"))
    .setIssuedAt();
  if (token.expiresAtMs !== null) made.setExpirationTime(Math.floor(token.expiresAtMs / 1000));
  return made.sign(key);
}

/**
 * What a token says; its signature is compared in constant time. `evenExpired`: also what it said until its end, which lets nobody in.
 * @throws AppError UNAUTHENTICATED when it is expired, forged, or a token made for something else.
 */
export async function readToken<Claims>(
  key: Uint8Array,
  { audience, name, claims, lasting }: TokenKind<Claims>,
  token: string,
  { evenExpired = false } = {},
): Promise<Required<SignedToken<Claims>>> {
  try {
    const requiredClaims = ["sub", "jti", ...(lasting ? [] : ["exp"])];
    const before = evenExpired ? { currentDate: new Date(0) } : {};
    const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], issuer: ISSUER, audience, requiredClaims, ...before });
    const { sub: subject = "", jti: id = "", exp } = payload;
    return { claims: claims.parse(payload), subject, id, expiresAtMs: exp === undefined ? null : exp * 1000 };
  } catch (error) {
    const why = error instanceof errors.JWTExpired ? `This ${name} has expired; ask for a new one.` : `This ${name} is not valid.`;
    throw new AppError("UNAUTHENTICATED", why, { cause: error });
  }
}
