const PLAIN: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const SPECIAL = /[äöüß]/gu;

/** The words, and those with umlauts also as they are typed where there are none. */
export const spelled = (words: readonly string[]): string[] => [...new Set(words.flatMap((word) => [word, plain(word)]))];

/** A table by words, for both spellings of them. */
export const spelledKeys = <T>(table: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(table).flatMap(([word, value]) => [[word, value] as const, [plain(word), value] as const]));

/** A pattern that takes both spellings. */
export const spelledPattern = (pattern: string): string => pattern.replace(SPECIAL, (letter) => `(${letter}|${PLAIN[letter]})`);

const plain = (word: string): string => word.replace(SPECIAL, (letter) => PLAIN[letter] ?? letter);
