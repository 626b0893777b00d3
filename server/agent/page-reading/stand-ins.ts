import type { DrawnDocument } from "./drawn-document.ts";
import type { Names } from "./names.ts";

/** Which fields of the platform no one gets to see because a widget was drawn in their place, and what then stands for them. */
export type StandIns = {
  /** Has a widget in its place: neither it nor its options can be reached by anyone. */
  isReplaced(index: number): boolean;
  /** What the control that stands for a field is called by that field's label; null for any other. */
  labelOf(index: number): string | null;
  /** What a widget that stands for a field is called as a whole; null for anything else. */
  partOf(index: number): string | null;
};

const FIELDS = new Set(["select", "input", "textarea"]);
/** Boxes to tick and buttons that are not seen are reached by their labels. */
const OTHER_INPUTS = new Set(["checkbox", "radio", "file", "submit", "reset", "button", "image", "range", "color"]);
/** What may stand for a field. */
const STANDS = new Set(["combobox", "listbox", "textbox", "searchbox", "spinbutton"]);
const CHOICES = new Set(["combobox", "listbox"]);
/** How far above a field its widget may begin, and how deep in a widget its control lies. */
const ABOVE_MOST = 3;
const DEPTH_MOST = 5;
/** Its border may be all that is left of it. */
const TINY_PX = 2;

/** Finds the fields of a document that widgets were drawn for: put out of sight and out of the way of the keys, with a control around or right behind. */
export function standInsIn(document: DrawnDocument, names: Names): StandIns {
  const replaced = new Set<number>();
  const labels = new Map<number, string>();
  const parts = new Map<number, string>();

  for (let index = 0; index < document.length; index++) {
    if (!isField(document, index) || !isPutAway(document, index)) continue;
    const found = widgetOf(index);
    if (!found) continue;
    const label = names.labelOf(index);
    const [own, holds] = [names.nameOf(found.control).name, names.contentOf(found.control)];
    // A control that is called otherwise is another field; what it holds is no name.
    const isSame = own === "" || own === label || own === holds || names.labelOf(found.control) === "";
    if (label === "" ? document.attr(index, "type") === "hidden" : !isSame) continue;
    replaced.add(index);
    if (label !== "") labels.set(found.control, label);
    if (label + own !== "" && (found.part !== found.control || CHOICES.has(names.role(found.part)))) parts.set(found.part, label || own);
  }

  /** The widget that stands around a field, or right behind it. */
  function widgetOf(field: number): { part: number; control: number } | null {
    const around = document.above(field, ABOVE_MOST).find((at) => CHOICES.has(names.role(at)) && document.isVisible(at));
    // A search box that a list will show when it opens is a part of it.
    if (around !== undefined) return document.tag(field) === "select" || document.attr(field, "hidden") !== null ? { part: around, control: around } : null;
    const beside = document.children(document.parent(field)).filter((at) => document.isElement(at));
    const [part, ...later] = beside.slice(beside.indexOf(field) + 1);
    if (part === undefined) return null;
    const control = controlIn(part, DEPTH_MOST);
    if (control !== null) return { part, control };
    // Between the two stands what was chosen so far.
    const label = names.labelOf(field);
    const same = label === "" ? undefined : later.find((at) => STANDS.has(names.role(at)) && document.isVisible(at) && names.nameOf(at).name === label);
    return same === undefined ? null : { part: document.parent(field), control: same };
  }

  /** What opens the list, the list, or else the only field. */
  function controlIn(part: number, depth: number): number | null {
    const all: number[] = [];
    const collect = (at: number, left: number): void => {
      if (STANDS.has(names.role(at)) && document.isVisible(at) && document.bounds(at)?.width) all.push(at);
      else if (left > 0) for (const child of document.children(at)) collect(child, left - 1);
    };
    collect(part, depth);
    const of = (role: string): number[] => all.filter((at) => names.role(at) === role);
    const [only, other] = [of("combobox"), of("listbox"), all].find((some) => some.length > 0) ?? [];
    return only === undefined || other !== undefined ? null : only;
  }

  return {
    isReplaced: (index) => replaced.has(index),
    labelOf: (index) => labels.get(index) ?? null,
    partOf: (index) => parts.get(index) ?? null,
  };
}

const isField = (document: DrawnDocument, index: number): boolean =>
  FIELDS.has(document.tag(index)) && !OTHER_INPUTS.has(document.attr(index, "type")?.toLowerCase() ?? "");

/** Not drawn, as small as a dot, or said to be hidden: left on the page for its value alone. */
function isPutAway(document: DrawnDocument, index: number): boolean {
  const bounds = document.bounds(index);
  if (!bounds || !document.isVisible(index) || Math.min(bounds.width, bounds.height) <= TINY_PX) return true;
  return document.attr(index, "hidden") !== null || document.attr(index, "aria-hidden") === "true";
}
