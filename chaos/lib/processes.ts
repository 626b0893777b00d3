import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const OUTPUT_BYTES = 64 * 2 ** 20;

export type Process = { pid: number; parent: number; group: number; args: string };

/** Every process that runs now; ended ones that nobody has reaped do not count. */
export async function processes(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,args="], { maxBuffer: OUTPUT_BYTES });
  const lines = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line));
  return lines.flatMap((m) => (m && !m[4]?.startsWith("Z") ? [{ pid: Number(m[1]), parent: Number(m[2]), group: Number(m[3]), args: m[5] ?? "" }] : []));
}

/** The groups of browsers that were started for the data directory, whoever started them. */
export async function browserGroups(dataDir: string): Promise<Set<number>> {
  const profiles = join(dataDir, "browsers");
  return new Set((await processes()).filter(({ args }) => args.includes(profiles)).map(({ group }) => group));
}

/** Profiles of browsers below the data directory. */
export async function profiles(dataDir: string): Promise<string[]> {
  const root = join(dataDir, "browsers");
  const servers = await readdir(root).catch(() => []);
  return (await Promise.all(servers.map(async (server) => (await readdir(join(root, server)).catch(() => [])).map((name) => join(root, server, name))))).flat();
}

/** Sends a signal; false when the process was gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    return false;
  }
}
