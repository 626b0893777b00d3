import { createHmac } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { AppError } from "../core/errors.ts";

const ISSUER = "perch";
const AUDIENCE = "replica";
/** So long after it was made a token is still taken: a request's way to the other server, and clocks that differ. */
const LIFE_SECONDS = 60;

const Claims = z.object({ to: z.string(), path: z.string(), who: z.unknown() });

/** What a request from server to server says of itself: which server it is for, its path, and for whom it is made. */
export type PeerClaims = {
  to: string;
  /** Path of the request's address, without its query. */
  path: string;
  /** The caller as JSON; null where the request carries the caller's own credentials. */
  who: unknown;
};

/** Makes and reads the tokens by which servers of one database trust each other's requests: JWTs (RFC 7519) with HS256. */
export function createPeerTokens(tokenKey: Uint8Array) {
  // A key of its own: a token made with one of the server's other uses of the key is never one of these.
  const key = createHmac("sha256", tokenKey).update("server to server").digest();
  return {
    sign: ({ to, path, who }: PeerClaims): Promise<string> =>
      new SignJWT({ to, path, who })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${LIFE_SECONDS} s`)
        .sign(key),

    /**
     * What a token says.
     * @param expected the server that reads it, and the path that was asked for
     * @throws AppError UNAUTHENTICATED when it is forged, expired, or made for another server or path
     */
    verify: async (token: string, expected: { to: string; path: string }): Promise<PeerClaims> => {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ["HS256"], issuer: ISSUER, audience: AUDIENCE });
        const claims = Claims.parse(payload);
        if (claims.to !== expected.to || claims.path !== expected.path) throw new Error("made for another server or path");
        return claims;
      } catch (error) {
        throw new AppError("UNAUTHENTICATED", "This request does not come from a server of this installation.", { cause: error });
      }
    },
  };
}
