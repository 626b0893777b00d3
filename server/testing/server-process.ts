import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../core/errors.ts";
import { withTimeout } from "../core/time.ts";

const MAIN = join(import.meta.dirname, "../http/main.ts");
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;

/** The server as it is started outside of tests, in a process of its own. */
export type ServerProcess = {
  url: string;
  pid: number;
  /** From the process's start until it answers. */
  readyAfterMs: number;
  /** Sends the signal and resolves with the exit code (null after SIGKILL) once the process is gone. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
};

/**
 * Starts it without pages, once it answers. It sees nothing of this process's environment but PATH.
 * @param variables as of `startTestApp`
 * @throws AppError INTERNAL with its own words when it ends before that | TIMEOUT
 */
export async function startServerProcess(variables: Record<string, string>): Promise<ServerProcess> {
  const beganAt = performance.now();
  const child = spawn(process.execPath, [MAIN, "--api-only"], {
    env: { NODE_ENV: "test", PATH: process.env.PATH, HOME: variables.DATA_DIR, LOG_LEVEL: "warn", ...variables },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "exit");
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => said.push(data.toString()));
  const ready = new Promise<string>((resolve, reject) => {
    child.on("message", (message: { type?: string; url?: string }) => message.type === "ready" && resolve(message.url ?? ""));
    child.once("exit", (code) => reject(new AppError("INTERNAL", `The server ended with code ${code}:\n${said.join("")}`)));
  });
  const url = await withTimeout(START_LIMIT_MS, "starting the server", () => ready).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
    child.kill(signal);
    const [code] = await withTimeout(STOP_LIMIT_MS, "waiting for the server's end", () => ended);
    return code;
  };
  return { url, pid: child.pid ?? 0, readyAfterMs: performance.now() - beganAt, end };
}

/** Processes of this machine whose command line names the directory: its browsers, whoever started them. Linux only. */
export async function processesNaming(directory: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids.filter((_, i) => lines[i]?.includes(directory));
}
