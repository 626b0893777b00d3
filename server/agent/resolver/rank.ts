import type { ModelElement, PageModel } from "../page-model.ts";
import { furthest, overlap } from "./boxes.ts";
import { isAsSaid } from "./conditions.ts";
import { gistOf } from "./gist.ts";
import { impliedOf } from "./implied.ts";
import { labelledBy } from "./labels.ts";
import { languageOf, namesOf } from "./languages/languages.ts";
import { nameScore, SURE } from "./names.ts";
import { normalise } from "./normalise.ts";
import { rowsOf } from "./rows.ts";
import { canBe, type Fit, type Scored, scoreOf } from "./score.ts";
import { standing } from "./standing.ts";
import { type Extreme, type Place, PRESSED, type Target } from "./target.ts";
import { thingsOf } from "./things.ts";

export type { Fit, Scored } from "./score.ts";

export type Choice =
  | { outcome: "found"; element: ModelElement; confidence: number; candidates: Scored[] }
  | { outcome: "ambiguous" | "not_found"; candidates: Scored[] };

/** Those of which the target may be any, the surest first, and what else came near. */
export type Contest = { equals: Scored[]; near: Scored[]; ordinal: number | null };

/** Two that are nearer than this to each other cannot be told apart. */
const MARGIN = 0.08;
const MAX_CANDIDATES = 8;
const CELLS = ["cell", "gridcell"];
/** A fuller reading of the words counts only as a name, or as how one begins. */
const LITERAL = 0.84;

/** Which element a target means; `[e12]` means the one that was observed under that ref. Pure. */
export function choose(model: PageModel, target: Target, fit: Fit): Choice {
  return decide(compete(model, target, fit), target);
}

/** Who may be meant, by the first reading of the words that the page has something for. */
export function compete(model: PageModel, target: Target, fit: Fit): Contest {
  const ref = /^\[(e[\w-]+)\]$/.exec(target.words)?.[1];
  if (ref !== undefined)
    return { equals: model.elements.filter((known) => known.ref === ref).map((element) => ({ element, score: 1 })), near: [], ordinal: null };
  const names = namesOf(target.language);
  for (const words of target.literal) {
    const elements = model.elements.filter(({ name }) => nameScore(name, words, { names }) >= LITERAL);
    const same = equalsOf(model, rank({ ...model, elements }, asName(target, words), fit));
    if (same.length > 0) return { equals: same, near: same, ordinal: null };
  }
  for (const reading of target.readings) {
    const contest = contestOf(model, reading, fit);
    const surest = reading.places.length > 0 ? SURE : LITERAL;
    if (reading.words !== "" && (contest.equals[0]?.score ?? 0) >= surest) return contest;
  }
  return contestOf(model, target, fit);
}

const asName = (target: Target, words: string): Target => ({ ...target, words, roles: null, kind: null, places: [], states: [], value: null });

function contestOf(model: PageModel, target: Target, fit: Fit): Contest {
  const { places, ordinal, words, roles, kind, language } = target;
  const [nearest, ...others] = places.filter(({ relation }) => !isExtreme(relation));
  const called = calledByKind(model, target, fit);
  if (called) return called;
  // "the mail from Rail Club": what is no kind of the platform's is called by its place.
  if (words === "" && roles === null && kind !== null && ordinal === null && nearest?.words) {
    // "the note in the row of Chen Wei" stands in the column Note.
    const cell = contestOf(model, { ...target, words: kind, kind: null, roles: CELLS }, fit);
    if (cell.equals.length === 1) return cell;
    const links = contestOf(model, { ...target, kind: null, roles: ["link"], literal: [], readings: [] }, fit);
    return links.equals.length === 1 ? links : contestOf(model, { ...target, words: nearest.words, kind: null, places: others }, fit);
  }
  // "sort by customer": a noun alone, of no kind of the platform's, is a name.
  if (words === "" && roles === null && kind !== null && places.every((place) => place.words === "") && ordinal === null)
    return contestOf(model, { ...target, words: kind, kind: null }, fit);
  const isThing = words === "" && roles === null && kind !== null && ordinal !== null;
  const ranked = roles?.includes("row") ? rowsOf(model, target) : isThing ? thingsOf(model, target, fit) : rank(model, target, fit);
  const inPlace = [...(nearest ? [nearest] : []), ...others].reduceRight<Scored[]>((list, place) => standing(model, list, place, language), ranked);
  const ways = places.flatMap(({ relation }) => (isExtreme(relation) ? [relation] : []));
  const equals = ways.reduce((list, way) => furthest(list, way), equalsOf(model, inPlace));
  const other = equals.length === 0 ? otherwise(model, target, fit) : null;
  if (other) return other;
  const near = (inPlace.length > 0 ? inPlace : ranked).filter(({ score }) => score >= SURE / 2);
  return { equals: inFront(equals), near, ordinal };
}

