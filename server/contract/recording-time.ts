/** A stretch of a recording's time, in milliseconds since its beginning. */
export type Stretch = { fromMs: number; toMs: number };

/** Nothing happening for longer than this is idle. */
export const IDLE_AFTER_MS = 3_000;
/** What is left of a stretch at each end, so that one sees where one was and where one arrives. */
const IDLE_MARGIN_MS = 500;

/**
 * The stretches in which nothing happened: no event, no new picture, no action. `moments` in any order; what lies outside
 * the recording is left out.
 */
export function idleStretches(moments: Iterable<number>, durationMs: number): Stretch[] {
  const inside = [...moments].filter((atMs) => atMs > 0 && atMs < durationMs).sort((one, other) => one - other);
  const edges = [0, ...inside, durationMs];
  return edges.slice(1).flatMap((toMs, index): Stretch[] => {
    const fromMs = edges[index] ?? 0;
    return toMs - fromMs > IDLE_AFTER_MS ? [{ fromMs: fromMs + IDLE_MARGIN_MS, toMs: toMs - IDLE_MARGIN_MS }] : [];
  });
}

/** The stretch that holds a moment (its end is outside); undefined between stretches. `stretches` is sorted. */
export function stretchAt(stretches: readonly Stretch[], atMs: number): Stretch | undefined {
  const before = stretches[lastAtOrBefore(stretches, atMs, ({ fromMs }) => fromMs)];
  return before !== undefined && before.fromMs <= atMs && atMs < before.toMs ? before : undefined;
}

/** How many milliseconds of `stretches` there are in all. */
export const lengthOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** The place of the last item whose time is at most `atMs`; -1 when all are later. `items` is sorted by time. */
export function lastAtOrBefore<T>(items: readonly T[], atMs: number, timeOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && timeOf(item) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
