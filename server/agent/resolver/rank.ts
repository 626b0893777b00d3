import type { ModelElement, PageModel } from "../page-model.ts";
import type { Language } from "./languages/language.ts";
import { languageOf, namesOf } from "./languages/languages.ts";
import { hintScore, nameScore, normalise, SURE } from "./names.ts";
import type { Target } from "./target.ts";

export type Scored = { element: ModelElement; score: number };
export type Choice =
  | { outcome: "found"; element: ModelElement; confidence: number; candidates: Scored[] }
  | { outcome: "ambiguous" | "not_found"; candidates: Scored[] };

/** What a verb can work on. */
export type Fit = {
  /** In order of preference; empty for anything. */
  roles: readonly string[];
  /** Presses what it finds: a field is meant only where no control to press has the name. */
  presses?: boolean;
  /** Does no more than look: any words will do. */
  looks?: boolean;
  /** Also what has no box. */
  undrawn?: boolean;
  /** Only what has the caret. */
  focused?: boolean;
};

/** Those of which the target may be any, the surest first, and what else came near. */
export type Contest = { equals: Scored[]; near: Scored[]; ordinal: number | null };

/** Two that are nearer than this to each other cannot be told apart. */
const MARGIN = 0.08;
const MAX_CANDIDATES = 8;
/** A fuller reading of the words counts only as a name, or as how one begins. */
const LITERAL = 0.84;
/** As good as the very name. */
const WHOLE = 0.9;
/** The only one of its kind needs no name. */
const KIND_ALONE = 0.85;
/** Named by its own words and those of the row or group that it stands in. */
const BY_PLACE = 0.76;
const WORDS = new Set(["text", "heading", "cell", "gridcell", "columnheader", "rowheader", "image"]);
const FIELDS = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);
const GROUPS = new Set(["row", "listitem", "article", "group", "radiogroup", "dialog", "alertdialog", "region", "form", "figure", "menu", "treeitem"]);
const TICKABLE = new Set(["checkbox", "radio", "switch"]);
/** Kinds that words which react to clicks may stand for, as pages draw them without saying so. */
const DRAWN = new Set(["button", "link", "tab", "menuitem", "option", "treeitem"]);

/** Which element a target means; `[e12]` means the one that was observed under that ref. Pure. */
export function choose(model: PageModel, target: Target, fit: Fit, language: Language = languageOf("en")): Choice {
  return decide(compete(model, target, fit, language), target, language);
}

/** Who may be meant. */
export function compete(model: PageModel, target: Target, fit: Fit, language: Language = languageOf("en")): Contest {
  const ref = /^\[(e[\w-]+)\]$/.exec(target.words)?.[1];
  if (ref !== undefined)
    return { equals: model.elements.filter((known) => known.ref === ref).map((element) => ({ element, score: 1 })), near: [], ordinal: null };
  for (const words of target.literal) {
    const elements = model.elements.filter(({ name }) => nameScore(name, words, { names: namesOf(language.code) }) >= LITERAL);
    const same = equalsOf(model, rank({ ...model, elements }, asName(target, words), fit, language));
    if (same.length > 0) return { equals: same, near: same, ordinal: null };
  }
  const ranked = rank(model, target, fit, language);
  const [place] = target.places;
  const placed = place === undefined ? ranked : placedOf(model, ranked, place.words, language);
  const near = (placed.length > 0 ? placed : ranked).filter(({ score }) => score >= SURE / 2);
  const equals = equalsOf(model, placed);
  // "the checkbox next to Milk" may be called Milk itself.
  if (equals.length === 0 && target.words === "" && place !== undefined) return compete(model, { ...target, words: place.words, places: [] }, fit, language);
  return { equals, near, ordinal: target.ordinal };
}

const asName = (target: Target, words: string): Target => ({ ...target, words, roles: null, kind: null, places: [] });

