import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { newId } from "../server/core/ids.ts";
import { type BenchServer, startServer } from "./lib/browsers.ts";
import { measuring, middle, report } from "./lib/harness.ts";
import { type Load, type LoadFigures, sendLoad } from "./lib/http-load.ts";

/**
 * getSession over tRPC with an API key, beside a bare Node HTTP server that makes the same query with pg: no sign-in, no
 * checks, no ORM. Both servers are in this process; the load comes from another.
 */
const CONNECTIONS = 50;
const REQUESTS = 5_000;
const WARM_UP = 5_000;
/** How many sessions are asked for in turn, so that no two connections ask for the same one at a time. */
const SESSIONS = 200;
const ROUNDS = 7;
/** As many database connections as ours has. */
const POOL = 20;
const SESSION_MS = 300_000;

type Measured = LoadFigures & { cpuMsPerCall: number };

async function startBare(databaseUrl: string): Promise<{ url: string } & AsyncDisposable> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  const server = createServer((req, res) => {
    const [, workspaceId, id] = (req.url ?? "").split("/");
    pool.query("select * from browser_sessions where id = $1 and workspace_id = $2", [id, workspaceId]).then(
      ({ rows }) => res.writeHead(rows[0] ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify({ result: { data: rows[0] ?? null } })),
      (error: Error) => res.writeHead(500).end(error.message),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await pool.end();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: stop };
}

/** Rows of running sessions in a workspace of their own. */
async function prepare(t: BenchServer): Promise<{ key: string; workspaceId: string; ids: string[] }> {
  const owner = await t.actor();
  const ids = Array.from({ length: SESSIONS }, () => newId("sess"));
  const config = {
    viewport: { width: 1280, height: 720 },
    options: { adBlocking: false, captchaSolving: false, stealthMode: false },
    keepAlive: false,
    recordSession: false,
    timeout: SESSION_MS,
    idleTimeout: SESSION_MS,
  };
  const row = { workspaceId: owner.workspaceId, userId: owner.userId, provider: "local", status: "active", serverId: t.app.servers.id, config };
  await t.app.db.browserSession.createMany({ data: ids.map((id) => ({ id, ...row, expiresAt: new Date(Date.now() + SESSION_MS) })) });
  return { key: await t.apiKey(owner), workspaceId: owner.workspaceId, ids };
}

async function measure(load: Load): Promise<Measured> {
  const before = process.cpuUsage();
  const figures = await sendLoad(load);
  const { user, system } = process.cpuUsage(before);
  return { ...figures, cpuMsPerCall: (user + system) / 1000 / load.requests };
}

async function rounds(t: BenchServer, bareUrl: string): Promise<{ ours: Measured; baseline: Measured }[]> {
  const { key, workspaceId, ids } = await prepare(t);
  const both = { headers: { authorization: `Bearer ${key}` }, connections: CONNECTIONS, requests: REQUESTS };
  const inputs = ids.map((sessionId) => encodeURIComponent(JSON.stringify({ sessionId })));
  const ours: Load = { ...both, urls: inputs.map((input) => `${t.url}/api/trpc/browser.getSession?input=${input}`) };
  const baseline: Load = { ...both, urls: ids.map((id) => `${bareUrl}/${workspaceId}/${id}`) };
  for (const load of [ours, baseline]) await sendLoad({ ...load, requests: WARM_UP });
  const measured: { ours: Measured; baseline: Measured }[] = [];
  for (let i = 0; i < ROUNDS; i += 1) measured.push({ baseline: await measure(baseline), ours: await measure(ours) });
  return measured;
}

async function main(): Promise<void> {
  await using server = await startServer();
  await using bare = await startBare(server.app.env.databaseUrl);
  const measured = await measuring(() => rounds(server, bare.url));
  const summary = (which: "ours" | "baseline"): Measured => {
    const figures = measured.map((round) => round[which]);
    return { p50Ms: middle(figures, "p50Ms"), p95Ms: middle(figures, "p95Ms"), rps: middle(figures, "rps"), cpuMsPerCall: middle(figures, "cpuMsPerCall") };
  };
  const [ours, baseline] = [summary("ours"), summary("baseline")];
  report({
    bench: "api",
    ours: { ...ours, connections: CONNECTIONS },
    baseline,
    ratio: { rps: ours.rps / baseline.rps, p95: ours.p95Ms / baseline.p95Ms },
  });
}

await main();
