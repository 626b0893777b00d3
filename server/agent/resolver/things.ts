import type { ModelElement, PageModel } from "../page-model.ts";
import { isAsSaid } from "./conditions.ts";
import { normalise } from "./normalise.ts";
import { headerRows } from "./rows.ts";
import { canBe, type Fit, type Scored, TICKABLE } from "./score.ts";
import { type Place, type Target, THINGS } from "./target.ts";

/** As sure as the only one of its kind. */
const COUNTED = 0.85;
/** Nearer than this to the best, an element is called as well. */
const MARGIN = 0.08;
/** Where pages keep what leads elsewhere: no one counts these unless nothing else is there. */
export const ASIDE: ReadonlySet<string> = new Set(["navigation", "banner", "contentinfo", "menu", "menubar", "toolbar"]);
const CONTROLS = new Set([...TICKABLE, "button", "textbox", "searchbox", "combobox", "spinbutton", "slider", "listbox"]);

type Thing = { key: string; list: string; members: ModelElement[] };

/**
 * "the third message": each of the things that a list on the page repeats, stood for by the element that the verb works
 * on. Empty where more than one list may be meant.
 */
export function thingsOf(model: PageModel, target: Target, fit: Fit): Scored[] {
  const isSo = (member: ModelElement): boolean => isAsSaid(member, target);
  const known = things(model).filter(({ members }) => members.some((member) => canBe(member, target, fit)) && (isPlain(target) || members.some(isSo)));
  const lists = new Map<string, Thing[]>();
  for (const thing of known) lists.set(thing.list, [...(lists.get(thing.list) ?? []), thing]);
  const several = [...lists.values()].filter((list) => list.length > 1);
  const called = several.filter((list) => list.every(({ members }) => members.some((member) => speaksOf(member, target.kind ?? ""))));
  const main = several.filter((list) => list.every(({ members }) => !members.some(({ context }) => context.some(({ role }) => ASIDE.has(role)))));
  const [only, other] = [called, main, several].find((lists) => lists.length > 0) ?? [];
  if (!only || other) return [];
  return only.flatMap(({ members }) => {
    const element = standIn(
      members.filter((member) => canBe(member, target, fit)),
      fit,
    );
    return element ? [{ element, score: COUNTED }] : [];
  });
}

/** "Add to cart for the last product": counted among the things that hold one of the list; where none says that it is a thing, among those of one name. */
export function ofThing(list: readonly Scored[], { ordinal }: Place): Scored[] {
  const best = Math.max(...list.map(({ score }) => score));
  const equal = list.filter(({ score }) => best - score < MARGIN);
  const keys = equal.map(({ element }) => keyOf(element)?.key ?? "");
  const at = <T>(all: readonly T[]): T | undefined => all.at((ordinal ?? 1) < 0 ? (ordinal ?? 1) : (ordinal ?? 1) - 1);
  if (keys.length > 0 && keys.every((key) => key !== "")) {
    const wanted = at([...new Set(keys)]);
    return equal.filter((_, i) => keys[i] === wanted);
  }
  const isOneName = new Set(equal.map(({ element }) => normalise(element.name))).size === 1;
  const nth = isOneName ? at(equal) : undefined;
  return nth ? [nth] : [];
}

const isPlain = ({ states, value }: Target): boolean => states.length === 0 && value === null;

/** Whether a place is counted as things are. */
export const isThing = ({ words, roles, ordinal }: Place): boolean => roles === THINGS && words === "" && ordinal !== null;

function things(model: PageModel): Thing[] {
  const headers = headerRows(model);
  const out = new Map<string, Thing>();
  for (const element of model.elements) {
    const found = keyOf(element);
    if (!found || headers.has(found.key)) continue;
    const known = out.get(found.key);
    if (known) known.members.push(element);
    else out.set(found.key, { ...found, members: [element] });
  }
  return [...out.values()];
}

/** The nearest thing that an element stands in, and what that stands in. */
function keyOf({ frameId, context }: ModelElement): Pick<Thing, "key" | "list"> | null {
  const depth = context.findIndex(({ role }) => THINGS.includes(role));
  const [own, outer] = [context[depth], context[depth + 1]];
  return depth < 0 || !own ? null : { key: `${frameId} ${own.id}`, list: `${frameId} ${own.role} ${outer?.id ?? ""}` };
}

/** What is clicked for the whole: its only link, else its first words; what is ticked for it: its only box. */
function standIn(members: readonly ModelElement[], fit: Fit): ModelElement | undefined {
  if (fit.roles.some((role) => TICKABLE.has(role))) {
    const boxes = members.filter(({ role }) => TICKABLE.has(role));
    return boxes.length === 1 ? boxes[0] : undefined;
  }
  const links = members.filter(({ role }) => role === "link");
  if (links.length === 1) return links[0];
  return members.find(({ role, bounds }) => !CONTROLS.has(role) && bounds !== null && bounds.width > 0) ?? members[0];
}

/** "product" by the class or the label of what it stands in. */
function speaksOf({ hints, around, context }: ModelElement, noun: string): boolean {
  const words = [noun, `${noun}s`];
  const near = [...hints, ...around.slice(0, 2).flat(), ...context.slice(0, 2).flatMap(({ name }) => (name.length < 40 ? normalise(name).split(" ") : []))];
  return words.some((word) => near.includes(word));
}
