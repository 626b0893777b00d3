import { randomBytes } from "node:crypto";
import { sha256Hex } from "../core/crypto.ts";
import { newId } from "../core/ids.ts";
import type { Db } from "../db/client.ts";

const TOKEN_BYTES = 32;
const TOKEN_LIFE_MS = 3_600_000;
const PREFIX = "login-token:";

/** One-time tokens that sign a person in, as printed when the server starts. */
export type LoginTokens = ReturnType<typeof createLoginTokens>;

/** Makes and takes login tokens. Only their hashes are stored, so looking one up tells nothing by its timing. */
export function createLoginTokens({ db }: { db: Db }) {
  return {
    /** A new token for the person; good for one use within an hour. */
    create: async (userId: string): Promise<string> => {
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      await db.verification.create({
        data: { id: newId("ver"), identifier: PREFIX + sha256Hex(token), value: userId, expiresAt: new Date(Date.now() + TOKEN_LIFE_MS) },
      });
      return token;
    },

    /** The person whom the token signs in, or null; of callers at the same moment one gets the person. */
    consume: async (token: string): Promise<string | null> => {
      const where = { identifier: PREFIX + sha256Hex(token), expiresAt: { gt: new Date() } };
      const row = await db.verification.findFirst({ where });
      if (row === null) return null;
      const { count } = await db.verification.deleteMany({ where: { id: row.id } });
      return count === 1 ? row.value : null;
    },

    /** Removes tokens and other one-time values whose time is over. */
    removeExpired: async (): Promise<void> => {
      await db.verification.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    },
  };
}
