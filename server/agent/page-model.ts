import type { Protocol } from "devtools-protocol";
import type { ObservedElement } from "../contract/agent.ts";
import type { ElementHandle } from "../driver/element.ts";
import type { PageFrame } from "../driver/frames.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";
import { type FrameLayout, type NodeFacts, readLayouts } from "./page-layout.ts";

/** What an element stands in. */
export type Place = {
  role: string;
  name: string;
  /** Tells two places of one name apart; unique within the frame. */
  id: number;
  /** All else on the page waits for it. */
  modal: boolean;
};

/** An element as a person perceives it, and where to find it again. */
export type ModelElement = {
  /** Names this very node; it answers to nothing once the node has left the page. */
  ref: string;
  backendNodeId: number;
  frameId: string;
  /** ARIA role; `text` for words that belong to no control. */
  role: string;
  name: string;
  value: string | null;
  states: string[];
  /** Where it stands, nearest first: row, group, list item, dialog, landmark, heading. */
  context: Place[];
  /** Where a link leads; null for anything else. */
  url: string | null;
  /** Opens a menu or a part of the page, as it says itself. */
  popup: boolean;
} & NodeFacts;

export type PageModel = { url: string; title: string; elements: ModelElement[] };

const CONTROLS = new Set([
  "button",
  "link",
  "textbox",
  "searchbox",
  "combobox",
  "listbox",
  "option",
  "checkbox",
  "radio",
  "switch",
  "tab",
  "menuitem",
  "menuitemcheckbox",
  "menuitemradio",
  "slider",
  "spinbutton",
  "treeitem",
  "DisclosureTriangle",
  "Date",
  "DateTime",
  "ColorWell",
  "InputTime",
]);
const RENAMED: Record<string, string> = {
  DisclosureTriangle: "button",
  Date: "textbox",
  DateTime: "textbox",
  InputTime: "textbox",
  ColorWell: "textbox",
  MenuListPopup: "listbox",
};
/** Tables that Chromium takes for mere layout (no headers) still have rows for people. */
const LAYOUT_PLACES: Record<string, string> = { LayoutTable: "table", LayoutTableRow: "row" };
const PLACES = new Set([
  "row",
  "listitem",
  "group",
  "radiogroup",
  "dialog",
  "alertdialog",
  "navigation",
  "main",
  "banner",
  "contentinfo",
  "complementary",
  "region",
  "form",
  "search",
  "table",
  "list",
  "menu",
  "tabpanel",
  "toolbar",
  "article",
  "figure",
  "tree",
]);
/** Places that are known by their words where they have no name of their own. */
const BY_WORDS = new Set(["row", "listitem", "article", "group", "figure"]);
const STATE_NAMES = new Set(["disabled", "checked", "expanded", "selected", "required", "readonly", "pressed", "focused", "invalid"]);
/** What one draws on and drops onto. */
const AREAS = new Set(["SvgRoot", "Canvas", "graphics-document"]);
const AREA_LEAST_PX = 150;
const BARE_LEAST_PX = 8;
const BARE_MOST_PX = 100;
const BOXES_TO_TICK = new Set(["checkbox", "radio", "switch"]);
const LABELLED = new Set([...BOXES_TO_TICK, "textbox", "searchbox", "combobox", "spinbutton", "listbox", "slider"]);
/** How far words may be from the field that they name, to its side and above it. */
const BESIDE_PX = 120;
const ABOVE_PX = 24;
const MAX_NAME = 200;

type AxNode = Protocol.Accessibility.AXNode;

/** What one can do with an element of this role. */
export function methodsOf(role: string): string[] {
  if (["textbox", "searchbox", "spinbutton"].includes(role)) return ["click", "type", "clear"];
  if (["combobox", "listbox"].includes(role)) return ["click", "select", "type"];
  if (["checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"].includes(role)) return ["click", "check"];
  if (role === "slider") return ["click", "drag", "press"];
  return ["click"];
}

/** As callers of observe see it. */
export function toObserved(element: ModelElement, confidence: number): ObservedElement {
  const { ref, role, name, value, states, bounds } = element;
  const context = element.context.map((place) => (place.name ? `${place.role} "${place.name}"` : place.role)).join(" in ") || null;
  return { ref, role, name, value, states, context, bounds, methods: methodsOf(role), confidence, selector: null };
}

