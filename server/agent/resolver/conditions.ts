import type { ModelElement } from "../page-model.ts";
import { normalise } from "./normalise.ts";
import type { State, Target } from "./target.ts";

const TICKED = new Set(["checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"]);
const FOLDED = ["expanded", "collapsed"];

/** Whether an element is in the states that are said of it, and holds what it is said to hold. */
export function isAsSaid(element: ModelElement, { states, value }: Target): boolean {
  const holds = value === null || normalise(`${element.value ?? ""}`).includes(normalise(value));
  return holds && states.every(({ state, is }) => stateOf(element, state) === is);
}

/** Null where the state makes no sense for the element, so that it is neither. */
function stateOf({ role, states, value }: ModelElement, state: State): boolean | null {
  switch (state) {
    case "checked":
      return TICKED.has(role) || states.includes("pressed") ? states.includes("checked") || states.includes("pressed") : null;
    case "expanded":
      return states.some((known) => FOLDED.includes(known)) ? states.includes("expanded") : null;
    case "empty":
      return value === null || value === "";
    case "selected":
      return states.includes("selected") || states.includes("checked") || states.includes("pressed") || states.includes("current");
    default:
      return states.includes(state);
  }
}
