import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { SessionUsage } from "../contract/sessions.ts";
import { delay } from "../core/time.ts";

const run = promisify(execFile);
const CLOCK_TICKS_PER_SECOND = 100;
const GONE_POLL_MS = 10;
const PS_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Sends a signal to a whole process group (0 only asks); false when the group is gone already. */
export function signalGroup(groupId: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    return false;
  }
}

/** Waits until no process of the group runs any more; false when some still do after `limitMs`. */
export async function groupGone(groupId: number, limitMs: number): Promise<boolean> {
  for (const end = performance.now() + limitMs; ; ) {
    if (!(await groupRuns(groupId))) return true;
    if (performance.now() >= end) return false;
    await delay(GONE_POLL_MS);
  }
}

/** Ended processes that nobody has reaped (a container without an init keeps them for ever) do not count as running. */
async function groupRuns(groupId: number): Promise<boolean> {
  if (!signalGroup(groupId, 0)) return false;
  if (process.platform !== "linux") return true;
  const states = await Promise.all((await processIds()).map((pid) => statFields(pid)));
  return states.some((fields) => fields !== null && Number(fields[2]) === groupId && fields[0] !== "Z");
}

/** Memory (bytes) and processor time (ms) of a process group, all its processes together. */
export async function groupUsage(groupId: number): Promise<SessionUsage> {
  return process.platform === "linux" ? linuxUsage(groupId) : psUsage(groupId);
}

async function linuxUsage(groupId: number): Promise<SessionUsage> {
  const parts = await Promise.all((await processIds()).map((pid) => linuxProcess(pid, groupId)));
  const mine = parts.filter((part) => part !== null);
  return { processes: mine.length, memoryBytes: sum(mine.map((p) => p.memoryBytes)), cpuMs: sum(mine.map((p) => p.cpuMs)) };
}

/**
 * When a process began, as a text that differs for another process with the same number; null when it is gone.
 * On Linux proc_pid_stat(5) field 22, with the boot's id, because ticks begin anew with each boot.
 */
export async function startOf(pid: number): Promise<string | null> {
  if (process.platform !== "linux") {
    const { stdout } = await run("ps", ["-p", String(pid), "-o", "lstart="]).catch(() => ({ stdout: "" }));
    return stdout.trim() || null;
  }
  const fields = await statFields(String(pid));
  if (!fields || fields[0] === "Z") return null;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  return `${boot.trim()}:${fields[19]}`;
}

/** Every process whose command line has this text in it: its number, its group's and its arguments. */
export async function processesWith(text: string): Promise<{ pid: number; groupId: number; args: string }[]> {
  if (process.platform !== "linux") {
    const { stdout } = await run("ps", ["-A", "-ww", "-o", "pid=,pgid=,args="], { maxBuffer: PS_OUTPUT_BYTES });
    const found = stdout.split("\n").map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
    return found.flatMap((m) => (m?.[3]?.includes(text) ? [{ pid: Number(m[1]), groupId: Number(m[2]), args: m[3] }] : []));
  }
  const all = await Promise.all(
    (await processIds()).map(async (pid) => {
      const args = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
      if (!args.includes(text)) return null;
      const fields = await statFields(pid);
      return fields && { pid: Number(pid), groupId: Number(fields[2]), args };
    }),
  );
  return all.filter((one) => one !== null);
}

const processIds = async (): Promise<string[]> => (await readdir("/proc")).filter((name) => /^\d+$/.test(name));

/** proc_pid_stat(5) after the command in parentheses: state, ppid, pgrp … utime is field 14, stime 15; null once the process is gone. */
async function statFields(pid: string): Promise<string[] | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat === null ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

async function linuxProcess(pid: string, groupId: number): Promise<{ memoryBytes: number; cpuMs: number } | null> {
  const fields = await statFields(pid);
  if (!fields || Number(fields[2]) !== groupId) return null;
  try {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    const pssKb = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    return { memoryBytes: pssKb * 1024, cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS_PER_SECOND };
  } catch {
    return null; // It ended while we looked.
  }
}

async function psUsage(groupId: number): Promise<SessionUsage> {
  const { stdout } = await run("ps", ["-A", "-o", "pgid=,rss=,time="]);
  const mine = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([group]) => Number(group) === groupId);
  return { processes: mine.length, memoryBytes: sum(mine.map(([, rss]) => Number(rss) * 1024)), cpuMs: sum(mine.map(([, , time]) => clockMs(time ?? "0"))) };
}

/** `[[dd-]hh:]mm:ss[.cc]` as milliseconds. */
function clockMs(text: string): number {
  const [clock = "0", days = "0"] = text.split("-").reverse();
  return (clock.split(":").reduce((total, part) => total * 60 + Number(part), 0) + Number(days) * 86_400) * 1000;
}

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
