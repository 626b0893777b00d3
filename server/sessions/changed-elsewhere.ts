import type { PerchEvent } from "../contract/events.ts";
import type { Db } from "../db/client.ts";
import { type SessionRow, toSession } from "./session-row.ts";
import { isEnded } from "./state.ts";

const MAX_CHANGES = 500;

/** What became of other servers' sessions since then, as the events that tell of it; oldest first, MAX_CHANGES at most. */
export async function changedElsewhere(db: Db, serverId: string, since: Date): Promise<PerchEvent[]> {
  const rows = await db.browserSession.findMany({
    where: {
      AND: [
        { OR: [{ serverId: null }, { serverId: { not: serverId } }] },
        { OR: [{ createdAt: { gte: since } }, { lastActivityAt: { gte: since } }, { terminatedAt: { gte: since } }] },
      ],
    },
    orderBy: { lastActivityAt: "desc" },
    take: MAX_CHANGES,
  });
  return rows.reverse().map(eventOf);
}

function eventOf(row: SessionRow): PerchEvent {
  const session = toSession(row);
  return { type: isEnded(session.status) ? "session.ended" : "session.updated", workspaceId: row.workspaceId, sessionId: row.id, session };
}