/**
 * Reads the page once: the accessibility tree of every frame (CDP Accessibility.getFullAXTree), which has roles, names
 * and states as assistive technology gets them, joined with the layout's boxes (DOMSnapshot.captureSnapshot).
 */
export async function readPage(page: Page, signal: AbortSignal): Promise<PageModel> {
  const frames = page.frames();
  const [layouts, trees, title] = await Promise.all([
    readLayouts(page, frames, signal),
    Promise.all(frames.map((frame) => readTree(frame, signal))),
    page.evaluate<string>("document.title", { world: "isolated", signal }),
  ]);
  const found: Omit<ModelElement, "ref">[] = [];
  for (const [i, nodes] of trees.entries()) {
    const frame = frames[i];
    const layout = frame && layouts.get(frame.frameId);
    // A frame that came or went between the two readings has nothing to show yet.
    if (layout) found.push(...elementsOf(nodes, frame, layout));
  }
  const elements = labelled(found).map((element) => ({ ...element, ref: refOf(page, element) }));
  return { url: page.url, title: title.value, elements };
}

/** Fields that no one named are called by the words beside them, as people read forms: before a field, behind a box to tick. */
function labelled<E extends Omit<ModelElement, "ref">>(elements: E[]): E[] {
  return elements.map((element, i) => {
    if (element.name !== "" || !LABELLED.has(element.role)) return element;
    const sides = BOXES_TO_TICK.has(element.role) ? [elements[i + 1], elements[i - 1]] : [elements[i - 1]];
    const label = sides.find((side) => side && side.role === "text" && isBeside(element, side));
    return label ? { ...element, name: label.name.replace(/\s*[:*]+$/, "") } : element;
  });
}

/** On one line with no more than a word's length between, or right above. */
function isBeside(field: Omit<ModelElement, "ref">, label: Omit<ModelElement, "ref">): boolean {
  const [a, b] = [field.bounds, label.bounds];
  if (!a || !b || field.frameId !== label.frameId) return false;
  const middle = b.y + b.height / 2;
  if (middle >= a.y && middle <= a.y + Math.max(a.height, b.height)) return Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width)) <= BESIDE_PX;
  const gap = a.y - (b.y + b.height);
  return gap >= -2 && gap <= ABOVE_PX && b.x < a.x + a.width && a.x < b.x + b.width;
}

/** Names the node itself, so that it can mean no other one later; node ids of other processes' frames need the frame. */
function refOf(page: Page, { backendNodeId, frameId }: Omit<ModelElement, "ref">): string {
  return page.frame(frameId).cdp === page.cdp ? `e${backendNodeId}` : `e${backendNodeId}-${frameId.slice(0, 8)}`;
}

/** The element itself, to be driven. */
export const handleOf = (page: Page, { backendNodeId, frameId }: ModelElement): ElementHandle => page.element({ backendNodeId, frameId });

/** A frame that goes away while it is read has nothing to show. */
async function readTree(frame: PageFrame, signal: AbortSignal): Promise<AxNode[]> {
  try {
    return (await frame.cdp.send("Accessibility.getFullAXTree", { frameId: frame.frameId }, { signal })).nodes;
  } catch (error) {
    if (error instanceof CdpError) return [];
    throw error;
  }
}

/** Walks one frame's tree in the order of the page, with the places and the heading that each element stands under. */
function elementsOf(nodes: AxNode[], { frameId }: PageFrame, layout: FrameLayout): Omit<ModelElement, "ref">[] {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const childrenOf = (node: AxNode): AxNode[] => (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []);
  const out: Omit<ModelElement, "ref">[] = [];
  const heading: Place = { role: "heading", name: "", id: -1, modal: false };

  const visit = (node: AxNode, places: Place[], inControl: boolean): void => {
    const name = clean(node.name?.value);
    const axRole = String(node.role?.value ?? "");
    const id = node.backendDOMNodeId;
    if (axRole === "heading" && name) Object.assign(heading, { name, id });
    const control = controlRole(node, inControl);
    const role = id === undefined ? null : (control ?? (inControl ? null : (wordsRole(node, name) ?? drawnRole(node, layout, childrenOf))));
    if (role !== null && id !== undefined) {
      const context = heading.name ? [...places, { ...heading }] : places;
      out.push({ backendNodeId: id, frameId, role, name, value: axValue(node), states: statesOf(node), context, ...extrasOf(node), ...layout.facts(id) });
    }
    const place = LAYOUT_PLACES[axRole] ?? axRole;
    const inner =
      !node.ignored && PLACES.has(place) ? [placeOf(node, place, name || (BY_WORDS.has(place) ? textOf(node, childrenOf) : "")), ...places] : places;
    for (const child of childrenOf(node)) visit(child, inner, inControl || control !== null);
  };
  for (const node of nodes) if (node.parentId === undefined) visit(node, [], false);
  return out;
}

