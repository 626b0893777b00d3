import type { Language } from "./languages/language.ts";
import { takeOrderBehind, takeOrdinal } from "./ordinals.ts";
import { anyOf, byLength, hasQuote, isQuoted, type Phrase, withoutArticles } from "./phrase.ts";
import { named, type Place, type Relation, type Target, THINGS } from "./target.ts";

/** More places than these in one sentence are not looked for. */
const MOST_PLACES = 3;
const EXTREMES: readonly Relation[] = ["top", "bottom", "leftmost", "rightmost"];

/** "the second \"Edit\" button in the row of Alice" in its parts; null when nothing is named. */
export function parseTarget(text: string, phrase: Phrase, language: Language): Target | null {
  const said = withoutArticles(text, language).replace(new RegExp(`\\s+(?:${anyOf([...language.whereabouts, ...language.appearing])})$`, "iu"), "");
  // "> Markdown" is what is left of a way through menus.
  if (said === "" || /^[>→»›]/u.test(said)) return null;
  // "any button" is none in particular.
  if (new RegExp(`^(?:${anyOf(language.vague)})(?=\\s|$)`, "u").test(said)) return null;
  const menu = new RegExp(`^(${anyOf(language.menus)})\\s+(?:${anyOf(language.placed)})\\s+(.+)$`, "iu").exec(said);
  if (menu?.[1] && menu[2]) return menuOf(menu[1].toLowerCase(), menu[2], phrase, language);
  const [uncounted, order] = takeOrderBehind(said, language);
  if (order !== null) {
    const target = parseTarget(uncounted, phrase, language);
    return target && { ...target, ordinal: order, literal: [phrase.plain(said)] };
  }
  const { rest, extreme } = takeExtremeBehind(said, language);
  if (extreme) {
    const target = parseTarget(rest, phrase, language);
    return target && { ...target, places: [...target.places, extreme], literal: [...target.literal, phrase.plain(said)] };
  }
  const cuts = placeCuts(said, language);
  // The fewer words are taken for a place, the more are left for the name: those readings come first.
  const readings = [said.length, ...cuts.reverse()].flatMap((cut) => readingsAt(said, cut, phrase, language));
  const main = readings.pop();
  if (!main) return null;
  return { ...main, literal: literalsOf(said, main, phrase, language), readings };
}

/** "the menu of Report" is called Report, or stands beside it. */
function menuOf(kind: string, owner: string, phrase: Phrase, language: Language): Target | null {
  const roles = language.roles[kind] ?? null;
  const places = parsePlaces(`${language.placed[0]} ${owner}`, phrase, language);
  const words = phrase.plain(withoutArticles(owner, language));
  const menu = { language: language.code, kind, roles };
  return places && named("", { ...menu, places, readings: [named(words, menu)] });
}

/** Names to the letter, in case words of a name were taken for an order, a kind or a place. */
function literalsOf(said: string, { quoted, words }: Target, phrase: Phrase, language: Language): string[] {
  if (quoted) return [];
  const readings = [said, takeKind(said, language).words].filter((reading) => takeOrdinal(reading, language)[0] !== "");
  return [...new Set(readings.map((reading) => phrase.plain(reading)))].filter((reading) => reading !== "" && reading !== words);
}

/** Where words begin that may say a place, the first first. */
function placeCuts(text: string, language: Language): number[] {
  const marker = new RegExp(`\\s(?:${anyOf(Object.keys(language.relations))})(?=\\s)`, "giu");
  const before = anyOf([...language.articles, ...Object.keys(language.relations), ...Object.keys(language.ordinals)]);
  const kind = new RegExp(
    `(?:^|(?:^|\\s)(?:${before}|\\S+['’]s|\\d+(?:${anyOf(language.ordinalEndings)}))\\s)(?:${anyOf(Object.keys(language.places))})$`,
    "iu",
  );
  const follows = new RegExp(`\\s(?:${anyOf(Object.keys(language.relations))})$`, "u");
  // "under In progress": written with a capital right behind another, it begins what the place is called.
  const starts = [...text.matchAll(marker)].flatMap(({ index, 0: found }) => (/^\s\p{Lu}/u.test(found) && follows.test(text.slice(0, index)) ? [] : [index]));
  // "row of Alice": this "of" says what is in the row.
  return starts.filter((at) => !kind.test(text.slice(0, at)) || isOuter(text.slice(at), language) || isAway(text.slice(at), language)).slice(-MOST_PLACES);
}

