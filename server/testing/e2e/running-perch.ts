import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "../../..");
const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 40_000;

/** A server started as a person starts it, with data of its own. */
export type RunningPerch = { loginUrl: string; origin: string; stop: () => Promise<void> };

/** Runs `npm start`'s script on a free port, with those variables, and waits for the link that it prints. Slow the first time: it may build the dashboard. */
export async function startPerch(settings: Record<string, string>): Promise<RunningPerch> {
  const dataDir = await mkdtemp(join(tmpdir(), "perch-e2e-"));
  const variables = { PORT: String(await freePort()), DATA_DIR: dataDir, DATABASE_URL: "", PUBLIC_URL: "", PRIVATE_NETWORK: "allow", ...settings };
  const child = spawn(process.execPath, ["scripts/start.mjs"], { cwd: ROOT, env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
  try {
    const loginUrl = await printedLink(child);
    return { loginUrl, origin: new URL(loginUrl).origin, stop: () => stopChild(child, dataDir) };
  } catch (error) {
    await stopChild(child, dataDir);
    throw error;
  }
}

/** The first address with a token that the child prints. @throws Error with the last output when it ends or takes too long */
function printedLink(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("The server was started without pipes.");
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const give = (why: string): void => reject(new Error(`${why}\n${lines.slice(-30).join("\n")}`));
    const timer = setTimeout(() => give(`The server was not ready within ${START_LIMIT_MS} ms.`), START_LIMIT_MS);
    const onLine = (line: string): void => {
      lines.push(line);
      const link = /\bhttps?:\/\/\S+token=\S+/.exec(line)?.[0];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    };
    createInterface({ input: stdout }).on("line", onLine);
    createInterface({ input: stderr }).on("line", (line) => lines.push(line));
    child.once("exit", (code) => {
      clearTimeout(timer);
      give(`The server ended with code ${code} before it was ready.`);
    });
  });
}

async function stopChild(child: ChildProcess, dataDir: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(timer);
  }
  await rm(dataDir, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}
