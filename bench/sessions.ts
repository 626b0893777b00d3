import { execFile } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { groupUsage } from "../server/providers/process.ts";
import { type BenchServer, launchRaw, startServer } from "./lib/browsers.ts";
import { measuring, middle, report } from "./lib/harness.ts";

/**
 * Twenty sessions at once, created together, each driven, held together, ended together: memory, speed, errors and what
 * is left of them. Beside it as many Chromiums that a program launches and drives itself.
 */
const SESSIONS = 20;
const ROUNDS = 3;
const HTTP_OK = 200;

const PAGE = `<!doctype html><html lang="en"><title>Stock</title><h1>Stock</h1>
<button onclick="rows.insertAdjacentHTML('beforeend', '<tr><td>Lamp<td>3')">Add a lamp</button>
<table><thead><tr><th>Name<th>Count</thead><tbody id="rows"><tr><td>Teapot<td>12<tr><td>Kettle<td>7</table></html>`;
const Stock = z.object({ products: z.array(z.object({ name: z.string(), count: z.number() })) });
const ADDED = 3;

/** A browser with a page, whoever holds it. `group` is its process group. */
type Held = { group: number; drive: () => Promise<void>; end: () => Promise<void> };
type Open = () => Promise<Held>;
type Round = { pssMbPerSession: number; createsPerSecond: number; driveSeconds: number; errors: number; processesHeld: number; processesLeft: number };
type Measured = { ours: Round; raw: Round; profilesLeft: number };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @throws when the page is not as the drive should have left it */
function check(rows: number, picture: Uint8Array): void {
  if (rows !== ADDED) throw new Error(`The page has ${rows} rows, not ${ADDED}.`);
  if (picture.length === 0) throw new Error("The picture is empty.");
}

/** All outcomes that are no failures; the failures are printed and counted. */
async function settled<T>(work: readonly Promise<T>[]): Promise<{ done: T[]; failed: number }> {
  const outcomes = await Promise.allSettled(work);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
  for (const reason of reasons) console.error(reason);
  return { done: outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])), failed: reasons.length };
}

async function round(open: Open, dataDir: string): Promise<Round> {
  const openedAt = performance.now();
  const opened = await settled(Array.from({ length: SESSIONS }, open));
  const openSeconds = (performance.now() - openedAt) / 1000;
  const drivenAt = performance.now();
  const driven = await settled(opened.done.map(({ drive }) => drive()));
  const driveSeconds = (performance.now() - drivenAt) / 1000;
  const groups = opened.done.map(({ group }) => group);
  const usages = await Promise.all(groups.map(groupUsage));
  const processesHeld = await processesOf(groups, dataDir);
  const ended = await settled(opened.done.map(({ end }) => end()));
  return {
    pssMbPerSession: sum(usages.map(({ memoryBytes }) => memoryBytes)) / groups.length / 2 ** 20,
    createsPerSecond: opened.done.length / openSeconds,
    driveSeconds,
    errors: opened.failed + driven.failed + ended.failed,
    processesHeld,
    processesLeft: await processesOf(groups, dataDir),
  };
}

/** How many processes of these groups, or that name the data directory, are alive. */
async function processesOf(groups: readonly number[], dataDir: string): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pgid=,stat=,args="], { maxBuffer: 64 * 2 ** 20 });
  const lines = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return lines.filter((line) => line && !line[2]?.startsWith("Z") && (groups.includes(Number(line[1])) || line[3]?.includes(dataDir))).length;
}

/** A session of ours, driven through the typed client. */
const ours =
  ({ app, client }: BenchServer, url: string): Open =>
  async () => {
    const session = await client.createSession();
    return {
      group: Number(app.sessions.live(session.id)?.browser.externalId),
      drive: async () => {
        await session.navigate(url);
        const { success, message } = await session.act("click the Add a lamp button");
        if (!success) throw new Error(message);
        const { products } = await session.extract(Stock, "the products in the table");
        check(products.length, await session.screenshot());
      },
      end: () => session.end(),
    };
  };

/** A Chromium that a program launches and drives itself. */
const raw =
  (url: string): Open =>
  async () => {
    const browser = await launchRaw();
    const page = await browser.newPage();
    const cdp = await browser.newBrowserCDPSession();
    const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
    return {
      group: Number(processInfo.find(({ type }) => type === "browser")?.id),
      drive: async () => {
        await page.goto(url);
        await page.getByRole("button", { name: "Add a lamp" }).click();
        check(await page.locator("tbody tr").count(), await page.screenshot());
      },
      end: () => browser.close(),
    };
  };

async function measure(server: BenchServer, url: string): Promise<Measured[]> {
  const { dataDir } = server.app.env;
  const rounds: Measured[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const mine = await round(ours(server, url), dataDir);
    const profilesLeft = (await readdir(join(dataDir, "browsers"))).length;
    rounds.push({ ours: mine, raw: await round(raw(url), dataDir), profilesLeft });
  }
  return rounds;
}

const summaryOf = (figures: readonly Round[]) => ({
  pssMbPerSession: middle(figures, "pssMbPerSession"),
  createsPerSecond: middle(figures, "createsPerSecond"),
  driveSeconds: middle(figures, "driveSeconds"),
  processesHeld: middle(figures, "processesHeld"),
  processesLeft: sum(figures.map(({ processesLeft }) => processesLeft)),
  errors: sum(figures.map(({ errors }) => errors)),
});

async function main(): Promise<void> {
  await using server = await startServer();
  const site = createServer((_, res) => res.writeHead(HTTP_OK, { "content-type": "text/html; charset=utf-8" }).end(PAGE));
  await once(site.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  const rounds = await measuring(() => measure(server, url)).finally(() => {
    site.close();
    site.closeAllConnections();
  });
  const [mine, theirs] = [summaryOf(rounds.map((figures) => figures.ours)), summaryOf(rounds.map((figures) => figures.raw))];
  report({
    bench: "sessions",
    ours: { sessions: SESSIONS, rounds: ROUNDS, ...mine, profilesLeft: sum(rounds.map(({ profilesLeft }) => profilesLeft)) },
    baseline: theirs,
    ratio: { pssMbPerSession: mine.pssMbPerSession / theirs.pssMbPerSession, createsPerSecond: mine.createsPerSecond / theirs.createsPerSecond },
  });
}

await main();