/** "directly below Ann" after "the row": not what is in the row, but where it is. */
function isAway(text: string, { relations }: Language): boolean {
  const away = Object.keys(relations).filter((words) => ["below", "above", "beside", "left", "right", "after", "before"].includes(relations[words] ?? ""));
  return new RegExp(`^\\s(?:${anyOf(away)})\\s`, "iu").test(text);
}

/** "of the Users table" after "the second row": another place, around the first. */
function isOuter(text: string, language: Language): boolean {
  return new RegExp(`\\s(?:${anyOf(Object.keys(language.places))})$`, "iu").test(text);
}

/** What the words before the cut name, at the places behind it; "Active" may be part of the name before it is a state. */
function readingsAt(text: string, cut: number, phrase: Phrase, language: Language): Target[] {
  const behind = text.slice(cut);
  const places = behind === "" ? [] : parsePlaces(behind, phrase, language);
  const head = text.slice(0, cut).trim();
  const main = places && parseHead(head, places, phrase, language);
  if (!main) return [];
  const { words, kind } = takeKind(head, language);
  const isPlain = main.states.length === 0 && main.places.every(({ relation }) => !EXTREMES.includes(relation));
  if (isPlain || main.places.length === 0) return [main];
  return [named(phrase.plain(words), { language: language.code, kind, roles: main.roles, places }), main];
}

/** " in the second row of the Users table" in its places, the nearest first. */
export function parsePlaces(text: string, phrase: Phrase, language: Language): Place[] | null {
  const out: Place[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const [marker] =
      new RegExp(
        `^(?:${anyOf(["and", ...language.joins].filter((join) => !join.includes(" ")))}\\s+)?(?:${anyOf(Object.keys(language.relations))})(?=\\s)`,
        "iu",
      ).exec(rest) ?? [];
    const doubled = new RegExp(`^(?:${anyOf(Object.keys(language.relations))})\\s`, "u");
    // "in for free": the first is no place's.
    if (marker === undefined || doubled.test(rest.slice(marker.length).trim())) return null;
    const relation = relationOf(marker, language);
    rest = rest.slice(marker.length).trim();
    const next = placeCuts(rest, language)[0] ?? rest.length;
    const said = rest.slice(0, next);
    rest = rest.slice(next).trim();
    // "of the message from Luis": only what follows says which.
    if (rest !== "" && language.nouns.includes(withoutArticles(said, language))) continue;
    const place = parsePlace(said, relation, phrase, language);
    if (!place) return null;
    out.push(...place);
  }
  return out;
}

function relationOf(marker: string, { relations }: Language): Relation {
  const words = marker.toLowerCase();
  const known = byLength(Object.keys(relations)).find((relation) => words.endsWith(relation));
  return (known === undefined ? undefined : relations[known]) ?? "in";
}

