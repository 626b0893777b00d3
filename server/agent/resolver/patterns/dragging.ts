import { AppError } from "../../../core/errors.ts";
import { delay } from "../../../core/time.ts";
import { type ElementHandle, isGone } from "../../../driver/element.ts";
import type { Point } from "../../../driver/mouse.ts";
import type { Destination } from "../steps.ts";
import { named } from "../target.ts";
import { type Control, refused } from "./control.ts";

/** How long the page may take to show what came of a drop. */
const EFFECT_LIMIT_MS = 1_500;
const QUIET_MS = 80;

/**
 * Drags an element onto another (at a point of its visible part), to a point of the viewport, or so far; then looks at
 * what came of it. A drag that changes nothing, or leaves two things in the other order, is not said to be done.
 * @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE
 */
export async function drag(control: Control, to: Destination, onto: ElementHandle | null): Promise<void> {
  const { handle, signal } = control;
  if ("end" in to) {
    const other = await handle.related(AT_END, [to.end]);
    // It is there already.
    if (!other) return;
    return drag(control, { onto: named(""), at: null, edge: to.end === "first" ? "before" : "after" }, other);
  }
  const list = onto && "edge" in to && !to.edge ? await onto.related(LIST_OF) : null;
  const ends = onto ? [handle, onto] : [handle];
  const before = await looksOf(ends);
  await throwTo(handle, to, list ?? onto, signal);
  await inOrder(control, to, onto);
  if (await hasEffect(before, ends, signal)) return;
  // A busy page may have missed it: nothing at all has changed, so that it cannot happen twice.
  await throwTo(handle, to, list ?? onto, signal);
  await inOrder(control, to, onto);
  if (!(await hasEffect(before, ends, signal))) throw refused("The drag changed nothing that can be seen.");
}

/** Waits for what comes of a drop, and sees to it that what is told an order stands in that order. */
async function inOrder({ page, handle, signal }: Control, to: Destination, onto: ElementHandle | null): Promise<void> {
  await page.settle({ quietMs: QUIET_MS, limitMs: EFFECT_LIMIT_MS, signal });
  if (!onto || !("edge" in to) || !to.edge) return;
  if ((await orderOf(handle, onto)) === OPPOSITE[to.edge]) {
    // Lists that always drop before (or behind) what is dropped upon: the other one goes the other way instead.
    await onto.dragTo(await edgeOf(onto, handle, OPPOSITE[to.edge], signal), signal);
    await page.settle({ quietMs: QUIET_MS, limitMs: EFFECT_LIMIT_MS, signal });
  }
  const order = await orderOf(handle, onto);
  if (order !== null && order !== to.edge) throw refused("What was dragged did not stay where it was to go.");
}

/** Whether the ends look other than before, within the limit; yes where looks tell nothing. */
async function hasEffect(before: string | null, ends: readonly ElementHandle[], signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + EFFECT_LIMIT_MS;
  while (before !== null && before === (await looksOf(ends))) {
    if (Date.now() > until) return false;
    await delay(LOOK_MS, signal);
  }
  return true;
}

/** The last of the list that a heading is over, or the empty list: what is dropped "onto Done" goes there. Null for anything but a heading. */
const LIST_OF = `function () {
  const heading = this.closest("h1,h2,h3,h4,h5,h6,[role=heading]");
  if (!heading) return null;
  const named = heading.id ? [...heading.getRootNode().querySelectorAll("[aria-labelledby]")].filter((el) => el.getAttribute("aria-labelledby").split(/\\s+/).includes(heading.id)) : [];
  const lists = named.filter((el) => el.getClientRects().length > 0);
  const next = heading.nextElementSibling;
  const list = lists.length === 1 ? lists[0] : next?.matches("ul,ol,[role=list],[role=listbox]") ? next : null;
  // Lists hear what is over one of their entries.
  return [...(list?.children ?? [])].findLast((el) => el.getClientRects().length > 0) ?? list;
}`;

const LOOK_MS = 50;
const OPPOSITE = { before: "after", after: "before" } as const;

async function throwTo(handle: ElementHandle, to: Destination, onto: ElementHandle | null, signal: AbortSignal): Promise<void> {
  if ("point" in to) return handle.dragTo(to.point, signal);
  if ("by" in to) {
    const from = await handle.clickPoint(signal);
    return handle.dragTo({ x: from.x + to.by.x, y: from.y + to.by.y }, signal);
  }
  if ("end" in to || !onto) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to drop onto.");
  if (to.edge) return handle.dragTo(await edgeOf(handle, onto, to.edge, signal), signal);
  return handle.dragTo(to.at ? await pointIn(onto, to.at, signal) : onto, signal);
}

