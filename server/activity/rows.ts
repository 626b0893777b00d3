import { type Activity, LogEntry } from "../contract/activity.ts";
import { Json } from "../contract/common.ts";
import type { Db } from "../db/client.ts";

type ActivityRow = NonNullable<Awaited<ReturnType<Db["sessionActivity"]["findFirst"]>>>;
type LogRow = NonNullable<Awaited<ReturnType<Db["sessionLog"]["findFirst"]>>>;

/** An activity as the database takes it: a missing detail is left out, since a JSON null is not an SQL NULL. */
export function activityData({ actionData, ...activity }: Activity & { workspaceId: string }) {
  return { ...activity, ...(actionData !== null && { actionData }) };
}

/** A stored activity in the shape that clients see. */
export function toActivity({ workspaceId: _, ...row }: ActivityRow): Activity {
  return { ...row, actionData: Json.parse(row.actionData), createdAt: row.createdAt.toISOString() };
}

/** A stored log line in the shape that clients see. */
export function toLogEntry({ workspaceId: _, source, level, ...row }: LogRow): LogEntry {
  return { ...row, source: LogEntry.shape.source.parse(source), level: LogEntry.shape.level.parse(level), createdAt: row.createdAt.toISOString() };
}
