import type { Target } from "./target.ts";

/** A part of the page counted from its own corner, or a way from where something is. CSS pixels. */
export type Offset = { x: number; y: number };

/** Where a drag ends: on an element (at a point of its visible part, or where it begins or ends: among things in an order), at a point of the viewport, or so far from where it began, or at an end of the list that it is in. CSS pixels. */
export type Destination = { onto: Target; at: Offset | null; edge: "before" | "after" | null } | { point: Offset } | { by: Offset } | { end: "first" | "last" };

export type Direction = "up" | "down" | "left" | "right" | "top" | "bottom";

/** What a field, list, slider or switch is to hold: a text as written ("40", "50%", "Red", "on"), so much more or less, so many steps more or less, or an end of its range. */
export type Amount = { to: string } | { by: number } | { steps: number } | { end: "least" | "most" };

/** What is chosen, and from what. */
export type Selection = {
  /** As written, for lists of the platform. */
  option: string;
  /** The same as a target: "the second option". */
  item: Target;
  /** The several that it may list ("Red and Green"), for lists that take more than one; empty where it is one. */
  options: readonly string[];
  target: Target | null;
};

/** What to do on a page, as an instruction says it: one thing after the other. Plain data; `%variables%` stay as written. */
export type Step =
  | { verb: "click" | "hover" | "doubleClick" | "rightClick" | "clear" | "check" | "uncheck" | "expand" | "collapse" | "focus"; target: Target }
  | { verb: "type"; text: string; target: Target | null }
  | ({ verb: "select" } & Selection)
  | ({ verb: "deselect" } & Selection)
  /** "set X to …", "increase X": what this means hangs on what X is. */
  | { verb: "setValue"; amount: Amount; target: Target }
  /** `date` in ISO 8601 as far as it is said: 2027-03-14, 2027-03, --03-14; `said` as written. `from`: the first day, where that is the last of a stretch. */
  | { verb: "pickDate"; date: string; said: string; target: Target | null; from?: { date: string; said: string } }
  /** Opens `target`, then chooses in what has opened, level by level. */
  | { verb: "menu"; target: Target; path: readonly Target[] }
  /** Sends a form: the only one, or the one that is named. */
  | { verb: "submit"; target: Target | null }
  /** Gives files, by their names or `%variables%`, to a field. */
  | { verb: "upload"; files: readonly string[]; target: Target | null }
  | { verb: "drag"; target: Target; to: Destination }
  | { verb: "press"; key: string; times: number; target: Target | null }
  /** Without a direction: brings the target into view. Without a target: scrolls the page. `until`: what is to come into view, so often as it takes. */
  | { verb: "scroll"; direction: Direction | null; target: Target | null; px: number | null; times: number; until: Target | null }
  | { verb: "back" | "forward" | "reload" }
  /** Clicks the header of a column until it says that it sorts so. */
  | { verb: "sort"; order: "ascending" | "descending"; target: Target }
  /** Does one thing to each of those that the target may mean; what is to be expanded, to all that is folded. */
  | { verb: "every"; each: "check" | "uncheck" | "expand"; target: Target }
  /** May be read in more than one way ("tick Terms and conditions", "tick Tea and Milk"): meant is the first whose elements are there. */
  | { verb: "either"; readings: readonly (readonly Step[])[] };

/** What a step writes into a field; none where that hangs on which of its readings is meant. */
export function valuesOf(step: Step): string[] {
  if (step.verb === "type") return [step.text];
  return step.verb === "setValue" && "to" in step.amount ? [step.amount.to] : [];
}
