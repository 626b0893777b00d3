import { once } from "node:events";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createPerch, type Perch } from "../server/clients/sdk.ts";
import { messageOf } from "../server/core/errors.ts";
import { delay } from "../server/core/time.ts";
import { Database } from "./lib/database.ts";
import { FAULTS, type FaultName, type Reach, type Wave } from "./lib/faults.ts";
import { startGridFor } from "./lib/grid.ts";
import { Journey, type Outcome, PAGE, type Tally } from "./lib/journey.ts";
import { browserGroups, profiles, signal } from "./lib/processes.ts";
import { type Findings, print, resultOf, type WaveResult } from "./lib/report.ts";
import { ServerUnderTest } from "./lib/server.ts";

/**
 * Sessions in waves against a real server, each wave with a fault: killed browsers, pages and servers, a database that
 * stands still, a provider that fails half of the time. What must hold: nothing hangs, nothing is left, nothing is lost
 * that nobody killed.
 */
const WAVE = 10;
const GRID_WAVE = 4;
const POOL = 2;
/** Half of a wave must be driven by then for its fault to strike; later it strikes all the same. */
const DRIVEN_LIMIT_MS = 60_000;
/** When all sessions are over, so long the server has for the last of their processes, directories and rows. */
const SETTLE_LIMIT_MS = 30_000;
const SETTLE_LOOK_MS = 250;
const RUN_LIMIT_MS = 1_500_000;
const CLEANUP_MS = 10_000;
const GRID: FaultName = "grid node killed";

type World = Reach & { perch: Perch; siteUrl: string; tally: Tally; dataDir: string };

/** @throws Error naming the variable: this is run by scripts/chaos.mjs, which sets it */
function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this through npm run chaos.`);
  return value;
}

async function runWave(world: World, number: number, size: number, fault: FaultName): Promise<WaveResult> {
  const beganAt = performance.now();
  const keys = Array.from({ length: size }, (_, i) => `chaos-${number}-${i}`);
  const driven = Promise.withResolvers<void>();
  const counts = { driven: 0 };
  const wave: Wave = { keys, killed: new Map(), pageKilled: new Map(), halfDriven: Promise.race([driven.promise, delay(DRIVEN_LIMIT_MS)]) };
  const state = { over: false };
  const onDriven = (): void => {
    counts.driven += 1;
    if (counts.driven >= size / 2) driven.resolve();
  };
  const struck = FAULTS[fault](world, wave).finally(() => {
    state.over = true;
  });
  const journeys = keys.map((key) => {
    const own = { killedAt: () => wave.killed.get(key) ?? null, pageKilledAt: () => wave.pageKilled.get(key) ?? null };
    return new Journey(world.perch, world.tally, {
      key,
      provider: fault === GRID ? ("grid" as const) : ("local" as const),
      siteUrl: world.siteUrl,
      onDriven,
      over: () => state.over,
      ...own,
    }).run();
  });
  const outcomes: Outcome[] = await Promise.all(journeys);
  // A wave whose sessions all failed early has nobody left to be driven.
  driven.resolve();
  const recoveryMs = await struck;
  return { fault, outcomes, recoveryMs, seconds: (performance.now() - beganAt) / 1000 };
}

/** Gives the server a Grid for the last wave; a calm one where there can be none. */
async function withGrid(world: World, sessions: number, skipped: string[]): Promise<FaultName> {
  const started = await startGridFor(world.server, sessions);
  world.grid = started.grid;
  if (started.grid !== null) return GRID;
  skipped.push(started.why);
  return "calm";
}

/** What is left when all sessions are over: first beside the running server, then without it. */
async function findings({ database, server, dataDir }: World): Promise<Findings> {
  const extra = async (): Promise<[number, number, number]> => {
    const [groups, folders, rows] = await Promise.all([browserGroups(dataDir), profiles(dataDir), database.wrongRows()]);
    return [Math.max(0, groups.size - POOL), Math.max(0, folders.length - POOL), rows.length];
  };
  for (const limit = performance.now() + SETTLE_LIMIT_MS; performance.now() < limit; await delay(SETTLE_LOOK_MS)) {
    if ((await extra()).every((count) => count === 0)) break;
  }
  const [processesBeside, foldersBeside, rowsBeside] = await extra();
  await server.stop();
  const [groups, folders, rows, fates] = await Promise.all([browserGroups(dataDir), profiles(dataDir), database.wrongRows(), database.fates()]);
  return {
    ...fates,
    orphanProcesses: Math.max(processesBeside, groups.size),
    orphanDirectories: Math.max(foldersBeside, folders.length),
    wrongRows: Math.max(rowsBeside, rows.length),
    crashes: server.crashes,
  };
}

/** A Chromium that fails half of its launches while the file is there. */
async function failingChromium(dataDir: string, failFlag: string): Promise<string> {
  const path = join(dataDir, "chromium.sh");
  const chance = "$(od -An -N1 -tu1 /dev/urandom)";
  await writeFile(
    path,
    `#!/bin/sh\nif [ -e '${failFlag}' ] && [ ${chance} -lt 128 ]; then echo "made to fail" >&2; exit 1; fi\nexec '${given("CHROMIUM_PATH")}' "$@"\n`,
  );
  await chmod(path, 0o755);
  return path;
}

