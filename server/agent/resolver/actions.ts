import { oneOf, readingsOf } from "./both.ts";
import { menuPath, rowTick, selectSteps, sortSteps } from "./choosing.ts";
import {
  acceptSteps,
  addSteps,
  confirmSteps,
  everySteps,
  filterSteps,
  followSteps,
  logInSteps,
  markSteps,
  namedSteps,
  rateSteps,
  showSteps,
} from "./compound.ts";
import { dateOf } from "./dates.ts";
import { deedSteps } from "./deeds.ts";
import { verbFirst } from "./infinitive.ts";
import { keysOf } from "./keys.ts";
import type { Language } from "./languages/language.ts";
import { anyOf, isQuoted, withoutArticles } from "./phrase.ts";
import type { Reading } from "./step-parts.ts";
import type { Amount, Direction, Offset, Step } from "./steps.ts";
import { inside, named, type Place, PRESSED, PRESSED_OR_MARKED, type Target } from "./target.ts";
import { parsePlaces, parseTarget, takeKind } from "./target-parser.ts";
import type { Match, Slots } from "./templates.ts";

/** What a sentence is read with. */

const MAX_TIMES = 100;
const TICKED = new Set(["checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"]);

/** The steps that a clause asks for by the rule that it follows; null where its parts make no sense. Pure. */
export function stepsOf({ action, slots: { place, both, beside, ...slots }, head }: Match, clause: string, reading: Reading): Step[] | null {
  if (place !== undefined || both !== undefined || beside !== undefined) {
    const read = readingsOf({ both, beside, text: slots.text }, reading.language).map((given) =>
      stepsOf({ action, slots: { ...slots, ...given }, head }, clause, reading),
    );
    const steps = oneOf(read);
    return steps && (place === undefined ? steps : placed(steps, place, reading));
  }
  const bare = action === "click" ? withoutPurpose(slots.target, reading.language) : undefined;
  if (bare !== undefined) return stepsOf({ action, slots: { ...slots, target: bare }, head }, clause, reading);
  const aimless = action === "click" ? withoutAim(slots.target, reading.language) : undefined;
  if (aimless !== undefined) {
    const other = stepsOf({ action, slots: { ...slots, target: aimless }, head }, clause, reading);
    const whole = parseTarget(slots.target ?? "", reading.phrase, reading.language);
    return oneOf([whole && clickSteps("click", slots, whole, reading), other]);
  }
  const target = slots.target === undefined ? null : parseTarget(slots.target, reading.phrase, reading.language);
  if (slots.target !== undefined && target === null) return null;
  if (slots.where !== undefined) {
    const { where, ...others } = slots;
    const steps = stepsOf({ action, slots: others, head }, clause, reading);
    return steps && placed(steps, where, reading);
  }
  switch (action) {
    case "back":
    case "forward":
    case "reload":
      return [{ verb: action }];
    case "submit":
      return [{ verb: "submit", target }];
    case "uncheck":
    case "check":
      if (target?.roles?.includes("row")) return [{ ...rowTick(target, reading.language), verb: action }];
      if (action === "uncheck") return target && [{ verb: action, target }];
      // "activate the Billing tab" presses it.
      return (
        target && [{ verb: target.roles?.some((role) => PRESSED.includes(role)) && !target.roles.some((role) => TICKED.has(role)) ? "click" : "check", target }]
      );
    case "hover":
    case "focus":
    case "clear":
    case "doubleClick":
    case "rightClick":
    case "expand":
    case "collapse":
      return target && [{ verb: action, target }];
    case "named":
      if (slots.target !== undefined && isMenuPlace(slots.target, reading))
        return stepsOf({ action: "click", slots: { target: clause }, head }, clause, reading);
      return namedSteps(clause, slots, { verb: "click", target: nameOf(clause, reading, slots.target === undefined ? "" : head) }, reading);
    case "put":
      return target && putSteps(slots, target, clause, reading);
    case "show": {
      const menu = target && inMenu(target, reading.language);
      if (menu) return oneOf([[{ verb: "click", target: nameOf(clause, reading) }], [menu]]);
      return target && showSteps(target, { verb: "click", target: nameOf(clause, reading) });
    }
    case "follow":
      return target && followSteps(head, target, { verb: "click", target: nameOf(clause, reading) }, reading);
    case "accept":
      return target && acceptSteps(target, nameOf(clause, reading, head));
    case "confirm":
      return confirmSteps(slots, { verb: "click", target: nameOf(clause, reading, head) }, reading);
    case "markAs":
      return target && markSteps(slots, head, target, { verb: "click", target: nameOf(clause, reading) }, reading);
    case "logIn":
      return logInSteps(slots, reading);
    case "append":
    case "prepend":
      return target && addSteps(slots, target, action === "append" ? "end" : "start", reading);
    case "rate":
      return rateSteps(slots, target, reading);
    case "filter":
      return filterSteps(slots, reading);
    case "checkAll":
    case "uncheckAll":
      return everySteps(action === "checkAll" ? "check" : "uncheck", { said: slots.what, clause }, reading);
    case "sort":
      return sortSteps(slots, reading);
    case "close":
      return closeSteps(slots, reading);
    case "open":
    case "click":
      return target && clickSteps(action, slots, target, reading);
    case "type":
      return typeSteps(slots, target && slots.old !== undefined ? holding(target, slots, reading) : target, reading);
    case "search":
      return searchSteps(slots, target, reading);
    case "select":
    case "deselect":
      return selectSteps(action, slots, target, reading, clause.slice(head.length).trim());
    case "set":
      return target && setSteps(slots, target, reading);
    case "setMost":
    case "setLeast":
      return target && [{ verb: "setValue", amount: { end: action === "setMost" ? "most" : "least" }, target }];
    case "increase":
    case "decrease":
      return target && [{ verb: "setValue", amount: change(slots, action === "increase" ? 1 : -1, reading.language), target }];
    case "upload":
      return uploadSteps(slots, target, reading);
    case "drag":
      return target && (slots.grip === undefined ? dragSteps(slots, target, reading) : dragByGrip(slots.grip, slots, target, reading));
    case "press":
      return pressSteps(slots, target, reading);
    case "scroll":
      return scrollSteps(slots, target, reading);
    case "scrollTo":
      return target && [{ verb: "scroll", direction: null, target, px: null, times: 1, until: null }];
    default:
      return deedSteps(action, slots, { verb: "click", target: nameOf(clause, reading) }, reading);
  }
}

