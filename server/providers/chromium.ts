import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, open, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ProxySettings, SessionUsage } from "../contract/sessions.ts";
import { childVariables } from "../core/env.ts";
import { AppError, asAppError, messageOf } from "../core/errors.ts";
import { delay, withTimeout } from "../core/time.ts";
import { CdpConnection } from "./cdp.ts";
import { chromiumFlags, endpointOf, PROFILE_FLAG } from "./chromium-flags.ts";
import { groupGone, groupUsage, processesWith, signalGroup, startOf } from "./process.ts";
import type { Browser, BrowserExit, BrowserRecord, KeepBrowser, Leftovers } from "./provider.ts";

const LAUNCH_LIMIT_MS = 20_000;
const ADOPT_LIMIT_MS = 8_000;
const POLL_MS = 5;
const WATCH_MS = 250;
const KILL_WAIT_MS = 900;
const OUTPUT_SHOWN = 4_000;
const OUTPUT_FILE = "perch-output.log";
const DEFAULT_GRACE_MS = 500;

/** A browser's profile lies in `profilesDir/serverId/browserId`: the path tells whose it is. */
type ProfileOwner = { serverId: string; browserId: string };

export type LaunchChromium = ProfileOwner & {
  path: string;
  sandbox: boolean;
  profilesDir: string;
  proxy?: ProxySettings | undefined;
};

/**
 * Starts one Chromium as the leader of its own process group with a profile folder of its own, and connects to it.
 * It writes to a file there, not to us, so that it can outlive this server.
 * @throws AppError BROWSER_LAUNCH_FAILED with what Chromium last said · TIMEOUT · CANCELLED
 */
export async function launchChromium(input: LaunchChromium, signal: AbortSignal): Promise<Browser> {
  const profileDir = join(input.profilesDir, input.serverId, input.browserId);
  await mkdir(profileDir, { recursive: true, mode: 0o700 });
  const output = await open(join(profileDir, OUTPUT_FILE), "a", 0o600);
  // Its own folder is where its relative paths lead, and not where those of our settings do.
  const path = input.path.includes("/") ? resolve(input.path) : input.path;
  const child = spawn(path, chromiumFlags({ ...input, profileDir, proxy: input.proxy }), {
    cwd: profileDir,
    env: childVariables(),
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
  });
  const exited = exitOf(child);
  await output.close();
  const groupId = child.pid;
  try {
    if (groupId === undefined)
      throw new AppError("BROWSER_LAUNCH_FAILED", `Chromium could not be started from ${input.path}; set CHROMIUM_PATH to an installed one.`);
    const diesEarly = async (): Promise<never> => {
      const { code, signal: by } = await exited;
      throw new AppError("BROWSER_LAUNCH_FAILED", `Chromium ended at once (${by ?? `code ${code}`}): ${await lastOutput(profileDir)}`);
    };
    const connect = async (limit: AbortSignal): Promise<{ endpoint: string; cdp: CdpConnection }> => {
      const endpoint = await readEndpoint(profileDir, limit);
      return { endpoint, cdp: await CdpConnection.connect(endpoint, { timeoutMs: LAUNCH_LIMIT_MS, signal: limit }) };
    };
    const { endpoint, cdp } = await withTimeout(LAUNCH_LIMIT_MS, "starting Chromium", (limit) => Promise.race([connect(limit), diesEarly()]), signal);
    const startedAt = await startOf(groupId);
    return new ChromiumProcess({ owner: input, groupId, startedAt, profileDir, endpoint, cdp, exited });
  } catch (error) {
    const failure = asAppError(error, "BROWSER_LAUNCH_FAILED", `Chromium could not be started: ${messageOf(error)} (${await lastOutput(profileDir)})`);
    if (groupId !== undefined) await endGroup(groupId);
    await removeProfile(profileDir);
    throw failure;
  }
}

/**
 * Takes over a Chromium that another server launched: the very process of the record (number and start time agree), if
 * it still answers. One that does not is ended, and its profile removed; the answer is then null.
 */
export async function adoptChromium(record: BrowserRecord, profilesDir: string, signal: AbortSignal): Promise<Browser | null> {
  const { serverId, browserId, pid, startedAt, endpoint } = record;
  if (!isName(serverId) || !isName(browserId) || typeof pid !== "number" || typeof endpoint !== "string") return null;
  const profileDir = join(profilesDir, serverId, browserId);
  const same = (await startOf(pid)) === startedAt;
  const cdp = same ? await CdpConnection.connect(endpoint, { timeoutMs: ADOPT_LIMIT_MS, signal }).catch(() => null) : null;
  if (cdp) return new ChromiumProcess({ owner: { serverId, browserId }, groupId: pid, startedAt, profileDir, endpoint, cdp, exited: goneOf(pid, startedAt) });
  signal.throwIfAborted();
  if (same) await endGroup(pid);
  await removeProfile(profileDir);
  return null;
}

const isName = (value: unknown): value is string => typeof value === "string" && /^\w+$/.test(value);