/** Who is meant where nothing is called so at these places, by what people leave out or say besides; null where no one is. */
function otherwise(model: PageModel, target: Target, fit: Fit): Contest | null {
  const { places, ordinal, words, kind, language } = target;
  const [nearest, ...others] = places.filter(({ relation }) => !isExtreme(relation));
  // "the checkbox next to Milk" may be called Milk itself.
  if (words === "" && nearest?.words && MAY_NAME.has(nearest.relation)) return contestOf(model, { ...target, words: nearest.words, places: others }, fit);
  // "the third person": a noun that nothing is called by.
  if (kind === null && ordinal !== null && languageOf(language).nouns.includes(words)) return contestOf(model, { ...target, words: "", kind: words }, fit);
  const among = (near: Scored[], equals = near): Contest | null => (near.length > 0 ? { equals, near, ordinal } : null);
  const foremost = (list: Scored[]): Contest | null => among(list, inFront(list));
  return (
    foremost(equalsOf(model, impliedOf(model, target, fit))) ??
    foremost(equalsOf(model, gistOf(model, target, fit))) ??
    // "Add card in the Doing column": the word for a kind may be a part of the name.
    (words !== "" && kind !== null && nearest ? calledWhole(model, target, fit) : null) ??
    among(menuAt(model, target, fit)) ??
    among(hintedAt(model, target, fit)) ??
    (places.length === 0 ? foremost(labelledBy(model, target, fit)) : null)
  );
}

/** "Select next to 09:40": what is called so there, before what is of that kind. */
function calledByKind(model: PageModel, target: Target, fit: Fit): Contest | null {
  const { places, ordinal, words, kind } = target;
  if (words !== "" || kind === null || ordinal !== null || places.length === 0) return null;
  const { equals } = contestOf(model, { ...target, words: kind, quoted: true, kind: null, roles: null, literal: [], readings: [] }, fit);
  const called = equals.filter(({ element }) => PRESSED.includes(element.role) && normalise(element.name) === kind);
  return called.length > 0 ? { equals: called, near: called, ordinal } : null;
}

/** What is called by the words and the kind together, at the same places; null where nothing is. */
function calledWhole(model: PageModel, target: Target, fit: Fit): Contest | null {
  const name = `${target.words} ${target.kind}`;
  const contest = contestOf(model, { ...target, words: name, kind: null, roles: null, literal: [], readings: [] }, fit);
  return contest.equals.some(({ element }) => nameScore(element.name, name, { quoted: true }) >= LITERAL) ? contest : null;
}

/** "the menu of beta.txt": what opens one in that row or card, whatever it is called. */
function menuAt(model: PageModel, target: Target, fit: Fit): Scored[] {
  const { words, kind, language, places } = target;
  if (words === "" || kind === null || !languageOf(language).menus.includes(kind) || places.length > 0) return [];
  const openers = model.elements.filter((element) => element.popup && PRESSED.includes(element.role) && canBe(element, target, fit));
  const place: Place = { relation: "row", words, kind: null, roles: null, ordinal: null };
  return standing(
    model,
    openers.map((element) => ({ element, score: BY_AUTHOR })),
    place,
    language,
  );
}

const BY_AUTHOR = 0.72;

/** "the handle of Take Five": where nothing there is called so, what its author called so. */
function hintedAt(model: PageModel, target: Target, fit: Fit): Scored[] {
  const { places, quoted, language } = target;
  const words = normalise(target.words === "" && target.roles === null ? (target.kind ?? "") : target.words).split(" ");
  if (quoted || words[0] === "" || !places.some((place) => place.words !== "" || place.ordinal !== null)) return [];
  const list = model.elements
    .filter((element) => words.every((word) => element.hints.includes(word)) && canBe(element, target, fit) && isAsSaid(element, target))
    .map((element) => ({ element, score: BY_AUTHOR }));
  const held = places.reduceRight<Scored[]>((left, place) => standing(model, left, place, language), list);
  return held.length === 1 ? held : [];
}

