import type { ModelElement } from "../page-model.ts";

/** Viewport CSS pixels. */
export type Box = { x: number; y: number; width: number; height: number };
export type Side = "above" | "below" | "left" | "right";

/** Boxes may reach so far into each other and still stand side by side. */
const TOUCH_PX = 4;

/** How much of the smaller box the other covers, 0 to 1. */
export function overlap(a: Box, b: Box): number {
  const [width, height] = [shared(a.x, a.width, b.x, b.width), shared(a.y, a.height, b.y, b.height)];
  return width <= 0 || height <= 0 ? 0 : (width * height) / Math.min(a.width * a.height, b.width * b.height);
}

/** How far `box` is from `anchor` on this side of it, in CSS pixels; null where it stands elsewhere. */
export function distanceOn(side: Side, box: Box, anchor: Box): number | null {
  const vertical = side === "above" || side === "below";
  const [from, size, other, otherSize] = vertical ? [box.x, box.width, anchor.x, anchor.width] : [box.y, box.height, anchor.y, anchor.height];
  // Beside means on one line: more than a touch of its neighbour.
  if (shared(from, size, other, otherSize) < (vertical ? 1 : Math.min(size, otherSize) / 2)) return null;
  const gap = {
    above: anchor.y - (box.y + box.height),
    below: box.y - (anchor.y + anchor.height),
    left: anchor.x - (box.x + box.width),
    right: box.x - (anchor.x + anchor.width),
  }[side];
  return gap < -TOUCH_PX ? null : Math.max(0, gap);
}

/** How far two boxes are from each other, edge to edge, in CSS pixels. */
export const gapBetween = (a: Box, b: Box): number =>
  Math.hypot(Math.max(0, -shared(a.x, a.width, b.x, b.width)), Math.max(0, -shared(a.y, a.height, b.y, b.height)));

/** Of those with a box, the ones that are seen furthest in this direction; more than one where they stand level. */
export function furthest<T extends { element: Pick<ModelElement, "bounds"> }>(list: readonly T[], way: "top" | "bottom" | "leftmost" | "rightmost"): T[] {
  const place = ({ element: { bounds } }: T): number => {
    if (!bounds) return Number.POSITIVE_INFINITY;
    if (way === "top") return bounds.y;
    if (way === "leftmost") return bounds.x;
    return way === "bottom" ? -(bounds.y + bounds.height) : -(bounds.x + bounds.width);
  };
  const least = Math.min(...list.map(place));
  return least === Number.POSITIVE_INFINITY ? [] : list.filter((one) => place(one) - least <= TOUCH_PX);
}

/** Of these, the nearest; more than one where they are as near. */
export function nearest<T>(list: readonly T[], distance: (one: T) => number | null): T[] {
  const known = list.flatMap((one) => {
    const gap = distance(one);
    return gap === null ? [] : [{ one, gap }];
  });
  const least = Math.min(...known.map(({ gap }) => gap));
  return known.filter(({ gap }) => gap - least <= TOUCH_PX).map(({ one }) => one);
}

const shared = (a: number, aSize: number, b: number, bSize: number): number => Math.min(a + aSize, b + bSize) - Math.max(a, b);