/** Ends every Chromium with a profile below the folder that nobody keeps, and removes the profiles that nobody keeps. */
export async function cleanChromiums(profilesDir: string, keep: KeepBrowser): Promise<Leftovers> {
  const flag = `${PROFILE_FLAG}${profilesDir}/`;
  const left = { processes: 0, directories: 0, freedBytes: 0 };
  const groups = new Set<number>();
  for (const { groupId, args } of await processesWith(flag)) {
    const [serverId = "", browserId = ""] = args.slice(args.indexOf(flag) + flag.length).split(/[/\s]/, 2);
    if (keep({ serverId, browserId })) continue;
    groups.add(groupId);
    left.processes += 1;
  }
  for (const groupId of groups) {
    left.freedBytes += (await groupUsage(groupId)).memoryBytes;
    await endGroup(groupId);
  }
  for (const serverId of await readdir(profilesDir).catch(() => [])) {
    for (const browserId of await readdir(join(profilesDir, serverId)).catch(() => [])) {
      if (keep({ serverId, browserId })) continue;
      await removeProfile(join(profilesDir, serverId, browserId));
      left.directories += 1;
    }
    await removeIfEmpty(join(profilesDir, serverId));
  }
  return left;
}

/** Removes a server's folder of profiles once the last one is gone. */
export const removeIfEmpty = (folder: string): Promise<void> => rmdir(folder).catch(() => {});

type Exit = { code: number | null; signal: string | null };
type Parts = {
  owner: ProfileOwner;
  groupId: number;
  startedAt: string | number | null | undefined;
  profileDir: string;
  endpoint: string;
  cdp: CdpConnection;
  exited: Promise<Exit>;
};

/** A Chromium of ours: its process group, its profile folder and the connection to it. */
class ChromiumProcess implements Browser {
  readonly provider = "local";
  readonly externalId: string;
  readonly endpoint: string;
  readonly record: BrowserRecord;
  readonly filesDir: string;
  readonly cdp: CdpConnection;
  readonly exited: Promise<BrowserExit>;
  readonly #groupId: number;
  readonly #profileDir: string;
  readonly #leaderExit: Promise<unknown>;
  #asked = false;
  #closing: Promise<void> | null = null;

  constructor({ owner, groupId, startedAt, profileDir, endpoint, cdp, exited }: Parts) {
    this.externalId = String(groupId);
    this.record = { host: hostname(), serverId: owner.serverId, browserId: owner.browserId, pid: groupId, startedAt: startedAt ?? null, endpoint };
    this.#groupId = groupId;
    this.#profileDir = profileDir;
    this.filesDir = profileDir;
    this.#leaderExit = exited;
    this.endpoint = endpoint;
    this.cdp = cdp;
    // A browser that no longer talks is as good as gone, even if a process of it is still there.
    this.exited = Promise.race([exited, cdp.closed.then(() => ({ code: null, signal: null }))]).then(async (exit) => {
      const asked = this.#asked;
      if (!asked) await this.close({ graceMs: 0 });
      return { ...exit, asked };
    });
  }

  usage(): Promise<SessionUsage> {
    return groupUsage(this.#groupId);
  }

  close({ graceMs = DEFAULT_GRACE_MS } = {}): Promise<void> {
    this.#asked = true;
    this.#closing ??= this.#end(graceMs);
    return this.#closing;
  }

  release(): void {
    this.#asked = true;
    this.#closing ??= Promise.resolve();
    this.cdp.close();
  }

  async #end(graceMs: number): Promise<void> {
    if (graceMs > 0) {
      signalGroup(this.#groupId, "SIGTERM");
      await this.#leaderGone(graceMs);
    }
    // The leader may have gone before its children: the group is ended either way.
    await endGroup(this.#groupId);
    this.cdp.close();
    await removeProfile(this.#profileDir);
  }

  async #leaderGone(limitMs: number): Promise<void> {
    const stop = new AbortController();
    await Promise.race([this.#leaderExit, delay(limitMs, stop.signal).catch(() => {})]);
    stop.abort();
  }
}

async function endGroup(groupId: number): Promise<void> {
  signalGroup(groupId, "SIGKILL");
  await groupGone(groupId, KILL_WAIT_MS);
}

/** Chromium writes the file when its debugging port listens; there is no event for it that works for every build. */
async function readEndpoint(profileDir: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const text = await readFile(join(profileDir, "DevToolsActivePort"), "utf8").catch(() => "");
    if (text.includes("\n")) return endpointOf(text);
    await delay(POLL_MS, signal);
  }
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: null, signal: null }));
  });
}

/** The end of a process that is not our child: nobody tells us, so it is looked for. */
async function goneOf(pid: number, startedAt: BrowserRecord[string] | undefined): Promise<Exit> {
  while ((await startOf(pid)) === startedAt) await new Promise((resolve) => setTimeout(resolve, WATCH_MS).unref());
  return { code: null, signal: null };
}

async function lastOutput(profileDir: string): Promise<string> {
  const text = await readFile(join(profileDir, OUTPUT_FILE), "utf8").catch(() => "");
  return text.slice(-OUTPUT_SHOWN).trim().split("\n").slice(-3).join(" · ") || "it said nothing";
}

/** Chromium's last writers may still be closing files: removal is tried a few times. The folder of a server that is gone goes with its last profile. */
async function removeProfile(profileDir: string): Promise<void> {
  await rm(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  await removeIfEmpty(dirname(profileDir));
}
