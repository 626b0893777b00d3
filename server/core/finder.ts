/** How many beginnings are told apart: a power of two. */
const SLOTS = 1 << 16;
const SHORTEST = 3;

/** Tells which of many things stand in a text, by words of theirs. */
export type Finder<T> = (text: string) => ReadonlySet<T>;

/**
 * A search for many words in one pass, whose time hardly depends on how many there are (as Rabin and Karp have it: only
 * where three characters are the beginning of a word is it compared). Words under three characters are not found.
 * @param anyCase finds words, which are in lower case, in any case of the letters a to z
 */
export function createFinder<T>(wanted: Iterable<{ words: readonly string[]; item: T }>, { anyCase = false } = {}): Finder<T> {
  // Sets the bit that makes a small letter of a capital one; other characters that become equal are told apart by the comparison.
  const fold = anyCase ? 0x20 : 0;
  const begins = new Uint8Array(SLOTS);
  const bySlot = new Map<number, { word: string; item: T }[]>();
  for (const { words, item } of wanted)
    for (const word of words) {
      if (word.length < SHORTEST) continue;
      const slot = slotOf(word.charCodeAt(0) | fold, word.charCodeAt(1) | fold, word.charCodeAt(2) | fold);
      begins[slot] = 1;
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), { word, item }]);
    }
  const standsAt = (word: string, text: string, at: number): boolean =>
    anyCase ? text.slice(at, at + word.length).toLowerCase() === word : text.startsWith(word, at);
  return (text) => {
    const found = new Set<T>();
    if (bySlot.size === 0) return found;
    let [first, second] = [text.charCodeAt(0) | fold, text.charCodeAt(1) | fold];
    for (let i = 2; i < text.length; i++) {
      const third = text.charCodeAt(i) | fold;
      const slot = slotOf(first, second, third);
      first = second;
      second = third;
      if (begins[slot] === 0) continue;
      for (const { word, item } of bySlot.get(slot) ?? []) if (!found.has(item) && standsAt(word, text, i - 2)) found.add(item);
    }
    return found;
  };
}

const slotOf = (first: number, second: number, third: number): number => (first * 961 + second * 31 + third) & (SLOTS - 1);
