import { dateOf } from "./dates.ts";
import type { Language } from "./languages/language.ts";
import { anyOf, hasQuote, withoutArticles } from "./phrase.ts";
import type { Step } from "./steps.ts";
import type { Slots } from "./templates.ts";

/** A name of more words than these is none. */
const LONGEST_NAME = 5;

/**
 * What the two slots may mean that hold a name and right behind it what that is given ("Anzahl 6"). Only the page knows
 * what it calls its fields, so each place where the name may end is a reading, the longest name first. In `beside` the
 * whole may as well be one name, and the name of the list is one word written large.
 */
export function readingsOf({ both, beside, text }: Slots, language: Language): Slots[] {
  if (beside !== undefined) {
    const [name, ...given] = withoutArticles(beside, language).split(/\s+/);
    const isPair = name !== undefined && isOwnName(name, language) && /^[\p{Lu}\d\uE000]/u.test(given[0] ?? "");
    return [{ option: beside }, ...(isPair ? [{ target: name, option: given.join(" ") }] : [])];
  }
  if (both === undefined) return [{}];
  const words = both.trim().split(/\s+/);
  const sure = words.findIndex(
    (word, i) => i > 0 && (hasQuote(word) || beginsAnew(words.slice(i), language) || dateOf(words.slice(i).join(" "), language) !== null),
  );
  const ends = sure > 0 ? [sure] : words.map((_, i) => i).filter((i) => i > 0 && i <= LONGEST_NAME);
  const saying = new RegExp(`^(?:${anyOf(language.markers.saying ?? [])})\\s+(?=\\S)`, "iu");
  const read = ends
    .reverse()
    .map((end) => ({ name: words.slice(0, end).join(" "), given: words.slice(end).join(" ").replace(saying, "") }))
    .filter(
      ({ name, given }) => isName(name, language) && !language.lists.includes(given.split(" ")[0] ?? "") && (hasQuote(given) || !isVagueField(name, language)),
    );
  const exact = read.filter(({ name }) => !isKind(name, language));
  return (exact.length > 0 ? exact : read).map(({ name, given }) =>
    // "replace in the Name field Ann by Bea": what it holds stands there.
    text !== undefined ? { target: name, old: given } : { target: name, text: given, option: given, keys: given },
  );
}

/** "… the entry Print", "… the text Hello": what begins with an article and a kind is no more of the name before it. */
function beginsAnew([article = "", kind = ""]: readonly string[], { articles, roles, markers }: Language): boolean {
  if (!articles.includes(article)) return false;
  return kind.toLowerCase() in roles || (markers.saying ?? []).includes(`${article} ${kind}`.toLowerCase());
}

/** Articles, relations and joins alone name nothing, and no name ends with them. */
function isName(name: string, language: Language): boolean {
  const words = withoutArticles(name, language);
  const last = words.split(" ").at(-1)?.toLowerCase() ?? "";
  // "bei Von „Köln“": fields of a way are called so, written large.
  const isWay = /^\p{Lu}\S*$/u.test(words);
  return last !== "" && ![...language.articles, ...language.lists].includes(last) && (isWay || !(last in language.relations));
}

/** A word for several kinds alone, which may rather be the beginning of a name. */
const isKind = (name: string, { roles, articles }: Language): boolean => (roles[withoutArticles(name, { articles }).toLowerCase()]?.length ?? 0) > 1;

/** "in the field Name" may lack what is typed: then "Name" is not it. */
const isVagueField = (name: string, language: Language): boolean =>
  isKind(name, language) && language.fields.includes(withoutArticles(name, language).toLowerCase());

/** Neither a kind nor an order nor a state: what something is called. */
function isOwnName(word: string, { roles, nouns, ordinals, states }: Language): boolean {
  const said = word.toLowerCase();
  return /^\p{Lu}/u.test(word) && !nouns.includes(word) && ![roles, ordinals, states].some((known) => said in known);
}

/** Several readings of one clause as one step; null where none makes sense. */
export function oneOf(readings: readonly (Step[] | null)[]): Step[] | null {
  const known = readings.filter((steps) => steps !== null);
  return known.length < 2 ? (known[0] ?? null) : [{ verb: "either", readings: known }];
}
