import { AppError } from "../../core/errors.ts";
import { delay } from "../../core/time.ts";
import type { ElementHandle } from "../../driver/element.ts";
import type { Page } from "../../driver/page.ts";
import { handleOf, type ModelElement, type PageModel, readPage } from "../page-model.ts";
import { en } from "./languages/en.ts";
import { SURE } from "./names.ts";
import { normalise } from "./normalise.ts";
import { calendarInSight } from "./patterns/date-fields.ts";
import { numberOf } from "./patterns/numbers.ts";
import { Search } from "./patterns/search.ts";
import { hasSteppers } from "./patterns/spinners.ts";
import { type Choice, type Contest, compete, decide, type Fit } from "./rank.ts";
import type { Selection, Step } from "./steps.ts";
import { inside, named, type Place, placeName, type Target } from "./target.ts";

/** The elements of one step; `onto` is where a drag goes. Null where the step speaks of none. */
export type Found = { element: ModelElement | null; onto: ModelElement | null; confidence: number };
/** What stands in the way: which end of the step, the target in question and why it was not chosen. */
export type Open = { end: "target" | "onto"; target: Target; choice: Exclude<Choice, { outcome: "found" }> };

/** How long a target may take to appear: pages draw after they load. */
const APPEAR_LIMIT_MS = 3_000;
const LOOK_MS = 80;
/** More than these are not looked at one by one. */
const PROBE_MOST = 200;

const ANY: Fit = { roles: [] };
const PRESSED: Fit = { roles: [], presses: true };
const CONTENT: Fit = { roles: [], content: true };
const LOOKED_AT: Fit = { roles: [], looks: true };
const TYPED: Fit = { roles: ["textbox", "searchbox", "combobox", "spinbutton", "slider"] };
const SET: Fit = { roles: [...TYPED.roles, "listbox", "switch", "checkbox", "radiogroup"] };
const DATED: Fit = { roles: ["textbox", "combobox", "spinbutton", "button"] };
/** Options of a closed list of the platform are not drawn and can be chosen all the same. */
const OPTION: Fit = { roles: ["option", "radio", "menuitemradio", "menuitem", "tab", "treeitem"], undrawn: true };

const PRESSABLE: Fit = { roles: ["button", "link"] };

/** Buttons that stay pressed, and the words of a box to tick that is not drawn itself. */
const TOGGLED: Fit = { roles: ["button", "option", "treeitem", "text"] };
const isTickable = async (handle: ElementHandle): Promise<boolean> => (await handle.checkState()) !== null;

/** What each verb can work on. */
const FITS: Record<Step["verb"], Fit> = {
  click: PRESSED,
  doubleClick: CONTENT,
  rightClick: CONTENT,
  drag: CONTENT,
  press: ANY,
  back: ANY,
  forward: ANY,
  reload: ANY,
  submit: ANY,
  either: ANY,
  every: ANY,
  sort: PRESSED,
  focus: ANY,
  upload: ANY,
  menu: PRESSED,
  setValue: SET,
  pickDate: DATED,
  hover: LOOKED_AT,
  scroll: LOOKED_AT,
  expand: PRESSED,
  collapse: PRESSED,
  type: TYPED,
  clear: { roles: ["textbox", "searchbox", "combobox", "spinbutton"] },
  select: { roles: ["combobox", "listbox", "button"] },
  deselect: { roles: ["combobox", "listbox"] },
  check: { roles: ["checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"] },
  uncheck: { roles: ["checkbox", "switch", "menuitemcheckbox"] },
};

type Query = {
  target: Target;
  fit: Fit;
  /** Says little of whom it means: counts only where it means one. */
  weak?: boolean;
  /** Not looked at where another reading of the instruction may be meant. */
  loose?: boolean;
  /** Looked at last: whether the element is of the kind that is wanted, where its role does not tell. */
  test?: (handle: ElementHandle) => Promise<boolean>;
};

/**
 * Finds what a step works on, waiting for what is not there yet and bringing into sight what is there and hidden; what
 * fits twice is not waited for.
 */
