import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";

const OWNER_EMAIL = "owner@perch.localhost";

/** Makes the owner and their workspace when the database has no person yet. Idempotent. */
export async function createFirstOwner({ db, log }: { db: Db; log: Log }): Promise<void> {
  if ((await db.user.count()) > 0) return;
  const userId = newId("user");
  const workspaceId = newId("ws");
  // One statement after the other in one transaction; the unique address lets only one of two first starts succeed.
  await db.$transaction([
    db.user.create({ data: { id: userId, name: "Owner", email: OWNER_EMAIL, emailVerified: true } }),
    db.organization.create({ data: { id: workspaceId, name: "My workspace", slug: "my-workspace" } }),
    db.member.create({ data: { id: newId("mem"), organizationId: workspaceId, userId, role: "owner" } }),
  ]);
  log.info({ userId, workspaceId }, "the owner and their workspace were made");
}

/** The oldest owner of the oldest workspace: whom the login link at start and the local key stand for. */
export async function findFirstOwner(db: Db): Promise<{ userId: string; workspaceId: string } | null> {
  const member = await db.member.findFirst({ where: { role: "owner" }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return member && { userId: member.userId, workspaceId: member.organizationId };
}