/** "the second row", "row of Alice", "Bob's row", "Settings dialog", "row 2 and column Price". */
function parsePlace(text: string, said: Relation, phrase: Phrase, language: Language): Place[] | null {
  const both = new RegExp(
    `^(.+?)\\s+(?:${anyOf(language.joins)})\\s+(?=(?:${anyOf([...language.articles, ...Object.keys(language.relations)])})?\\s*(?:${anyOf(Object.keys(language.places))})(?=\\s|$))(.+)$`,
    "iu",
  ).exec(text);
  if (both) {
    const parts = [both[1] ?? "", both[2] ?? ""].map((part) =>
      parsePlace(part.replace(new RegExp(`^(?:${anyOf(Object.keys(language.relations))})\\s+`, "iu"), ""), said, phrase, language),
    );
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  const bare = withoutArticles(text, language).replace(new RegExp(`\\s+(?:${anyOf(language.appearing)})$`, "iu"), "");
  const kinds = anyOf(Object.keys(language.places));
  const behind = new RegExp(`^(?:(.+?)\\s+)?(${kinds})$`, "iu").exec(bare);
  const before = new RegExp(`^(?:(.*?)\\s+)?(${kinds})\\s+(?:(?:${anyOf(language.placed)})\\s+)?(?:(?:${anyOf(language.articles)})\\s+)?(.+)$`, "iu").exec(
    bare,
  );
  const [kind, called] = behind
    ? [behind[2], behind[1] ?? ""]
    : before && isPlaceHead(before, language)
      ? [before[2], [before[1], before[3]].filter(Boolean).join(" ")]
      : [undefined, bare];
  const roles = kind === undefined ? null : (language.places[kind.toLowerCase()] ?? null);
  const relation = kind === undefined || said !== "in" ? said : roles?.includes("row") ? "row" : roles?.includes("columnheader") ? "column" : said;
  const [name, ordinal] = takeOrdinal(called, language);
  const numbered = kind !== undefined && /^\d+$/.test(called) ? Number(called) : ordinal;
  const bareName = name
    .replace(new RegExp(`(?:${language.possessive})$`, "u"), "")
    .replace(new RegExp(`(?<=^\\d{1,2}[:.]\\d\\d)\\s?(?:${anyOf(language.clock)})$`, "u"), "");
  const words = numbered !== ordinal ? "" : phrase.plain(bareName.trim());
  if (words === "" && kind === undefined) return null;
  // "the last product": counted among whatever holds what is looked for.
  if (kind === undefined && numbered !== null && language.nouns.includes(words))
    return [{ relation, words: "", kind: words, roles: THINGS, ordinal: numbered }];
  // "the row of" says not yet which.
  if (language.placed.includes(words.toLowerCase()) && !hasQuote(text)) return null;
  // "in button" is no place: "the Log in button".
  if (kind === undefined && !hasQuote(text) && said === "in" && takeKind(bare, language).words === "") return null;
  return [{ relation, words: kind === undefined ? placeName(words, language) : words, kind: kind?.toLowerCase() ?? null, roles, ordinal: numbered }];
}

/** Before "row of Alice" stands nothing or an order. */
const isPlaceHead = ([, front = ""]: RegExpExecArray, language: Language): boolean => front === "" || takeOrdinal(front, language)[0] === "";

/** "File menu" as a place is called File; what is only a kind stays. */
function placeName(words: string, language: Language): string {
  const { words: name, kind } = takeKind(words, language);
  // A short number alone stands in many places: "order 7".
  return name === "" || (kind !== null && /^\d{1,2}$/.test(name)) ? words : name;
}

/** What is in front of a name. */
type Head = Pick<Target, "states" | "ordinal"> & { rest: string; extreme: Place | null };

/** The name with its kind, order, states and value. */
function parseHead(text: string, places: readonly Place[], phrase: Phrase, language: Language): Target | null {
  const owned = new RegExp(`^(\\S+|\\S+ \\S+)${language.possessive}\\s+(.+)$`, "u").exec(text);
  if (owned?.[1] && owned[2] && !isQuoted(text)) {
    const owner: Place = { relation: "in", words: phrase.plain(owned[1]), kind: null, roles: null, ordinal: null };
    return parseHead(owned[2], [owner, ...places], phrase, language);
  }
  const { text: unvalued, value } = takeValue(text, phrase, language);
  const behind = takeStateBehind(unvalued, language);
  const { words: unkind, kind } = takeKind(behind.rest, language);
  const front = takeFront(unkind, language);
  const labelled = front.rest
    .replace(new RegExp(`(?:^|\\s+)(?:${anyOf(language.labelled)})\\s+(?=\\uE000|.)`, "iu"), (found, at: number) =>
      at === 0 || hasQuote(front.rest) ? " " : found,
    )
    .trim();
  const words = phrase.plain(labelled);
  const states = [...behind.states, ...front.states];
  const all = front.extreme === null ? places : [...places, front.extreme];
  if (words === "" && kind === null && value === null) {
    // "Last", "Empty" or "Top" alone is what something is called.
    const alone = phrase.plain(unkind);
    return alone === "" ? null : named(alone, { language: language.code, places });
  }
  // "the third message": a noun alone behind its order.
  if (kind === null && value === null && front.ordinal !== null && language.nouns.includes(words) && !isQuoted(labelled))
    return named("", { language: language.code, kind: words, ordinal: front.ordinal, places: all, states });
  const roles = kind === null ? null : (language.roles[kind] ?? null);
  // "row 3" is the third, whatever numbers stand in the rows.
  const isNumbered = roles?.includes("row") && /^\d+$/.test(words) && front.ordinal === null && !isQuoted(labelled);
  const [called, ordinal] = isNumbered ? ["", Number(words)] : [words, front.ordinal];
  return named(called, { language: language.code, quoted: isQuoted(labelled), kind, roles, ordinal, places: all, states, value });
}

/** The kind stands at the end ("Save button") or before a name (button "Save", button called Save, button Save). */
export function takeKind(text: string, language: Language): { words: string; kind: string | null } {
  const kinds = anyOf(Object.keys(language.roles));
  for (const pattern of [
    new RegExp(`(?:^|[\\s-])(${kinds})$`, "iu"),
    new RegExp(`(?<=^|\\s)(${kinds})\\s+(?:${anyOf(language.labelled)})\\s+`, "iu"),
    new RegExp(`(?<=^|\\s)(${kinds})\\s+(?=\\uE000\\d+\\uE001$)`, "iu"),
  ]) {
    const kind = pattern.exec(text)?.[1];
    if (kind !== undefined) return { words: text.replace(pattern, "").trim(), kind: kind.toLowerCase() };
  }
  const before = new RegExp(`^(${kinds})\\s+(.+)$`, "iu").exec(text);
  if (before?.[1] && before[2]) {
    const kind = before[1].toLowerCase();
    // "the row of Alice".
    const words = kind in language.places ? before[2].replace(new RegExp(`^(?:${anyOf(language.placed)})\\s+(?=\\S)`, "iu"), "") : before[2];
    return { words: withoutArticles(words, language), kind };
  }
  return takeNoun(text, language);
}

/** "the Lamp product", "the message Photos": beside a name, and a name begins with a capital, a digit or a quote, or has a sign in it. */
function takeNoun(text: string, { nouns, labelled }: Language): { words: string; kind: string | null } {
  // A file's name and the like need no capital: "the file a.txt".
  const name = "(?:[\\p{Lu}\\d\\uE000]|\\S+[._@/]\\S).*?";
  const behind = new RegExp(`^(${name})\\s+(${anyOf(nouns)})$`, "u").exec(text);
  if (behind?.[1] && behind[2]) return { words: behind[1], kind: behind[2] };
  const before = new RegExp(`^(${anyOf(nouns)})\\s+(?:(?:${anyOf(labelled)})\\s+)?(${name})$`, "u").exec(text);
  if (before?.[1] && before[2]) return { words: before[2], kind: before[1] };
  return nouns.includes(text) ? { words: "", kind: text } : { words: text, kind: null };
}

/** "the field that contains 42": only fields hold something; other things are called by it. */
function takeValue(text: string, phrase: Phrase, language: Language): { text: string; value: string | null } {
  const found = new RegExp(`^(.+?)\\s+(?:${anyOf(language.contains)})\\s+(.+)$`, "iu").exec(text);
  const kind = found?.[1] === undefined ? null : takeKind(found[1], language).kind;
  if (!found?.[1] || !found[2] || kind === null || !language.fields.includes(kind)) return { text, value: null };
  return { text: found[1], value: phrase.plain(withoutArticles(found[2], language)) };
}

/** "… that is not checked". */
function takeStateBehind(text: string, { whichIs, whichIsNot, states }: Language): { rest: string; states: Target["states"] } {
  const found = new RegExp(`^(.+?)\\s+(?:(${anyOf(whichIsNot)})|${anyOf(whichIs)})\\s+(${anyOf(Object.keys(states))})$`, "iu").exec(text);
  const known = states[found?.[3]?.toLowerCase() ?? ""];
  return found?.[1] && known ? { rest: found[1], states: [{ ...known, is: found[2] === undefined ? known.is : !known.is }] } : { rest: text, states: [] };
}

function takeExtremeBehind(text: string, { extremes }: Language): { rest: string; extreme: Place | null } {
  const found = new RegExp(`^(.+?)\\s+(${anyOf(Object.keys(extremes).filter((words) => words.includes(" ")))})$`, "iu").exec(text);
  return found?.[1] && found[2] ? { rest: found[1], extreme: extremePlace(extremes[found[2].toLowerCase()]) } : { rest: text, extreme: null };
}

const extremePlace = (relation: Relation | undefined): Place | null =>
  relation === undefined ? null : { relation, words: "", kind: null, roles: null, ordinal: null };

/** Orders, states and extremes in front of a name, in any order: "the second unchecked box". */
function takeFront(text: string, language: Language): Head {
  const { extremes } = language;
  // "on Monday" is no state of it.
  const known = Object.fromEntries(Object.entries(language.states).filter(([word]) => !(word in language.relations)));
  let head: Head = { rest: text, states: [], ordinal: null, extreme: null };
  for (;;) {
    const [rest, ordinal] = takeOrdinal(head.rest, language);
    if (ordinal !== null && head.ordinal === null) {
      head = { ...head, rest: withoutArticles(rest, language), ordinal };
      continue;
    }
    const word = new RegExp(`^(?:${anyOf([...Object.keys(known), ...Object.keys(extremes)])})(?=\\s|$)`, "iu").exec(head.rest)?.[0].toLowerCase() ?? "";
    const [state, extreme] = [known[word], extremes[word]];
    if (!state && (!extreme || head.extreme)) return head;
    const left = head.rest.slice(word.length).trim();
    head = state ? { ...head, rest: left, states: [...head.states, state] } : { ...head, rest: left, extreme: extremePlace(extreme) };
  }
}