export async function find(page: Page, asked: Step, signal: AbortSignal): Promise<Found | Open> {
  const search = new Search(page, signal);
  const step = asked.verb === "pickDate" && asked.target === null && !(await calendarInSight(page)) ? inDateField(asked) : asked;
  const until = Date.now() + APPEAR_LIMIT_MS;
  for (;;) {
    const found = await lookOnce(page, step, signal);
    if (!("choice" in found) && found.element && (await search.unfold(found.element))) continue;
    if (!("choice" in found) || found.choice.outcome === "ambiguous") return found;
    if (step.verb === "pickDate" && (await calendarInSight(page))) return { element: null, onto: null, confidence: SURE };
    if (await search.reveal(found.target)) continue;
    if (Date.now() > until) return found;
    await delay(LOOK_MS, signal);
  }
}

/** A date without a field, where no calendar is in sight, is for the field that is called so. */
const inDateField = (step: Extract<Step, { verb: "pickDate" }>): Step => ({
  ...step,
  target: named("date", { readings: [named("Datum", { language: "de" })] }),
});

/** Whom a step means on the page as it is now. */
export async function lookOnce(page: Page, step: Step, signal: AbortSignal): Promise<Found | Open> {
  const wanted = [mainQueries(step), ontoQueries(step)];
  if (wanted.every((queries) => queries.length === 0)) return { element: null, onto: null, confidence: 1 };
  return lookIn(page, await readPage(page, signal), step);
}

/** Whom a step means in a reading of the page; `strict`: without what is meant only where no other reading of an instruction is. */
export async function lookIn(page: Page, model: PageModel, step: Step, { strict = false } = {}): Promise<Found | Open> {
  const own = mainQueries(step);
  const kept = own.filter(({ loose }) => !(strict && loose));
  if (own[0] && kept.length === 0) return { end: "target", target: own[0].target, choice: { outcome: "not_found", candidates: [] } };
  const wanted = [kept, ontoQueries(step)];
  const [main, onto] = await Promise.all(wanted.map((queries) => firstOf(page, model, queries)));
  const open = [main, onto].find((answer) => answer?.choice.outcome !== "found" && answer);
  if (!open || open.choice.outcome === "found")
    return { element: elementOf(main), onto: elementOf(onto), confidence: Math.min(confidenceOf(main), confidenceOf(onto)) };
  return { end: open === main ? "target" : "onto", target: open.target, choice: open.choice };
}

/** The first reading of an instruction whose elements are there; the first of all where none has them. */
export async function readingOf(page: Page, { readings }: Extract<Step, { verb: "either" }>, signal: AbortSignal): Promise<readonly Step[]> {
  const until = Date.now() + APPEAR_LIMIT_MS;
  const searches = readings.map(() => new Search(page, signal));
  for (;;) {
    const model = await readPage(page, signal);
    let open: Open[] = [];
    for (const strict of [true, false]) {
      const answers = await Promise.all(readings.map((reading) => firstOpen(page, model, reading, strict)));
      const at = answers.indexOf(null);
      if (at >= 0) return readings[at] ?? [];
      open = answers.filter((answer) => answer !== null);
    }
    let shown = false;
    for (const [i, { target, choice }] of open.entries()) shown ||= choice.outcome === "not_found" && (await (searches[i] as Search).reveal(target));
    if (shown) continue;
    if (Date.now() > until) return readings[0] ?? [];
    await delay(LOOK_MS, signal);
  }
}

/** What stands in the way of the first step of a reading that has no element; null where all have theirs. */
async function firstOpen(page: Page, model: PageModel, reading: readonly Step[], strict: boolean): Promise<Open | null> {
  for (const step of reading) {
    if (step.verb === "either" || step.verb === "every") continue;
    const found = await lookIn(page, model, step, { strict });
    if ("choice" in found) return found;
  }
  return null;
}