/** What stands in, at or beside words may be called by them; what is above or below them is another. */
const MAY_NAME: ReadonlySet<Place["relation"]> = new Set<Place["relation"]>(["in", "row", "column", "beside"]);
const isExtreme = (relation: Place["relation"]): relation is Extreme => ["top", "bottom", "leftmost", "rightmost"].includes(relation);

/** What all else waits for is meant before what waits for it. */
function inFront(equals: Scored[]): Scored[] {
  const front = equals.filter(({ element }) => element.context.some(({ modal }) => modal));
  // Of dialogs over dialogs, the one that stands in the others, or came last.
  const depth = ({ element }: Scored): number => element.context.filter(({ modal }) => modal).length;
  const most = Math.max(...front.map(depth));
  const inmost = front.filter((one) => depth(one) === most);
  const top = inmost.at(-1)?.element.context.find(({ modal }) => modal)?.id;
  return front.length > 0 ? inmost.filter(({ element }) => element.context.find(({ modal }) => modal)?.id === top) : equals;
}

/** The one, if it can be told. */
export function decide({ equals, near, ordinal }: Contest, target: Target): Choice {
  const candidates = (near.length > 0 ? near : equals).slice(0, MAX_CANDIDATES);
  if (equals.length === 0) return { outcome: "not_found", candidates };
  const found = ({ element, score }: Scored, confidence = score): Choice => ({ outcome: "found", element, confidence: Math.min(1, confidence), candidates });
  if (ordinal !== null) {
    const nth = equals.at(ordinal < 0 ? ordinal : ordinal - 1);
    return nth ? found(nth) : { outcome: "not_found", candidates };
  }
  const [first, second] = equals;
  if (first && !second) return found(first);
  const told = equals.filter(({ element }) => target.kind !== null && namesOf(target.language).loose.includes(target.kind) && speaksOf(element, target.kind));
  if (told[0] && !told[1]) return found(told[0], SURE);
  // "the details of Order 7": of several buttons there, the one that is called Details.
  const called = target.words === "" && target.kind !== null ? equals.filter(({ element }) => normalise(element.name) === target.kind) : [];
  if (called[0] && !called[1]) return found(called[0]);
  return { outcome: "ambiguous", candidates: equals.slice(0, MAX_CANDIDATES) };
}

function rank(model: PageModel, target: Target, fit: Fit): Scored[] {
  return model.elements
    .map((element) => ({ element, score: canBe(element, target, fit) && isAsSaid(element, target) ? scoreOf(element, target, fit) : 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** Those that cannot be told from the best, in the order of the page, by which people count. */
function equalsOf({ elements }: PageModel, ranked: Scored[]): Scored[] {
  const best = Math.max(...ranked.map(({ score }) => score));
  if (best < SURE) return [];
  const order = new Map(elements.map((element, i) => [element, i]));
  return distinct(ranked.filter(({ score }) => best - score < MARGIN)).sort((a, b) => (order.get(a.element) ?? 0) - (order.get(b.element) ?? 0));
}

/** What is one choice for a person: a control and its own words, or two links to one address. */
function distinct(list: Scored[]): Scored[] {
  const out: Scored[] = [];
  for (const item of list) if (!out.some((other) => isTwin(item.element, other.element))) out.push(item);
  return out;
}

function isTwin(a: ModelElement, b: ModelElement): boolean {
  if (normalise(a.name) !== normalise(b.name) || a.frameId !== b.frameId) return false;
  // Script hangs on "#" and the like, so that such links may do different things.
  if (a.url !== null && a.url === b.url && !a.url.includes("#") && !a.url.startsWith("javascript:")) return true;
  return a.bounds !== null && b.bounds !== null && overlap(a.bounds, b.bounds) > 0.7;
}

const speaksOf = ({ hints, around }: ModelElement, word: string): boolean => [hints, ...around.slice(0, 2)].some((names) => names.includes(word));