/** "add the Kettle to the cart" as what a button may be called. */
function nameOf(clause: string, { phrase, language }: Reading, head = ""): Target {
  const words = phrase.plain(
    verbFirst(clause, head, language).replace(
      new RegExp(`(?<=^|\\s)(?:${anyOf(language.articles.filter((word) => !(word in language.relations) && word.length > 1))})\\s+(?=\\S)`, "giu"),
      "",
    ),
  );
  // "apply it" is a button's name but for "it".
  const own = words.replace(new RegExp(`\\s+(?:${anyOf(language.pronouns)})$`, "iu"), "");
  return named(own, {
    language: language.code,
    literal: [phrase.plain(clause)].filter((said) => said !== own),
    roles: PRESSED_OR_MARKED,
  });
}

/** "lege Tee in den Warenkorb": beside the thing stands a button that is called by where it goes, or by the whole. */
function putSteps({ goal = "" }: Slots, { words, kind, roles, ordinal, places }: Target, clause: string, reading: Reading): Step[] {
  const thing: Place = { relation: "in", words, kind, roles, ordinal };
  const over = { language: reading.language.code, roles: ["button", "link"], places: [thing, ...places] };
  const steps = [named(reading.phrase.plain(goal), over), nameOf(clause, reading)].map((target): Step[] => [{ verb: "click", target }]);
  return [{ verb: "either", readings: steps }];
}

