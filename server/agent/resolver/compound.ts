import { infinitiveOf, verbFirst } from "./infinitive.ts";
import type { Language } from "./languages/language.ts";
import { singularsOf } from "./languages/languages.ts";
import { anyOf, withoutArticles } from "./phrase.ts";
import { either, field, pressed, type Reading } from "./step-parts.ts";
import type { Step } from "./steps.ts";
import { inside, named, type Place, type Target, THINGS } from "./target.ts";
import { parseTarget } from "./target-parser.ts";
import type { Slots } from "./templates.ts";

/** Buttons say it in English in every other language too. */
const MARKED_AS = "as";

/** "log in as ann with password x": the name, the password, and Enter. */
export function logInSteps({ user = "", pass = "" }: Slots, reading: Reading): Step[] | null {
  const { phrase, language } = reading;
  const [name, word] = [phrase.plain(user), phrase.plain(pass)];
  if (name === "" || word === "") return null;
  const { usual } = language;
  const known = name.includes("@") ? usual.address : usual.user;
  const password = field(usual.password, reading);
  return [
    ...either(...known.map((words): Step[] => [{ verb: "type", text: name, target: field(words, reading) }])),
    { verb: "type", text: word, target: password },
    { verb: "submit", target: password },
  ];
}

/** Typed behind or before what a field holds: the caret goes there first. */
export function addSteps(slots: Slots, target: Target, at: "start" | "end", { phrase, language }: Reading): Step[] | null {
  const text = phrase.plain(slots.text ?? slots.quote ?? "");
  const kind = language.searchKind;
  const into = target.kind === null ? { ...target, kind, roles: language.roles[kind] ?? null } : target;
  return text === ""
    ? null
    : [
        { verb: "press", key: at === "end" ? "Control+End" : "Control+Home", times: 1, target: into },
        { verb: "type", text, target: null },
      ];
}

/** "rate it 4 stars": a star of that name, or a rating that is set. */
export function rateSteps({ n = "", stars = "" }: Slots, target: Target | null, reading: Reading): Step[] | null {
  const { language } = reading;
  const value = String(language.numbers[n.toLowerCase()] ?? n);
  const isSaid = target !== null && !language.pronouns.includes(target.words.toLowerCase()) && target.words !== "";
  const places = isSaid ? [inside(target.words), ...target.places] : [];
  const star = named(`${value} ${stars}`.trim(), { language: language.code, places });
  const rating = named(language.usual.rating, { language: language.code, places });
  return either([{ verb: "click", target: star }], [{ verb: "setValue", amount: { to: value }, target: rating }]);
}

/** "filter by Open": in a list of filters, as a box to tick, or by what is called so. */
export function filterSteps({ value = "" }: Slots, reading: Reading): Step[] | null {
  const item = parseTarget(value, reading.phrase, reading.language);
  if (!item) return null;
  const option = reading.phrase.plain(withoutArticles(value, reading.language));
  const { group, value: of } = /^(?<group>\p{Ll}[\p{Ll}\s-]*?)\s+(?<value>[\p{Lu}\d\uE000].*)$/u.exec(withoutArticles(value, reading.language))?.groups ?? {};
  const list = group === undefined ? null : parseTarget(group, reading.phrase, reading.language);
  return either(
    // "by status Open".
    ...(list && of ? [[{ verb: "setValue", amount: { to: reading.phrase.plain(of) }, target: list } satisfies Step]] : []),
    [{ verb: "select", option, item, options: [], target: named(reading.language.usual.filter, { language: reading.language.code }) }],
    [{ verb: "check", target: item }],
    [{ verb: "click", target: item }],
  );
}

