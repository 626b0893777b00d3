import type { LiveClientMessage } from "../../server/contract/live.ts";
import { createTouchInput } from "./control/touch-input.ts";
import { type Point, pointOn, type Size } from "./geometry.ts";
import { buttonName, modifierBits, nextClick, wheelPixels } from "./input-mapping.ts";

const LONG_PRESS_MS = 600;
/** A finger that moves further than this scrolls; one that does not taps. */
const TAP_SLOP_PIXELS = 8;

type PointerInputOptions = {
  surface: HTMLElement;
  /** The shown page's size; null before the first frame. */
  pageSize: () => Size | null;
  /** Whether input may be sent: the viewer has control, or nobody has. */
  mayUse: () => boolean;
  /** Whether fingers reach the page as touches, in place of clicks and scrolling. */
  rawTouches: () => boolean;
  /** True while the viewer has taken control: only then the wheel and fingers belong to the page. */
  engaged: () => boolean;
  onMac: boolean;
  send: (message: LiveClientMessage) => void;
  /** A press on the picture: the moment to take the keyboard. */
  onPress: () => void;
  /** A press on the picture by a viewer whose input may not be sent. */
  onBlocked: () => void;
};

type MouseMessage = Extract<LiveClientMessage, { type: "mouse" }>;
type Touch = { id: number; from: Point; last: Point; scrolls: boolean; press: ReturnType<typeof setTimeout> };

