import type { Area } from "../../server/contract/evidence.ts";
import type { Size } from "./zoom.ts";

export const MIN_SIDE = 4;
/** Which corner of an area is dragged. */
export type Corner = "nw" | "ne" | "sw" | "se";
type Point = { x: number; y: number };

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The area between two points of a picture, in whole pixels within it. */
export function areaBetween(a: Point, b: Point, picture: Size): Area {
  const left = clamp(Math.floor(Math.min(a.x, b.x)), 0, picture.width - MIN_SIDE);
  const top = clamp(Math.floor(Math.min(a.y, b.y)), 0, picture.height - MIN_SIDE);
  const right = clamp(Math.ceil(Math.max(a.x, b.x)), left + MIN_SIDE, picture.width);
  const bottom = clamp(Math.ceil(Math.max(a.y, b.y)), top + MIN_SIDE, picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The area moved, as far as the picture goes. */
export const moved = (area: Area, by: Point, picture: Size): Area => ({
  ...area,
  x: Math.round(clamp(area.x + by.x, 0, picture.width - area.width)),
  y: Math.round(clamp(area.y + by.y, 0, picture.height - area.height)),
});

/** The area with its right and bottom edges moved, as far as the picture goes. */
export const grown = (area: Area, by: Point, picture: Size): Area => ({
  ...area,
  width: Math.round(clamp(area.width + by.x, MIN_SIDE, picture.width - area.x)),
  height: Math.round(clamp(area.height + by.y, MIN_SIDE, picture.height - area.y)),
});

/** The corner across from one: it stays while that one is dragged. */
export function oppositeOf({ x, y, width, height }: Area, corner: Corner): Point {
  return { x: corner.endsWith("w") ? x + width : x, y: corner.startsWith("n") ? y + height : y };
}

/** An area in the middle of a picture, to begin with. */
export const middleOf = ({ width, height }: Size): Area =>
  areaBetween({ x: width * 0.35, y: height * 0.4 }, { x: width * 0.65, y: height * 0.6 }, { width, height });
