import type { SetPasswordInput, UpdateAccountInput } from "../contract/access.ts";
import { AppError } from "../core/errors.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { Passwords } from "./passwords.ts";

const CHANGED = { success: true } as const;

/** What people change about themselves. */
export type Account = ReturnType<typeof createAccount>;

/** Makes it. */
export function createAccount({ db, passwords }: { db: Db; passwords: Passwords }) {
  return {
    /** Changes the caller's name and e-mail address. @throws AppError FORBIDDEN for keys | CONFLICT when another account has the address */
    update: async (actor: Actor, { name, email }: UpdateAccountInput): Promise<typeof CHANGED> => {
      assertPerson(actor);
      const taken = await db.user.findFirst({ where: { email, id: { not: actor.userId } }, select: { id: true } });
      if (taken !== null) throw new AppError("CONFLICT", "Another account has this e-mail address.", { fields: [{ field: "email", message: "It is taken." }] });
      await db.user.update({ where: { id: actor.userId }, data: { name, email } });
      return CHANGED;
    },

    /**
     * Sets the caller's password. In place of an older one it needs that one, and ends all sign-ins of the person,
     * also the caller's: whoever knew the old password is out.
     * @throws AppError FORBIDDEN for keys | INVALID_INPUT when the current password is wrong
     */
    setPassword: async (actor: Actor, { currentPassword, newPassword }: SetPasswordInput): Promise<typeof CHANGED> => {
      assertPerson(actor);
      const replaces = await passwords.has(actor.userId);
      if (replaces && !(await passwords.matches(actor.userId, currentPassword ?? ""))) {
        const fields = [{ field: "currentPassword", message: "This is not your password." }];
        throw new AppError("INVALID_INPUT", "The current password is wrong.", { fields });
      }
      await passwords.store(actor.userId, await passwords.hash(newPassword));
      if (replaces) await db.session.deleteMany({ where: { userId: actor.userId } });
      return CHANGED;
    },
  };
}

/** A leaked key must not become a sign-in. */
function assertPerson(actor: Actor): void {
  if (actor.kind !== "user") throw new AppError("FORBIDDEN", "Sign in to change an account; an API key cannot.");
}
