import { chooseSteps } from "./compound.ts";
import { dateOf } from "./dates.ts";
import type { Language } from "./languages/language.ts";
import { anyOf, withoutArticles } from "./phrase.ts";
import type { Reading } from "./step-parts.ts";
import type { Selection, Step } from "./steps.ts";
import { named, type Place, type Target, THINGS } from "./target.ts";
import { parseTarget, takeKind } from "./target-parser.ts";
import type { Slots } from "./templates.ts";

const MENU_PATH = /\s*(?:>|→|»|›|➔|->|=>)\s*/u;

/** By a list of orders, or by the header of a column, which shows the order that it sorts in. */
export function sortSteps(slots: Slots, { phrase, language }: Reading): Step[] | null {
  const said = slots.order === undefined ? (slots.option ?? "") : `${slots.option} ${slots.order}`;
  const selection = selectionOf(said, named(language.sortBy, { language: language.code }), { phrase, language });
  const way = new RegExp(`^(.+?),?\\s+(?:(?:${anyOf(language.markers.inField ?? [])})\\s+)?[(]?(${anyOf(Object.keys(language.orders))})[)]?$`, "iu").exec(said);
  const header = parseTarget(way?.[1] ?? said, phrase, language);
  if (selection === null || header === null) return null;
  const words = header.words || phrase.plain(withoutArticles(way?.[1] ?? said, language));
  const column = { ...header, words, kind: null, roles: ["columnheader", "button", "link"], literal: [], readings: [] };
  const order = language.orders[way?.[2]?.toLowerCase() ?? ""];
  const sorted: Step = order === undefined ? { verb: "click", target: column } : { verb: "sort", order, target: column };
  return [{ verb: "either", readings: [[{ verb: "select", ...selection }], [sorted]] }];
}

/** What is chosen, and from what; `whole` is all that stands behind the verb. Rows are ticked, dates picked, entries of menus reached. */
export function selectSteps(action: "select" | "deselect", slots: Slots, target: Target | null, reading: Reading, whole = ""): Step[] | null {
  const { phrase, language } = reading;
  const said = slots.option ?? slots.word ?? slots.quote ?? "";
  const days = anyOf(language.markers.dated ?? []);
  const plain = phrase.plain(withoutArticles(said, language)).replace(days === "" ? /^$/u : new RegExp(`^(?:${days})\\s+(?=\\S)`, "iu"), "");
  const date = dateOf(plain, language);
  if (action === "select" && date !== null) return [{ verb: "pickDate", date, said: plain, target }];
  if (slots.offered !== undefined) return selectSteps(action, { ...slots, offered: undefined }, null, reading);
  const path = target === null && action === "select" ? menuPath(said, reading) : null;
  if (path?.[0]) return [{ verb: "menu", target: path[0], path: path.slice(1) }];
  // "select the last mail in the list": what has no name is where it stands.
  const isPlace = target?.ordinal === null && target.places.length === 0 && (target.words || target.kind || "").toLowerCase() in language.places;
  if (isPlace && parseTarget(said, phrase, language)?.ordinal != null) return selectSteps(action, { option: whole }, null, reading);
  const selection = selectionOf(said, target, reading);
  if (selection === null) return null;
  const { item } = selection;
  // "select Fair in the row Portions": where a row and a column meet.
  if (action === "select" && target?.roles?.includes("row") && item.words !== "" && item.kind === null) {
    const row: Place = { relation: "row", words: target.words, kind: target.kind, roles: target.roles, ordinal: target.ordinal };
    const cell = { ...item, places: [...item.places, row, ...target.places], literal: [], readings: [] };
    return [{ verb: "either", readings: [[{ verb: "check", target: cell }], [{ verb: action, ...selection }]] }];
  }
  if (action === "select" && target === null && selection.item.roles?.includes("row")) return [rowStep(selection.item, language)];
  // "select the row for Bob".
  const isRow = selection.item.roles?.includes("row") && selection.item.words === "" && selection.item.ordinal === null;
  if (action === "select" && target && isRow && target.words !== "")
    return [rowStep({ ...selection.item, words: target.words, places: target.places }, language)];
  if (action === "select" && target?.kind && language.menus.includes(target.kind)) return [{ verb: "menu", target, path: [selection.item] }];
  // "the radio button for Express" is one.
  const isRadio = selection.item.roles?.[0] === "radio" && selection.item.words === "" && selection.item.ordinal === null;
  if (action === "select" && target && isRadio && target.kind === null)
    return [{ verb: "check", target: { ...target, kind: selection.item.kind, roles: selection.item.roles, literal: [], readings: [] } }];
  // "choose Mark as unread": a verb and what follows it may be one option's name.
  const one = target !== null && target.kind === null && mayBeOne(whole, language) ? selectionOf(whole, null, reading) : null;
  if (one) return [{ verb: "either", readings: [[{ verb: action, ...one }], [{ verb: action, ...selection }]] }];
  const button = action === "select" && target === null ? chooseSteps(said, reading) : null;
  const chosen = button === null ? [] : [button];
  // "select booking 7", "select the last mail": things of a list are ticked, where they can be, or clicked.
  const isThing =
    target === null &&
    item.kind !== null &&
    language.nouns.includes(item.kind) &&
    (item.ordinal !== null || (item.words !== "" && plain.startsWith(item.kind)));
  if (isThing) {
    const ticked = rowTick(item.ordinal === null ? item : { ...item, roles: THINGS }, language);
    const clicked: Step[][] = action === "select" && item.ordinal !== null ? [[{ verb: "click", target: item }]] : [];
    const ticks: Step[] = [{ ...ticked, verb: action === "select" ? "check" : "uncheck" }];
    return [{ verb: "either", readings: [[{ verb: action, ...selection }], ticks, ...chosen, ...clicked] }];
  }
  const grouped = target === null ? groupOf(said, selection.item, reading) : null;
  // Said by where it is and not by a name, it is no option of a list.
  const [first, last] = item.words === "" ? [chosen, []] : [[], chosen];
  const readings: Step[][] = [...first, [{ verb: action, ...selection }], ...(grouped ? [[{ verb: action, ...grouped } as Step]] : []), ...last];
  return readings.length > 1 ? [{ verb: "either", readings }] : [{ verb: action, ...selection }];
}

