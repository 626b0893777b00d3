import { cardsIn } from "./cards.ts";
import type { DrawnDocument } from "./drawn-document.ts";
import { factsIn, type NodeFacts } from "./facts.ts";
import type { LiveFacts } from "./live-facts.ts";
import { clean, type Names, namesIn } from "./names.ts";
import { isEditable } from "./roles.ts";
import { standInsIn } from "./stand-ins.ts";
import { disables, opensPopup, statesOf } from "./states.ts";
import { columnsOf, type TableColumns } from "./table-columns.ts";

/** What an element stands in. */
export type StandingPlace = {
  role: string;
  name: string;
  /** Tells two places of one name apart; unique within the frame. */
  id: number;
  /** All else on the page waits for it. */
  modal: boolean;
};

/** An element as a person perceives it. */
export type PerceivedElement = {
  backendNodeId: number;
  frameId: string;
  /** ARIA role; `text` for words that belong to no control. */
  role: string;
  name: string;
  /** What a field holds; passwords are dots. */
  value: string | null;
  /** What it says of itself beyond its name: a placeholder, a hint, a tooltip. */
  description: string | null;
  /** What is drawn in it where its author calls it otherwise: each stretch of words, and all of them. */
  shown: readonly string[];
  states: string[];
  /** Where it stands, nearest first: row, group, list item, dialog, landmark, heading. */
  context: StandingPlace[];
  /** Of headings and of the items of trees. */
  level: number | null;
  /** The header of the table's column that it stands in. */
  column: string | null;
  /** Where a link leads; null for anything else. */
  url: string | null;
  /** Opens a menu or a part of the page, as it says itself. */
  popup: boolean;
} & NodeFacts;

type Around = {
  /** Nearest first. */
  places: readonly StandingPlace[];
  inControl: boolean;
  /** Words that another element says already. */
  silent: boolean;
  disabled: boolean;
  inSelect: boolean;
  table: TableColumns | null;
  column: string | null;
  /** The items of the tree so far under which the next may stand, where levels say so and no nesting; outermost first. */
  branches: { level: number; place: StandingPlace }[] | null;
};

const CONTROLS = new Set([
  ...["button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio", "switch", "tab"],
  ...["menuitem", "menuitemcheckbox", "menuitemradio", "slider", "spinbutton", "treeitem"],
]);
const PLACES = new Set([
  ...["row", "listitem", "group", "radiogroup", "dialog", "alertdialog", "navigation", "main", "banner", "contentinfo", "complementary", "region"],
  ...[
    "listbox",
    "menubar",
    "form",
    "search",
    "table",
    "grid",
    "treegrid",
    "list",
    "menu",
    "tabpanel",
    "toolbar",
    "article",
    "figure",
    "tree",
    "treeitem",
    "feed",
  ],
]);
/** Places that are known by their words where they have no name of their own. */
const BY_WORDS = new Set(["row", "listitem", "article", "group", "figure"]);
const CELLS = new Set(["cell", "gridcell", "columnheader", "rowheader"]);
const TABLES = new Set(["table", "grid", "treegrid"]);
/** What one draws on and drops onto; small ones are icons. */
const AREAS = new Set(["svg", "canvas", "graphics-document"]);
const AREA_LEAST_PX = 150;
const BARE_LEAST_PX = 8;
const BARE_MOST_PX = 100;
const TREES = new Set(["tree", "treegrid"]);
const UNSEEN = new Set(["head", "script", "style", "template", "noscript", "title"]);
const LETTERS = /[\p{L}\p{N}]/u;
const NOWHERE: Around = { places: [], inControl: false, silent: false, disabled: false, inSelect: false, table: null, column: null, branches: null };

