import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Perch, PerchSession } from "../server/clients/sdk.ts";
import { availableMemoryBytes } from "../server/core/memory.ts";
import { groupUsage } from "../server/providers/process.ts";
import { type BenchServer, launchRaw, poolFilled, startServer } from "./lib/browsers.ts";
import { measuring, median, percentile, report } from "./lib/harness.ts";

/**
 * The lifecycle under load, each figure on its own: sessions created and ended for a minute without a pause, beside
 * Chromiums that a program launches and closes itself; operations on open sessions; as many sessions held at once as
 * asked; and single creations from the pool and ends on an otherwise idle server.
 */
const SUSTAIN_MS = 60_000;
/** Creations, and launches of the baseline, under way at a time. */
const CREATING = 4;
const OPERATE_MS = 20_000;
const OPERATING = 8;
const HELD = 100;
/** The machine keeps this much free; fewer sessions are held where that would be touched. */
const KEEP_FREE_BYTES = 2 * 2 ** 30;
const WARM_ROUNDS = 20;
const POOL = 2;
const HTTP_OK = 200;
const PAGE = "<!doctype html><html lang=en><title>Held</title><h1>Held</h1><p>A page</html>";

/** How many of the calls a minute were done in `ms` by `lanes` at a time. */
async function perMinute(ms: number, lanes: number, call: (lane: number) => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  const counted = { done: 0 };
  const lane = async (_: unknown, at: number): Promise<void> => {
    while (performance.now() - beganAt < ms) {
      await call(at);
      counted.done += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (counted.done * 60_000) / (performance.now() - beganAt);
}

async function createAndEnd(client: Perch): Promise<void> {
  await using session = await client.createSession();
  await session.evaluate("1 + 1");
}

async function launchAndClose(): Promise<void> {
  const browser = await launchRaw();
  const page = await browser.newPage();
  await page.evaluate("1 + 1");
  await browser.close();
}

/** Navigate, look and read in turn, each session its own lane. */
async function operations({ client }: BenchServer, url: string): Promise<number> {
  const sessions = await Promise.all(Array.from({ length: OPERATING }, () => client.createSession()));
  const turns: ((session: PerchSession) => Promise<unknown>)[] = [(s) => s.navigate(url), (s) => s.evaluate("document.title"), (s) => s.screenshot()];
  const at = sessions.map(() => 0);
  const rate = await perMinute(OPERATE_MS, OPERATING, async (lane) => {
    const [session, turn] = [sessions[lane], turns[(at[lane] ?? 0) % turns.length]];
    if (!session || !turn) return;
    at[lane] = (at[lane] ?? 0) + 1;
    await turn(session);
  });
  await Promise.all(sessions.map((session) => session.end()));
  return rate;
}

type Held = { heldSessions: number; pssMbPerSession: number; heldEvaluateP95Ms: number; holdErrors: number };

/** As many sessions at once as asked and as the memory allows, each on a page; all answer, then all end. */
async function hold({ app, client }: BenchServer, url: string): Promise<Held> {
  const sessions: PerchSession[] = [];
  const counted = { begun: 0, errors: 0 };
  const lane = async (): Promise<void> => {
    while (counted.begun < HELD && (await availableMemoryBytes()) > KEEP_FREE_BYTES) {
      counted.begun += 1;
      try {
        sessions.push(await client.createSession({ url }));
      } catch (error) {
        counted.errors += 1;
        console.error(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: CREATING }, lane));
  const times: number[] = [];
  for (const session of sessions) {
    const from = performance.now();
    const { value } = await session.evaluate("document.title");
    if (value !== "Held") counted.errors += 1;
    times.push(performance.now() - from);
  }
  const groups = sessions.flatMap(({ id }) => Number(app.sessions.live(id)?.browser.externalId ?? Number.NaN));
  const usages = await Promise.all(groups.map(groupUsage));
  const bytes = usages.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  for (let i = 0; i < sessions.length; i += OPERATING) await Promise.all(sessions.slice(i, i + OPERATING).map((session) => session.end()));
  return {
    heldSessions: sessions.length,
    pssMbPerSession: bytes / Math.max(1, sessions.length) / 2 ** 20,
    heldEvaluateP95Ms: percentile(times, 0.95),
    holdErrors: counted.errors,
  };
}

/** One session at a time: from the pool until its page answers, and its end. */
async function singles(server: BenchServer): Promise<{ warm: number[]; end: number[] }> {
  const times = { warm: [] as number[], end: [] as number[] };
  for (let i = 0; i < WARM_ROUNDS; i += 1) {
    await poolFilled(server);
    const from = performance.now();
    const session = await server.client.createSession();
    await session.evaluate("1 + 1");
    times.warm.push(performance.now() - from);
    const endFrom = performance.now();
    await session.end();
    times.end.push(performance.now() - endFrom);
  }
  return times;
}

async function measure(pooled: BenchServer, server: BenchServer, url: string) {
  const { warm, end } = await singles(pooled);
  const createsPerMinute = await perMinute(SUSTAIN_MS, CREATING, () => createAndEnd(server.client));
  const rawPerMinute = await perMinute(SUSTAIN_MS, CREATING, launchAndClose);
  const opsPerMinute = await operations(server, url);
  const held = await hold(server, url);
  return {
    ours: {
      createsPerMinute,
      opsPerMinute,
      ...held,
      warmCreateP50Ms: median(warm),
      warmCreateP95Ms: percentile(warm, 0.95),
      terminateP50Ms: median(end),
      terminateP95Ms: percentile(end, 0.95),
    },
    baseline: { createsPerMinute: rawPerMinute },
    ratio: { createsPerMinute: createsPerMinute / rawPerMinute },
  };
}

async function main(): Promise<void> {
  const limits = { SESSION_MAX_CONCURRENT: String(HELD + POOL), RATE_CREATE_PER_MINUTE: "100000" };
  await using pooled = await startServer({ poolSize: POOL, variables: limits });
  await using server = await startServer({ variables: limits });
  const site = createServer((_, res) => res.writeHead(HTTP_OK, { "content-type": "text/html" }).end(PAGE));
  await once(site.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  const figures = await measuring(() => measure(pooled, server, url)).finally(() => {
    site.close();
    site.closeAllConnections();
  });
  report({ bench: "lifecycle", ...figures });
}

await main();
