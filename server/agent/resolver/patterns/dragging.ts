import { AppError } from "../../../core/errors.ts";
import type { ElementHandle } from "../../../driver/element.ts";
import type { Point } from "../../../driver/mouse.ts";
import type { Destination } from "../steps.ts";
import { refused } from "./control.ts";

/** Drags an element onto another (at a point of its visible part), to a point of the viewport, or so far. @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE */
export async function drag(handle: ElementHandle, to: Destination, onto: ElementHandle | null, signal: AbortSignal): Promise<void> {
  if ("point" in to) return handle.dragTo(to.point, signal);
  if ("by" in to) {
    const from = await handle.clickPoint(signal);
    return handle.dragTo({ x: from.x + to.by.x, y: from.y + to.by.y }, signal);
  }
  if (!onto) throw new AppError("ELEMENT_NOT_FOUND", "That needs an element to drop onto.");
  if (to.edge) return handle.dragTo(await edgeOf(handle, onto, to.edge, signal), signal);
  return handle.dragTo(to.at ? await pointIn(onto, to.at, signal) : onto, signal);
}

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