/** What a person perceives and can act on in one document, in the order of the page, with the places and the heading that each stands under. */
export function elementsOf(document: DrawnDocument, frameId: string, live: LiveFacts): PerceivedElement[] {
  const names = namesIn(document);
  const facts = factsIn(document);
  const cards = cardsIn(document, names);
  const standIns = standInsIn(document, names);
  const out: PerceivedElement[] = [];
  let heading: StandingPlace | null = null;

  const put = (index: number, role: string, name: string, around: Around): void => {
    const context = heading ? [...around.places, heading] : [...around.places];
    const isText = document.isText(index);
    out.push({
      backendNodeId: document.backendNodeId(index),
      frameId,
      role,
      name,
      value: isText ? null : names.contentOf(index),
      // A mere sign is told by what it says when it is pointed at.
      description: isText ? (LETTERS.test(name) ? null : names.descriptionOf(document.parent(index), name)) : names.descriptionOf(index, name),
      shown: isText || !CONTROLS.has(role) ? [] : names.shownOf(index, name),
      states: isText ? [] : statesOf(document, index, live, around.disabled),
      context,
      level: role === "heading" || role === "treeitem" ? levelOf(document, index) : null,
      column: around.column,
      url: role === "link" ? addressOf(document, index) : null,
      popup: !isText && opensPopup(document, index),
      ...facts(index),
    });
  };

  const visit = (index: number, around: Around): void => {
    if (document.isText(index)) {
      const words = around.inControl || around.silent || !document.isVisible(index) ? "" : clean(document.text(index));
      if (words !== "") put(index, "text", words, around);
      return;
    }
    const tag = document.tag(index);
    if (document.isPseudo(index) || UNSEEN.has(tag) || document.attr(index, "aria-hidden") === "true" || document.attr(index, "inert") !== null) return;
    if (standIns.isReplaced(index)) return;
    const own = names.role(index);
    const at = CELLS.has(own) && around.table ? { ...around, column: around.table.at(index) } : around;
    const here = own === "treeitem" ? underBranches(index, at) : at;
    const control = document.isElement(index) ? controlRole(document, index, own, here) : null;
    const named = control !== null || own !== "generic" || document.attr(index, "aria-label") !== null || document.attr(index, "aria-labelledby") !== null;
    const label = standIns.labelOf(index);
    const { name, given } = label !== null ? { name: label, given: true } : named ? names.nameOf(index) : { name: "", given: false };
    if (own === "heading" && name !== "") heading = { role: "heading", name, id: document.backendNodeId(index), modal: false };
    const shown = document.isVisible(index) || (own === "option" && here.inSelect);
    const role = control ?? (here.inControl || here.silent ? null : (wordsRole(own, { name, given }, here) ?? drawnRole(document, names, index)));
    if (role !== null && shown) put(index, role, name, here);
    const outer = heading;
    // The words over one article head nothing in the next, and its own head all of it.
    if (own === "article") heading = headingIn(index) ?? outer;
    const inner = insideOf(index, own, name, { ...here, inControl: here.inControl || (control !== null && shown) });
    for (const child of document.children(index)) visit(child, inner);
    if (own === "article") heading = outer;
  };
  const headingIn = (index: number): StandingPlace | null => {
    for (const child of document.children(index)) {
      const name = document.isElement(child) && names.role(child) === "heading" && document.isVisible(child) ? names.nameOf(child).name : "";
      const found = name === "" ? headingIn(child) : { role: "heading", name, id: document.backendNodeId(child), modal: false };
      if (found) return found;
    }
    return null;
  };

  const insideOf = (index: number, role: string, name: string, around: Around): Around => ({
    ...around,
    places: placesAt(index, role, name, around),
    silent: around.silent || names.labelsBox(index),
    // What stands in a disabled group's legend is not disabled with it.
    disabled: document.tag(index) === "legend" ? false : around.disabled || disables(document, index),
    inSelect: around.inSelect || (document.tag(index) === "select" && document.isVisible(index)),
    table: TABLES.has(role) ? columnsOf(document, names, index) : around.table,
    column: TABLES.has(role) ? null : around.column,
    branches: TREES.has(role) ? [] : around.branches,
  });
  const placesAt = (index: number, role: string, name: string, { places, inSelect }: Around): readonly StandingPlace[] => {
    const part = standIns.partOf(index);
    if (part !== null) return [placeOf(index, "group", part), ...places];
    const card = cards.get(index);
    // A card that says nothing of it is one of several all the same.
    if (card !== undefined) return [placeOf(index, "listitem", card), ...places];
    return PLACES.has(role) && (document.isDrawn(index) || inSelect) ? [placeOf(index, role, name), ...places] : places;
  };
  /** Trees whose items stand one after the other tell by levels which stands under which. */
  const underBranches = (index: number, around: Around): Around => {
    const level = levelOf(document, index);
    const { branches } = around;
    if (branches === null || level === null) return around;
    while ((branches.at(-1)?.level ?? 0) >= level) branches.pop();
    const places = branches.map(({ place }) => place).reverse();
    branches.push({ level, place: placeOf(index, "treeitem", names.nameOf(index).name) });
    return { ...around, places: [...places.filter(({ id }) => !around.places.some((known) => known.id === id)), ...around.places] };
  };
  const placeOf = (index: number, role: string, name: string): StandingPlace => {
    const id = document.backendNodeId(index);
    return {
      role,
      name: name || (BY_WORDS.has(role) ? names.wordsIn(index) : ""),
      id,
      modal: document.attr(index, "aria-modal") === "true" || live.modal === id,
    };
  };

  const modal = live.modal === null ? null : indexOf(document, live.modal);
  // While a native dialog is open nothing outside it can be reached.
  visit(modal ?? 0, NOWHERE);
  return out;
}

