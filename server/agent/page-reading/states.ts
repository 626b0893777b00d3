import type { DrawnDocument } from "./drawn-document.ts";
import type { LiveFacts } from "./live-facts.ts";

const TICKED_BY_ATTRIBUTE = ["checked", "pressed"] as const;
const FALSE = new Set(["false", "undefined", ""]);

/** Which states of an element a person would notice. `disabled` tells whether what it stands in is. */
export function statesOf(document: DrawnDocument, index: number, live: LiveFacts, disabled: boolean): string[] {
  const states: string[] = [];
  const attr = (name: string): string | null => document.attr(index, name);
  const says = (name: string): boolean => !FALSE.has(attr(name)?.toLowerCase() ?? "");
  const id = document.backendNodeId(index);
  if (disabled || disables(document, index)) states.push("disabled");
  for (const state of TICKED_BY_ATTRIBUTE) {
    const said = attr(`aria-${state}`)?.toLowerCase();
    if (said === "mixed" || (state === "checked" && live.mixed.has(id))) states.push(`${state}=mixed`);
    else if (said === "true" || (state === "checked" && document.isChecked(index))) states.push(state);
  }
  const opened = isOpen(document, index);
  if (opened !== null) states.push(opened ? "expanded" : "collapsed");
  if (document.isSelected(index) || attr("aria-selected") === "true") states.push("selected");
  if (attr("required") !== null || says("aria-required")) states.push("required");
  if (attr("readonly") !== null || says("aria-readonly")) states.push("readonly");
  if (says("aria-invalid") || live.invalid.has(id)) states.push("invalid");
  if (says("aria-current")) states.push("current");
  if (says("aria-busy")) states.push("busy");
  if (live.focused === id) states.push("focused");
  return states;
}

/** Whether it says that nothing in it can be operated. */
export function disables(document: DrawnDocument, index: number): boolean {
  if (document.attr(index, "aria-disabled") === "true") return true;
  return ["button", "input", "select", "textarea", "option", "optgroup", "fieldset"].includes(document.tag(index)) && document.attr(index, "disabled") !== null;
}

/** Whether the part that it opens is open; null for what opens nothing. */
function isOpen(document: DrawnDocument, index: number): boolean | null {
  const said = document.attr(index, "aria-expanded");
  if (said === "true" || said === "false") return said === "true";
  const tag = document.tag(index);
  if (tag === "summary") return document.attr(document.parent(index), "open") !== null;
  // A list of the platform is opened by no click of ours that anyone could see.
  return tag === "select" && document.attr(index, "multiple") === null && !(Number(document.attr(index, "size")) > 1) ? false : null;
}

/** Opens a menu or a part of the page, as it says itself. */
export function opensPopup(document: DrawnDocument, index: number): boolean {
  const said = document.attr(index, "aria-haspopup");
  return (said !== null && said !== "false") || document.attr(index, "list") !== null || isOpen(document, index) !== null;
}
