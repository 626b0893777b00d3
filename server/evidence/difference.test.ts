import { expect, it } from "vitest";
import { areasOf } from "./difference.ts";

/** Pixels of a picture in which the given ones are marked. */
function marked(width: number, height: number, points: readonly (readonly [number, number])[]): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (const [x, y] of points) rgba.set([255, 0, 80, 255], (y * width + x) * 4);
  return rgba;
}

it("tells areas apart that lie apart, as tight as their pixels, the largest first", () => {
  const pixels = marked(200, 100, [
    [3, 4],
    [100, 50],
    [120, 70],
    [110, 60],
  ]);
  expect(areasOf(pixels, 200, 100)).toEqual([
    { x: 100, y: 50, width: 21, height: 21 },
    { x: 3, y: 4, width: 1, height: 1 },
  ]);
});

it("does not join what touches over the picture's edge, and finds nothing in nothing", () => {
  const width = 64;
  const areas = areasOf(
    marked(width, 64, [
      [63, 10],
      [0, 30],
    ]),
    width,
    64,
  );
  expect(areas).toHaveLength(2);
  expect(areasOf(marked(64, 64, []), 64, 64)).toEqual([]);
});
