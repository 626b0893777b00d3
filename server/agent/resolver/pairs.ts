import type { Atom } from "./clauses.ts";
import type { Language } from "./languages/language.ts";
import { isQuoted } from "./phrase.ts";

/** A name and the value it is given, as a form lists them. */
export type Pair = { label: string; value: string };

/** A label has no more words than these. */
const LONGEST_LABEL = 5;
/** So many pairs are a list of them without being called one. */
const LEAST_PAIRS = 2;

/**
 * "Fill in the form: Name: Ann, City: Oslo" as pairs, and how many atoms they take; null where the text from there on is
 * no such list. Without an introduction only names with a colon are pairs, and one alone is none.
 */
export function pairsAt(atoms: readonly Atom[], begins: (text: string) => boolean, language: Language): { pairs: Pair[]; taken: number } | null {
  const { intro, forms } = language.pairs;
  const first = atoms[0]?.text ?? "";
  const said = new RegExp(`^${intro}\\s*`, "iu").exec(first)?.[0];
  const known = said === undefined ? forms.slice(0, 1) : forms;
  const rest = said === undefined ? atoms : [{ text: first.slice(said.length), before: "" }, ...atoms.slice(1)];
  const pairs: Pair[] = [];
  let taken = 0;
  for (const { text, before } of rest) {
    if (text === "" && taken === 0) {
      taken = 1;
      continue;
    }
    const pair = pairOf(text, known, begins);
    if (pair) pairs.push(pair);
    else if (pairs.length === 0 || begins(text) || !/^\s*[,&]/.test(before)) break;
    // "Address: Main Street 1, Oslo" goes on behind the comma.
    else pairs.push(...pairs.splice(-1).map(({ label, value }) => ({ label, value: `${value}${before}${text}` })));
    taken++;
  }
  return pairs.length >= (said === undefined ? LEAST_PAIRS : 1) ? { pairs, taken } : null;
}

function pairOf(text: string, forms: readonly string[], begins: (text: string) => boolean): Pair | null {
  for (const form of forms) {
    const { label, value } = new RegExp(`^${form}$`, "u").exec(text)?.groups ?? {};
    if (!label || !value || isQuoted(label) || label.trim().split(/\s+/).length > LONGEST_LABEL) continue;
    // "Then: click Save" is no pair, and "Step: type x into Name" none either.
    if (begins(label.trim()) || begins(`${label.trim()} x`) || begins(value.trim())) continue;
    return { label: label.trim(), value: value.trim() };
  }
  return null;
}
