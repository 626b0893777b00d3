import { hashPassword, verifyPassword } from "better-auth/crypto";
import { newId } from "../core/ids.ts";
import type { Db } from "../db/client.ts";

/** Under which name better-auth keeps passwords among the ways to sign in. */
const PROVIDER = "credential";

type Writer = Pick<Db, "account">;

/** Passwords as better-auth stores and checks them (scrypt). */
export type Passwords = ReturnType<typeof createPasswords>;

/** Makes the part that reads and writes passwords. */
export function createPasswords({ db }: { db: Db }) {
  const hashOf = async (userId: string): Promise<string | null> =>
    (await db.account.findFirst({ where: { userId, providerId: PROVIDER }, select: { password: true } }))?.password ?? null;

  return {
    /** Whether the person can sign in by a password. */
    has: async (userId: string): Promise<boolean> => (await hashOf(userId)) !== null,

    /** Whether this is the person's password; false where there is none. */
    matches: async (userId: string, password: string): Promise<boolean> => {
      const hash = await hashOf(userId);
      return hash !== null && verifyPassword({ hash, password });
    },

    /** What is stored in place of the password. Slow on purpose: not inside a transaction. */
    hash: (password: string): Promise<string> => hashPassword(password),

    /** Stores a hash as the person's password, in place of one that is there. */
    store: async (userId: string, hash: string, writer: Writer = db): Promise<void> => {
      const { count } = await writer.account.updateMany({ where: { userId, providerId: PROVIDER }, data: { password: hash } });
      if (count === 0) await writer.account.create({ data: { id: newId("acc"), accountId: userId, providerId: PROVIDER, userId, password: hash } });
    },
  };
}
