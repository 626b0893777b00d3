import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

const TIME_CHARACTERS = 9;
const COUNTER_CHARACTERS = 3;
const COUNTER_LIMIT = 32 ** COUNTER_CHARACTERS;

/**
 * Makes identifiers in the order of time, as text sorts: of one sequence strictly so, of several as their clocks agree.
 * The prefix, `_`, milliseconds since the epoch, a counter within the millisecond and 40 random bits, in base 32.
 */
export function createIdSequence(prefix: string, now: () => number = Date.now): () => string {
  const last = { ms: 0, count: 0 };
  return () => {
    const ms = now();
    if (ms > last.ms) Object.assign(last, { ms, count: 0 });
    else if (++last.count === COUNTER_LIMIT) Object.assign(last, { ms: last.ms + 1, count: 0 });
    return `${prefix}_${base32(last.ms, TIME_CHARACTERS)}${base32(last.count, COUNTER_CHARACTERS)}${newId("").slice(-8)}`;
  };
}

function base32(value: number, characters: number): string {
  let text = "";
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 32)) text = (ALPHABET[rest % 32] ?? "") + text;
  return text;
}

/** A new identifier: the prefix, `_`, and 20 characters of base 32 (100 random bits). */
export function newId(prefix: string): string {
  let text = "";
  for (const byte of randomBytes(20)) text += ALPHABET[byte & 31];
  return `${prefix}_${text}`;
}
