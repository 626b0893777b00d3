import type { ModelElement, PageModel } from "../page-model.ts";
import type { Target } from "./grammar.ts";
import { en, type Language } from "./languages/en.ts";

export type Scored = { element: ModelElement; score: number };
export type Choice =
  | { outcome: "found"; element: ModelElement; confidence: number; candidates: Scored[] }
  | { outcome: "ambiguous" | "not_found"; candidates: Scored[] };

/** Below this nothing is done: better to ask than to click something else. */
const THRESHOLD = 0.7;
/** Two that are nearer than this to each other cannot be told apart. */
const MARGIN = 0.08;
const MAX_CANDIDATES = 8;
/** Fits a name that only shares words with what was said. */
const LEAST_OVERLAP = 0.6;

/**
 * Which element a target means; `[e12]` means the one that was observed under that ref. Pure.
 * @param fits roles that the verb can work on, in order of preference; empty for any
 */
export function choose(model: PageModel, target: Target, fits: readonly string[], language: Language = en): Choice {
  const ref = /^\[(e[\w-]+)\]$/.exec(target.words)?.[1];
  if (ref !== undefined) {
    const element = model.elements.find((known) => known.ref === ref);
    return element ? { outcome: "found", element, confidence: 1, candidates: [] } : { outcome: "not_found", candidates: [] };
  }
  const ranked = model.elements
    .filter((element) => canBe(element, target, fits))
    .map((element) => ({ element, score: score(element, target, fits, language) }))
    .filter(({ score: s }) => s > 0)
    .sort((a, b) => b.score - a.score);
  const placed = target.within === null ? ranked : nearest(ranked, target.within, language);
  const best = placed[0];
  const candidates = (placed.length > 0 ? placed : ranked).slice(0, MAX_CANDIDATES);
  if (!best || best.score < THRESHOLD) return { outcome: "not_found", candidates: candidates.filter(({ score: s }) => s >= THRESHOLD / 2) };
  const equals = distinct(placed.filter(({ score: s }) => best.score - s < MARGIN));
  if (target.ordinal !== null) {
    // Counting is by the order on the page, which is the order of the model.
    const inOrder = [...equals].sort((a, b) => model.elements.indexOf(a.element) - model.elements.indexOf(b.element));
    const nth = inOrder.at(target.ordinal < 0 ? target.ordinal : target.ordinal - 1);
    return nth ? { outcome: "found", element: nth.element, confidence: nth.score, candidates } : { outcome: "not_found", candidates };
  }
  if (equals.length > 1) return { outcome: "ambiguous", candidates: equals.slice(0, MAX_CANDIDATES) };
  return { outcome: "found", element: best.element, confidence: best.score, candidates };
}

/** Every element that an observation's words speak of, the best first. */
export function search(model: PageModel, words: string, language: Language = en): Scored[] {
  const text = normalise(words);
  const kinds = Object.entries(language.roles).filter(([word]) => new RegExp(`\\b${word}(s|es)?\\b`).test(text));
  const roles = kinds.flatMap(([, list]) => list);
  const plain = text.split(" ").filter((word) => word.length > 2 && !language.articles.includes(word) && !kinds.some(([kind]) => word.startsWith(kind)));
  const scored = model.elements.map((element) => {
    const fits = roles.includes(element.role);
    // "all buttons" names a kind alone.
    if (plain.length === 0) return { element, score: fits ? 0.9 : 0 };
    const own = normalise(`${element.name} ${element.context.map(({ name }) => name).join(" ")}`).split(" ");
    const hits = plain.filter((word) => own.includes(word)).length / plain.length;
    const named = Math.max(nameScore(element.name, plain.join(" "), language), hits * 0.7);
    return { element, score: named === 0 ? 0 : Math.min(1, named + (fits ? 0.25 : 0)) };
  });
  return scored.filter(({ score: s }) => s >= 0.4).sort((a, b) => b.score - a.score);
}