/** What the step itself works on, in the readings to be tried one after the other. */
function mainQueries(step: Step): Query[] {
  if (!("target" in step)) return [];
  if (step.verb === "select" || step.verb === "deselect") return selectQueries(step);
  if (step.verb === "setValue") return valueQueries(step);
  if (step.verb === "check" || step.verb === "uncheck")
    return [
      { target: step.target, fit: FITS[step.verb] },
      { target: step.target, fit: TOGGLED, weak: true, test: isTickable },
      ...boxBeside(step.target, FITS[step.verb]),
    ];
  if (step.verb === "pickDate" && step.target)
    return [{ target: step.target, fit: DATED }, ...(step.target.ordinal === null ? [{ target: thereIn(step.target), fit: DATED, weak: true }] : [])];
  // "in the Log": nothing may be called so, but what stands there does scroll with it.
  if (step.verb === "scroll" && step.direction !== null && step.target)
    return [
      ...(step.target.words === "" || step.target.quoted ? [] : [{ target: scrolledPlace(step.target), fit: LOOKED_AT, weak: true }]),
      { target: step.target, fit: LOOKED_AT },
      ...[...step.target.literal, step.target.words].map((words) => ({
        target: named("", { places: [inside(placeName(words, en))], ordinal: 1 }),
        fit: LOOKED_AT,
      })),
    ];
  if (step.target) return [{ target: FITS[step.verb] === TYPED ? asField(step.target) : step.target, fit: FITS[step.verb] }];
  if (step.verb !== "type") return [];
  // Text without a field goes where the caret is, if that is in a field; else into the only field there is.
  const any = named("", { kind: "field", roles: TYPED.roles });
  return [
    { target: any, fit: { ...TYPED, focused: true } },
    { target: any, fit: TYPED, weak: true },
  ];
}

/** "scroll the bookings": the table, list or part of that name, by the last thing in it: its head may stand still. */
const scrolledPlace = ({ words, language }: Target): Target =>
  named("", { language, places: [{ ...inside(placeName(words, en)), roles: SCROLLED }], ordinal: -1 });
const SCROLLED = ["grid", "treegrid", "table", "list", "listbox", "feed", "log", "region", "tree"];

/** "tick Bob": the box in Bob's row may have no name of its own. */
function boxBeside({ words, language, places, kind, ordinal }: Target, fit: Fit): Query[] {
  if (words === "" || kind !== null || ordinal !== null) return [];
  const row: Place = { relation: "row", words, kind: null, roles: null, ordinal: null };
  return [{ target: named("", { language, kind: "checkbox", roles: fit.roles, places: [row, ...places] }), fit, weak: true }];
}

/** "the Jan column of the Jam row" is, for what is typed, the field there. */
const asField = (target: Target): Target =>
  target.roles?.includes("columnheader") && target.places.length > 0 ? { ...target, kind: null, roles: null } : target;