/** "close the Settings dialog" presses what closes it; anything else is called "close …" itself. */
function closeSteps(slots: Slots, { phrase, language }: Reading): Step[] | null {
  const said = slots.target;
  const { code, closable, articles, close } = language;
  if (said === undefined || language.pronouns.includes(said.toLowerCase())) return [{ verb: "click", target: named(close, { language: code }) }];
  const place = new RegExp(`^(?:(?:${anyOf(articles)})\\s+)*(?:(.+?)\\s+)?(${anyOf(closable)})$`, "iu").exec(said);
  const before = new RegExp(`^(?:(?:${anyOf(articles)})\\s+)*(${anyOf(closable)})\\s+(?:(?:${anyOf(language.placed)})\\s+)?(.+)$`, "iu").exec(said);
  const [kind, called] = place ? [place[2], place[1]] : [before?.[1], before?.[2]];
  if (kind !== undefined) {
    const roles = language.places[kind.toLowerCase()] ?? null;
    const words = phrase.plain(called ?? "");
    const inner = { ...inside(words), kind: kind.toLowerCase(), roles };
    return [{ verb: "click", target: named(close, { language: code, places: [inner] }) }];
  }
  const target = parseTarget(said, phrase, language);
  return target && [{ verb: "click", target: { ...target, words: `${close} ${target.words}`.trim(), quoted: false, literal: [], readings: [] } }];
}

/** "'Next' button" of "the 'Next' button to proceed": behind a quoted name or a button, what it is for is no part of it. */
function withoutPurpose(said: string | undefined, language: Language): string | undefined {
  const found = new RegExp(`^(.+?)\\s+(?:${anyOf(language.purposes)})\\s+(?!(?:${anyOf(language.articles)})\\s)\\p{Ll}.*$`, "u").exec(said ?? "")?.[1];
  const { words, kind } = takeKind(withoutArticles(found ?? "", language), language);
  const isButton = kind !== null && language.roles[kind]?.[0] === "button" && (found ?? "").toLowerCase().endsWith(` ${kind}`);
  return found !== undefined && (isQuoted(words) || isButton) ? found : undefined;
}

/** "OK" of "OK to confirm", which a button may be called as well. */
const withoutAim = (said: string | undefined, { purposes, aims }: Language): string | undefined =>
  aims.length === 0 ? undefined : new RegExp(`^(.+?)\\s+(?:${anyOf(purposes)})\\s+(?:${anyOf(aims)})(?:\\s.*)?$`, "u").exec(said ?? "")?.[1];

/** "File > Export" is a way through menus, "Save twice" two clicks, and sections are opened only where they are closed. */
function clickSteps(action: "click" | "open", slots: Slots, target: Target, { phrase, language }: Reading): Step[] | null {
  const path = menuPath(slots.target ?? "", { phrase, language });
  const [first, ...more] = path ?? [];
  if (first) return [{ verb: "menu", target: first, path: more }];
  const menu = inMenu(target, language);
  if (menu) return [menu];
  if (action === "open" && target.kind !== null && language.foldable.includes(target.kind)) return [{ verb: "expand", target }];
  return Array.from({ length: timesOf(slots, language) }, () => ({ verb: "click", target }));
}

const throughMenu = (step: Step, language: Language): Step => (step.verb === "click" ? (inMenu(step.target, language) ?? step) : step);

/** "Copy in the Edit menu": that menu may have to be opened first. */
function inMenu(target: Target, language: Language): Step | null {
  const [place, ...places] = target.places;
  if (!place?.roles?.includes("menu") || place.roles.length > 1 || place.words === "" || target.words === "") return null;
  const [kind] = language.menus;
  const opener = named(place.words, { language: language.code, kind: kind ?? null, roles: language.roles[kind ?? ""] ?? null, places });
  return { verb: "menu", target: opener, path: [{ ...target, places: [], readings: [], literal: [] }] };
}

/** "via the File menu" says where, and no more. */
const isMenuPlace = (said: string, { phrase, language }: Reading): boolean =>
  parsePlaces(said, phrase, language)?.some(({ roles, words }) => words !== "" && roles?.length === 1 && roles[0] === "menu") ?? false;

