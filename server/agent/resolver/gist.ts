import type { ModelElement, PageModel } from "../page-model.ts";
import { isNoun, languageOf, namesOf } from "./languages/languages.ts";
import { sameMeaning } from "./names.ts";
import { normalise } from "./normalise.ts";
import { canBe, type Fit, type Scored } from "./score.ts";
import { PRESSED_OR_MARKED, type Target, THINGS } from "./target.ts";

/** As sure as what is called by a part of the words and stands where the others say. */
const BY_GIST = 0.73;
/** Places further out than this say too little of what stands in them. */
const NEAR_PLACES = 3;

/**
 * What a clause comes to when words that say little are left out: "make it bold" is Bold, "pause the music" is Pause,
 * "only allow the necessary cookies" is "Necessary only" among what speaks of cookies. All of the control's words must be
 * said, and all that is said must be its own, or of what it stands in, or a thing of the page. The fullest name is meant.
 */
export function gistOf(model: PageModel, target: Target, fit: Fit): Scored[] {
  const { words, quoted, places, language } = target;
  if (quoted || places.length > 0 || !words.includes(" ")) return [];
  const { neutral, relations, articles, pronouns } = languageOf(language);
  const names = namesOf(language);
  const empty = new Set([...neutral, ...articles, ...pronouns, ...Object.keys(relations)]);
  const contentOf = (text: string): string[] =>
    normalise(text)
      .split(" ")
      .filter((word) => word !== "" && !empty.has(word));
  const said = contentOf(words);
  const all = new Set(normalise(words).split(" "));
  // "Check in" is no "Check".
  const smallWords = (text: string): string[] =>
    normalise(text)
      .split(" ")
      .filter((word) => word in relations);
  const same = (a: string, b: string): boolean => sameMeaning(a, b, names);
  const known = model.elements.flatMap((element) => {
    if (!PRESSED_OR_MARKED.includes(element.role) || !canBe(element, target, fit)) return [];
    const own = contentOf(element.name);
    const isSaid = own.length > 0 && own.every((word) => said.some((other) => same(word, other))) && smallWords(element.name).every((word) => all.has(word));
    const around = isSaid ? placeWords(element) : new Set<string>();
    // "delete the invoice" where the only Delete is another thing's: which is meant must be told there.
    const isOfOne = element.context.some(({ role }) => THINGS.includes(role));
    const isAll = isSaid && said.every((word) => own.some((other) => same(word, other)) || around.has(word) || (!isOfOne && isNoun(word, language)));
    return isAll ? [{ element, size: own.length }] : [];
  });
  const fullest = Math.max(...known.map(({ size }) => size));
  return known.filter(({ size }) => size === fullest).map(({ element }) => ({ element, score: BY_GIST }));
}

const placeWords = ({ context }: ModelElement): Set<string> =>
  new Set(context.slice(0, NEAR_PLACES).flatMap(({ name }) => normalise(name.replace(/['’]s\b/g, "")).split(" ")));