/** The one, if it can be told. */
export function decide({ equals, near, ordinal }: Contest, target: Target, language: Language = languageOf("en")): Choice {
  const candidates = (near.length > 0 ? near : equals).slice(0, MAX_CANDIDATES);
  if (equals.length === 0) return { outcome: "not_found", candidates };
  const found = ({ element, score }: Scored, confidence = score): Choice => ({ outcome: "found", element, confidence: Math.min(1, confidence), candidates });
  if (ordinal !== null) {
    const nth = equals.at(ordinal < 0 ? ordinal : ordinal - 1);
    return nth ? found(nth) : { outcome: "not_found", candidates };
  }
  const [first, second] = equals;
  if (first && !second) return found(first);
  const told = equals.filter(({ element }) => target.kind !== null && language.names.loose.includes(target.kind) && speaksOf(element, target.kind));
  if (told[0] && !told[1]) return found(told[0], SURE);
  return { outcome: "ambiguous", candidates: equals.slice(0, MAX_CANDIDATES) };
}

/** Every element that an observation's words speak of, the best first. */
export function search(model: PageModel, words: string, language: Language = languageOf("en")): Scored[] {
  const text = normalise(words);
  const kinds = Object.entries(language.roles).filter(([word]) => new RegExp(`\\b${word}(s|es)?\\b`).test(text));
  const roles = kinds.flatMap(([, list]) => list);
  const empty = [...language.articles, ...language.quantifiers];
  const plain = text.split(" ").filter((word) => word.length > 2 && !empty.includes(word) && !kinds.some(([kind]) => word.startsWith(kind)));
  const scored = model.elements.map((element) => {
    const fits = roles.includes(element.role);
    // "all buttons" names a kind alone.
    if (plain.length === 0) return { element, score: fits ? 0.9 : 0 };
    const own = normalise(`${element.name} ${element.context.map(({ name }) => name).join(" ")}`).split(" ");
    const hits = plain.filter((word) => own.includes(word)).length / plain.length;
    const named = Math.max(
      nameScore(element.name, plain.join(" "), { names: namesOf(language.code) }),
      hintScore(element, [plain.join(" ")], namesOf(language.code)),
      hits * 0.7,
    );
    return { element, score: named === 0 ? 0 : Math.min(1, named + (fits ? 0.25 : 0)) };
  });
  return scored.filter(({ score }) => score >= 0.4).sort((a, b) => b.score - a.score);
}