function timesOf({ n, repeat }: Slots, { numbers, repeats }: Language): number {
  const times = repeat !== undefined ? repeats[repeat.toLowerCase()] : n !== undefined ? (numbers[n.toLowerCase()] ?? Number.parseInt(n, 10)) : 1;
  return Math.max(1, Math.min(MAX_TIMES, times || 1));
}

/** Without a field the text goes where the caret is. */
function typeSteps(slots: Slots, target: Target | null, { phrase, language }: Reading): Step[] | null {
  const text = slots.text ?? slots.word ?? slots.quote ?? "";
  // "the 3rd of May": no field has the article.
  const bare = withoutArticles(text, language);
  const said = dateOf(phrase.plain(bare), language) === null ? text : bare;
  return text === "" ? null : [{ verb: "type", text: phrase.plain(said), target }];
}

/** "replace Ann with Bea in the Name field" is meant only where it holds Ann. */
const holding = (target: Target, { old = "" }: Slots, { phrase, language }: Reading): Target => ({
  ...target,
  value: phrase.plain(withoutArticles(old, language)),
});

/** Into the one field that searches, and Enter. */
function searchSteps(slots: Slots, place: Target | null, { phrase, language }: Reading): Step[] | null {
  const { search, searchKind, roles, code } = language;
  const target = place ?? named(search, { language: code, kind: searchKind, roles: roles[searchKind] ?? null });
  return [
    { verb: "type", text: phrase.plain(slots.text ?? slots.quote ?? ""), target },
    { verb: "press", key: "Enter", times: 1, target: null },
  ];
}

/** Dates are picked; what anything else is set to hangs on what it is. */
function setSteps(slots: Slots, target: Target, { phrase, language }: Reading): Step[] | null {
  const said = slots.value ?? slots.n ?? "";
  if (said === "") return null;
  const value = phrase.plain(said);
  const date = dateOf(value, language);
  if (date === null) return [{ verb: "setValue", amount: { to: value }, target }];
  return [stretchSteps(slots.target ?? "", { date, said: value }, { phrase, language }) ?? { verb: "pickDate", date, said: value, target }];
}

/** "Nights from 14 June" of "set Nights from 14 June to 18 June": one field with two ends. */
function stretchSteps(said: string, to: { date: string; said: string }, { phrase, language }: Reading): Step | null {
  const words = said.split(" ");
  const at = words.findIndex(
    (word, i) => i > 1 && /^\p{Ll}{2,4}$/u.test(words[i - 1] ?? "") && word !== "" && dateOf(words.slice(i).join(" "), language) !== null,
  );
  const first = words.slice(at).join(" ");
  const date = at < 0 ? null : dateOf(first, language);
  const target = date === null ? null : parseTarget(words.slice(0, at - 1).join(" "), phrase, language);
  return date !== null && target ? { verb: "pickDate", ...to, target, from: { date, said: first } } : null;
}

function change({ n: said, repeat }: Slots, sign: 1 | -1, language: Language): Amount {
  if (said === undefined) return { steps: sign * timesOf({ repeat }, language) };
  const value = language.numbers[said.toLowerCase()] ?? Number(said.replace(",", ".").replace("%", ""));
  return { by: sign * value };
}

function uploadSteps(slots: Slots, target: Target | null, { phrase, language }: Reading): Step[] | null {
  const files = (slots.file ?? "")
    .split(new RegExp(`\\s*,\\s*(?:(?:${anyOf(language.joins)})\\s+)?|\\s+(?:${anyOf(language.joins)})\\s+`, "iu"))
    .map((file) => phrase.plain(file));
  return files.every((file) => file !== "") ? [{ verb: "upload", files, target }] : null;
}