/** "confirm the deletion": what a dialog asks, answered by the button that says so. */
export function confirmSteps({ deed = "" }: Slots, whole: Step, reading: Reading): Step[] {
  const { usual, deeds, places } = reading.language;
  const dialog: Place = { relation: "in", words: "", kind: usual.dialog, roles: places[usual.dialog] ?? null, ordinal: null };
  const words = [...usual.yes, deeds[deed.toLowerCase()] ?? ""].filter((word) => word !== "");
  return either([whole], ...words.map((word) => [pressed(word, reading, [dialog])]));
}

/** "mark Milk as done": by a button that says so, there or with its name; what is done may be a box that is ticked. */
export function markSteps({ value = "" }: Slots, head: string, target: Target, whole: Step, reading: Reading): Step[] {
  const { phrase, language } = reading;
  const said = phrase.plain(withoutArticles(value, language));
  const as = `${head} ${MARKED_AS} ${said}`;
  const [first = ""] = target.words.toLowerCase().split(" ");
  // "mark all messages as read" is one button.
  if (language.usual.each.includes(first))
    return target.words.includes(" ") ? either([whole], [pressed(`${head} ${first} ${MARKED_AS} ${said}`, reading)]) : [whole];
  const places = placesOf(target, language);
  const isDone = language.usual.done.includes(said.toLowerCase());
  // Said of the one thing that is open.
  const isOpen = [...language.pronouns, ...language.articles].includes(target.words.toLowerCase());
  return either(
    [whole],
    [pressed(as, reading, places)],
    ...(isOpen ? [[pressed(as, reading)], [{ verb: "check", target: named(said, { language: language.code }) } satisfies Step]] : []),
    ...(isDone ? [[{ verb: "check", target } satisfies Step]] : []),
    ...(places.length > 0 ? [[pressed(said, reading, places)]] : []),
  );
}

/** "edit the last order": what is called so whole, or the Edit of the last order. */
export function namedSteps(clause: string, slots: Slots, whole: Step, reading: Reading): Step[] {
  const { phrase, language } = reading;
  const target = slots.target === undefined ? null : thingOf(slots.target, reading);
  const verb = clause
    .replace(slots.target ?? "", "")
    .replace(/\s+/g, " ")
    .trim();
  // "add a row" makes one, and "edit a row" says not which.
  const isNew = new RegExp(`^(?:${anyOf(language.indefinite)})\\s`, "iu").test(slots.target ?? "");
  if (!target || verb === "" || isNew || !isThing(target, language)) return [whole];
  return either(
    [whole],
    [pressed(phrase.plain(verb.includes(" ") ? verbFirst(verb, "", language) : infinitiveOf(verb, language)), reading, placesOf(target, language))],
  );
}

/** "choose the flight at 10:14": by the button beside that thing; null where no thing is said, or not which. */
export function chooseSteps(said: string, reading: Reading): Step[] | null {
  const { language } = reading;
  const target = parseTarget(said, reading.phrase, language);
  if (!target || target.kind === null || !language.nouns.includes(target.kind) || !isThing(target, language)) return null;
  // "the payment Invoice": what stands last with a capital is the name.
  if (/^\p{Lu}/u.test(target.kind) && target.words !== "" && said.endsWith(` ${target.kind}`)) return null;
  const places = placesOf(target, language);
  return either(...language.usual.choose.map((words) => [pressed(words, reading, places)]));
}

/** "accept the terms": what is called so whole is pressed, or ticked. */
export function acceptSteps(target: Target, called: Target): Step[] {
  return either([{ verb: "click", target: called }], [{ verb: "check", target: { ...called, roles: null, literal: [] } }], [{ verb: "check", target }]);
}

/** "follow the Terms link" clicks it; "follow Ann" presses the Follow of Ann. */
export function followSteps(head: string, target: Target, whole: Step, reading: Reading): Step[] {
  if (target.roles?.includes("link")) return [{ verb: "click", target }];
  return either([whole], [pressed(head, reading, placesOf(target, reading.language))]);
}

/** "show details for order 7": what is called so whole, or the Details there. */
export function showSteps(target: Target, whole: Step): Step[] {
  return target.places.length > 0 && (target.words !== "" || target.kind !== null) ? either([whole], [{ verb: "click", target }]) : [whole];
}

