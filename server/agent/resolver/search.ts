import type { PageModel } from "../page-model.ts";
import type { Language } from "./languages/language.ts";
import { LANGUAGES, namesOf } from "./languages/languages.ts";
import { hintScore, nameScore } from "./names.ts";
import { normalise } from "./normalise.ts";
import type { Scored } from "./score.ts";

/** What answers less than this is not shown. */
const LEAST = 0.4;
const BY_KIND = 0.9;
const KIND_BONUS = 0.25;
const WORD_SHARE = 0.7;
const SHORTEST_WORD = 3;

/** Every element that an observation's words speak of, the best first. Pure. */
export function search(model: PageModel, words: string): Scored[] {
  const found = LANGUAGES.map((language) => searchIn(model, words, language));
  const best = (list: readonly Scored[]): number => list[0]?.score ?? 0;
  return found.reduce((a, b) => (best(b) > best(a) ? b : a));
}

function searchIn(model: PageModel, words: string, language: Language): Scored[] {
  const text = normalise(words);
  const kinds = Object.entries(language.roles).filter(([word]) => new RegExp(`(?<=^|\\s)${normalise(word)}(s|es)?(?=\\s|$)`, "u").test(text));
  const roles = kinds.flatMap(([, list]) => list);
  const empty = [...language.articles, ...language.quantifiers];
  const plain = text
    .split(" ")
    .filter((word) => word.length >= SHORTEST_WORD && !empty.includes(word) && !kinds.some(([kind]) => word.startsWith(normalise(kind))));
  const said = plain.join(" ");
  const names = namesOf(language.code);
  const scored = model.elements.map((element) => {
    const fits = roles.includes(element.role);
    // "all buttons" names a kind alone.
    if (plain.length === 0) return { element, score: fits ? BY_KIND : 0 };
    const own = normalise(`${element.name} ${element.context.map(({ name }) => name).join(" ")}`).split(" ");
    const hits = plain.filter((word) => own.includes(word)).length / plain.length;
    const named = Math.max(nameScore(element.name, said, { names }), hintScore(element, [said], names), hits * WORD_SHARE);
    return { element, score: named === 0 ? 0 : Math.min(1, named + (fits ? KIND_BONUS : 0)) };
  });
  return scored.filter(({ score }) => score >= LEAST).sort((a, b) => b.score - a.score);
}
