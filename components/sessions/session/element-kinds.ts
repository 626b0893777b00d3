import type { ObservedElement } from "../../../server/contract/agent.ts";

/** Roles of what a person uses (WAI-ARIA widgets); all others are there to be read. */
const CONTROLS: ReadonlySet<string> = new Set([
  ...["button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio", "switch", "slider", "spinbutton"],
  ...["tab", "menuitem", "menuitemcheckbox", "menuitemradio", "treeitem", "gridcell", "summary", "disclosuretriangle", "date", "colorwell"],
]);

/** Whether one can do something with the element, beyond clicking on it as on anything. */
export const isControl = ({ role, methods }: Pick<ObservedElement, "role" | "methods">): boolean =>
  CONTROLS.has(role.toLowerCase()) || methods.some((method) => method !== "click" && method !== "hover" && method !== "scroll");
