import { createHmac } from "node:crypto";
import type { AcceptInvitationInput, Invitation, InvitationOffer, InvitationRef, InviteInput } from "../contract/access.ts";
import { timingSafeEqualText } from "../core/crypto.ts";
import type { Env } from "../core/env.ts";
import { AppError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { Audit } from "./audit.ts";
import { assertMayGrant } from "./members.ts";
import type { Passwords } from "./passwords.ts";
import { roleOf, scopesOf } from "./roles.ts";

const LIFE_MS = 7 * 86_400_000;
const GONE = "This invitation was used, withdrawn or has expired. Ask for a new one.";

type InvitationParts = { db: Db; env: Pick<Env, "authSecret" | "publicUrl">; passwords: Passwords; audit: Audit };

/** Invitations into workspaces, by links that are handed over by hand. */
export type Invitations = ReturnType<typeof createInvitations>;

/** Makes it. A link's token is the invitation's id with its HMAC: nothing in the database opens a door. */
export function createInvitations({ db, env, passwords, audit }: InvitationParts) {
  const sign = (id: string): string => createHmac("sha256", env.authSecret).update(`invitation ${id}`).digest("base64url");
  const open = () => ({ status: "pending", expiresAt: { gt: new Date() } });

  /** The open invitation that the token stands for. @throws AppError NOT_FOUND */
  const find = async (token: string) => {
    const [id = "", mac = ""] = token.split(".");
    const row = timingSafeEqualText(mac, sign(id))
      ? await db.invitation.findFirst({ where: { id, ...open() }, include: { organization: true, inviter: true } })
      : null;
    const role = row && roleOf(row.role ?? "");
    if (row === null || !role) throw new AppError("NOT_FOUND", GONE);
    return { ...row, role, account: await db.user.findUnique({ where: { email: row.email } }) };
  };

  return {
    /**
     * Invites an address; an older open invitation of the same address is replaced.
     * @throws AppError FORBIDDEN when only an owner may give the role | CONFLICT when the address belongs to a member
     */
    create: async (actor: Actor, { email, role }: InviteInput): Promise<Invitation> => {
      assertMayGrant(actor, role);
      const member = await db.member.findFirst({ where: { organizationId: actor.workspaceId, user: { email } } });
      if (member !== null) {
        const fields = [{ field: "email", message: "They belong to the workspace already." }];
        throw new AppError("CONFLICT", `${email} belongs to this workspace already.`, { fields });
      }
      const data = { id: newId("inv"), organizationId: actor.workspaceId, email, role, inviterId: actor.userId, expiresAt: new Date(Date.now() + LIFE_MS) };
      const [, row] = await db.$transaction([
        db.invitation.deleteMany({ where: { organizationId: actor.workspaceId, email, status: "pending" } }),
        db.invitation.create({ data, include: { inviter: true } }),
      ]);
      return present(row);
    },

    /** The workspace's open invitations, newest first. */
    list: async (actor: Actor): Promise<{ invitations: Invitation[] }> => {
      const where = { organizationId: actor.workspaceId, ...open() };
      const rows = await db.invitation.findMany({ where, include: { inviter: true }, orderBy: { createdAt: "desc" } });
      return { invitations: rows.map(present) };
    },

    /** Ends an open invitation: its link leads nowhere from now on. @throws AppError NOT_FOUND */
    revoke: async (actor: Actor, { invitationId }: InvitationRef): Promise<{ success: true }> => {
      const { count } = await db.invitation.deleteMany({ where: { id: invitationId, organizationId: actor.workspaceId, status: "pending" } });
      if (count === 0) throw new AppError("NOT_FOUND", `There is no open invitation ${invitationId} in this workspace.`);
      return { success: true };
    },

    /** What the link's bearer is offered. @throws AppError NOT_FOUND */
    offer: async (token: string): Promise<InvitationOffer> => {
      const { organization, inviter, email, role, account } = await find(token);
      return { workspaceName: organization.name, invitedBy: inviter.name, email, role, hasAccount: account !== null };
    },

    /**
     * Takes the place that is offered, by a new account or the one that has the address. Works once.
     * @returns whom to sign in, and to which workspace
     * @throws AppError NOT_FOUND | UNAUTHENTICATED when the existing account has another password | INVALID_INPUT without a name
     */
    accept: async ({ token, name, password }: AcceptInvitationInput): Promise<{ userId: string; workspaceId: string }> => {
      const { id, email, role, organizationId, account } = await find(token);
      if (account !== null && !(await passwords.matches(account.id, password)))
        throw new AppError("UNAUTHENTICATED", `This is not the password of the account ${email}.`);
      if (account === null && name === undefined)
        throw new AppError("INVALID_INPUT", "Give your name.", { fields: [{ field: "name", message: "Give your name." }] });
      const hash = account === null ? await passwords.hash(password) : null;
      const userId = account?.id ?? newId("user");
      await db.$transaction(async (tx) => {
        // Claimed first: of two who accept at the same moment one waits here and then finds it taken.
        const { count } = await tx.invitation.updateMany({ where: { id, ...open() }, data: { status: "accepted" } });
        if (count === 0) throw new AppError("NOT_FOUND", GONE);
        if (hash !== null) {
          await tx.user.create({ data: { id: userId, name: name ?? email, email, emailVerified: true } });
          await passwords.store(userId, hash, tx);
        }
        await tx.member.create({ data: { id: newId("mem"), organizationId, userId, role } });
      });
      const actor: Actor = {
        ...{ kind: "user", id: userId, userId, name: account?.name ?? name ?? email },
        ...{ workspaceId: organizationId, role, scopes: new Set(scopesOf(role)), ip: null },
      };
      await audit.record(actor, { action: "access.acceptInvitation", targetId: id, success: true, errorCode: null });
      return { userId, workspaceId: organizationId };
    },
  };

  function present(row: { id: string; email: string; role: string | null; createdAt: Date; expiresAt: Date; inviter: { name: string } }): Invitation {
    return {
      id: row.id,
      email: row.email,
      role: roleOf(row.role ?? "") ?? "viewer",
      invitedBy: row.inviter.name,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      url: `${env.publicUrl}/invite/${row.id}.${sign(row.id)}`,
    };
  }
}
