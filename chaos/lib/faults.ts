import { rm, writeFile } from "node:fs/promises";
import { delay } from "../../server/core/time.ts";
import type { TestGrid } from "../../server/testing/grid.ts";
import type { Database } from "./database.ts";
import { busiestNode } from "./grid.ts";
import { processes, signal } from "./processes.ts";
import type { ServerUnderTest } from "./server.ts";

const FROZEN_MS = 10_000;
/** How many of a wave's browsers, or of their pages, are killed. */
const VICTIMS = 3;
const LOOK_MS = 100;
const NOTICE_LIMIT_MS = 30_000;

/** What a fault can reach. */
export type Reach = { server: ServerUnderTest; database: Database; failFlag: string; grid: TestGrid | null };

/** A wave of sessions as a fault sees it. */
export type Wave = {
  keys: readonly string[];
  /** By key, when the session's browser or a page of it was killed on purpose. */
  killed: Map<string, number>;
  pageKilled: Map<string, number>;
  /** Resolves when half of the sessions are being driven. */
  halfDriven: Promise<void>;
};

/** What happens to a wave; resolves, when it is over, with how long it took until all was well again (null: no matter of time). */
export type Fault = (reach: Reach, wave: Wave) => Promise<number | null>;

const calm: Fault = async (_, wave) => {
  await wave.halfDriven;
  return null;
};

/** `kill -9` of the browser's first process; its others are left for the server to find. */
const browsersKilled: Fault = async ({ database }, wave) => {
  await wave.halfDriven;
  const victims = await runningOf(database, wave.keys);
  const beganAt = performance.now();
  for (const { key, pid } of victims) {
    wave.killed.set(key, performance.now());
    signal(pid, "SIGKILL");
  }
  const keys = victims.map(({ key }) => key);
  await until(async () => (await database.sessions(keys)).every(({ status }) => status === "error" || status === "terminated"));
  return performance.now() - beganAt;
};

/** `kill -9` of the process that shows the page. */
const renderersKilled: Fault = async ({ database }, wave) => {
  await wave.halfDriven;
  const all = await processes();
  for (const { key, pid } of await runningOf(database, wave.keys)) {
    wave.pageKilled.set(key, performance.now());
    for (const page of all.filter(({ group, args }) => group === pid && args.includes("--type=renderer"))) signal(page.pid, "SIGKILL");
  }
  return null;
};

/** `kill -9` of the server, and a start at once as a supervisor does it; one of the browsers goes meanwhile. */
const serverKilled: Fault = async ({ server, database }, wave) => {
  await wave.halfDriven;
  const [victim] = await runningOf(database, wave.keys);
  const beganAt = performance.now();
  await server.kill();
  if (victim) {
    wave.killed.set(victim.key, performance.now());
    signal(victim.pid, "SIGKILL");
  }
  await server.start();
  return performance.now() - beganAt;
};

const databaseFrozen: Fault = async ({ database }, wave) => {
  await wave.halfDriven;
  await database.freeze();
  try {
    await delay(FROZEN_MS);
  } finally {
    database.thaw();
  }
  const thawedAt = performance.now();
  await until(async () => (await database.sessions(wave.keys)).length > 0);
  return performance.now() - thawedAt;
};

/** Half of all launches fail while the wave's sessions are created. */
const providerFailing: Fault = async ({ failFlag }, wave) => {
  await writeFile(failFlag, "");
  try {
    await wave.halfDriven;
  } finally {
    await rm(failFlag, { force: true });
  }
  return null;
};

/** `kill -9` of a node: the sessions on it are lost, those on the other one go on. */
const gridNodeKilled: Fault = async ({ database, grid }, wave) => {
  await wave.halfDriven;
  if (grid === null) return null;
  const running = (await database.sessions(wave.keys)).flatMap(({ key, gridSession }) => (key !== null && gridSession !== null ? [{ key, gridSession }] : []));
  const { node, there } = await busiestNode(grid, new Set(running.map(({ gridSession }) => gridSession)));
  const keys = running.flatMap(({ key, gridSession }) => (there.has(gridSession) ? [key] : []));
  const beganAt = performance.now();
  for (const key of keys) wave.killed.set(key, beganAt);
  node?.kill();
  await until(async () => (await database.sessions(keys)).every(({ status }) => status === "error" || status === "terminated"));
  return performance.now() - beganAt;
};

/** In the order in which the waves meet them. */
export const FAULTS = {
  calm,
  "browsers killed": browsersKilled,
  "renderers killed": renderersKilled,
  "server killed": serverKilled,
  "database stopped": databaseFrozen,
  "provider failing": providerFailing,
  "grid node killed": gridNodeKilled,
} as const satisfies Record<string, Fault>;
export type FaultName = keyof typeof FAULTS;

/** Some of the wave's running sessions, with the first process of their browsers. */
async function runningOf(database: Database, keys: readonly string[]): Promise<{ key: string; pid: number }[]> {
  const rows = await database.sessions(keys);
  return rows
    .flatMap(({ key, status, browserPid }) => (key !== null && status === "active" && browserPid !== null ? [{ key, pid: browserPid }] : []))
    .slice(0, VICTIMS);
}

/** Waits until it is so. A query that fails meanwhile is asked again. */
async function until(so: () => Promise<boolean>): Promise<void> {
  for (const limit = performance.now() + NOTICE_LIMIT_MS; performance.now() < limit; await delay(LOOK_MS)) {
    if (await so().catch(() => false)) return;
  }
}
