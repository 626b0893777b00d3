import type { Scored } from "../resolver/score.ts";
import { type CachedStep, type Facts, type Intent, nameIntent } from "./entry.ts";
import { pageSignature } from "./key.ts";
import { isUnchanged } from "./same.ts";

/** Lists of more are looked up anew each time. */
const STEPS_MOST = 100;
const PLACES_MOST = 20;
const TEXT_MOST = 160;

/** How what answers now compares with what answered before. */
export type Comparison = {
  /** All that answered before, and nothing else. */
  isSame: boolean;
  /** What is gone and what is new, where some of it is still there. */
  changes: { was: string; now: string; why: string }[];
};

/**
 * What an observation found as it is remembered: role, name and places as the page's model has them, so that nothing is
 * asked of the page for it. Null for nothing, and for more than is kept. Pure.
 * @param frameAddress the address of an element's frame; null for the page's own
 */
export function sightings(found: readonly Scored[], frameAddress: (frameId: string) => string | null): CachedStep[] | null {
  if (found.length === 0 || found.length > STEPS_MOST) return null;
  return found.map(({ element: { role, name, context, popup, frameId, bounds } }) => {
    const address = frameAddress(frameId);
    const frame = address === null ? null : pageSignature(address).slice(0, TEXT_MOST);
    const stands = context.slice(0, PLACES_MOST).map((place) => ({ role: place.role, name: place.name.slice(0, TEXT_MOST) }));
    const facts: Facts = {
      kind: role,
      name: name.slice(0, TEXT_MOST),
      shown: bounds !== null,
      places: stands.flatMap((place) => (place.role === "heading" ? [] : [{ kind: place.role, label: place.name }])),
      heading: stands.find((place) => place.role === "heading")?.name ?? "",
      near: "",
      card: null,
      own: {},
      // Not counted: what is alike in all of this is shown together, so it need not be told apart.
      nth: -1,
      of: 0,
      frame: frame ?? "",
    };
    const element: Intent = { role, name: facts.name, context: stands, popup, frame, facts, css: "", xpath: "" };
    return { step: { verb: "observe" }, description: nameIntent(element), element, onto: null };
  });
}

/** Whether what answers now is what answered before: each of the same kind and name in the same place, in whichever order. Pure. */
export function compareSightings(before: readonly CachedStep[], now: readonly CachedStep[]): Comparison {
  const added = [...now];
  const gone = before.filter(({ element: meant }) => {
    const at = added.findIndex(({ element }) => meant !== null && element !== null && isUnchanged(meant.facts, element.facts));
    if (at >= 0) added.splice(at, 1);
    return at < 0;
  });
  const isSame = gone.length === 0 && added.length === 0;
  if (isSame || gone.length === before.length) return { isSame, changes: [] };
  return { isSame, changes: [{ was: wordsOf(gone), now: wordsOf(added), why: "Other elements answer on the page now." }] };
}

const wordsOf = (steps: readonly CachedStep[]): string => steps.map(({ description }) => description).join("; ");
