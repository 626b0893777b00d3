import { describe, expect, it } from "vitest";
import { letterbox, toPagePoint } from "./geometry.ts";

const page = { width: 1280, height: 720 };

describe("letterboxing", () => {
  it("puts bars above and below in a tall box, left and right in a wide one", () => {
    expect(letterbox({ width: 640, height: 640 }, page)).toEqual({ left: 0, top: 140, scale: 0.5 });
    expect(letterbox({ width: 2000, height: 720 }, page)).toEqual({ left: 360, top: 0, scale: 1 });
  });
});

describe("the place under the pointer", () => {
  it("is found through scale and bars", () => {
    expect(toPagePoint({ x: 320, y: 320 }, { width: 640, height: 640 }, page)).toEqual({ x: 640, y: 360, inside: true });
    expect(toPagePoint({ x: 0, y: 140 }, { width: 640, height: 640 }, page)).toEqual({ x: 0, y: 0, inside: true });
  });

  it("beside the picture is its edge, marked as outside", () => {
    expect(toPagePoint({ x: 100, y: 10 }, { width: 640, height: 640 }, page)).toEqual({ x: 200, y: 0, inside: false });
    expect(toPagePoint({ x: 5000, y: 5000 }, { width: 640, height: 640 }, page)).toEqual({ x: 1279, y: 719, inside: false });
  });

  it("does not exist before anything is shown", () => {
    expect(toPagePoint({ x: 1, y: 1 }, { width: 0, height: 0 }, page)).toBeNull();
    expect(toPagePoint({ x: 1, y: 1 }, { width: 10, height: 10 }, { width: 0, height: 0 })).toBeNull();
  });
});
