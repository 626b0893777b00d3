import type { Language } from "./languages/language.ts";
import { anyOf } from "./phrase.ts";
import type { Step } from "./steps.ts";
import { inside, type Place, type Target } from "./target.ts";

/** What these do to something is done to the thing itself, so that its name stands for it. */
const POINTED_AT: ReadonlySet<Step["verb"]> = new Set<Step["verb"]>(["click", "doubleClick", "rightClick", "hover", "scroll"]);

/** The steps with what was spoken of last in place of "it", and "its Delete button" as the one that stands there. */
export function resolved(steps: readonly Step[], language: Language): Step[] {
  return resolvedAfter(steps, null, language).steps;
}

function resolvedAfter(steps: readonly Step[], before: Target | null, language: Language): { steps: Step[]; last: Target | null } {
  const owned = new RegExp(`^(?:${anyOf(language.owners)})\\s+(?=\\S)`, "iu");
  const out: Step[] = [];
  let last = before;
  for (const step of steps) {
    if (step.verb === "either") {
      const readings = step.readings.map((reading) => resolvedAfter(reading, last, language));
      out.push({ verb: "either", readings: readings.map((reading) => reading.steps) });
      last = readings[0]?.last ?? last;
      continue;
    }
    if (!("target" in step) || step.target === null) {
      out.push(step);
      continue;
    }
    const said = placedAt(step.target, last, language);
    if (last && said.kind === null && language.pronouns.includes(said.words.toLowerCase())) {
      out.push({ ...step, target: last } as Step);
    } else if (last && owned.test(said.words) && !said.quoted) {
      const own = ownOf(said, last, owned);
      const itself: Step[] =
        POINTED_AT.has(step.verb) && said.kind === null && language.selves.includes(own.words.toLowerCase()) ? [{ ...step, target: last } as Step] : [];
      const theirs = { ...step, target: own } as Step;
      out.push(itself.length > 0 ? { verb: "either", readings: [[theirs], itself] } : theirs);
    } else {
      last = said;
      out.push({ ...step, target: said } as Step);
    }
  }
  return { steps: out, last };
}

/** "done" in "it" as done in what was spoken of. */
function placedAt(target: Target, last: Target | null, { pronouns }: Language): Target {
  if (last === null || !target.places.some(({ words }) => pronouns.includes(words.toLowerCase()))) return target;
  const there: Place[] = [...(last.words === "" ? [] : [inside(last.words)]), ...last.places];
  return { ...target, places: target.places.flatMap((place) => (pronouns.includes(place.words.toLowerCase()) ? there : [place])) };
}

/** "its Delete" as the Delete of what was spoken of. */
function ownOf(said: Target, owner: Target, owned: RegExp): Target {
  const own: Place[] = owner.words === "" ? [] : [inside(owner.words)];
  const without = (words: string): string => words.replace(owned, "");
  return { ...said, words: without(said.words), literal: [], readings: [], places: [...said.places, ...own, ...owner.places] };
}
