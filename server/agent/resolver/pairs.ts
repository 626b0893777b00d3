import type { Atom } from "./clauses.ts";
import type { Language } from "./languages/language.ts";
import { anyOf, isQuoted } from "./phrase.ts";

/** A name and the value it is given, as a form lists them. */
export type Pair = { label: string; value: string };
type Listed = { pairs: Pair[]; taken: number };
type Begins = (text: string) => boolean;

/** A label has no more words than these. */
const LONGEST_LABEL = 5;
/** So many pairs are a list of them without being called one. */
const LEAST_PAIRS = 2;

/**
 * "Fill in the form: Name: Ann, City: Oslo" as pairs, and how many atoms they take; null where the text from there on is
 * no such list. Without an introduction only names with a colon are pairs, and one alone is none; behind a verb of
 * writing ("enter name Ann and city Oslo") one alone is none either.
 */
export function pairsAt(atoms: readonly Atom[], begins: Begins, language: Language): Listed | null {
  const { intro, verbs, forms } = language.pairs;
  const first = atoms[0]?.text ?? "";
  const said = new RegExp(`^${intro}\\s*`, "iu").exec(first)?.[0];
  if (said !== undefined) return pairsOf(behind(atoms, said), forms, 1, begins);
  const verb = verbs === undefined ? undefined : new RegExp(`^${verbs}`, "iu").exec(first)?.[0];
  const written = verb === undefined ? null : pairsOf(behind(atoms, verb), [forms[0] ?? "", forms.at(-1) ?? ""], LEAST_PAIRS, begins);
  return written?.pairs.every((pair) => isPlain(pair, language)) ? written : pairsOf(atoms, forms.slice(0, 1), LEAST_PAIRS, begins);
}

const behind = ([first, ...others]: readonly Atom[], said: string): Atom[] => [{ text: first?.text.slice(said.length) ?? "", before: "" }, ...others];

function pairsOf(atoms: readonly Atom[], forms: readonly string[], least: number, begins: Begins): Listed | null {
  const pairs: Pair[] = [];
  let taken = 0;
  for (const { text, before } of atoms) {
    if (text === "" && taken === 0) {
      taken = 1;
      continue;
    }
    const pair = pairOf(text, forms, begins);
    if (pair) pairs.push(pair);
    else if (pairs.length === 0 || begins(text) || !/^\s*[,&]/.test(before)) break;
    // "Address: Main Street 1, Oslo" goes on behind the comma.
    else pairs.push(...pairs.splice(-1).map(({ label, value }) => ({ label, value: `${value}${before}${text}` })));
    taken++;
  }
  return pairs.length >= least ? { pairs, taken } : null;
}

/** "the value 5 into Width": a word of place or of giving says that it is put otherwise. */
function isPlain({ label, value }: Pair, { relations, markers }: Language): boolean {
  const small = anyOf([...Object.keys(relations), ...(markers.into ?? []), ...(markers.settle ?? [])]);
  return !new RegExp(`(?:^|\\s)(?:${small})$`, "iu").test(label) && !new RegExp(`\\s(?:${small})\\s`, "iu").test(value);
}

function pairOf(text: string, forms: readonly string[], begins: Begins): Pair | null {
  for (const form of forms) {
    const { label, value } = new RegExp(`^${form}$`, "u").exec(text)?.groups ?? {};
    if (!label || !value || isQuoted(label) || label.trim().split(/\s+/).length > LONGEST_LABEL) continue;
    // "Then: click Save" is no pair, and "Step: type x into Name" none either.
    if (begins(label.trim()) || begins(`${label.trim()} x`) || begins(value.trim())) continue;
    return { label: label.trim(), value: value.trim() };
  }
  return null;
}
