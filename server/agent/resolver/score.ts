import type { ModelElement } from "../page-model.ts";
import type { Names } from "./languages/language.ts";
import { isNoun, languageOf, namesOf } from "./languages/languages.ts";
import { hintScore, nameScore, SURE, sameMeaning } from "./names.ts";
import { normalise } from "./normalise.ts";
import type { Target } from "./target.ts";

/** An element, and how well it answers: 1 at best. */
export type Scored = { element: ModelElement; score: number };

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
  /** Works on content: what is ticked is meant only where nothing else has the name. */
  content?: boolean;
};

/** As good as the very name. */
const WHOLE = 0.9;
/** The only one of its kind needs no name. */
const KIND_ALONE = 0.85;
/** In a column of that name. */
const BY_COLUMN = 0.8;
/** Called so by its tooltip, its placeholder or what is drawn on it only. */
const BY_DESCRIPTION = 0.77;
/** Words that react to clicks and are told by their place are nearly a control. */
const PLACED_SHARE = 0.4;
/** Named by its own words and those of the row or group that it stands in. */
const BY_PLACE = 0.76;
const WORDS = new Set(["text", "heading", "cell", "gridcell", "columnheader", "rowheader", "image"]);
export const FIELDS: ReadonlySet<string> = new Set(["textbox", "searchbox", "combobox", "spinbutton"]);
const GROUPS = new Set(["row", "listitem", "article", "group", "radiogroup", "dialog", "alertdialog", "region", "form", "figure", "menu", "treeitem"]);
export const TICKABLE: ReadonlySet<string> = new Set(["checkbox", "radio", "switch"]);
/** What a sentence may name by what it does. */
const PRESSED = new Set(["button", "link", "menuitem"]);
/** Kinds that words which react to clicks may stand for, as pages draw them without saying so. */
const DRAWN = new Set(["button", "link", "tab", "menuitem", "option", "treeitem"]);
/** Signs of what opens a menu. */
const CARETS = new Set(["caret", "chevron", "dropdown", "menu", "bars", "ellipsis"]);
/** Signs of the menu that is meant where several are there and none is named. */
const MAIN_MENU = new Set(["bars", "hamburger"]);

/** Whether an element may be what is meant at all, by what it is and how it is drawn. */
export function canBe(element: ModelElement, { roles }: Target, fit: Fit): boolean {
  const { bounds, role } = element;
  // Boxes to tick are often made invisible and drawn by their label.
  const hasBox = bounds !== null && ((bounds.width > 0 && bounds.height > 0) || TICKABLE.has(role));
  if ((!hasBox && !fit.undrawn) || (fit.focused && !element.states.includes("focused"))) return false;
  const drawn = element.clickable && (WORDS.has(role) || role === "generic");
  const inCell = roles?.includes("cell") && element.column !== null;
  if (roles !== null && !roles.includes(role) && !inCell && !(drawn && roles.some((kind) => DRAWN.has(kind)))) return false;
  return fit.roles.length === 0 || fit.roles.includes(role) || (drawn && fit.roles.some((kind) => DRAWN.has(kind)));
}

/** How well an element answers to what is said of it, but for its place; 0 for not at all. */
export function scoreOf(element: ModelElement, target: Target, fit: Fit): number {
  const { words, kind, quoted, roles, language } = target;
  const names = namesOf(language);
  const said = kind === null ? [words] : [words, `${words} ${kind}`];
  const byName = words === "" ? unnamed(element, target, names) : nameScore(element.name, words, { names, quoted });
  const nameless = normalise(element.name) === "" || names.symbols[element.name.trim()] !== undefined;
  const byHint = nameless && !quoted ? hintScore(element, words === "" && kind !== null ? [kind] : said, names) : 0;
  const byRole = !quoted && normalise(words) === element.role.replace("searchbox", "search") ? KIND_ALONE : 0;
  const placed = quoted ? 0 : byPlace(element, target, names);
  const name = Math.max(byName, byHint, byRole, byDescription(element, target, names), byColumn(element, target, names), placed);
  if (name === 0) return 0;
  const { role } = element;
  const preferred = fit.roles.indexOf(role) > 0 ? -0.01 * Math.min(4, fit.roles.indexOf(role)) : 0;
  const disabled = element.states.includes("disabled") && !target.states.some(({ state }) => state === "disabled") ? -0.15 : 0;
  const field = fit.presses && roles === null && FIELDS.has(role) ? -0.09 : 0;
  const ticked = fit.content && roles === null && TICKABLE.has(role) ? -0.25 : 0;
  // "the Settings tab" is a tab before it is a link that looks like one.
  const kindly = roles !== null && roles[0] === kind && role !== kind ? -0.09 : 0;
  // A sign that reacts to clicks is a control in all but its role.
  const asWords =
    byHint === name && element.clickable
      ? 0
      : wordsPenalty(element, name, fit, target) * ((placed === name || normalise(element.name) === "") && element.clickable ? PLACED_SHARE : 1);
  return name + asWords + kindly + preferred + disabled + field + ticked + popupBonus(element, target);
}

