import { describe, expect, it } from "vitest";
import { areaBetween, grown, MIN_SIDE, moved, oppositeOf } from "./draft.ts";
import { bounded, fitScale, keptPoint, stepped } from "./zoom.ts";

const PICTURE = { width: 1280, height: 720 };

describe("zoom", () => {
  it("fits a large picture and leaves a small one as it is", () => {
    expect(fitScale(PICTURE, { width: 640, height: 640 })).toBe(0.5);
    expect(fitScale(PICTURE, { width: 4000, height: 4000 })).toBe(1);
    expect(fitScale(PICTURE, { width: 0, height: 0 })).toBe(1);
  });
  it("goes in steps from fitting to 200 % and back", () => {
    expect(stepped("fit", 0.4, 1)).toBe(0.5);
    expect(stepped(1.5, 0.4, 1)).toBe(2);
    expect(stepped(2, 0.4, 1)).toBe(2);
    expect(stepped(0.5, 0.4, -1)).toBe("fit");
    expect(bounded(5, 0.4)).toBe(2);
  });
  it("keeps the point under the pointer where it is", () => {
    // The picture's pixel 300 is at 100 within the place; twice as large it is pixel 600, which must be at 100 again.
    expect(keptPoint({ left: 200, top: 0 }, { x: 100, y: 50 }, 2)).toEqual({ left: 500, top: 50 });
  });
});

describe("an area that is being drawn", () => {
  it("lies within the picture in whole pixels, whichever way it is drawn", () => {
    expect(areaBetween({ x: 100.4, y: 50.2 }, { x: 20.6, y: 90.1 }, PICTURE)).toEqual({ x: 20, y: 50, width: 81, height: 41 });
    expect(areaBetween({ x: -50, y: -50 }, { x: 9999, y: 9999 }, PICTURE)).toEqual({ x: 0, y: 0, ...PICTURE });
    expect(areaBetween({ x: 1280, y: 720 }, { x: 1280, y: 720 }, PICTURE)).toMatchObject({ width: MIN_SIDE, height: MIN_SIDE });
  });
  it("is moved and grown as far as the picture goes", () => {
    const area = { x: 10, y: 10, width: 100, height: 50 };
    expect(moved(area, { x: -30, y: 5 }, PICTURE)).toEqual({ ...area, x: 0, y: 15 });
    expect(grown(area, { x: 5000, y: -500 }, PICTURE)).toEqual({ ...area, width: 1270, height: MIN_SIDE });
    expect(oppositeOf(area, "nw")).toEqual({ x: 110, y: 60 });
    expect(oppositeOf(area, "se")).toEqual({ x: 10, y: 10 });
  });
});
