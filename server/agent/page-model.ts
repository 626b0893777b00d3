import type { Protocol } from "devtools-protocol";
import type { ObservedElement } from "../contract/agent.ts";
import type { ElementHandle, Rect } from "../driver/element.ts";
import type { PageFrame } from "../driver/frames.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";

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
  context: { role: string; name: string }[];
  /** Viewport CSS pixels; null for what has no box. */
  bounds: Rect | null;
};

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
  const [boxes, trees, title] = await Promise.all([
    readBoxes(page, frames, signal),
    Promise.all(frames.map((frame) => readTree(frame, signal))),
    page.evaluate<string>("document.title", { world: "isolated", signal }),
  ]);
  const found: Omit<ModelElement, "ref">[] = [];
  for (const [i, nodes] of trees.entries()) {
    const frame = frames[i];
    if (frame) found.push(...elementsOf(nodes, frame, boxes));
  }
  return { url: page.url, title: title.value, elements: found.map((element) => ({ ...element, ref: refOf(page, element) })) };
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

/** Boxes by backend node id, in the viewport of the page. */
async function readBoxes(page: Page, frames: PageFrame[], signal: AbortSignal): Promise<Map<number, Rect>> {
  const boxes = new Map<number, Rect>();
  const sessions = [...new Set(frames.map((frame) => frame.cdp))];
  for (const cdp of sessions) {
    const { documents, strings } = await cdp.send("DOMSnapshot.captureSnapshot", { computedStyles: [] }, { signal });
    for (const document of documents) {
      const frameId = strings[document.frameId] ?? page.mainFrameId;
      const offset = frameId === page.mainFrameId ? { x: 0, y: 0 } : await page.frameOffset(frameId).catch(() => ({ x: 0, y: 0 }));
      const { nodeIndex, bounds } = document.layout;
      for (const [i, node] of nodeIndex.entries()) {
        const id = document.nodes.backendNodeId?.[node];
        const [x = 0, y = 0, width = 0, height = 0] = bounds[i] ?? [];
        if (id !== undefined && !boxes.has(id))
          boxes.set(id, { x: x - (document.scrollOffsetX ?? 0) + offset.x, y: y - (document.scrollOffsetY ?? 0) + offset.y, width, height });
      }
    }
  }
  return boxes;
}

function elementsOf(nodes: AxNode[], frame: PageFrame, boxes: Map<number, Rect>): Omit<ModelElement, "ref">[] {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const out: Omit<ModelElement, "ref">[] = [];
  const heading = { name: "" };

  const visit = (node: AxNode, places: { role: string; name: string }[], inControl: boolean): void => {
    const role = String(node.role?.value ?? "");
    const name = clean(node.name?.value);
    if (role === "heading" && name) heading.name = name;
    const isControl =
      !node.ignored &&
      (CONTROLS.has(role) ||
        (node.properties?.some(({ name: key, value }) => key === "editable" && value.value) === true &&
          !inControl &&
          role !== "StaticText" &&
          role !== "InlineTextBox"));
    const id = node.backendDOMNodeId;
    if (isControl && id !== undefined) out.push(make(node, RENAMED[role] ?? (CONTROLS.has(role) ? role : "textbox"), name, id, places));
    else if (role === "StaticText" && !inControl && name && node.parentId !== undefined && id !== undefined) out.push(make(node, "text", name, id, places));
    else if (!node.ignored && role === "image" && name && id !== undefined && !inControl) out.push(make(node, "image", name, id, places));
    else if (!node.ignored && ["heading", "cell", "gridcell", "columnheader", "rowheader", "generic"].includes(role) && name && id !== undefined && !inControl)
      out.push(make(node, role === "generic" ? "text" : role, name, id, places));
    const inner = !node.ignored && PLACES.has(role) ? [{ role, name: name || (BY_WORDS.has(role) ? textOf(node, byId) : "") }, ...places] : places;
    for (const childId of node.childIds ?? []) {
      const child = byId.get(childId);
      if (child) visit(child, inner, inControl || isControl);
    }
  };
  const make = (node: AxNode, role: string, name: string, id: number, places: { role: string; name: string }[]): Omit<ModelElement, "ref"> => ({
    backendNodeId: id,
    frameId: frame.frameId,
    role,
    name,
    value: axValue(node),
    states: statesOf(node),
    context: heading.name ? [...places, { role: "heading", name: heading.name }] : places,
    bounds: boxes.get(id) ?? null,
  });
  for (const node of nodes) if (node.parentId === undefined) visit(node, [], false);
  return out;
}

/** Passwords are not read: the tree itself gives bullets for them. */
function axValue(node: AxNode): string | null {
  const value = node.value?.value;
  return value === undefined || value === "" ? null : String(value).slice(0, MAX_NAME);
}

function statesOf(node: AxNode): string[] {
  return (node.properties ?? []).flatMap(({ name, value }) => {
    if (!STATE_NAMES.has(name) || value.value === false || value.value === "false") return [];
    return [value.value === "mixed" ? `${name}=mixed` : name];
  });
}

/** The words below a place that has no name of its own (a table's row). */
function textOf(node: AxNode, byId: Map<string, AxNode>): string {
  const words: string[] = [];
  const collect = (at: AxNode): void => {
    if (words.join(" ").length > MAX_NAME) return;
    if (at.role?.value === "StaticText") words.push(clean(at.name?.value));
    for (const id of at.childIds ?? []) {
      const child = byId.get(id);
      if (child) collect(child);
    }
  };
  collect(node);
  return words.join(" ").slice(0, MAX_NAME);
}

const clean = (text: unknown): string =>
  String(text ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_NAME);
