import type { Area } from "../contract/evidence.ts";

/** Changes nearer to each other than this belong together, in pixels. */
const CELL = 16;
const MAX_AREAS = 40;

/**
 * The areas in which marked pixels lie, the largest first: cells of CELL pixels that touch are one area, as tight around
 * its pixels as it gets. `rgba` holds four bytes a pixel; one with alpha above 0 is marked. Pure.
 */
export function areasOf(rgba: Uint8Array, width: number, height: number): Area[] {
  const cells = cellsOf(rgba, width, height);
  const columns = Math.ceil(width / CELL);
  const seen = new Set<number>();
  const areas: Area[] = [];
  for (const start of cells.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const box = { left: width, top: height, right: 0, bottom: 0 };
    for (const queue = [start]; queue.length > 0; ) {
      const cell = queue.pop() ?? start;
      const tight = cells.get(cell);
      if (!tight) continue;
      box.left = Math.min(box.left, tight.left);
      box.top = Math.min(box.top, tight.top);
      box.right = Math.max(box.right, tight.right);
      box.bottom = Math.max(box.bottom, tight.bottom);
      const next = neighbours(cell, columns).filter((near) => cells.has(near) && !seen.has(near));
      for (const near of next) seen.add(near);
      queue.push(...next);
    }
    areas.push({ x: box.left, y: box.top, width: box.right - box.left + 1, height: box.bottom - box.top + 1 });
  }
  return areas.sort((a, b) => b.width * b.height - a.width * a.height).slice(0, MAX_AREAS);
}

type Tight = { left: number; top: number; right: number; bottom: number };

/** The cells with marked pixels, by their number, with how far these reach in them. */
function cellsOf(rgba: Uint8Array, width: number, height: number): Map<number, Tight> {
  const columns = Math.ceil(width / CELL);
  const cells = new Map<number, Tight>();
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (rgba[(y * width + x) * 4 + 3] === 0) continue;
      const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL);
      const known = cells.get(cell);
      if (known) {
        known.left = Math.min(known.left, x);
        known.right = Math.max(known.right, x);
        known.bottom = y;
      } else cells.set(cell, { left: x, top: y, right: x, bottom: y });
    }
  return cells;
}

/** The eight cells around one; those beyond an edge are none. */
function neighbours(cell: number, columns: number): number[] {
  const column = cell % columns;
  const sides = [-1, 0, 1].filter((by) => column + by >= 0 && column + by < columns);
  return [-columns, 0, columns].flatMap((row) => sides.map((by) => cell + row + by)).filter((near) => near !== cell);
}