const opensList = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () { return !!this.closest("[tabindex],[aria-haspopup]") && !this.closest("a[href],button,[role=button]") }`);

/** What stands where the words say and has no other name of its own, at the places that were said besides. */
const thereIn = ({ words, language, places }: Target, relation: Place["relation"] = "in"): Target =>
  named("", { language, places: [{ ...inside(words), relation }, ...places] });

/** A list with a label is called by it and by nothing else that stands near. */
const isUnlabelled = (handle: ElementHandle): Promise<boolean> =>
  handle.call<boolean>(`function () { return !(this.labels?.length > 0 || this.hasAttribute("aria-label") || this.hasAttribute("aria-labelledby")) }`);

/** "the connection at 10:14" names no option: what says 10:14 is chosen only where nothing else is meant. */
const isMereNoun = ({ words, kind, roles, ordinal }: Target): boolean => words === "" && kind !== null && roles === null && ordinal === null;

/** Never by a fuller name that stands elsewhere; the word for a kind ("Editor") is what the option is called. */
const optionNamed = (item: Target): Target =>
  item.words === "" && item.kind !== null && item.ordinal === null
    ? { ...item, words: item.kind, kind: null, roles: null, literal: [], readings: [] }
    : { ...item, literal: [] };

/** "Red from Colour": a list called Colour, what is called Red in a group of that name, or the one that opens a list beside that word. */
function selectQueries({ item, target: said }: Pick<Selection, "item" | "target">): Query[] {
  // "the room": a noun alone, of no kind of the platform's, is a name.
  const target = said && isMereNoun(said) ? { ...said, words: said.kind ?? "", kind: null } : said;
  // "choose Deactivate": menus are often made of links or buttons.
  if (!target)
    return [
      { target: item, fit: OPTION, loose: isMereNoun(item) },
      ...(item.words === "" ? [] : [{ target: { ...item, literal: [] }, fit: PRESSABLE, weak: true, loose: true }]),
    ];
  const group: Place = { ...inside(target.words), ordinal: target.ordinal };
  const called: Query[] = [
    { target, fit: FITS.select },
    { target: { ...optionNamed(item), places: [...item.places, group, ...target.places] }, fit: OPTION },
  ];
  // Of several what is called so must be what is counted.
  if (target.ordinal !== null) return called;
  // What must be a list of that name is nothing else that stands near the words.
  if (target.kind === null && target.roles !== null) return [{ target, fit: FITS.select }];
  return [
    ...called,
    { target: thereIn(target), fit: FITS.select, weak: true, test: isUnlabelled },
    { target: thereIn(target, "beside"), fit: { roles: ["button"] }, weak: true, test: opensList },
  ];
}

/** "Size to Large": what is called Size and takes a value; else as a choice, or a number with buttons beside it. */
function valueQueries({ amount, target }: Extract<Step, { verb: "setValue" }>): Query[] {
  const own = { target, fit: FITS.setValue };
  const numbered: Query = { target, fit: LOOKED_AT, weak: true, test: hasSteppers };
  if (!("to" in amount)) return [own, numbered];
  return [own, ...selectQueries({ item: named(amount.to, { language: target.language }), target }), ...(numberOf(amount.to) === null ? [] : [numbered])];
}

const ontoQueries = (step: Step): Query[] => (step.verb === "drag" && "onto" in step.to ? [{ target: step.to.onto, fit: FITS.drag }] : []);

type Answer = { target: Target; choice: Choice } | null;

/** The first reading that the page has something for. */
async function firstOf(page: Page, model: PageModel, queries: Query[]): Promise<Answer> {
  let first: Answer = null;
  for (const { target, fit, weak, test } of queries) {
    const choice = await chooseSeen(page, model, { target, fit });
    const counts = weak ? choice.outcome === "found" : choice.outcome !== "not_found";
    if (counts && (choice.outcome !== "found" || !test || (await test(handleOf(page, choice.element))))) return { target, choice };
    first ??= { target, choice };
  }
  return first;
}

/** Of those that fit alike, what no one can see is not meant: copies that are measured, what lies under a dialog. */
async function chooseSeen(page: Page, model: PageModel, { target, fit }: Query): Promise<Choice> {
  const contest = withoutLabels(compete(model, target, fit));
  if (contest.equals.length < 2 || contest.equals.length > PROBE_MOST) return decide(contest, target);
  const seen = await Promise.all(contest.equals.map(({ element }) => element.bounds === null || isPerceivable(page, element)));
  const equals = contest.equals.filter((_, i) => seen[i]);
  return decide({ ...contest, equals: equals.length > 0 ? equals : contest.equals }, target);
}

const LABELLED = new Set(["textbox", "searchbox", "combobox", "spinbutton", "listbox", "slider"]);

/** The words beside a field that name it are no second of that name. */
function withoutLabels(contest: Contest): Contest {
  const fields = new Set(contest.equals.flatMap(({ element: { role, name } }) => (LABELLED.has(role) ? [normalise(name)] : [])));
  const equals = contest.equals.filter(({ element: { role, name } }) => role !== "text" || !fields.has(normalise(name)));
  return { ...contest, equals };
}

/** What has left the page meanwhile cannot be seen. */
async function isPerceivable(page: Page, element: ModelElement): Promise<boolean> {
  try {
    return await handleOf(page, element).isPerceivable();
  } catch (error) {
    if (error instanceof AppError && error.code === "ELEMENT_NOT_FOUND") return false;
    throw error;
  }
}

const elementOf = (answer: Answer | undefined): ModelElement | null => (answer?.choice.outcome === "found" ? answer.choice.element : null);
const confidenceOf = (answer: Answer | undefined): number => (answer?.choice.outcome === "found" ? answer.choice.confidence : 1);
