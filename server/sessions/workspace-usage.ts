import type { WorkspaceUsage } from "../contract/sessions.ts";
import type { Db } from "../db/client.ts";

/** Adds up a workspace's sessions; those that wait or never got a browser count for no time. */
export async function workspaceUsage(db: Db, workspaceId: string): Promise<WorkspaceUsage> {
  const [row] = await db.$queryRaw<{ sessions: bigint; browser_ms: number | null }[]>`
    SELECT count(*) AS sessions,
           sum(extract(epoch FROM coalesce(terminated_at, now() AT TIME ZONE 'UTC') - created_at) * 1000) FILTER (WHERE browser IS NOT NULL)::float8 AS browser_ms
    FROM browser_sessions WHERE workspace_id = ${workspaceId}`;
  return { sessions: Number(row?.sessions ?? 0), browserMs: Math.max(0, Math.round(row?.browser_ms ?? 0)) };
}
