import type { ListSessionsInput } from "../contract/sessions.ts";
import type { Db } from "../db/client.ts";

type Where = NonNullable<NonNullable<Parameters<Db["browserSession"]["findMany"]>[0]>["where"]>;

/** The filter of a list request as a database condition; always bound to the workspace. */
export function whereSessions(workspaceId: string, input: ListSessionsInput): Where {
  const text = input.search ? { contains: input.search, mode: "insensitive" as const } : null;
  return {
    workspaceId,
    ...(input.status && { status: { in: input.status } }),
    ...(input.tags && { tags: { hasEvery: input.tags } }),
    ...(input.metadata && { AND: input.metadata.map(({ path, value }) => ({ config: { path: ["metadata", ...path], equals: value } })) }),
    ...((input.createdAfter || input.createdBefore) && {
      createdAt: { ...(input.createdAfter && { gte: new Date(input.createdAfter) }), ...(input.createdBefore && { lt: new Date(input.createdBefore) }) },
    }),
    ...(text && { OR: [{ id: text }, { name: text }, { url: text }, { title: text }, { tags: { has: input.search ?? "" } }] }),
  };
}
