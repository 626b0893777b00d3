import { z } from "zod";
import { gridMissing, startTestGrid, type TestGrid, type TestNode } from "../../server/testing/grid.ts";
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

/** The node that runs most of these sessions, by the Grid's own names of them, and which of them. */
export async function busiestNode(grid: TestGrid, sessions: ReadonlySet<string>): Promise<{ node: TestNode | undefined; there: Set<string> }> {
  const url = new URL("/status", grid.url);
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString("base64")}`;
  url.username = "";
  url.password = "";
  const response = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(STATUS_LIMIT_MS) });
  const { nodes } = Status.parse(await response.json()).value;
  const counted = nodes.map(({ uri, slots }) => {
    const there = slots.flatMap(({ session }) => (session && sessions.has(session.sessionId) ? [session.sessionId] : []));
    return { node: grid.nodes.find((node) => node.uri === uri), there: new Set(there) };
  });
  return counted.toSorted((a, b) => b.there.size - a.there.size)[0] ?? { node: undefined, there: new Set() };
}
