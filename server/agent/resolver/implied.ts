import type { ModelElement, PageModel } from "../page-model.ts";
import { languageOf, namesOf } from "./languages/languages.ts";
import { hintScore, SURE, sameMeaning } from "./names.ts";
import { normalise } from "./normalise.ts";
import { canBe, type Fit, type Scored } from "./score.ts";
import { standing } from "./standing.ts";
import { inside, PRESSED, type Target } from "./target.ts";

/** Named by a part of the words, and standing where the others say. */
const IMPLIED = 0.74;
/** Signs that react to clicks, whatever they are. */
const DRAWN = new Set(["text", "image", "generic"]);

/**
 * What a whole sentence calls by what it does and to what: "add the Bench to the cart" is the "Add to cart" of the Bench,
 * "share Cinder" the "Share" beside Cinder. Every word must be the control's own or say where it stands.
 */
export function impliedOf(model: PageModel, target: Target, fit: Fit): Scored[] {
  const { words, quoted, places, language } = target;
  if (quoted || places.length > 0 || !words.includes(" ")) return [];
  const { relations, nouns, articles, pronouns } = languageOf(language);
  const said = normalise(words).split(" ");
  const names = namesOf(language);
  const small = [...names.loose, ...articles, ...pronouns];
  const same = (a: string, b: string): boolean => sameMeaning(a, b, names);
  const parts = new Map<string, { chunks: string[]; list: Scored[] }>();
  for (const element of model.elements) {
    const own = ownWords(element);
    // "star the Bench" is its "Add star".
    const byDeed = own.length > 1 && same(own.join(" "), said[0] ?? "");
    // "Remove this item" removes what it stands in, whatever that is called.
    const isSaid = (word: string): boolean => word in relations || small.includes(word) || said.some((other) => same(word, other));
    const answers = !byDeed && own.length > 0 && same(own[0] ?? "", said[0] ?? "") && own.every(isSaid);
    const bySign = own.length === 0 && hintScore(element, [said[0] ?? ""], names) >= SURE;
    const isControl = PRESSED.includes(element.role) || (element.clickable && DRAWN.has(element.role));
    if (!(answers || bySign || byDeed) || !isControl || !canBe(element, target, fit)) continue;
    const rest = (bySign || byDeed ? ["|", ...said.slice(1)] : said).map((word) =>
      word in relations || own.some((other) => same(word, other)) ? "|" : nouns.includes(word) || articles.includes(word) ? "" : word,
    );
    const chunks = rest
      .join(" ")
      .split("|")
      .map((chunk) => chunk.trim().replace(/\s+/g, " "))
      .filter((chunk) => chunk !== "");
    const known = parts.get(chunks.join("|")) ?? { chunks, list: [] };
    known.list.push({ element, score: IMPLIED });
    parts.set(chunks.join("|"), known);
  }
  return [...parts.values()].flatMap(({ chunks, list }) =>
    chunks.length === 0 ? [] : chunks.reduceRight<Scored[]>((left, chunk) => standing(model, left, inside(chunk), language), list),
  );
}

/** Of a mere sign, what it says when it is pointed at. */
const ownWords = ({ name, description }: ModelElement): string[] => (normalise(name) || normalise(description ?? "")).split(" ").filter(Boolean);
