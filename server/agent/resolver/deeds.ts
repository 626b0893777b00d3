import { filterSteps } from "./compound.ts";
import type { Action } from "./languages/language.ts";
import { anyOf, isQuoted, withoutArticles } from "./phrase.ts";
import { either, field, pressed, type Reading } from "./step-parts.ts";
import type { Step } from "./steps.ts";
import { inside, named, type Place, PRESSED, type Target } from "./target.ts";
import { parsePlaces, parseTarget } from "./target-parser.ts";
import type { Slots } from "./templates.ts";

type Deed = (slots: Slots, whole: Step, reading: Reading) => Step[] | null;

/** "next page" has no more words than these. */
const LONGEST_NEXT = 3;

/** A text into the field of that name, whichever of the names it has. */
const typed = (text: string, names: readonly string[], reading: Reading): Step[] =>
  either(...names.map((words): Step[] => [{ verb: "type", text, target: field(words, reading) }]));

const targetOf = (said: string | undefined, { phrase, language }: Reading): Target | null => (said === undefined ? null : parseTarget(said, phrase, language));
const plain = (said: string | undefined, { phrase, language }: Reading): string => phrase.plain(withoutArticles(said ?? "", language));

/** A thing as the places of what belongs to it. */
const placesOf = ({ words, ordinal, kind, roles, places }: Target): Place[] =>
  words === "" && ordinal === null ? [...places] : [{ ...inside(words), ordinal, ...(ordinal === null ? {} : { kind, roles }) }, ...places];

/** "this issue", "it": the one thing that is open. */
function isTheOne(said: string, { language }: Reading): boolean {
  const bare = withoutArticles(said, language).toLowerCase();
  return language.pronouns.includes(bare) || language.articles.includes(bare) || language.nouns.includes(bare);
}

/** "the viewers" as "viewer" too: what a list of filters offers mostly stands in the singular. */
const singularOf = (said: string): string[] => (/[^s]s$/u.test(said) && !/\uE000/u.test(said) ? [said, said.slice(0, -1)] : [said]);

/** "Yes, gladly!" is written with its mark, though the clause ends before it. */
const markBehind = (text: string | undefined, { phrase }: Reading): string =>
  text === undefined ? "" : (/^[!?]/u.exec(phrase.text.slice(phrase.text.indexOf(text) + text.length))?.[0] ?? "");

