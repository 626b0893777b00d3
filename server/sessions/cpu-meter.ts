const SHORTEST_MS = 500;

/** The share of one processor that something used since it was last looked at. */
export type CpuMeter = { percentOf(what: object, cpuMs: number, now?: number): number | null };

/**
 * Remembers for each thing when its processor time was last read. Looks that follow each other quickly give the same
 * share: over so short a time it would say nothing.
 */
export function createCpuMeter(): CpuMeter {
  const seen = new WeakMap<object, { at: number; cpuMs: number; percent: number | null }>();
  return {
    /** @param cpuMs processor time until now; null the first time */
    percentOf: (what, cpuMs, now = performance.now()) => {
      const last = seen.get(what);
      if (last && now - last.at < SHORTEST_MS) return last.percent;
      // Processes that ended take their time with them: the sum may fall.
      const percent = last ? Math.max(0, Math.round(((cpuMs - last.cpuMs) / (now - last.at)) * 1000) / 10) : null;
      seen.set(what, { at: now, cpuMs, percent });
      return percent;
    },
  };
}
