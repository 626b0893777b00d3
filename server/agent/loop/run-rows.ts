import { ModelUsage } from "../../contract/agent.ts";
import { AgentRun, type AgentRunDetails, AgentRunStatus, AgentStep } from "../../contract/agent-run.ts";
import { Json } from "../../contract/common.ts";
import type { Db } from "../../db/client.ts";

/** A run as the database has it. */
export type AgentRunRow = NonNullable<Awaited<ReturnType<Db["agentRun"]["findFirst"]>>>;

/** A run as clients see it in lists. */
export function toRun({ workspaceId: _, serverId: __, steps: ___, status, pausedBy, data, usage, createdAt, endedAt, ...row }: AgentRunRow): AgentRun {
  return {
    ...row,
    status: AgentRunStatus.parse(status),
    pausedBy: AgentRun.shape.pausedBy.parse(pausedBy),
    data: Json.parse(data),
    usage: ModelUsage.parse(usage),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** A run with its steps. */
export const toDetails = (row: AgentRunRow): AgentRunDetails => ({ ...toRun(row), steps: AgentStep.array().parse(row.steps) });
