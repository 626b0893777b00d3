/** One page of a list that is loaded from its newest item backwards. */
export type NewestFirst<T> = { items: T[]; hasMore: boolean };

/**
 * The pages with the items in them: in their old place if they were there, left out where they no longer fit, else first.
 * Ids are in the order of time; an item that is older than all that is loaded belongs to a page that is not. A first page that
 * has grown beyond `most` is cut, and what is behind it can be loaded again.
 */
export function withItems<T extends { id: string }>(
  pages: readonly NewestFirst<T>[],
  items: readonly T[],
  { fits, most }: { fits: (item: T) => boolean; most: number },
): NewestFirst<T>[] {
  const given = new Map(items.map((item) => [item.id, item]));
  const known = new Set<string>();
  const renewed = pages.map((page) => {
    const touched = page.items.some(({ id }) => given.has(id));
    for (const { id } of page.items) known.add(id);
    return touched ? { ...page, items: page.items.map((item) => given.get(item.id) ?? item).filter((item) => !given.has(item.id) || fits(item)) } : page;
  });
  const oldest = renewed.at(-1)?.hasMore ? renewed.at(-1)?.items.at(-1)?.id : undefined;
  const fresh = [...given.values()].filter((item) => !known.has(item.id) && fits(item) && (oldest === undefined || item.id > oldest));
  const [first, ...others] = renewed;
  if (!first) return [];
  if (fresh.length === 0) return [first, ...others];
  const newest = [...fresh.sort((one, other) => (one.id < other.id ? 1 : -1)), ...first.items];
  return newest.length > most ? [{ items: newest.slice(0, most), hasMore: true }] : [{ ...first, items: newest }, ...others];
}
