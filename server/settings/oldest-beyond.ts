/** Something that takes room and can be removed. */
export type Removable = { sizeBytes: number };

/**
 * What must go so that the rest fits, the first first; less than that would do only where all of it is not enough.
 * @param items the oldest first
 * @param usedBytes of these and of all that cannot be removed
 * @param quotaBytes null: no limit
 */
export function oldestBeyond<T extends Removable>(items: readonly T[], usedBytes: number, quotaBytes: number | null): T[] {
  if (quotaBytes === null) return [];
  const gone: T[] = [];
  let left = usedBytes;
  for (const item of items) {
    if (left <= quotaBytes) break;
    gone.push(item);
    left -= item.sizeBytes;
  }
  return gone;
}