/** "x onto y (at 10, 20)", "x to 400, 300", "x by 100, 20", "x 100 pixels to the right", "x above y". */
function dragSteps(slots: Slots, target: Target, { phrase, language }: Reading): Step[] | null {
  const { x, y, px, way, onto: said, before, after } = slots;
  const point: Offset | null = x === undefined || y === undefined ? null : { x: Number(x), y: Number(y) };
  if (px !== undefined && way !== undefined) {
    const by = awayBy(language.directions[way.toLowerCase()], Number(px));
    return by && [{ verb: "drag", target, to: { by } }];
  }
  if (slots.end !== undefined) return [{ verb: "drag", target, to: { end: language.ends[slots.end.toLowerCase()] ?? "last" } }];
  const place = said ?? before ?? after;
  if (place === undefined) return point && [{ verb: "drag", target, to: slots.by === undefined ? { point } : { by: point } }];
  const onto = parseTarget(place, phrase, language);
  // "from To do to Done": where it is may be no place that the page shows as one.
  const from = slots.from === undefined ? null : parsePlaces(`${language.placed[0]} ${slots.from}`, phrase, language);
  if (onto && from) {
    const [there, anywhere] = [{ ...target, places: [...target.places, ...from] }, target].map(
      (dragged): Step => ({ verb: "drag", target: dragged, to: { onto, at: null, edge: null } }),
    );
    return there && anywhere ? [{ verb: "either", readings: [[there], [anywhere]] }] : null;
  }
  const edge = before !== undefined ? "before" : after !== undefined ? "after" : null;
  return onto && [{ verb: "drag", target, to: { onto, at: point, edge } }];
}

/** "by its handle": what is dragged is a sign in it, where there is one. */
function dragByGrip(grip: string, slots: Slots, target: Target, reading: Reading): Step[] | null {
  const held = named(grip.toLowerCase(), { language: reading.language.code, places: [inside(target.words), ...target.places] });
  return oneOf([held, target].map((one) => dragSteps(slots, one, reading)));
}

function awayBy(way: Direction | undefined, px: number): Offset | null {
  if (way === "right") return { x: px, y: 0 };
  if (way === "left") return { x: -px, y: 0 };
  if (way === "down") return { x: 0, y: px };
  return way === "up" ? { x: 0, y: -px } : null;
}

/** "press Enter" is a key; "press the Save button" is left to the rules that click. */
function pressSteps(slots: Slots, target: Target | null, { phrase, language }: Reading): Step[] | null {
  const keys = keysOf(phrase.plain(bare(slots.keys ?? "", language)), language);
  return keys?.map((key, i) => ({ verb: "press", key, times: timesOf(slots, language), target: i === 0 ? target : null })) ?? null;
}

/** "the Escape key" as Escape. */
const bare = (text: string, language: Language): string =>
  withoutArticles(text, language).replace(new RegExp(`[\\s-](?:${anyOf(language.keyWords)})$`, "iu"), "");

function scrollSteps(slots: Slots, target: Target | null, { phrase, language }: Reading): Step[] | null {
  const { way, px, until: seen } = slots;
  const until = seen === undefined ? null : parseTarget(seen, phrase, language);
  if (seen !== undefined && until === null) return null;
  const isPage = language.wholePage.includes(slots.target?.toLowerCase() ?? "");
  const direction = way === undefined ? "down" : (language.directions[way.toLowerCase()] ?? "down");
  return [{ verb: "scroll", direction, target: isPage ? null : target, px: px === undefined ? null : Number(px), times: timesOf(slots, language), until }];
}

/** The steps in a place that was said before them; null where that is none. */
export function placed(steps: readonly Step[], place: string, { phrase, language }: Reading): Step[] | null {
  const places = parsePlaces(place, phrase, language);
  const at = (target: Target): Target => ({ ...target, places: [...target.places, ...(places ?? [])], readings: target.readings.map(at) });
  const there = (step: Step): Step => {
    if (step.verb === "either") return { verb: "either", readings: step.readings.map((reading) => reading.map(there)) };
    return "target" in step && step.target ? throughMenu({ ...step, target: at(step.target) } as Step, language) : step;
  };
  return places && steps.map(there);
}

/** Whether nothing is missing that the verb needs: what is typed has its field, what is chosen its list. */
export const isComplete = (steps: readonly Step[]): boolean =>
  steps.every((step) => !("target" in step) || step.target !== null || step.verb === "press" || step.verb === "scroll");
