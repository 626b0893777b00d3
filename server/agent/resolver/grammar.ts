import { en, type Language, type Verb } from "./languages/en.ts";
import { anyOf, byLength, isQuoted, Phrase, splitAt, withoutArticles } from "./phrase.ts";
import type { Destination, Direction, Offset, Step } from "./steps.ts";
import { inside, named, parseTarget } from "./target.ts";

const KEY =
  /^(enter|return|tab|escape|esc|space|spacebar|backspace|delete|del|insert|home|end|page ?up|page ?down|(arrow ?)?(up|down|left|right)( arrow)?|f\d{1,2}|\S|((control|ctrl|alt|shift|meta|cmd|command|option)\s*\+\s*)+\S+)$/i;
const POINT = /\(?\s*(-?\d+)\s*(?:px|pixels)?\s*(?:,|\s|\bx\b)\s*(?:and\s+)?(-?\d+)\s*(?:px|pixels)?\s*\)?/.source;
const MAX_TIMES = 100;

/**
 * The steps that an instruction asks for; null when any part of it is not understood, so that nothing is half done.
 * Pure: knows language, not the page.
 */
export function parseInstruction(instruction: string, language: Language = en): Step[] | null {
  const phrase = new Phrase(instruction);
  const clauses = splitSteps(phrase.text.replace(new RegExp(`^(?:${anyOf(language.courtesies)})\\s+`, "i"), ""), language);
  const steps = placesLast(clauses, language).map((clause) => parseStep(clause, phrase, language));
  return steps.length > 0 && steps.every((step) => step !== null) ? steps.flat() : null;
}

