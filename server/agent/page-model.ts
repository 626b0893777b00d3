import type { ObservedElement } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import type { ElementHandle } from "../driver/element.ts";
import type { Page } from "../driver/page.ts";
import { CdpError } from "../providers/cdp.ts";
import { readDocuments } from "./page-reading/drawn-document.ts";
import { elementsOf, type PerceivedElement, type StandingPlace } from "./page-reading/elements.ts";
import { readLiveFacts, type ScriptContext } from "./page-reading/live-facts.ts";

/** What an element stands in. */
export type Place = StandingPlace;

/** An element as a person perceives it, and where to find it again. */
export type ModelElement = PerceivedElement & {
  /** Names this very node; it answers to nothing once the node has left the page. */
  ref: string;
};

export type PageModel = { url: string; title: string; elements: ModelElement[] };

const BOXES_TO_TICK = new Set(["checkbox", "radio", "switch"]);
const LABELLED = new Set([...BOXES_TO_TICK, "textbox", "searchbox", "combobox", "spinbutton", "listbox", "slider"]);
const ITEMS = new Set(["listitem", "row", "article"]);
/** How far words may be from the field that they name, to its side and above it. */
const BESIDE_PX = 120;
const ABOVE_PX = 24;

/** What one can do with an element of this role. */
export function methodsOf(role: string): string[] {
  if (["textbox", "searchbox", "spinbutton"].includes(role)) return ["click", "type", "clear"];
  if (["combobox", "listbox"].includes(role)) return ["click", "select", "type"];
  if (["checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"].includes(role)) return ["click", "check"];
  if (role === "slider") return ["click", "drag", "press"];
  return ["click"];
}

/** As callers of observe see it. */
export function toObserved(element: ModelElement, confidence: number, reason: string | null = null): ObservedElement {
  const { ref, role, name, value, states, bounds } = element;
  const context = element.context.map((place) => (place.name ? `${place.role} "${place.name}"` : place.role)).join(" in ") || null;
  return { ref, role, name, value, states, context, bounds, methods: methodsOf(role), confidence, selector: null, reason };
}

/**
 * Reads the page once: every document of every frame as it is drawn (CDP DOMSnapshot.captureSnapshot), from which roles,
 * names and states are worked out as assistive technology gets them, and what only scripts know (focus, native dialogs).
 */
export async function readPage(page: Page, signal: AbortSignal): Promise<PageModel> {
  const frames = page.frames();
  const contexts = await Promise.all(frames.map(({ frameId }) => contextOf(page, frameId)));
  // Sent in this order: the short questions are not kept waiting by the long one.
  const asked = Promise.all(contexts.map((context) => context && readLiveFacts(context, signal)));
  const [live, documents] = await Promise.all([asked, readDocuments(page, frames, signal)]);
  const found = frames.flatMap(({ frameId }, i) => {
    const [document, facts] = [documents.get(frameId), live[i]];
    // A frame that came or went between the two readings has nothing to show yet.
    return document && facts ? elementsOf(document, frameId, facts) : [];
  });
  const elements = labelled(found).map((element) => ({ ...element, ref: refOf(page, element) }));
  return { url: page.url, title: documents.get(page.mainFrameId)?.title ?? page.title, elements };
}

/** Null for a frame that goes away meanwhile. */
async function contextOf(page: Page, frameId: string): Promise<ScriptContext | null> {
  try {
    return await page.frameContext(frameId, "isolated");
  } catch (error) {
    if (error instanceof CdpError || (error instanceof AppError && error.code === "NOT_FOUND")) return null;
    throw error;
  }
}

/** Fields that no one named are called by the words beside them, as people read forms: before a field, behind a box to tick. */
function labelled(elements: PerceivedElement[]): PerceivedElement[] {
  return elements.map((element, i) => {
    if (element.name !== "" || !LABELLED.has(element.role)) return element;
    const sides = BOXES_TO_TICK.has(element.role) ? [elements[i + 1], elements[i - 1]] : [elements[i - 1]];
    const label = sides.find((side) => side && side.role === "text" && isBeside(element, side));
    return label ? { ...element, name: label.name.replace(/\s*[:*]+$/, "") } : element;
  });
}

/** On one line with no more than a word's length between, or right above. */
function isBeside(field: PerceivedElement, label: PerceivedElement): boolean {
  const [a, b] = [field.bounds, label.bounds];
  if (!a || !b || field.frameId !== label.frameId || itemOf(field) !== itemOf(label)) return false;
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (shared >= Math.min(a.height, b.height) / 2) return Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width)) <= BESIDE_PX;
  const gap = a.y - (b.y + b.height);
  return gap >= -2 && gap <= ABOVE_PX && b.x < a.x + a.width && a.x < b.x + b.width;
}

/** The card, row or item of a list that something stands in: no words of one name a field of another. */
const itemOf = ({ context }: PerceivedElement): number | undefined => context.find(({ role }) => ITEMS.has(role))?.id;

/** Names the node itself, so that it can mean no other one later; node ids of other processes' frames need the frame. */
function refOf(page: Page, { backendNodeId, frameId }: PerceivedElement): string {
  return page.frame(frameId).cdp === page.cdp ? `e${backendNodeId}` : `e${backendNodeId}-${frameId.slice(0, 8)}`;
}

/** The element itself, to be driven. */
export const handleOf = (page: Page, { backendNodeId, frameId }: ModelElement): ElementHandle => page.element({ backendNodeId, frameId });
