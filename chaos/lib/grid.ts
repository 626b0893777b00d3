import { z } from "zod";
import { gridMissing, startTestGrid, type TestGrid } from "../../server/testing/grid.ts";
import type { ServerUnderTest } from "./server.ts";

const STATUS_LIMIT_MS = 10_000;
const Status = z.object({
  value: z.object({ nodes: z.array(z.object({ uri: z.string(), slots: z.array(z.object({ session: z.object({ sessionId: z.string() }).nullish() })) })) }),
});

/** A Grid of two nodes that the server uses from its next start on; null with the reason where none can be started. */
export async function startGridFor(server: ServerUnderTest, sessions: number): Promise<{ grid: TestGrid } | { grid: null; why: string }> {
  const missing = gridMissing();
  if (missing !== null) return { grid: null, why: missing };
  const grid = await startTestGrid({ slotsPerNode: Math.ceil(sessions / 2) });
  try {
    await server.stop();
    await server.start({ PROVIDERS: "local,grid", GRID_URL: grid.url });
    return { grid };
  } catch (error) {
    await grid.stop();
    throw error;
  }
}

/** The Grid's own names of the sessions that run on its first node. */
export async function sessionsOfFirstNode(grid: TestGrid): Promise<Set<string>> {
  const url = new URL("/status", grid.url);
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString("base64")}`;
  url.username = "";
  url.password = "";
  const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(STATUS_LIMIT_MS) });
  const { nodes } = Status.parse(await response.json()).value;
  const first = nodes.find(({ uri }) => uri === grid.nodes[0]?.uri);
  return new Set(first?.slots.flatMap(({ session }) => session?.sessionId ?? []));
}