/** "Mark as unread": a word with a capital, one that may come before a list (not the surest of them), and more without an article. */
function mayBeOne(said: string, { articles, markers }: Language): boolean {
  const [surest = "", ...others] = markers.outOf ?? [];
  return new RegExp(`^\\p{Lu}\\p{L}*\\s(?!${surest}\\s)(?:${anyOf(others)})\\s(?!(?:${anyOf(articles)})\\s)\\p{Ll}`, "u").test(said);
}

/** "choose size L" and "choose the L size": what begins with a capital or a digit may be the option, and the rest what it is chosen for. */
function groupOf(said: string, { kind, words, places }: Target, reading: Reading): Selection | null {
  // "size 42 of the Trail Runner": where it stands is no part of either.
  const plain = places.length > 0 ? words : withoutArticles(said, reading.language);
  const { group, option } =
    /^(?<group>\p{Ll}[\p{Ll}\s-]*?)\s+(?<option>[\p{Lu}\d\uE000].*)$/u.exec(plain)?.groups ??
    /^(?<option>[\p{Lu}\d\uE000].*?)\s+(?<group>\p{Ll}[\p{Ll}\s-]*)$/u.exec(plain)?.groups ??
    {};
  const isKind = kind !== null && (group ?? "") === kind;
  const target = group === undefined || isKind ? null : parseTarget(group, reading.phrase, reading.language);
  const at = target && places.length > 0 ? { ...target, places: [...target.places, ...places] } : target;
  return option && at && at.kind === null && at.ordinal === null ? selectionOf(option, at, reading) : null;
}

/** "select the fourth row": by its box to tick, or by a click on it. */
const rowStep = (row: Target, language: Language): Step => ({ verb: "either", readings: [[rowTick(row, language)], [{ verb: "click", target: row }]] });

/** Ticks the box in a row: what is selected in a table is. */
export function rowTick({ words, kind, roles, ordinal, places }: Target, language: Language): { verb: "check"; target: Target } {
  const isRow = roles?.includes("row") ?? false;
  const row: Place = { relation: roles === THINGS ? "in" : "row", words, kind, roles: isRow ? roles : null, ordinal };
  return { verb: "check", target: named("", { language: language.code, kind: "checkbox", roles: language.roles.checkbox ?? null, places: [row, ...places] }) };
}

function selectionOf(said: string, target: Target | null, { phrase, language }: Reading): Selection | null {
  const parsed = parseTarget(said, phrase, language);
  if (parsed === null) return null;
  // "choose email": a noun alone is what the option is called.
  const isNoun = parsed.words === "" && parsed.ordinal === null && parsed.places.length === 0;
  // "choose Editor from Role": written with a capital, or out of a list, the word for a kind is a name too.
  const isOption = target !== null || /^\p{Lu}/u.test(said);
  const isName = isNoun && (parsed.roles === null || (isOption && !parsed.roles.includes("row") && !["option", "radio"].includes(parsed.roles[0] ?? "")));
  const item = isName ? { ...parsed, words: phrase.plain(withoutArticles(said, language)), kind: null, roles: null } : parsed;
  const listed = withoutArticles(said, language).split(new RegExp(`\\s*,\\s*(?:(?:${anyOf(language.joins)})\\s+)?|\\s+(?:${anyOf(language.joins)})\\s+`, "iu"));
  const options = listed.length > 1 ? listed.map((part) => phrase.plain(withoutArticles(part, language))) : [];
  const option = item.words === "" ? phrase.plain(said) : optionOf(said, { phrase, language });
  return { option, item, options, target };
}

/** As lists of the platform have it: what is quoted, or all the words but "the" and "option". */
function optionOf(said: string, { phrase, language }: Reading): string {
  const words = withoutArticles(said, language);
  const [quoted, second] = [...words.matchAll(/\uE000\d+\uE001/gu)];
  if (quoted && !second && takeKind(words, language).words === quoted[0]) return phrase.plain(quoted[0]);
  const kinds = Object.keys(language.roles).filter((kind) => language.roles[kind]?.includes("option"));
  return phrase.plain(words.replace(new RegExp(`(?<=\\S)\\s+(?:${anyOf(kinds)})$`, "iu"), ""));
}

/** The levels of a menu, from its top; null where it is not one. */
export function menuPath(said: string, { phrase, language }: Reading): Target[] | null {
  // In quotes too: "File > Export" is what manuals write.
  const parts = (MENU_PATH.test(said) ? said : phrase.plain(said)).split(MENU_PATH).filter((part) => part.trim() !== "");
  if (parts.length < 2) return null;
  const targets = parts.map((part) => parseTarget(part, phrase, language));
  return targets.every((target) => target !== null) ? targets : null;
}

/** "File > Export": a way through menus, without a verb. */
export const isMenuPath = (said: string): boolean => said.split(MENU_PATH).filter((part) => part.trim() !== "").length > 1;

/** The steps of a way through menus; null where it is not one. */
export function menuSteps(said: string, reading: Reading): Step[] | null {
  const [first, ...more] = menuPath(said, reading) ?? [];
  return first === undefined ? null : [{ verb: "menu", target: first, path: more }];
}