/** What a clause asks for that says how something is to be, by the controls that such things have. */
const DEEDS: Partial<Record<Action, Deed>> = {
  nothing: () => [],

  toEnd: ({ way = "" }, whole, { language }) => {
    const direction = language.directions[way.toLowerCase()];
    return direction === "top" || direction === "bottom"
      ? either([whole], [{ verb: "scroll", direction, target: null, px: null, times: 1, until: null }])
      : null;
  },

  nextOne: ({ next = "", what = "", repeat = "once" }, whole, reading) => {
    const back = /^(?:prev|prec|back)/i.test(next);
    const [name = ""] = what.split(" ");
    const said = targetOf(what, reading);
    const places = said?.places ?? [];
    // Only what comes in stages has buttons that go on and back.
    const [onward, before] = reading.language.markers.staged?.includes(name)
      ? [
          ["next", "continue"],
          ["previous", "back"],
        ]
      : [["next"], ["previous"]];
    const words = back ? before : onward;
    const called = targetOf(`${words[0]} ${what}`, reading);
    const exact: Step[][] = called === null ? [] : [[{ verb: "click", target: called }]];
    // A longer name says more than which is next.
    if (called !== null && called.words.split(" ").length > LONGEST_NEXT) return null;
    const times = reading.language.repeats[repeat.toLowerCase()] ?? 1;
    const readings = [[whole], ...exact, ...words.map((word): Step[] => [pressed(word, reading, places)])];
    return either(...(times > 1 ? readings.slice(1) : readings).map((steps) => Array.from({ length: times }, () => steps).flat()));
  },

  backFrom: ({ target = "" }, _, reading) => {
    const places = parsePlaces(`${reading.language.placed[0]} ${target}`, reading.phrase, reading.language);
    const anywhere = places?.map((place) => (place.roles?.includes("dialog") ? { ...place, words: "" } : place));
    return places && anywhere ? either([pressed("back", reading, places)], [pressed("back", reading, anywhere)]) : null;
  },

  react: ({ reaction = "", target }, whole, reading) => {
    const thing = targetOf(target, reading);
    const places = thing === null ? [] : placesOf(thing);
    return places.length === 0 ? null : either([whole], [pressed(reaction, reading, places)], [pressed(`add ${reaction}`, reading, places)]);
  },

  choiceOf: ({ target, value = "" }, _, reading) => {
    const { language } = reading;
    const [question, option] = [targetOf(target, reading), plain(value, reading)];
    if (!question || option === "" || new RegExp(`\\s(?:${anyOf(language.usual.stars)})$`, "iu").test(option)) return null;
    const at = (relation: "row" | "in"): Target =>
      named(option, { language: language.code, places: [{ ...inside(question.words), relation }, ...question.places] });
    return either(
      [{ verb: "check", target: at("row") }],
      [{ verb: "check", target: at("in") }],
      [{ verb: "setValue", amount: { to: option }, target: question }],
    );
  },

  assignTo: ({ target = "", value = "" }, _, reading) => {
    const names = reading.language.markers.assignee ?? [];
    const isOpen = new RegExp(`\\s(?:${anyOf(reading.language.markers.or ?? ["\uE000"])})\\s`, "iu").test(value);
    if (isOpen || !isTheOne(target, reading) || names.length === 0) return null;
    return either(
      ...names.map((words): Step[] => [{ verb: "setValue", amount: { to: plain(value, reading) }, target: named(words, { language: reading.language.code }) }]),
    );
  },

  labelled: ({ noun = "", text = "" }, whole, reading) => {
    const said = reading.phrase.plain(text);
    const into = field(noun.toLowerCase(), reading);
    const entered: Step[] = [
      { verb: "type", text: said, target: into },
      { verb: "press", key: "Enter", times: 1, target: into },
    ];
    return / (?:to|on) /.test(text) ? null : either([whole], entered);
  },

  answered: ({ verb = "", text, quote }, _, reading) => {
    const said = `${reading.phrase.plain(text ?? quote ?? "")}${markBehind(text, reading)}`;
    const names = [...new Set([verb.toLowerCase(), ...(reading.language.markers.answer ?? [])])];
    const into = names.map((words): Step[] => [{ verb: "type", text: said, target: field(words, reading) }]);
    // The field may be there only once it is said that one wants to answer.
    const opened: Step[] = [pressed(verb.toLowerCase(), reading), { verb: "either", readings: [...into, [{ verb: "type", text: said, target: null }]] }];
    // A comment that is given is sent off by the button that is called so.
    const sent = verb.toLowerCase() === reading.language.markers.sent?.[0] ? into.map((steps): Step[] => [...steps, pressed(verb.toLowerCase(), reading)]) : [];
    return said === "" ? null : either(...sent, ...into, opened);
  },

  compose: ({ verb = "", noun = "", to, subject, text }, _, reading) => {
    const { to: whom = [], subject: about = [], body = [] } = reading.language.markers;
    const given = [
      { said: to, names: whom },
      { said: subject, names: about },
      { said: text, names: body },
    ].flatMap(({ said, names }) => (said === undefined ? [] : typed(reading.phrase.plain(said), names, reading)));
    const openers = ["compose", `new ${noun}`, verb, "new"].map((words) => words.toLowerCase());
    const [first, ...others] = given;
    if (first?.verb !== "either") return null;
    // The fields may be there only once it is said that one wants to write.
    const opened = [...new Set(openers)].map((words) => [pressed(words, reading), ...given]);
    return either(...first.readings.map((steps) => [...steps, ...others]), ...opened);
  },

  nameIt: ({ target, text, quote }, _, reading) => {
    const said = reading.phrase.plain(text ?? quote ?? "");
    const [own = "name"] = reading.language.selves;
    if (target === undefined) return typed(said, [own, "title"], reading);
    const thing = withoutArticles(target, reading.language);
    return /^\p{Ll}+$/u.test(thing) ? typed(said, [`${thing} ${own}`, own], reading) : null;
  },

  makeSo: ({ target, value = "" }, whole, reading) => {
    const option = plain(value, reading);
    const item = targetOf(value, reading);
    if (!item || option === "") return null;
    if (target === undefined)
      return either([{ verb: "check", target: item }], [{ verb: "select", option, item, options: [], target: null }], [pressed(option, reading)]);
    const owner = targetOf(target, reading);
    if (!owner || owner.words === "") return null;
    return either([whole], [pressed(`make ${option}`, reading, placesOf(owner))], [pressed(`make a ${option}`, reading, placesOf(owner))]);
  },

  payBy: ({ value = "" }, whole, reading) => {
    const item = targetOf(value, reading);
    return item && either([whole], [{ verb: "select", option: plain(value, reading), item, options: [], target: null }]);
  },

  useCode: ({ target = "", code = "" }, _, reading) => {
    const text = reading.phrase.plain(code);
    // A code is written in capitals or has digits in it.
    if (!isQuoted(code) && !/^[\p{Lu}\d_-]*[\p{Lu}\d]{2,}[\p{Lu}\d_-]*$/u.test(text)) return null;
    return [{ verb: "type", text, target: field(plain(target, reading), reading) }, pressed("apply", reading)];
  },

  subscribe: ({ verb = "", address = "" }, _, reading) => [
    ...typed(reading.phrase.plain(address), reading.language.usual.address.slice(0, 1), reading),
    pressed(verb.toLowerCase(), reading),
  ],

  clockAt: ({ name = "", clock = "" }, _, reading) =>
    either(
      ...[`${name} at`, name].map((words): Step[] => [
        { verb: "setValue", amount: { to: clock }, target: named(words.toLowerCase(), { language: reading.language.code }) },
      ]),
    ),

  expandAll: ({ what = "" }, whole, reading) => {
    const { language } = reading;
    const noun = withoutArticles(what, language).toLowerCase();
    const known = [...Object.keys(language.plurals), ...[...language.nouns, ...Object.keys(language.places)].flatMap((word) => [word, `${word}s`])];
    const target = named(noun, { language: language.code, states: [{ state: "expanded", is: false }] });
    return known.includes(noun) ? either([whole], [pressed("expand all", reading)], [{ verb: "every", each: "expand", target }]) : null;
  },

  selectText: ({ target }, _, reading) => {
    const into = targetOf(target, reading);
    return (
      into && [
        { verb: "press", key: "ControlOrMeta+a", times: 1, target: into.kind === null ? { ...into, kind: "field", roles: field("", reading).roles } : into },
      ]
    );
  },

  onSelected: ({ doing = "" }, whole, reading) => {
    const verb = doing.toLowerCase();
    return either([whole], [pressed(`${verb} selected`, reading)], [pressed(verb, reading)]);
  },

  filterBy: ({ target, value = "" }, _, reading) => {
    const by = targetOf(target, reading);
    const to = plain(value, reading);
    if (!by || to === "") return null;
    return either(
      [{ verb: "setValue", amount: { to }, target: by }],
      ...[reading.language.usual.filter, reading.language.search].map((words): Step[] => [{ verb: "type", text: to, target: field(words, reading) }]),
    );
  },

  showOnly: ({ value = "", target }, whole, reading) => {
    const by = targetOf(target, reading);
    const values = singularOf(value);
    const read = values.flatMap((said): Step[][] => {
      const item = targetOf(said, reading);
      if (!item) return [];
      if (by) return [[{ verb: "select", option: plain(said, reading), item, options: [], target: by }]];
      const own =
        filterSteps({ value: said }, reading)?.flatMap((step) => (step.verb === "either" ? step.readings.filter(([first]) => first?.verb !== "click") : [])) ??
        [];
      return [...own.map((steps) => [...steps]), [{ verb: "click", target: { ...item, roles: PRESSED, readings: [] } }]];
    });
    return read.length === 0 ? null : either([whole], ...read);
  },

  replaceWith: ({ text = "" }, _, reading) => typed(reading.phrase.plain(text), ["replace with", "replace"], reading),

  useOne: ({ target }, whole, reading) => {
    const thing = targetOf(target, reading);
    if (!thing || thing.words === "") return null;
    const bare = thing.states.length === 0 ? thing : { ...thing, states: [] };
    return either([whole], [pressed("use", reading, placesOf(bare))], [{ verb: "select", option: thing.words, item: bare, options: [], target: null }]);
  },

  answerIs: ({ value = "" }, whole, reading) => {
    const item = targetOf(value, reading);
    return item && either([{ verb: "check", target: item }], [{ verb: "select", option: plain(value, reading), item, options: [], target: null }], [whole]);
  },
};

/** The steps of a clause that says how something is to be; null where its parts make no sense. Pure. */
export function deedSteps(action: Action, slots: Slots, whole: Step, reading: Reading): Step[] | null {
  return DEEDS[action]?.(slots, whole, reading) ?? null;
}

/** Where a text goes that is to be written at a place: the field that is called so, or the only one there. */
export function fieldsAt(place: string, reading: Reading): Target[] | null {
  const places = parsePlaces(place, reading.phrase, reading.language);
  const [first, ...others] = places ?? [];
  if (!first || first.words === "") return null;
  return [field(first.words, reading, others), field("", reading, [first, ...others])];
}