function rank(model: PageModel, target: Target, fit: Fit, language: Language): Scored[] {
  return model.elements
    .map((element) => ({ element, score: canBe(element, target, fit) ? scoreOf(element, target, fit, language) : 0 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** Those that cannot be told from the best, in the order of the page, by which people count. */
function equalsOf({ elements }: PageModel, ranked: Scored[]): Scored[] {
  const best = ranked[0];
  if (!best || best.score < SURE) return [];
  return distinct(ranked.filter(({ score }) => best.score - score < MARGIN)).sort((a, b) => elements.indexOf(a.element) - elements.indexOf(b.element));
}

function canBe(element: ModelElement, { roles }: Target, fit: Fit): boolean {
  const { bounds, role } = element;
  // Boxes to tick are often made invisible and drawn by their label.
  const hasBox = bounds !== null && ((bounds.width > 0 && bounds.height > 0) || TICKABLE.has(role));
  if ((!hasBox && !fit.undrawn) || (fit.focused && !element.states.includes("focused"))) return false;
  const drawn = element.clickable && (WORDS.has(role) || role === "generic");
  if (roles !== null && !roles.includes(role) && !(drawn && roles.some((kind) => DRAWN.has(kind)))) return false;
  return fit.roles.length === 0 || fit.roles.includes(role) || (drawn && fit.roles.some((kind) => DRAWN.has(kind)));
}

function scoreOf(element: ModelElement, target: Target, fit: Fit, language: Language): number {
  const { words, kind, quoted, roles } = target;
  const said = kind === null ? [words] : [words, `${words} ${kind}`];
  const byName = words === "" ? unnamed(element, target, language) : nameScore(element.name, words, { names: namesOf(language.code), quoted });
  const nameless = element.name === "" || normalise(element.name) === "";
  const byHint = nameless && !quoted ? hintScore(element, words === "" && kind !== null ? [kind] : said, namesOf(language.code)) : 0;
  const byRole = !quoted && normalise(words) === element.role.replace("searchbox", "search") ? KIND_ALONE : 0;
  const name = Math.max(byName, byHint, byRole, quoted ? 0 : byPlace(element, words));
  if (name === 0) return 0;
  const { role } = element;
  const preferred = fit.roles.indexOf(role) > 0 ? -0.01 * Math.min(4, fit.roles.indexOf(role)) : 0;
  const disabled = element.states.includes("disabled") ? -0.15 : 0;
  const field = fit.presses && roles === null && FIELDS.has(role) ? -0.09 : 0;
  // "the Settings tab" is a tab before it is a link that looks like one.
  const kindly = roles !== null && roles[0] === kind && role !== kind ? -0.09 : 0;
  return name + wordsPenalty(element, name, fit) + kindly + preferred + disabled + field + popupBonus(element, target, language);
}

/** A kind without a name ("the checkbox") means the only one there is; a place alone means what is in it. */
function unnamed(element: ModelElement, { roles, places }: Target, { names: { icons } }: Language): number {
  if (roles === null) return places.length === 0 ? 0 : KIND_ALONE;
  if (!roles.includes(element.role)) return 0;
  return element.hints.some((hint) => icons[hint]) ? KIND_ALONE - 0.01 : KIND_ALONE;
}

/** Words that are no control are pressed only where no control has them, and whole: never a sentence that has them too. */
function wordsPenalty({ role, clickable }: ModelElement, name: number, fit: Fit): number {
  if (!WORDS.has(role)) return 0;
  if (fit.looks) return role === "heading" ? 0 : -0.05;
  return clickable || name >= WHOLE ? -0.1 : -0.3;
}

/** "the File menu" is rather what says that it opens one. */
function popupBonus({ popup, hints }: ModelElement, { kind }: Target, { popups }: Language): number {
  if (kind === null || !popups.includes(kind)) return 0;
  return popup || hints.some((hint) => ["caret", "chevron", "dropdown", "menu", "bars", "ellipsis"].includes(hint)) ? 0.12 : -0.12;
}

/** "Delete Alice" is the Delete in Alice's row. */
function byPlace({ name, context }: ModelElement, words: string): number {
  const [own, said] = [normalise(name).split(" "), normalise(words).split(" ")];
  const place = context.find(({ role, name: label }) => GROUPS.has(role) && label !== "");
  if (!place || own[0] === "" || own.length >= said.length || !own.every((word) => said.includes(word))) return 0;
  const around = normalise(place.name).split(" ");
  return said.every((word) => own.includes(word) || around.includes(word)) ? BY_PLACE : 0;
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

type Box = { x: number; y: number; width: number; height: number };

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(a.width * a.height, b.width * b.height);
}

/**
 * Those that stand in a place of these words, nearest first: Alice's own row comes before the table, which has her name
 * too. Then those of one card with such words; then those in what its author called so ("the palette").
 */
function placedOf({ elements }: PageModel, list: Scored[], place: string, language: Language): Scored[] {
  const depths = list.map(({ element }) => element.context.findIndex(({ role, name }) => isPlace(role, name, place, language)));
  const least = Math.min(...depths.filter((depth) => depth >= 0));
  if (least !== Number.POSITIVE_INFINITY) return list.filter((_, i) => depths[i] === least);
  const labels = elements.filter(({ name }) => nameScore(name, place, { names: namesOf(language.code) }) >= SURE);
  const cards = labels.flatMap((label) => besideOf(list, label));
  if (cards.length > 0) return list.filter((one) => cards.includes(one));
  const words = normalise(place).split(" ");
  return list.filter(({ element }) => element.around.some((names) => words.every((word) => names.includes(word))));
}

/** Those in the smallest part of the page that holds the label and any of them. */
function besideOf(list: Scored[], label: ModelElement): Scored[] {
  const others = list.filter(({ element }) => element !== label && element.frameId === label.frameId);
  for (const part of label.path) {
    const inside = others.filter(({ element }) => element.path.includes(part));
    if (inside.length > 0) return inside;
  }
  return [];
}

function isPlace(role: string, name: string, place: string, language: Language): boolean {
  const wanted = normalise(place);
  return (
    role === wanted ||
    language.places[wanted]?.includes(role) ||
    nameScore(name, place, { names: namesOf(language.code) }) >= SURE ||
    ` ${normalise(name)} `.includes(` ${wanted} `)
  );
}

const speaksOf = ({ hints, around }: ModelElement, word: string): boolean => [hints, ...around.slice(0, 2)].some((names) => names.includes(word));
