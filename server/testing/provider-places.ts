import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import chromium from "@sparticuz/chromium";
import { BROWSERBASE_PATH } from "../contract/browserbase.ts";
import { type Env, loadEnv } from "../core/env.ts";
import { createLog } from "../core/log.ts";
import { createBrowserbaseProvider } from "../providers/browserbase.ts";
import { createGridProvider } from "../providers/grid.ts";
import { createLocalProvider } from "../providers/local.ts";
import type { Browser, BrowserProvider } from "../providers/provider.ts";
import { startTestApp } from "./app.ts";
import { freePort } from "./free-port.ts";
import { gridMissing, startTestGrid } from "./grid.ts";

const KEY = "0".repeat(64);

/** A kind of provider with a place of its own where browsers run: what a test of any provider needs of it. */
export type ProviderPlace = {
  /** The provider as a server of that id has it; with a pool of this many where it has pools. */
  provider(serverId: string, poolSize?: number): BrowserProvider;
  /** Process groups of browsers that run there now. */
  groups(): Promise<number[]>;
  /** `kill -9` of the browser, over there. */
  kill(browser: Browser): void | Promise<void>;
  /** Ends whatever is left, and removes it. */
  stop(): Promise<void>;
};

/** How a kind of provider is tested: whether it tells what a browser uses, and how its place is made. */
export type ProviderKind = { kind: string; tellsUsage: boolean; startPlace: () => Promise<ProviderPlace> };

/** The settings of a server that has no database, for a provider alone. */
export function providerEnv(over: Record<string, string>): Env {
  return loadEnv({ DATABASE_URL: "postgresql://localhost/unused", TOKEN_KEY: KEY, CONTEXT_ENCRYPTION_KEY: KEY, AUTH_SECRET: KEY, POOL_SIZE: "0", ...over });
}

/** Process groups of browsers whose profile is below this folder. */
export const groupsBelow = (folder: string): number[] => [
  ...new Set(
    execFileSync("ps", ["-A", "-ww", "-o", "pgid=,args="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(`--user-data-dir=${folder}`))
      .map((line) => Number(line.trim().split(" ")[0])),
  ),
];

const log = createLog({ level: "silent" });

async function localPlace(path: string): Promise<ProviderPlace> {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-provider-"));
  return {
    provider: (serverId, poolSize = 0) =>
      createLocalProvider({ env: providerEnv({ DATA_DIR: dataDir, POOL_SIZE: String(poolSize), CHROMIUM_PATH: path }), log, serverId }),
    groups: async () => groupsBelow(dataDir),
    kill: ({ externalId }) => void process.kill(-Number(externalId), "SIGKILL"),
    stop: async () => {
      for (const group of groupsBelow(dataDir)) process.kill(-group, "SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Another server of ours is the cloud: it runs the browsers on this machine and speaks Browserbase's API. */
async function browserbasePlace(): Promise<ProviderPlace> {
  const cloud = await startTestApp({ PORT: String(await freePort()) });
  const owner = await cloud.actor();
  const settings = { PROVIDERS: "browserbase", BROWSERBASE_API_KEY: await cloud.apiKey(owner), BROWSERBASE_PROJECT_ID: owner.workspaceId };
  const env = providerEnv({ ...settings, BROWSERBASE_BASE_URL: `${cloud.url}${BROWSERBASE_PATH}` });
  return {
    provider: (serverId) => createBrowserbaseProvider({ env, log, serverId }),
    groups: async () => groupsBelow(cloud.app.env.dataDir),
    kill: ({ externalId }) => void process.kill(-Number(cloud.app.sessions.live(externalId)?.browser.externalId), "SIGKILL"),
    stop: cloud.stop,
  };
}

/** The number of a browser's main process, on the machine where it runs. */
export async function mainProcess({ cdp }: Browser): Promise<number> {
  const { processInfo } = await cdp.send("SystemInfo.getProcessInfo");
  const main = processInfo.find(({ type }) => type === "browser");
  if (!main) throw new Error("The browser names no main process.");
  return main.id;
}

/** A hub and two nodes on this machine; the Grid's browsers are told apart by their main process. */
async function gridPlace(): Promise<ProviderPlace> {
  const grid = await startTestGrid();
  const env = providerEnv({ PROVIDERS: "grid", GRID_URL: grid.url });
  return {
    provider: (serverId) => createGridProvider({ env, log, serverId }),
    groups: grid.browsers,
    kill: async (browser) => void process.kill(await mainProcess(browser), "SIGKILL"),
    stop: grid.stop,
  };
}

/** Chromium from npm and those that are installed here. */
export const LOCAL_KINDS: readonly ProviderKind[] = [
  { kind: "local, headless shell from npm", tellsUsage: true, startPlace: async () => localPlace(await chromium.executablePath()) },
  ...["/usr/bin/chromium", "/usr/bin/google-chrome"]
    .filter((path) => existsSync(path))
    .map((path) => ({ kind: `local, ${path}`, tellsUsage: true, startPlace: () => localPlace(path) })),
];

const missing = gridMissing();
if (missing) process.stderr.write(`${missing}\n`);

/** Every kind that can be had here: what is promised of a provider holds for each. */
export const PROVIDER_KINDS: readonly ProviderKind[] = [
  ...LOCAL_KINDS,
  { kind: "browserbase, with another server of ours as its cloud", tellsUsage: false, startPlace: browserbasePlace },
  ...(missing ? [] : [{ kind: "grid, a hub and two nodes", tellsUsage: false, startPlace: gridPlace }]),
];