/** "the newsletter message" is one of the messages; elsewhere a name so written may be just a name. */
function thingOf(said: string, { phrase, language }: Reading): Target | null {
  const target = parseTarget(said, phrase, language);
  const noun = language.nouns.find((word) => target?.kind === null && target.words.toLowerCase().endsWith(` ${word}`));
  return target && noun !== undefined ? { ...target, words: target.words.slice(0, -noun.length - 1), kind: noun } : target;
}

/** Counted, or said to be one of the things that pages show. */
function isThing({ kind, ordinal, words, places }: Target, { nouns, places: known }: Language): boolean {
  const isKind = kind !== null && (nouns.includes(kind) || kind in known);
  return isKind && (ordinal !== null || words !== "" || places.length > 0);
}

/** A thing as the place of what belongs to it. */
function placesOf({ words, kind, ordinal, places }: Target, language: Language): Place[] {
  const roles = kind === null ? null : (language.places[kind] ?? null);
  // A short number alone stands in many places: "task 3".
  if (kind !== null && roles === null && /^\d{1,2}$/.test(words)) return [inside(`${kind} ${words}`), ...places];
  if (words === "" && ordinal === null) return [...places];
  const counted = roles ?? (ordinal === null ? null : THINGS);
  return [{ relation: roles?.includes("row") ? "row" : "in", words, kind: counted === null ? null : kind, roles: counted, ordinal }, ...places];
}

/** "tick all", "uncheck every box", "select all rows": by the box that ticks all, or each by itself. */
export function everySteps(verb: "check" | "uncheck", { said, clause }: { said: string | undefined; clause: string }, reading: Reading): Step[] | null {
  const { language } = reading;
  const { usual } = language;
  const box = { language: language.code, kind: usual.box, roles: language.roles[usual.box] ?? null };
  const each = said === undefined ? named("", box) : eachOf(said, box, reading);
  if (!each) return null;
  const every: Step = { verb: "every", each: verb, target: each };
  // "check All": written as a name, a box of that name comes first.
  const [name] = (said === undefined && /(?<=\s)\p{Lu}\p{Ll}+$/u.exec(clause)) || [];
  if (name !== undefined) return either([{ verb, target: named(name, { language: language.code }) }], [every]);
  const isRows = said === undefined || each.places.some(({ words, ordinal }) => words === "" && ordinal === null);
  // Only that all are ticked says that none is left.
  if (verb === "uncheck" || !isRows) return [every];
  return either(...usual.all.flatMap((words) => [[{ verb, target: named(words, box) } satisfies Step]]), [every]);
}

/** "rows", "messages", "Size checkboxes", "toppings" as the boxes there. */
function eachOf(said: string, box: Pick<Target, "language" | "kind" | "roles">, { phrase, language }: Reading): Target | null {
  const { nouns, places, usual } = language;
  const singular = singularsOf(language);
  const plain = withoutArticles(said, language).replace(
    new RegExp(`(?<=^|\\s)(?:${anyOf(Object.keys(singular))})(?=\\s|$)`, "iu"),
    (word) => singular[word.toLowerCase()] ?? word,
  );
  const target = parseTarget(plain, phrase, language);
  if (!target) return null;
  const { kind, words } = target;
  if (kind !== null && target.roles?.some((role) => box.roles?.includes(role))) return { ...target, literal: [], readings: [] };
  const roles = kind === null ? null : (places[kind] ?? (nouns.includes(kind) ? THINGS : null));
  if (kind === null) return named("", { ...box, places: [inside(words), ...target.places] });
  if (roles === null || words !== "" || kind === usual.dialog) return null;
  const own: Place = { relation: roles.includes("row") && roles !== THINGS ? "row" : "in", words: "", kind, roles, ordinal: null };
  return named("", { ...box, places: [own, ...target.places] });
}
