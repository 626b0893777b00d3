import type { AuditEntry, ListAuditInput, ListAuditOutput } from "../contract/access.ts";
import { newId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Db } from "../db/client.ts";
import type { Actor } from "./actor.ts";

/** What happened, for the audit log. */
export type AuditFact = { action: string; targetId: string | null; success: boolean; errorCode: string | null };

/** Who did what in a workspace, kept for good. */
export type Audit = ReturnType<typeof createAudit>;

/** Makes the audit log. */
export function createAudit({ db, log }: { db: Db; log: Log }) {
  return {
    /** Writes one entry. A database that refuses it is logged and does not undo what was done. */
    record: async (actor: Actor, fact: AuditFact): Promise<void> => {
      const entry = {
        id: newId("audit"),
        workspaceId: actor.workspaceId,
        at: new Date(),
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        ip: actor.ip,
        ...fact,
      };
      try {
        await db.auditLog.create({ data: entry });
      } catch (error) {
        log.error({ err: error, entry }, "an audit entry could not be stored");
      }
    },

    /** One page of the workspace's entries, newest first. */
    list: async (actor: Actor, { page, pageSize, action, success }: ListAuditInput): Promise<ListAuditOutput> => {
      const where = { workspaceId: actor.workspaceId, ...(action !== undefined && { action }), ...(success !== undefined && { success }) };
      const [total, rows] = await Promise.all([
        db.auditLog.count({ where }),
        db.auditLog.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], skip: (page - 1) * pageSize, take: pageSize, omit: { workspaceId: true } }),
      ]);
      const entries = rows.map((row) => ({ ...row, actorKind: row.actorKind as AuditEntry["actorKind"], at: row.at.toISOString() }));
      return { entries, total, page, pageSize };
    },
  };
}
