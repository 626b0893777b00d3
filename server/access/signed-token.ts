import { errors, jwtVerify, SignJWT } from "jose";
import type { z } from "zod";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";

const ISSUER = "perch";

/** What kind of token it is: `audience` keeps kinds apart, `name` is what people call it. */
export type TokenKind<Claims> = { audience: string; name: string; claims: z.ZodType<Claims> };
type SignedToken<Claims> = { claims: Claims; subject: string; expiresAtMs: number };

/** A compact JWT (RFC 7519), signed with HS256. `expiresAtMs` is in milliseconds since the epoch; the token knows whole seconds. */
export function signToken<Claims extends Record<string, unknown>>(key: Uint8Array, kind: TokenKind<Claims>, token: SignedToken<Claims>): Promise<string> {
  return new SignJWT(token.claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(kind.audience)
    .setSubject(token.subject)
    .setJti(newId("link"))
    .setIssuedAt()
    .setExpirationTime(Math.floor(token.expiresAtMs / 1000))
    .sign(key);
}

/**
 * What a token says; its signature is compared in constant time.
 * @throws AppError UNAUTHENTICATED when it is expired, forged, or a token made for something else.
 */
export async function readToken<Claims>(key: Uint8Array, { audience, name, claims }: TokenKind<Claims>, token: string): Promise<SignedToken<Claims>> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], issuer: ISSUER, audience, requiredClaims: ["sub", "exp"] });
    return { claims: claims.parse(payload), subject: payload.sub ?? "", expiresAtMs: (payload.exp ?? 0) * 1000 };
  } catch (error) {
    const why = error instanceof errors.JWTExpired ? `This ${name} has expired; ask for a new one.` : `This ${name} is not valid.`;
    throw new AppError("UNAUTHENTICATED", why, { cause: error });
  }
}