/** One element of the tree may stand there twice, as a control and as its words: they are one choice. */
function distinct(list: Scored[]): Scored[] {
  const out: Scored[] = [];
  for (const item of list) {
    const box = item.element.bounds;
    const twin = out.find(({ element: { bounds: other } }) => box && other && overlap(box, other) > 0.7);
    if (!twin) out.push(item);
  }
  return out;
}

type Box = { x: number; y: number; width: number; height: number };

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(a.width * a.height, b.width * b.height);
}

function canBe(element: ModelElement, target: Target, fits: readonly string[]): boolean {
  if (element.bounds === null || element.bounds.width <= 0 || element.bounds.height <= 0) return false;
  if (target.roles !== null && !target.roles.includes(element.role)) return false;
  return fits.length === 0 || fits.includes(element.role);
}

function score(element: ModelElement, target: Target, fits: readonly string[], language: Language): number {
  // A kind without a name ("the checkbox") means the only one there is.
  const name = target.words === "" ? 0.85 : nameScore(element.name, target.words, language);
  if (name === 0) return 0;
  // Words that are not a control are what one clicks only when no control has them.
  const role = element.role === "text" || element.role === "heading" || element.role === "cell" || element.role === "image" ? -0.1 : 0;
  const preferred = fits.length > 1 && fits[0] !== element.role ? -0.01 * Math.min(4, fits.indexOf(element.role)) : 0;
  const disabled = element.states.includes("disabled") ? -0.15 : 0;
  return name + role + preferred + disabled;
}

/** How well a name answers to words: 1 to the letter, less for case, synonyms, beginnings, shared words; 0 for none. */
export function nameScore(name: string, words: string, language: Language = en): number {
  if (name === "" || words === "") return 0;
  if (name === words) return 1;
  const [a, b] = [normalise(name), normalise(words)];
  if (a === "" || b === "") return 0;
  if (a === b) return 0.98;
  if (language.synonyms.some((group) => group.some((word) => normalise(word) === a) && group.some((word) => normalise(word) === b))) return 0.9;
  const [own, said] = [a.split(" "), b.split(" ")];
  // Names often say more than people do ("Save changes (Ctrl+S)").
  if (a.startsWith(`${b} `)) return 0.84;
  if (` ${a} `.includes(` ${b} `)) return 0.78;
  if (b.startsWith(`${a} `) || b.endsWith(` ${a}`)) return own.length / said.length >= LEAST_OVERLAP ? 0.75 : 0.5;
  const shared = said.filter((word) => own.some((other) => same(word, other))).length;
  if (shared === said.length) return 0.74;
  if (said.length === 1 && own.length === 1) return same(a, b) ? 0.72 : 0;
  const share = shared / Math.max(said.length, own.length);
  return share >= LEAST_OVERLAP ? 0.5 + share * 0.2 : 0;
}

/** Whether two words are one, but for a slip of the finger in longer ones. */
function same(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= 5 && distance(a, b) <= 1);
}

/** Levenshtein's distance, given up past 1. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  let j = 0;
  while (j < Math.min(a.length, b.length) - i && a.at(-1 - j) === b.at(-1 - j)) j++;
  return Math.max(a.length, b.length) - i - j;
}

/** Those that stand nearest to a place of these words: its own row comes before the whole table, which has the words too. */
function nearest(list: Scored[], place: string, language: Language): Scored[] {
  const depths = list.map(({ element }) => element.context.findIndex(({ role, name }) => isPlace(role, name, place, language)));
  const least = Math.min(...depths.filter((depth) => depth >= 0));
  return list.filter((_, i) => depths[i] === least);
}

function isPlace(role: string, name: string, place: string, language: Language): boolean {
  const wanted = normalise(place);
  return role === wanted || nameScore(name, place, language) >= LEAST_OVERLAP || ` ${normalise(name)} `.includes(` ${wanted} `);
}

const normalise = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}@%$€£+#]+/gu, " ")
    .trim();
