import { readFile } from "node:fs/promises";
import { freemem } from "node:os";

/**
 * Bytes that new processes may take before the machine or the container swaps or kills: what the kernel estimates as
 * available (proc_meminfo(5) MemAvailable), less where a control group allows less (cgroup v2 memory.max).
 */
export async function availableMemoryBytes(): Promise<number> {
  const [host, max, current] = await Promise.all([read("/proc/meminfo"), read("/sys/fs/cgroup/memory.max"), read("/sys/fs/cgroup/memory.current")]);
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(host)?.[1];
  const here = available === undefined ? freemem() : Number(available) * 1024;
  const allowed = /^\d+$/.test(max) && /^\d+$/.test(current) ? Number(max) - Number(current) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(here, allowed));
}

/** The file's text; empty where the system has no such file. */
const read = (path: string): Promise<string> =>
  readFile(path, "utf8").then(
    (text) => text.trim(),
    () => "",
  );