/** Sends mouse, wheel and touch on the surface to the page. Returns the way to stop. */
export function listenToPointer(options: PointerInputOptions): () => void {
  const { surface, send, engaged, onMac } = options;
  const stop = new AbortController();
  const state: { click: ReturnType<typeof nextClick> | null; move: MouseMessage | null; repaint: number; touch: Touch | null } = {
    click: null,
    move: null,
    repaint: 0,
    touch: null,
  };

  const pageSize = (): Size => options.pageSize() ?? { width: 0, height: 0 };
  const pointOf = (event: { clientX: number; clientY: number }): ReturnType<typeof pointOn> => pointOn(surface, pageSize(), event);
  const touches = createTouchInput({ send, pointOf });
  const isRaw = (event: PointerEvent): boolean => event.pointerType === "touch" && engaged() && options.rawTouches();
  const flushMove = (): void => {
    cancelAnimationFrame(state.repaint);
    state.repaint = 0;
    if (state.move !== null) send(state.move);
    state.move = null;
  };
  const clickAt = (point: Point, button: "left" | "right"): void => {
    const { x, y } = point;
    const common = { type: "mouse", x, y, button, clickCount: 1, modifiers: 0 } as const;
    send({ ...common, action: "move", button: "none", buttons: 0, clickCount: 0 });
    send({ ...common, action: "down", buttons: button === "left" ? 1 : 2 });
    send({ ...common, action: "up", buttons: 0 });
  };

  const onMouseDown = (event: PointerEvent): void => {
    const point = pointOf(event);
    if (!point?.inside) return;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    flushMove();
    // The pointer arrives before it presses, as everywhere: some controls of browsers (a date's calendar) wait for that.
    if (!engaged()) send({ type: "mouse", action: "move", x: point.x, y: point.y, button: "none", buttons: 0, clickCount: 0, modifiers: 0 });
    const button = buttonName(event.button);
    state.click = nextClick(state.click, { x: event.clientX, y: event.clientY, button, atMs: event.timeStamp });
    send({
      type: "mouse",
      action: "down",
      x: point.x,
      y: point.y,
      button,
      buttons: event.buttons,
      clickCount: state.click.count,
      modifiers: modifierBits(event, onMac),
    });
  };
  const onMouseMove = (event: PointerEvent): void => {
    const point = pointOf(event);
    // Beside the picture only a drag counts: it began inside.
    if (point === null || !engaged() || (!point.inside && event.buttons === 0)) return;
    state.move = {
      type: "mouse",
      action: "move",
      x: point.x,
      y: point.y,
      button: "none",
      buttons: event.buttons,
      clickCount: 0,
      modifiers: modifierBits(event, onMac),
    };
    // One move for each repaint is all that can be seen.
    state.repaint ||= requestAnimationFrame(flushMove);
  };
  const onMouseUp = (event: PointerEvent): void => {
    const point = pointOf(event);
    if (point === null || !surface.hasPointerCapture(event.pointerId)) return;
    flushMove();
    send({
      type: "mouse",
      action: "up",
      x: point.x,
      y: point.y,
      button: buttonName(event.button),
      buttons: event.buttons,
      clickCount: state.click?.count ?? 1,
      modifiers: modifierBits(event, onMac),
    });
  };

  const endTouch = (): void => {
    clearTimeout(state.touch?.press);
    state.touch = null;
  };
  const onTouchDown = (event: PointerEvent): void => {
    const point = pointOf(event);
    // A second finger ends what the first began: neither a tap nor a scroll of one.
    const second = state.touch !== null;
    endTouch();
    if (second || !point?.inside || !engaged()) return;
    const at = { x: event.clientX, y: event.clientY };
    const press = setTimeout(() => {
      clickAt(point, "right");
      endTouch();
    }, LONG_PRESS_MS);
    state.touch = { id: event.pointerId, from: at, last: at, scrolls: false, press };
    surface.setPointerCapture(event.pointerId);
  };
  const onTouchMove = (event: PointerEvent): void => {
    const { touch } = state;
    const point = pointOf(event);
    if (touch === null || touch.id !== event.pointerId || point === null) return;
    touch.scrolls ||= Math.hypot(event.clientX - touch.from.x, event.clientY - touch.from.y) > TAP_SLOP_PIXELS;
    if (!touch.scrolls) return;
    clearTimeout(touch.press);
    const scale = pageSize().width / Math.max(1, surface.clientWidth);
    send({
      type: "wheel",
      x: point.x,
      y: point.y,
      deltaX: (touch.last.x - event.clientX) * scale,
      deltaY: (touch.last.y - event.clientY) * scale,
      modifiers: 0,
    });
    touch.last = { x: event.clientX, y: event.clientY };
  };
  const onTouchUp = (event: PointerEvent): void => {
    const { touch } = state;
    const point = pointOf(event);
    if (touch !== null && touch.id === event.pointerId && point !== null && !touch.scrolls) clickAt(point, "left");
    endTouch();
  };

  const onWheel = (event: WheelEvent): void => {
    const point = pointOf(event);
    if (!engaged() || !point?.inside) return;
    event.preventDefault();
    send({ type: "wheel", x: point.x, y: point.y, ...wheelPixels(event, pageSize().height), modifiers: modifierBits(event, onMac) });
  };

  const listen = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void): void =>
    surface.addEventListener(type, listener, { signal: stop.signal, passive: false });
  listen("pointerdown", (event) => {
    // What lies over the picture to be clicked is ours; the page below it must not notice.
    if (event.target instanceof Element && event.target.closest("[data-over-page]")) return;
    if (!options.mayUse()) {
      if (pointOf(event)?.inside) options.onBlocked();
      return;
    }
    if (isRaw(event)) {
      surface.setPointerCapture(event.pointerId);
      return touches.down(event);
    }
    if (event.pointerType === "touch") return onTouchDown(event);
    onMouseDown(event);
    if (pointOf(event)?.inside) options.onPress();
  });
  listen("pointermove", (event) => (isRaw(event) ? touches.move(event) : event.pointerType === "touch" ? onTouchMove(event) : onMouseMove(event)));
  listen("pointerup", (event) => {
    if (event.pointerType !== "touch") return onMouseUp(event);
    if (isRaw(event)) return touches.up(event);
    onTouchUp(event);
    // A finger's first tap takes control only; the touch keyboard opens from the end of a tap, not from its begin.
    if (options.mayUse() && pointOf(event)?.inside) options.onPress();
  });
  // Its default would move the focus away from the text box that just took it.
  listen("mousedown", (event) => event.preventDefault());
  listen("pointercancel", (event) => {
    if (event.pointerType !== "touch") return onMouseUp(event);
    touches.cancel();
    endTouch();
  });
  listen("contextmenu", (event) => event.preventDefault());
  listen("wheel", onWheel);

  return () => {
    stop.abort();
    cancelAnimationFrame(state.repaint);
    touches.cancel();
    endTouch();
  };
}
