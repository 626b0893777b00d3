import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ProxySettings, SessionUsage } from "../contract/sessions.ts";
import { AppError, asAppError } from "../core/errors.ts";
import { delay, withTimeout } from "../core/time.ts";
import { CdpConnection } from "./cdp.ts";
import { chromiumFlags, endpointOf } from "./chromium-flags.ts";
import { groupGone, groupUsage, signalGroup } from "./process.ts";
import type { Browser, BrowserExit } from "./provider.ts";

const LAUNCH_LIMIT_MS = 20_000;
const POLL_MS = 5;
const KILL_WAIT_MS = 900;
const STDERR_KEPT = 4_000;
const DEFAULT_GRACE_MS = 500;

export type LaunchChromium = { browserId: string; path: string; sandbox: boolean; profilesDir: string; proxy?: ProxySettings | undefined };

/**
 * Starts one Chromium as the leader of its own process group with a profile folder of its own, and connects to it.
 * @throws AppError BROWSER_LAUNCH_FAILED with what Chromium last said · TIMEOUT · CANCELLED
 */
export async function launchChromium(input: LaunchChromium, signal: AbortSignal): Promise<Browser> {
  const profileDir = join(input.profilesDir, input.browserId);
  await mkdir(profileDir, { recursive: true, mode: 0o700 });
  const child = spawn(input.path, chromiumFlags({ ...input, profileDir, proxy: input.proxy }), { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const said = collect(child);
  const exited = exitOf(child);
  const groupId = child.pid;
  try {
    if (groupId === undefined)
      throw new AppError("BROWSER_LAUNCH_FAILED", `Chromium could not be started from ${input.path}; set CHROMIUM_PATH to an installed one.`);
    const diesEarly = async (): Promise<never> => {
      const { code, signal: by } = await exited;
      throw new AppError("BROWSER_LAUNCH_FAILED", `Chromium ended at once (${by ?? `code ${code}`}): ${lastLines(said())}`);
    };
    const connect = async (limit: AbortSignal): Promise<{ endpoint: string; cdp: CdpConnection }> => {
      const endpoint = await readEndpoint(profileDir, limit);
      return { endpoint, cdp: await CdpConnection.connect(endpoint, { timeoutMs: LAUNCH_LIMIT_MS, signal: limit }) };
    };
    const { endpoint, cdp } = await withTimeout(LAUNCH_LIMIT_MS, "starting Chromium", (limit) => Promise.race([connect(limit), diesEarly()]), signal);
    return new ChromiumProcess({ groupId, profileDir, endpoint, cdp, exited });
  } catch (error) {
    if (groupId !== undefined) {
      signalGroup(groupId, "SIGKILL");
      await groupGone(groupId, KILL_WAIT_MS);
    }
    await removeProfile(profileDir);
    throw asAppError(error, "BROWSER_LAUNCH_FAILED", `Chromium could not be started: ${lastLines(said())}`);
  }
}

type Parts = { groupId: number; profileDir: string; endpoint: string; cdp: CdpConnection; exited: Promise<{ code: number | null; signal: string | null }> };

/** A Chromium of ours: its process group, its profile folder and the connection to it. */
class ChromiumProcess implements Browser {
  readonly provider = "local";
  readonly externalId: string;
  readonly endpoint: string;
  readonly cdp: CdpConnection;
  readonly exited: Promise<BrowserExit>;
  readonly #groupId: number;
  readonly #profileDir: string;
  readonly #leaderExit: Promise<unknown>;
  #asked = false;
  #closing: Promise<void> | null = null;

  constructor({ groupId, profileDir, endpoint, cdp, exited }: Parts) {
    this.externalId = String(groupId);
    this.#groupId = groupId;
    this.#profileDir = profileDir;
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

  async #end(graceMs: number): Promise<void> {
    if (graceMs > 0) {
      signalGroup(this.#groupId, "SIGTERM");
      await this.#leaderGone(graceMs);
    }
    // The leader may have gone before its children: the group is ended either way.
    signalGroup(this.#groupId, "SIGKILL");
    await groupGone(this.#groupId, KILL_WAIT_MS);
    this.cdp.close();
    await removeProfile(this.#profileDir);
  }

  async #leaderGone(limitMs: number): Promise<void> {
    const stop = new AbortController();
    await Promise.race([this.#leaderExit, delay(limitMs, stop.signal).catch(() => {})]);
    stop.abort();
  }
}

/** Chromium writes the file when its debugging port listens; there is no event for it that works for every build. */
async function readEndpoint(profileDir: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const text = await readFile(join(profileDir, "DevToolsActivePort"), "utf8").catch(() => "");
    if (text.includes("\n")) return endpointOf(text);
    await delay(POLL_MS, signal);
  }
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: null, signal: null }));
  });
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-STDERR_KEPT);
  });
  return () => text;
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-3).join(" · ") || "it said nothing";

/** Chromium's last writers may still be closing files: removal is tried a few times. */
const removeProfile = (profileDir: string): Promise<void> => rm(profileDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
