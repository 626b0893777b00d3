import { once } from "node:events";
import { Agent, createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import pg from "pg";
import { newId } from "../server/core/ids.ts";
import { startTestApp } from "../server/testing/app.ts";
import { median, percentile, report } from "./harness.ts";

/** getSession over tRPC with an API key, beside a bare Node HTTP server that makes the same query with pg. */
const CONNECTIONS = 50;
const REQUESTS = 3_000;
const WARM_UP = 500;
const ROUNDS = 5;
const REQUEST_LIMIT_MS = 10_000;
const POOL = 20;

type Load = { url: string; key: string; requests: number };
type Measured = { p50Ms: number; p95Ms: number; rps: number };

/** Sends so many requests over CONNECTIONS kept-open connections, each its next one when the last is answered. */
async function load({ url, key, requests }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const left = { count: requests };
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const from = performance.now();
      const request = get(url, { agent, headers: { authorization: `Bearer ${key}` }, timeout: REQUEST_LIMIT_MS }, (response) => {
        response.resume();
        response.once("end", () => {
          times.push(performance.now() - from);
          if (response.statusCode === 200) resolve();
          else reject(new Error(`${url} answered ${response.statusCode}`));
        });
      });
      request.once("timeout", () => request.destroy(new Error(`${url} did not answer within ${REQUEST_LIMIT_MS} ms`)));
      request.once("error", reject);
    });
  const connection = async (): Promise<void> => {
    while (left.count-- > 0) await one();
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const seconds = (performance.now() - from) / 1000;
  agent.destroy();
  return { p50Ms: median(times), p95Ms: percentile(times, 0.95), rps: requests / seconds };
}

/** The same in a thread of its own, so that the measuring does not slow what is measured. */
async function loadInThread(job: Load): Promise<Measured> {
  const worker = new Worker(new URL(import.meta.url), { workerData: job });
  const [measured] = (await once(worker, "message")) as [Measured];
  return measured;
}

async function startBare(databaseUrl: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL });
  const server = createServer((req, res) => {
    const [, workspaceId, id] = (req.url ?? "").split("/");
    pool.query("select * from browser_sessions where id = $1 and workspace_id = $2", [id, workspaceId]).then(
      ({ rows }) => res.writeHead(rows[0] ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify({ result: { data: rows[0] ?? null } })),
      (error: Error) => res.writeHead(500).end(error.message),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await pool.end();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

async function main(): Promise<void> {
  const t = await startTestApp();
  const bare = await startBare(t.app.env.databaseUrl);
  try {
    const owner = await t.actor();
    const key = await t.apiKey(owner);
    const id = newId("sess");
    const config = {
      viewport: { width: 1280, height: 720 },
      options: { adBlocking: false, captchaSolving: false, stealthMode: false },
      keepAlive: false,
      recordSession: false,
      timeout: 300_000,
    };
    await t.app.db.browserSession.create({
      data: {
        id,
        workspaceId: owner.workspaceId,
        userId: owner.userId,
        provider: "local",
        status: "active",
        config,
        expiresAt: new Date(Date.now() + 300_000),
      },
    });
    const ours = { url: `${t.url}/api/trpc/browser.getSession?input=${encodeURIComponent(JSON.stringify({ sessionId: id }))}`, key };
    const baseline = { url: `${bare.url}/${owner.workspaceId}/${id}`, key };
    for (const job of [ours, baseline]) await loadInThread({ ...job, requests: WARM_UP });
    const rounds: { ours: Measured; baseline: Measured }[] = [];
    for (let i = 0; i < ROUNDS; i += 1)
      rounds.push({ baseline: await loadInThread({ ...baseline, requests: REQUESTS }), ours: await loadInThread({ ...ours, requests: REQUESTS }) });
    const summary = (which: "ours" | "baseline"): Measured => {
      const middle = (key: keyof Measured): number => median(rounds.map((both) => both[which][key]));
      return { p50Ms: middle("p50Ms"), p95Ms: middle("p95Ms"), rps: middle("rps") };
    };
    const [oursMiddle, baselineMiddle] = [summary("ours"), summary("baseline")];
    report({ bench: "api", ours: { ...oursMiddle, connections: CONNECTIONS }, baseline: baselineMiddle, ratio: { rps: oursMiddle.rps / baselineMiddle.rps } });
  } finally {
    await bare.stop();
    await t.stop();
  }
}

if (isMainThread) await main();
else parentPort?.postMessage(await load(workerData as Load));
