import { nameScore, SURE } from "../names.ts";

/** Nearer than this to each other, two names cannot be told apart. */
const MARGIN = 0.05;

export type Wanted = {
  /** The words of the option, as written. */
  words: string;
  /** Counted from 1; -1 is the last; null for the only one that is called so. */
  ordinal: number | null;
  /** The words with their order, should that be what one is called: "Second floor". */
  whole?: string;
};
export type Picked = { index: number } | { several: string[] } | { none: true };

/**
 * Which of these names is wanted: the one that is called so, else the one that says more than that. Without words an
 * ordinal counts them all. Pure.
 */
export function pick(names: readonly string[], { words, ordinal, whole }: Wanted): Picked {
  const called = whole === undefined ? [] : [...names.keys()].filter((i) => nameScore(names[i]?.trim() ?? "", whole, { quoted: true }) >= SURE);
  if (called[0] !== undefined && called.length === 1) return { index: called[0] };
  if (words === "") return nth([...names.keys()], ordinal ?? 0);
  for (const quoted of [true, false]) {
    const scores = names.map((name) => nameScore(name.trim(), words, { quoted }));
    const best = Math.max(...scores, 0);
    if (best < SURE) continue;
    const equals = [...scores.keys()].filter((i) => best - (scores[i] ?? 0) < MARGIN);
    if (ordinal !== null) return nth(equals, ordinal);
    // To the letter before all that reads alike.
    const exact = equals.filter((i) => names[i]?.trim() === words);
    const [only, other] = exact.length === 1 ? exact : equals;
    if (only !== undefined && other === undefined) return { index: only };
    return { several: equals.map((i) => names[i] ?? "") };
  }
  return { none: true };
}

function nth(indexes: readonly number[], ordinal: number): Picked {
  const index = ordinal === 0 ? undefined : indexes.at(ordinal < 0 ? ordinal : ordinal - 1);
  return index === undefined ? { none: true } : { index };
}