async function withWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const dataDir = given("DATA_DIR");
  const databaseUrl = given("DATABASE_URL");
  const failFlag = join(dataDir, "fail");
  const site = createServer((_, res) => res.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE));
  await once(site.listen(0, "127.0.0.1"), "listening");
  const database = new Database(databaseUrl);
  const stops: (() => Promise<unknown>)[] = [async () => site.close().closeAllConnections(), () => database.stop()];
  try {
    const variables = {
      CHROMIUM_PATH: await failingChromium(dataDir, failFlag),
      CHROMIUM_SANDBOX: "off",
      POOL_SIZE: String(POOL),
      SESSION_CLEANUP_INTERVAL: String(CLEANUP_MS),
      LOG_LEVEL: "info",
    };
    const server = await ServerUnderTest.start(variables, join(dataDir, "server.log"));
    // A server stops with a database that is awake, and nothing outlives us that stands still.
    stops.unshift(
      async () => database.thaw(),
      () => server.stop(),
      async () => {
        for (const group of await browserGroups(dataDir)) signal(-group, "SIGKILL");
      },
      () => rm(failFlag, { force: true }),
    );
    const perch = createPerch({ url: server.url, apiKey: (await readFile(join(dataDir, "local-key"), "utf8")).trim() });
    const siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const world: World = { server, database, failFlag, grid: null, perch, siteUrl, dataDir, tally: { calls: 0, retries: {}, hung: [] } };
    stops.push(async () => world.grid?.stop());
    return await work(world);
  } finally {
    for (const stop of stops) await stop().catch((error: unknown) => console.error(String(error)));
  }
}

/** Ctrl+C and the limit of the run make it a rejection, so that what was started is ended as after any failure. */
function interrupted(): Promise<never> {
  const stopped = Promise.withResolvers<never>();
  const stop = (why: string): void => stopped.reject(new Error(`The run was stopped (${why}).`));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  setTimeout(() => stop(`after ${RUN_LIMIT_MS / 60_000} minutes`), RUN_LIMIT_MS).unref();
  return stopped.promise;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: "boolean", default: false }, sessions: { type: "string", default: "200" }, faults: { type: "string" } },
  });
  const wanted = Number(values.sessions);
  const names = (Object.keys(FAULTS) as FaultName[]).filter(
    (name) => values.faults === undefined || values.faults.split(",").includes(name.split(" ")[0] ?? name),
  );
  if (!Number.isInteger(wanted) || wanted < 1 || names.length === 0)
    throw new Error("Usage: npm run chaos -- [--sessions 200] [--faults server,database] [--json]");
  const stopped = interrupted();
  const result = await withWorld(async (world) => {
    const waves: WaveResult[] = [];
    const rotating = names.filter((name) => name !== GRID);
    const skipped: string[] = [];
    const all = async (): Promise<Findings> => {
      const run = async (size: number, fault: FaultName): Promise<void> => {
        const wave = await runWave(world, waves.length, size, fault);
        waves.push(wave);
        if (!values.json) console.log(`  ${fault}: ${wave.outcomes.map(({ result }) => result).join(" ")} in ${wave.seconds.toFixed(1)} s`);
      };
      // A Grid's browsers take more of the machine than ours; it comes last, for it needs another start of the server.
      const onGrid = names.includes(GRID) ? Math.min(GRID_WAVE, wanted) : 0;
      for (let left = wanted - onGrid; left > 0; left -= WAVE) await run(Math.min(WAVE, left), rotating[waves.length % rotating.length] ?? "calm");
      if (onGrid > 0) await run(onGrid, await withGrid(world, onGrid, skipped));
      return findings(world);
    };
    const found = await Promise.race([all(), stopped]);
    return resultOf(waves, world.tally, found, skipped);
  });
  if (!values.json) print(result);
  console.log(JSON.stringify(result));
  if (!result.passed) process.exitCode = 1;
}

await main().catch((error: unknown) => {
  console.error(messageOf(error));
  // Sessions that are still on their way would keep us here.
  process.exit(1);
});