/** Cuts at "and", "then", commas and semicolons, but only where a verb follows: "bread and butter" stays whole. */
function splitSteps(text: string, language: Language): string[] {
  const [joins, verbs] = [anyOf(language.joins), anyOf(Object.keys(language.verbs))];
  const cut = new RegExp(`\\s*(?:[,;.]\\s+(?:(?:${joins})\\s+)?|\\s(?:${joins})\\s+)(?=(?:${verbs})\\b)`, "gi");
  return text
    .split(cut)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** "In the search box, type shoes" is "type shoes in the search box". */
function placesLast(clauses: string[], language: Language): string[] {
  const isPlace = (clause: string): boolean => new RegExp(`^(?:${anyOf(language.within)})\\s`, "i").test(clause);
  const [first = "", second, ...others] = clauses;
  return second !== undefined && isPlace(first) ? [`${second} ${first}`, ...others] : clauses;
}

/** One clause; "search for" is two steps, and so is typing into two fields. */
function parseStep(clause: string, phrase: Phrase, language: Language): Step | Step[] | null {
  const said = byLength(Object.keys(language.verbs)).find((known) => new RegExp(`^${anyOf([known])}(?=\\s|$)`, "i").test(clause));
  if (said === undefined) return null;
  const verb = language.verbs[said] as Verb;
  const rest = clause.slice(said.length).trim();
  switch (verb) {
    case "back":
    case "forward":
    case "reload":
      return { verb };
    case "press":
      return parsePress(rest, phrase, language);
    case "scroll":
      return parseScroll(rest, phrase, language);
    case "type":
      return parseTypes(said, rest, phrase, language);
    case "search":
      return parseSearch(rest, phrase, language);
    case "select":
      return parseSelect(rest, phrase, language);
    case "drag":
      return parseDrag(rest, phrase, language);
    case "close":
      return parseClose(said, rest, phrase, language);
    default: {
      const target = parseTarget(rest, phrase, language);
      return target && { verb, target };
    }
  }
}

/** "press Enter" is a key; "press the Save button" is a click. */
function parsePress(rest: string, phrase: Phrase, language: Language): Step | null {
  const [, once = rest, count] = /^(.*?)\s+(?:(\d+)\s+times|twice)$/i.exec(rest) ?? [];
  const times = once === rest ? 1 : Math.min(MAX_TIMES, Number(count ?? 2));
  const [chord, place] = splitAt(once, language.inField) ?? [once, null];
  const key = phrase.plain(withoutArticles(chord, language).replace(/^keys?\s+|\s+keys?$/gi, ""));
  if (KEY.test(key)) {
    const target = place === null ? null : parseTarget(place, phrase, language);
    if (place !== null && target === null) return null;
    const name = key
      .replace(/^spacebar$/i, "Space")
      .replace(/\s*\+\s*/g, "+")
      .replace(/^(?:arrow ?)?(up|down|left|right)(?: arrow)?$/i, (_, way: string) => `Arrow${capital(way)}`);
    return { verb: "press", key: name, times, target };
  }
  const target = parseTarget(rest, phrase, language);
  return target && { verb: "click", target };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

function parseScroll(rest: string, phrase: Phrase, language: Language): Step | null {
  const [, amount] = /\s+(?:by\s+)?(\d+)\s*(?:px|pixels?)\b/i.exec(rest) ?? [];
  // "the list down" is "down in the list".
  const words = rest
    .replace(/\s+(?:by\s+)?\d+\s*(?:px|pixels?)\b/i, "")
    .replace(/^all the way\s+/i, "")
    .replace(/^(?!(?:up|down|left|right|to|until|till)\b)(.+?)\s+(up|down|left|right)$/i, "$2 in $1");
  const px = amount === undefined ? null : Number(amount);
  const found =
    /^(?:to\s+)?(?:the\s+)?(?:(?:very\s+)?(up|down|left|right|top|bottom|end|start)\b)(?:\s+to\s+the\s+(top|bottom|end))?(?:\s+(?:of|in|on|within)\s+(.+))?$/i.exec(
      words,
    );
  if (words === "" || found) {
    const way = (found?.[2] ?? found?.[1] ?? "down").toLowerCase().replace("end", "bottom").replace("start", "top") as Direction;
    const place = found?.[3] === undefined || /^(the )?page$/i.test(found[3]) ? null : parseTarget(found[3], phrase, language);
    return { verb: "scroll", direction: way, target: place, px, times: 1, until: null };
  }
  const target = parseTarget(words.replace(/^((down|up)\s+)?((un)?til|to)\s+/i, ""), phrase, language);
  return target && { verb: "scroll", direction: null, target, px: null, times: 1, until: null };
}

/** "a in X and b in Y" are two steps of one verb. What is named without a field is quoted or one word where the verb also means going in. */
function parseTypes(said: string, rest: string, phrase: Phrase, language: Language): Step | Step[] | null {
  const fieldFirst = language.fieldFirst.includes(said);
  const parts = rest.split(new RegExp(`(?:,\\s*|\\s)(?:${anyOf(language.joins)})\\s+|,\\s+`, "i"));
  const steps =
    parts.length > 1 && parts.every((part) => splitAt(part, language.typedIn)) ? parts.map((part) => parseType(part, phrase, language, fieldFirst)) : [];
  if (steps.length > 0 && steps.every((step) => step !== null)) return steps;
  const step = parseType(rest, phrase, language, fieldFirst);
  const goesIn = step?.verb === "type" && step.target === null && language.alsoGoes.includes(said) && !isQuoted(rest) && /\s/.test(rest);
  return goesIn ? null : step;
}

/** "x into y" and, after "fill" and the like, "y with x". Without a field the text goes where the caret is. */
function parseType(rest: string, phrase: Phrase, language: Language, fieldFirst: boolean): Step | null {
  const turned = fieldFirst ? splitAt(rest, language.with) : null;
  const [text, field] = turned ? [turned[1], turned[0]] : (splitAt(rest, language.into) ?? [rest, null]);
  if (text === "") return null;
  const target = field === null ? null : parseTarget(field, phrase, language);
  return field !== null && target === null ? null : { verb: "type", text: phrase.plain(text), target };
}

/** Into the one field that searches, and Enter. */
function parseSearch(rest: string, phrase: Phrase, language: Language): Step[] | null {
  if (rest === "") return null;
  const target = named(language.search, { kind: language.searchKind, roles: language.roles[language.searchKind] ?? null });
  return [
    { verb: "type", text: phrase.plain(rest), target },
    { verb: "press", key: "Enter", times: 1, target: null },
  ];
}

function parseSelect(rest: string, phrase: Phrase, language: Language): Step | null {
  const option = (text: string): string => phrase.plain(withoutArticles(text, language).replace(/\s+option$/i, ""));
  const split = splitAt(rest, language.outOf);
  const chosen = (words: string) => ({ verb: "select" as const, option: option(words), item: named(option(words)), options: [] });
  if (!split) return rest === "" ? null : { ...chosen(rest), target: null };
  const target = parseTarget(split[1], phrase, language);
  return target && { ...chosen(split[0]), target };
}

/** "x onto y (at 10, 20)", "x to 400, 300", "x by 100, 20", "x 100 pixels to the right". */
function parseDrag(rest: string, phrase: Phrase, language: Language): Step | null {
  const drag = (words: string, to: Destination | null): Step | null => {
    const target = parseTarget(words, phrase, language);
    return target && to && { verb: "drag", target, to };
  };
  const offset = (x: string | undefined, y: string | undefined): Offset => ({ x: Number(x), y: Number(y) });
  const by = new RegExp(`^(.+?)\\s+by\\s+${POINT}$`, "i").exec(rest);
  if (by) return drag(by[1] ?? "", { by: offset(by[2], by[3]) });
  const way = /^(.+?)\s+(?:by\s+)?(\d+)\s*(?:px|pixels?)?\s+(?:to\s+the\s+)?(right|left|up|down)$/i.exec(rest);
  const turned = /^(.+?)\s+(?:to\s+the\s+)?(right|left|up|down)\s+by\s+(\d+)\s*(?:px|pixels?)?$/i.exec(rest);
  const side = (way?.[3] ?? turned?.[2])?.toLowerCase();
  if (side !== undefined) {
    const length = Number(way?.[2] ?? turned?.[3]);
    const to: Record<string, Offset> = { right: { x: length, y: 0 }, left: { x: -length, y: 0 }, down: { x: 0, y: length }, up: { x: 0, y: -length } };
    return drag(way?.[1] ?? turned?.[1] ?? "", { by: to[side] ?? { x: 0, y: 0 } });
  }
  const point = new RegExp(`^(.+?)\\s+(?:${anyOf(language.onto)}|at)\\s+(?:the\\s+)?(?:point|position|coordinates?)?\\s*${POINT}$`, "i").exec(rest);
  if (point && !splitAt(point[1] ?? "", language.onto)) return drag(point[1] ?? "", { point: offset(point[2], point[3]) });
  const split = splitAt(rest, language.onto);
  if (!split) return null;
  const placed = new RegExp(`^(.+?)\\s+at\\s+${POINT}$`, "i").exec(split[1]);
  const onto = parseTarget(placed?.[1] ?? split[1], phrase, language);
  return drag(split[0], onto && { onto, at: placed ? offset(placed[2], placed[3]) : null });
}

/** "close the Settings dialog" presses what closes it; anything else is named "Close …" itself. */
function parseClose(said: string, rest: string, phrase: Phrase, language: Language): Step | null {
  const [verb = said] = said.split(" ");
  if (rest === "") return { verb: "click", target: named(verb) };
  const place = new RegExp(`^(?:the\\s+)?(.*?)\\s*\\b(${anyOf(language.closable)})$`, "i").exec(rest);
  if (place) return { verb: "click", target: named(verb, { places: [inside(phrase.plain(place[1] ?? "") || (place[2] ?? "").toLowerCase())] }) };
  const target = parseTarget(rest, phrase, language);
  return target && { verb: "click", target: { ...target, words: `${verb} ${target.words}`.trim(), quoted: false, literal: [] } };
}