/** What the documents of the two ends show; null where it cannot be known: what is drawn on a canvas tells nothing. */
async function looksOf(ends: readonly ElementHandle[]): Promise<string | null> {
  try {
    const looks = await Promise.all(ends.map((end) => end.call<string | null>(LOOKS)));
    return looks.includes(null) ? null : looks.join("\n");
  } catch (error) {
    // What was taken away has changed.
    if (isGone(error)) return "";
    throw error;
  }
}

const LOOKS = `function () {
  if (this.matches?.("canvas") || this.querySelector?.("canvas")) return null;
  const root = this.getRootNode();
  const { x, y, width, height } = this.getBoundingClientRect();
  const fields = [...document.querySelectorAll("input,textarea,select,[aria-valuenow]")].map((el) => el.getAttribute("aria-valuenow") ?? el.value);
  const own = root instanceof ShadowRoot ? root.innerHTML : "";
  // What was only picked up and let go may keep marks of that.
  const marks = / (?:draggable|style|class|aria-grabbed)="[^"]*"/g;
  return JSON.stringify([this.isConnected, x + scrollX, y + scrollY, width, height, document.title, document.body.innerText, own, this.outerHTML.replace(marks, ""), fields]);
}`;

/**
 * Whether the first of two in one list now stands right before or after the second; "apart" with others between them,
 * null where they are no longer there or in no common order.
 */
async function orderOf(handle: ElementHandle, onto: ElementHandle): Promise<"before" | "after" | "apart" | null> {
  try {
    const [own, other] = await Promise.all([handle.call<Stand | null>(STAND), onto.call<Stand | null>(STAND)]);
    if (!own || !other || own.list !== other.list) return null;
    if (Math.abs(own.at - other.at) > 1) return "apart";
    return own.at < other.at ? "before" : "after";
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Where an element stands in its list, as it is seen. */
type Stand = { list: string; at: number };

const STAND = `function () {
  let item = this.nodeType === 1 ? this : this.parentElement;
  const alike = (el) => el.parentElement ? [...el.parentElement.children].filter((other) => other.localName === el.localName && other.getClientRects().length > 0) : [];
  while (item && item !== document.body && alike(item).length < 2) item = item.parentElement;
  if (!item || !item.isConnected || item === document.body) return null;
  const path = [];
  for (let el = item.parentElement; el; el = el.parentElement) path.unshift(el.parentElement ? [...el.parentElement.children].indexOf(el) : 0);
  const boxes = alike(item).map((el) => ({ el, box: el.getBoundingClientRect() }));
  const sameLine = (a, b) => Math.abs(a.y - b.y) < Math.min(a.height, b.height) / 2;
  boxes.sort((a, b) => (sameLine(a.box, b.box) ? a.box.x - b.box.x : a.box.y - b.box.y));
  return { list: path.join("."), at: boxes.findIndex(({ el }) => el === item) };
}`;

/** What stands first or last in the list of an element; null for the element itself. */
const AT_END = `function (end) {
  let item = this.nodeType === 1 ? this : this.parentElement;
  const alike = (el) => el.parentElement ? [...el.parentElement.children].filter((other) => other.localName === el.localName && other.getClientRects().length > 0) : [];
  while (item && item !== document.body && alike(item).length < 2) item = item.parentElement;
  if (!item || item === document.body) return null;
  const other = alike(item).at(end === "first" ? 0 : -1);
  return other === item ? null : other;
}`;

/** How far into an element its edge is taken: lists look at which half the pointer is in. */
const EDGE_SHARE = 0.15;

/** Just inside the edge of an element where things in an order begin or end: its left or right where the two stand side by side. */
async function edgeOf(handle: ElementHandle, onto: ElementHandle, edge: "before" | "after", signal: AbortSignal): Promise<Point> {
  await onto.clickPoint(signal);
  await handle.clickPoint(signal);
  const [own, other] = await Promise.all([handle.bounds(), onto.bounds()]);
  if (!own || !other) throw refused("What is dragged and where it goes are not in view together.");
  const sideBySide = Math.abs(own.y - other.y) < Math.min(own.height, other.height) / 2;
  const share = edge === "before" ? EDGE_SHARE : 1 - EDGE_SHARE;
  return sideBySide ? { x: other.x + other.width * share, y: other.y + other.height / 2 } : { x: other.x + other.width / 2, y: other.y + other.height * share };
}

/** A point of the element's visible part, counted from that part's corner. */
async function pointIn(handle: ElementHandle, at: Point, signal: AbortSignal): Promise<Point> {
  await handle.clickPoint(signal);
  const bounds = await handle.bounds();
  if (!bounds) throw refused("What it is to be dropped onto has no size.");
  return { x: Math.max(0, bounds.x) + at.x, y: Math.max(0, bounds.y) + at.y };
}
