import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { AppError } from "../../core/errors.ts";
import { withTimeout } from "../../core/time.ts";

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 5_000;

/** A server to be started: what it is called, Node's arguments, the directory it works in and how it tells its address. */
type Program = {
  name: string;
  args: readonly string[];
  cwd: string;
  /** What it prints when it listens; the first group is the address. */
  address: RegExp;
};

/**
 * A program of Node's in a process of its own, once it listens. It sees nothing of this process's environment but PATH.
 * @throws AppError INTERNAL with the program's own words when it ends before it listens | TIMEOUT
 */
export async function startChildServer({ name, args, cwd, address }: Program): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { NODE_ENV: "test", PATH: process.env.PATH, HOME: cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await withTimeout(STOP_LIMIT_MS, `stopping ${name}`, () => ended).catch(() => child.kill("SIGKILL"));
  };
  try {
    return { url: await withTimeout(START_LIMIT_MS, `starting ${name}`, () => listening(child, name, address)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listening(child: ChildProcess, name: string, address: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const onData = (data: Buffer): void => {
      said += data.toString();
      const url = address.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on("data", onData);
    child.stderr?.on("data", onData);
    child.once("exit", (code) => reject(new AppError("INTERNAL", `${name} ended with code ${code}:\n${said}`)));
  });
}
