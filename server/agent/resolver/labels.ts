import type { ModelElement, PageModel } from "../page-model.ts";
import { gapBetween } from "./boxes.ts";
import { namesOf } from "./languages/languages.ts";
import { nameScore } from "./names.ts";
import { canBe, FIELDS, type Fit, type Scored } from "./score.ts";
import type { Target } from "./target.ts";

/** As sure as what stands in a place of that name. */
const BY_LABEL = 0.75;
/** As good as the very name. */
const WHOLE = 0.9;
/** CSS pixels. What is further away labels nothing. */
const LABEL_PX = 24;
const LABELS = new Set(["text", "generic"]);

/**
 * The fields that a text beside them calls so, where their own names say something else ("From" over a field that is
 * called "Station" by its hint): the text stands close, and the smallest part of the page that holds both has no other.
 */
export function labelledBy(model: PageModel, target: Target, fit: Fit): Scored[] {
  const { words, language } = target;
  if (words === "") return [];
  const fields = model.elements.filter((element) => FIELDS.has(element.role) && canBe(element, target, fit));
  const labels = fields.length === 0 ? [] : model.elements.filter((element) => LABELS.has(element.role) && isCalled(element, words, language));
  const found = labels.flatMap((label) => besideIt(label, fields) ?? []);
  return [...new Set(found)].map((element) => ({ element, score: BY_LABEL }));
}

const isCalled = ({ name, clickable }: ModelElement, words: string, language: string): boolean =>
  !clickable && nameScore(name, words, { names: namesOf(language) }) >= WHOLE;

function besideIt(label: ModelElement, fields: readonly ModelElement[]): ModelElement | null {
  const others = fields.filter(({ frameId }) => frameId === label.frameId);
  for (const part of label.path) {
    const [field, other] = others.filter(({ path }) => path.includes(part));
    if (!field) continue;
    const isNear = label.bounds !== null && field.bounds !== null && gapBetween(label.bounds, field.bounds) <= LABEL_PX;
    return other === undefined && isNear ? field : null;
  }
  return null;
}