/** A kind without a name ("the checkbox") means the only one there is; a place, a state or a value alone means what is so. */
function unnamed(element: ModelElement, { roles, places, states, value }: Target, { icons }: Names): number {
  if (roles === null) return places.length + states.length === 0 && value === null ? 0 : KIND_ALONE;
  if (!roles.includes(element.role)) return roles.includes("cell") && element.column !== null ? KIND_ALONE - 0.1 : 0;
  return element.hints.some((hint) => icons[hint]) ? KIND_ALONE - 0.01 : KIND_ALONE;
}

/** Words that are no control are pressed only where no control has them, and whole: never a sentence that has them too. */
function wordsPenalty({ role, clickable }: ModelElement, name: number, fit: Fit, { roles }: Target): number {
  // "the Price cell" asks for words.
  if (!WORDS.has(role) || roles?.every((kind) => WORDS.has(kind))) return 0;
  if (fit.looks) return role === "heading" ? 0 : -0.05;
  return clickable || name >= WHOLE ? -0.1 : -0.3;
}

/** "the File menu" is rather what says that it opens one. */
function popupBonus({ popup, hints }: ModelElement, { kind, words, language }: Target): number {
  if (kind === null || !languageOf(language).popups.includes(kind)) return 0;
  if (words === "" && hints.some((hint) => MAIN_MENU.has(hint))) return 0.22;
  return popup || hints.some((hint) => CARETS.has(hint)) ? 0.12 : -0.12;
}

/** By its tooltip, its placeholder or what is drawn on it, where its name says nothing of the words. */
function byDescription({ name, description, shown, role, clickable }: ModelElement, { words, quoted }: Target, names: Names): number {
  if (words === "" || (WORDS.has(role) && !(clickable && normalise(name) === ""))) return 0;
  return [...shown, description ?? ""].some((text) => nameScore(text, words, { names, quoted }) >= SURE) ? BY_DESCRIPTION : 0;
}

/** "the Quantity field in the row of Lamp" may be called nothing itself and stand in the column Quantity. */
function byColumn({ column, name, role }: ModelElement, { words, roles, places }: Target, names: Names): number {
  if (column === null || words === "" || places.length === 0) return 0;
  const isCell = roles?.includes("cell") ?? false;
  const mayBe = isCell || (!WORDS.has(role) && (name === "" || FIELDS.has(role) || TICKABLE.has(role)));
  return mayBe && nameScore(column, words, { names }) >= SURE ? BY_COLUMN : 0;
}

/** "Delete Alice" is the Delete in Alice's row, and "remove the Lamp from the cart" the Remove of the Lamp. */
function byPlace({ name, column, role: kind, context, clickable }: ModelElement, { words, language }: Target, names: Names): number {
  const { relations } = languageOf(language);
  // A field without a name is called as its column: "the Lamp quantity".
  const called = name === "" && FIELDS.has(kind) ? (column ?? "") : name;
  const own = normalise(called).split(" ");
  const isEmpty = (word: string): boolean => word in relations || isNoun(word, language);
  const said = normalise(words)
    .split(" ")
    .filter((word) => own.includes(word) || !isEmpty(word));
  const place = context.find(({ role, name: label }) => GROUPS.has(role) && label !== "" && normalise(label) !== own.join(" "));
  if (own[0] === "") return 0;
  // "send the message", "save the settings": the noun says nothing that the button must.
  if (said.length === normalise(words).split(" ").length - 1 && (PRESSED.has(kind) || clickable) && own.join(" ") === said.join(" ")) return BY_PLACE;
  if (!place) return underHeading(own, said, context);
  // "express delivery" is the Express of Delivery.
  if (TICKABLE.has(kind) && said.length > 1 && own[0] === said[0]) {
    const both = [...own, ...normalise(place.name).split(" ")];
    if (said.every((word) => both.includes(word))) return BY_PLACE;
  }
  if (own.length >= said.length) return 0;
  const means = (word: string): boolean => said.some((other) => sameMeaning(word, other, names));
  if (!own.every((word) => word in relations || means(word))) return 0;
  const around = normalise(place.name).split(" ");
  const calls = (word: string): boolean => own.some((other) => sameMeaning(word, other, names));
  // "Delete Bo" is not the word Bo in Bo's row: words are a control by what they do, which comes first.
  if (WORDS.has(kind) && !calls(said[0] ?? "")) return 0;
  if (said.every((word) => calls(word) || around.some((other) => isOneWord(word, other)))) return BY_PLACE;
  return underHeading(own, said, context);
}

/** "the channel random" is what is called Random under Channels. */
function underHeading(own: readonly string[], said: readonly string[], context: ModelElement["context"]): number {
  const heading = context.find(({ role }) => role === "heading");
  const over = heading ? normalise(heading.name).split(" ") : [];
  const rest = said.filter((word) => !own.includes(word));
  const isCalled = own.every((word) => said.includes(word)) && over.length === rest.length && rest.length > 0;
  return isCalled && rest.every((word, i) => isOneWord(word, over[i] ?? "")) ? BY_PLACE : 0;
}

/** One word, in the singular or the plural. */
const isOneWord = (a: string, b: string): boolean => a === b || `${a}s` === b || a === `${b}s`;