const placeOf = (node: AxNode, role: string, name: string): Place => ({
  role,
  name,
  id: node.backendDOMNodeId ?? -1,
  modal: property(node, "modal") !== undefined,
});

/** The role of what can be operated; what is editable without a role is a text field. */
function controlRole(node: AxNode, inControl: boolean): string | null {
  const role = String(node.role?.value ?? "");
  if (node.ignored) return null;
  if (CONTROLS.has(role)) return RENAMED[role] ?? role;
  const editable = !inControl && role !== "StaticText" && role !== "InlineTextBox" && property(node, "editable");
  return editable ? "textbox" : null;
}

/** Words and pictures outside controls: read, and clicked where nothing better has the name. */
function wordsRole(node: AxNode, name: string): string | null {
  const role = String(node.role?.value ?? "");
  if (name === "") return null;
  if (role === "StaticText") return node.parentId === undefined ? null : "text";
  if (node.ignored || !["image", "heading", "cell", "gridcell", "columnheader", "rowheader", "generic"].includes(role)) return null;
  if (role !== "generic") return role;
  // Called by what it holds, it would only say that again.
  const given = node.name?.sources?.some(({ type, value, superseded }) => type !== "contents" && value !== undefined && !superseded);
  return given ? "text" : null;
}

/**
 * What has no words: an area to draw or drop on (small drawings are icons), or a control that its author drew as a bare
 * picture, which listens for clicks and has no role.
 */
function drawnRole(node: AxNode, layout: FrameLayout, childrenOf: (node: AxNode) => AxNode[]): string | null {
  const id = node.backendDOMNodeId ?? -1;
  const isArea = AREAS.has(String(node.role?.value));
  if (!isArea && !layout.listens(id)) return null;
  const { width, height } = layout.bounds(id) ?? { width: 0, height: 0 };
  const within = (least: number, most: number): boolean => Math.min(width, height) >= least && Math.max(width, height) <= most;
  if (isArea && within(AREA_LEAST_PX, Number.POSITIVE_INFINITY)) return "canvas";
  if (!layout.listens(id) || !within(BARE_LEAST_PX, BARE_MOST_PX) || textOf(node, childrenOf) !== "") return null;
  const holdsControl = (at: AxNode): boolean => childrenOf(at).some((child) => controlRole(child, true) !== null || holdsControl(child));
  return holdsControl(node) ? null : "generic";
}

const property = (node: AxNode, name: string): unknown => {
  const value: unknown = node.properties?.find((known) => known.name === name)?.value.value;
  return value === "false" || value === false ? undefined : value;
};

const extrasOf = (node: AxNode): Pick<ModelElement, "url" | "popup"> => ({
  url: node.role?.value === "link" ? String(property(node, "url") ?? "") || null : null,
  popup: property(node, "hasPopup") !== undefined || (node.properties ?? []).some(({ name }) => name === "expanded"),
});

/** Passwords are not read: the tree itself gives bullets for them. */
function axValue(node: AxNode): string | null {
  const value = node.value?.value;
  return value === undefined || value === "" ? null : String(value).slice(0, MAX_NAME);
}

function statesOf(node: AxNode): string[] {
  return (node.properties ?? []).flatMap(({ name, value }) => {
    if (name === "expanded" && (value.value === false || value.value === "false")) return ["collapsed"];
    if (!STATE_NAMES.has(name) || value.value === false || value.value === "false") return [];
    return [value.value === "mixed" ? `${name}=mixed` : name];
  });
}

/** The words below a place that has no name of its own (a table's row). */
function textOf(node: AxNode, childrenOf: (node: AxNode) => AxNode[]): string {
  const words: string[] = [];
  const collect = (at: AxNode): void => {
    if (words.join(" ").length > MAX_NAME) return;
    if (at.role?.value === "StaticText") words.push(clean(at.name?.value));
    for (const child of childrenOf(at)) collect(child);
  };
  collect(node);
  return words.join(" ").slice(0, MAX_NAME);
}

const clean = (text: unknown): string =>
  String(text ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_NAME);
