import type { ChangeRoleInput, Member, Role } from "../contract/access.ts";
import { AppError } from "../core/errors.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";
import type { Keys } from "./keys.ts";
import { roleOf } from "./roles.ts";

const CHANGED = { success: true } as const;

type Transaction = Parameters<Parameters<Db["$transaction"]>[0]>[0];

/** Who belongs to a workspace, and as what. */
export type Members = ReturnType<typeof createMembers>;

/** Makes it. */
export function createMembers({ db, keys }: { db: Db; keys: Keys }) {
  /** Runs a change of somebody's place. The workspace's row is locked, so that of two last owners not both can go. */
  const change = (actor: Actor, userId: string, apply: (tx: Transaction, memberId: string) => Promise<unknown>, becomes: Role | null): Promise<void> =>
    db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM workspaces WHERE id = ${actor.workspaceId} FOR UPDATE`;
      const owners = await tx.member.findMany({ where: { organizationId: actor.workspaceId, role: "owner" }, select: { userId: true } });
      const member = await tx.member.findFirst({ where: { organizationId: actor.workspaceId, userId } });
      if (member === null) throw new AppError("NOT_FOUND", `There is no member ${userId} in this workspace.`);
      const wasOwner = roleOf(member.role) === "owner";
      if (wasOwner) assertMayGrant(actor, "owner");
      if (wasOwner && becomes !== "owner" && owners.length === 1)
        throw new AppError("CONFLICT", "A workspace needs an owner: make somebody else an owner first.");
      await apply(tx, member.id);
    });

  return {
    /** Everyone in the caller's workspace, in the order of joining. */
    list: async (actor: Actor): Promise<{ members: Member[] }> => {
      const rows = await db.member.findMany({ where: { organizationId: actor.workspaceId }, include: { user: true }, orderBy: { createdAt: "asc" } });
      const members = rows.map(({ user, role, createdAt }) => ({
        userId: user.id,
        name: user.name,
        email: user.email,
        role: roleOf(role) ?? "viewer",
        joinedAt: createdAt.toISOString(),
      }));
      return { members };
    },

    /** Gives a member another role. @throws AppError NOT_FOUND | FORBIDDEN when only an owner may | CONFLICT for the last owner */
    changeRole: async (actor: Actor, { userId, role }: ChangeRoleInput): Promise<typeof CHANGED> => {
      assertMayGrant(actor, role);
      await change(actor, userId, (tx, id) => tx.member.update({ where: { id }, data: { role } }), role);
      return CHANGED;
    },

    /** Takes a member out, with the keys they made here. @throws AppError NOT_FOUND | FORBIDDEN when only an owner may | CONFLICT for the last owner */
    remove: async (actor: Actor, { userId }: { userId: string }): Promise<typeof CHANGED> => {
      await change(actor, userId, (tx, id) => tx.member.delete({ where: { id } }), null);
      await keys.removeOf(userId, actor.workspaceId);
      return CHANGED;
    },
  };
}

/** Owners are made and unmade by owners only. @throws AppError FORBIDDEN */
export function assertMayGrant(actor: Actor, role: Role): void {
  if (role === "owner" && actor.role !== "owner") throw new AppError("FORBIDDEN", "Only an owner can make, change or remove an owner.");
}
