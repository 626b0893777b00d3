import { AppError } from "../../../core/errors.ts";
import type { ElementHandle } from "../../../driver/element.ts";
import type { Page } from "../../../driver/page.ts";
import type { ModelElement } from "../../page-model.ts";

/** One element that a step works on. */
export type Control = { page: Page; element: ModelElement; handle: ElementHandle; signal: AbortSignal };

/** How an element takes a value; what it is called plays no part. */
export type Kind =
  /** A list of the platform. */
  | "list"
  /** Date, time, month and week fields of the platform. */
  | "date"
  | "range"
  | "color"
  | "number"
  | "file"
  /** On or off: boxes to tick, switches, toggle buttons. */
  | "tick"
  /** An ARIA slider, spinbutton. */
  | "slider"
  | "spin"
  /** Holds its options in sight: listbox, radiogroup, tablist, tree, menu. */
  | "options"
  /** A text field with a list of options to it. */
  | "combobox"
  | "text"
  /** A text field that takes no typing. */
  | "shown"
  /** Anything else: it may open something. */
  | "opens";

export type Nature = {
  kind: Kind;
  /** The input's type, lower case; empty for what is no input. */
  type: string;
  multiple: boolean;
};

const NATURE = `function () {
  const el = this.localName === "label" && this.control ? this.control : this.localName === "option" ? this.closest("select") || this : this;
  const role = (el.getAttribute && el.getAttribute("role") || "").split(" ")[0];
  const type = el.localName === "input" ? el.type : "";
  const multiple = el.multiple === true || el.getAttribute?.("aria-multiselectable") === "true";
  const kind = () => {
    if (el.localName === "select") return "list";
    // A list that says whether it is open is what opens it.
    if (role === "listbox" && el.hasAttribute("aria-expanded")) return "opens";
    if (["slider", "listbox", "radiogroup", "tablist", "tree", "menu", "menubar"].includes(role)) return role === "slider" ? "slider" : "options";
    if (["date", "time", "datetime-local", "month", "week"].includes(type)) return "date";
    if (["range", "color", "number", "file"].includes(type)) return type;
    if (role === "spinbutton") return "spin";
    if (["checkbox", "radio"].includes(type) || ["checkbox", "radio", "switch", "menuitemcheckbox", "menuitemradio"].includes(role)) return "tick";
    if (["button", "submit", "reset", "image"].includes(type)) return "opens";
    if (el.localName === "input" || el.localName === "textarea" || el.isContentEditable) {
      const lists = role === "combobox" || el.hasAttribute("list") || /listbox|tree|grid/.test(el.getAttribute("aria-haspopup") || "") || el.hasAttribute("aria-autocomplete");
      if (lists) return "combobox";
      return el.readOnly ? "shown" : "text";
    }
    if (el.hasAttribute?.("aria-pressed")) return "tick";
    return "opens";
  };
  return { kind: kind(), type, multiple };
}`;

/** What an element is, by its structure. @throws AppError ELEMENT_NOT_FOUND */
export const natureOf = (handle: ElementHandle): Promise<Nature> => handle.call<Nature>(NATURE);

/** What was tried and did not come out as it was asked for. */
export const refused = (why: string): AppError => new AppError("ELEMENT_NOT_ACTIONABLE", why);

/** What cannot be done, seen before anything was given a value. */
export const declined = (why: string): AppError => new AppError("ELEMENT_NOT_ACTIONABLE", why, { details: { untouched: true } });

/** Whether a step failed before it did anything: what was to be acted on is not there, or does not take that. */
export const isDeclined = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === "ELEMENT_NOT_FOUND" || (error.code === "ELEMENT_NOT_ACTIONABLE" && error.details?.untouched === true));

/**
 * Source of a function expression `(test, limitMs) => Promise<boolean>` for scripts in the page: looks at each change
 * of the document and at each frame that is drawn.
 */
export const UNTIL = `((test, limitMs) => new Promise((resolve) => {
  if (test()) return resolve(true);
  const end = (value) => { clearInterval(timer); clearTimeout(limit); resolve(value); };
  const timer = setInterval(() => test() && end(true), 16);
  const limit = setTimeout(() => end(test()), limitMs);
}))`;
