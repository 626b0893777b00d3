import type { Point } from "./geometry.ts";

type Modified = { altKey: boolean; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean };
const ALT = 1;
const CTRL = 2;
const META = 4;
const SHIFT = 8;

/** CDP's modifier bits of a DOM event. On a Mac the command key becomes control: the browser watched runs where control is used. */
export function modifierBits(event: Modified, onMac: boolean): number {
  const meta = event.metaKey ? (onMac ? CTRL : META) : 0;
  return (event.altKey ? ALT : 0) | (event.ctrlKey ? CTRL : 0) | meta | (event.shiftKey ? SHIFT : 0);
}

/** CDP's name of a DOM mouse button; buttons beyond the third have none. */
export function buttonName(button: number): "left" | "middle" | "right" | "none" {
  return (["left", "middle", "right"] as const)[button] ?? "none";
}

const LINE_PIXELS = 16;

/** A wheel turn in CSS pixels, whatever unit the device reports (`WheelEvent.deltaMode`: 0 pixels, 1 lines, 2 pages). */
export function wheelPixels(event: { deltaX: number; deltaY: number; deltaMode: number }, pageHeight: number): { deltaX: number; deltaY: number } {
  const unit = event.deltaMode === 1 ? LINE_PIXELS : event.deltaMode === 2 ? pageHeight : 1;
  return { deltaX: event.deltaX * unit, deltaY: event.deltaY * unit };
}

const MULTI_CLICK_MS = 500;
const MULTI_CLICK_PIXELS = 5;
const MAX_CLICKS = 3;

type Click = Point & { button: string; atMs: number; count: number };

/** The click that follows `last`: the second and third of quick clicks in one place count as such, the next begins anew. */
export function nextClick(last: Click | null, press: Omit<Click, "count">): Click {
  const continues =
    last !== null &&
    last.button === press.button &&
    last.count < MAX_CLICKS &&
    press.atMs - last.atMs <= MULTI_CLICK_MS &&
    Math.hypot(press.x - last.x, press.y - last.y) <= MULTI_CLICK_PIXELS;
  return { ...press, count: continues ? last.count + 1 : 1 };
}
