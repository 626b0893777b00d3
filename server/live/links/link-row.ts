import type { Actor } from "../../access/actor.ts";
import type { Scope } from "../../contract/access.ts";
import type { ShareLink } from "../../contract/live-links.ts";
import { ENDED_STATUSES, type SessionStatus } from "../../contract/sessions.ts";
import type { Db } from "../../db/client.ts";

/** A link as the database keeps it. */
export type LinkRow = Awaited<ReturnType<Db["liveLink"]["findFirstOrThrow"]>>;

/** The scope that makes, changes and follows a link of that mode. */
export const scopeOf = (mode: string): Scope => (mode === "control" ? "live:control" : "live:view");

/** The row's mode; what is not known gives the least. */
export const modeOf = ({ mode }: Pick<LinkRow, "mode">): "view" | "control" => (mode === "control" ? "control" : "view");

/** A link as callers see it. `url` is left out for who may not do what it allows. */
export function present(row: LinkRow, sessionStatus: string, url: string, { scopes }: Pick<Actor, "scopes">): ShareLink {
  return {
    id: row.id,
    sessionId: row.sessionId,
    kind: row.kind === "url" ? "url" : "share",
    label: row.label,
    mode: modeOf(row),
    tabId: row.tabId,
    includesLogs: row.includesLogs,
    hasPassword: row.passwordHash !== null,
    status: statusOf(row, sessionStatus),
    url: scopes.has(scopeOf(row.mode)) ? url : null,
    views: row.views,
    lastViewedAt: row.lastViewedAt?.toISOString() ?? null,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

function statusOf(row: LinkRow, sessionStatus: string): ShareLink["status"] {
  if (row.revokedAt !== null) return "revoked";
  if (ENDED_STATUSES.includes(sessionStatus as SessionStatus)) return "ended";
  return isOver(row) ? "expired" : "active";
}

/** Whether the link's time is over. */
export const isOver = ({ expiresAt }: Pick<LinkRow, "expiresAt">): boolean => expiresAt !== null && expiresAt.getTime() <= Date.now();

/** The database condition of links that are neither revoked nor expired. */
export const stillGood = () => ({ revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] });