function indexOf(document: DrawnDocument, backendNodeId: number): number | null {
  for (let index = 0; index < document.length; index++) if (document.backendNodeId(index) === backendNodeId) return index;
  return null;
}

/** The role of what can be operated; what is editable without a role is a text field. */
function controlRole(document: DrawnDocument, index: number, role: string, { inControl }: Around): string | null {
  const editable = isEditable(document, index);
  // A part of a field that says once more that it can be written in is no field of its own.
  if (editable && inControl && document.attr(index, "role") === null) return null;
  if (CONTROLS.has(role)) return role;
  return editable && !inControl ? "textbox" : null;
}

/** Words and pictures outside controls: read, and clicked where nothing better has the name. */
function wordsRole(role: string, { name, given }: ReturnType<Names["nameOf"]>, { table }: Around): string | null {
  if (name === "") return null;
  if (CELLS.has(role)) return (table?.hasHeaders ?? true) ? role : null;
  if (role === "svg") return "image";
  if (role === "image" || role === "heading") return role;
  // Called by what it holds, it would only say that again.
  return role === "generic" && given ? "text" : null;
}

/**
 * What has no words: an area to draw or drop on, or a control that its author drew as a bare picture, which listens for
 * clicks and has no role.
 */
function drawnRole(document: DrawnDocument, names: Names, index: number): string | null {
  const isArea = AREAS.has(names.role(index));
  if (!isArea && !document.listens(index)) return null;
  const { width, height } = document.bounds(index) ?? { width: 0, height: 0 };
  const within = (least: number, most: number): boolean => Math.min(width, height) >= least && Math.max(width, height) <= most;
  if (isArea && within(AREA_LEAST_PX, Number.POSITIVE_INFINITY)) return "canvas";
  if (!document.listens(index) || !within(BARE_LEAST_PX, BARE_MOST_PX) || names.wordsIn(index) !== "") return null;
  const holdsControl = (at: number): boolean => document.children(at).some((child) => CONTROLS.has(names.role(child)) || holdsControl(child));
  return holdsControl(index) ? null : "generic";
}

function levelOf(document: DrawnDocument, index: number): number | null {
  const level = Number(document.attr(index, "aria-level") ?? /^h([1-6])$/.exec(document.tag(index))?.[1] ?? Number.NaN);
  return Number.isInteger(level) ? level : null;
}

/** Where a link leads, in full. */
function addressOf(document: DrawnDocument, index: number): string | null {
  const href = document.attr(index, "href") ?? document.attr(index, "xlink:href");
  return href === null ? null : (URL.parse(href.trim(), document.baseUrl)?.href ?? href);
}
