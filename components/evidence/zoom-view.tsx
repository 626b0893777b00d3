"use client";

import { type PointerEvent, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { cn } from "../ui/cn.ts";
import { bounded, fitScale, keptPoint, type Size, scaleOf, type Zoom } from "./zoom.ts";

const WHEEL_SPEED = 0.01;

type ZoomViewProps = {
  picture: Size;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  /** Told whenever its place changes: the factor at which the picture fits. */
  onFit: (scale: number) => void;
  label: string;
  /** Whether dragging moves the picture; not where it draws. */
  draggable?: boolean;
  children: (scale: number) => ReactNode;
};

/** A picture in a place that scrolls: dragged by mouse, touch and arrow keys, zoomed by pinching and by wheel with Ctrl. */
export function ZoomView({ picture, zoom, onZoom, onFit, label, draggable = true, children }: ZoomViewProps) {
  const place = useRef<HTMLElement>(null);
  const fit = useFit(place, picture, onFit);
  const scale = scaleOf(zoom, fit);
  const keep = useKeptPoint(place, scale);
  // Moves come faster than pictures are drawn: each goes on from what the one before asked for.
  const asked = useRef(scale);
  useLayoutEffect(() => {
    asked.current = scale;
  }, [scale]);
  const zoomAt = (factor: number, at: { x: number; y: number }): void => {
    const next = bounded(asked.current * factor, fit);
    asked.current = scaleOf(next, fit);
    keep(at);
    onZoom(next);
  };
  useWheelZoom(place, zoomAt);
  const hands = useHands(place, draggable, zoomAt);
  return (
    <section
      ref={place}
      aria-label={label}
      className={cn(
        "grid min-h-0 min-w-0 flex-1 touch-pan-x touch-pan-y place-content-center-safe overflow-auto bg-muted",
        draggable && zoom !== "fit" && "cursor-grab",
      )}
      {...hands}
    >
      <div className="relative" style={{ width: picture.width * scale, height: picture.height * scale }}>
        {children(scale)}
      </div>
    </section>
  );
}

function useFit(place: RefObject<HTMLElement | null>, picture: Size, onFit: (scale: number) => void): number {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    // What scrolls must be reached by keyboard (WCAG 2.1.1); not every browser sees to it.
    element.tabIndex = 0;
    // The element's own size without scroll bars, which come and go with the zoom.
    const observer = new ResizeObserver(() => setSize({ width: element.offsetWidth, height: element.offsetHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  const fit = fitScale(picture, size);
  useEffect(() => onFit(fit), [fit, onFit]);
  return fit;
}

/** Remembers which point is to stay where it is, and scrolls there once the picture has its new size. */
function useKeptPoint(place: RefObject<HTMLElement | null>, scale: number): (at: { x: number; y: number }) => void {
  const state = useRef<{ scale: number; at: { x: number; y: number } | null }>({ scale, at: null });
  useLayoutEffect(() => {
    const element = place.current;
    const { scale: before, at } = state.current;
    if (element && before !== scale) {
      const middle = { x: element.clientWidth / 2, y: element.clientHeight / 2 };
      element.scrollTo({ ...keptPoint({ left: element.scrollLeft, top: element.scrollTop }, at ?? middle, scale / before), behavior: "instant" });
    }
    state.current = { scale, at: null };
  }, [place, scale]);
  return (at) => {
    state.current.at = at;
  };
}

type ZoomAt = (factor: number, at: { x: number; y: number }) => void;

/** A pinch on a touchpad arrives as a wheel with Ctrl. React's own listeners are passive and could not keep the browser from its own zooming and scrolling. */
function useWheelZoom(place: RefObject<HTMLElement | null>, zoomAt: ZoomAt): void {
  const latest = useRef(zoomAt);
  useEffect(() => {
    latest.current = zoomAt;
  });
  useEffect(() => {
    const element = place.current;
    const onWheel = (event: WheelEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !element) return;
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY * WHEEL_SPEED), within(element, event));
    };
    // Two fingers zoom: the browser would scroll by them and take them away.
    const onTouchMove = (event: TouchEvent): void => {
      if (event.touches.length > 1) event.preventDefault();
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    element?.addEventListener("touchmove", onTouchMove, { passive: false });
    return () => {
      element?.removeEventListener("wheel", onWheel);
      element?.removeEventListener("touchmove", onTouchMove);
    };
  }, [place]);
}

/** Dragging by mouse and pinching by two fingers; one finger scrolls by itself. */
function useHands(place: RefObject<HTMLElement | null>, draggable: boolean, zoomAt: ZoomAt) {
  const pointers = useRef(new Map<number, { x: number; y: number; isTouch: boolean }>());
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const isTouch = event.pointerType === "touch";
    if (!isTouch && (event.button !== 0 || !draggable)) return;
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY, isTouch });
    if (!isTouch) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const element = place.current;
    const before = pointers.current.get(event.pointerId);
    if (!element || !before) return;
    const now = { x: event.clientX, y: event.clientY, isTouch: before.isTouch };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other) {
      const apart = (point: { x: number; y: number }): number => Math.hypot(point.x - other.x, point.y - other.y);
      if (apart(before) > 0) zoomAt(apart(now) / apart(before), within(element, { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 }));
    } else if (!now.isTouch) element.scrollBy({ left: before.x - now.x, top: before.y - now.y, behavior: "instant" });
  };
  const forget = (event: PointerEvent<HTMLElement>): void => void pointers.current.delete(event.pointerId);
  return { onPointerDown, onPointerMove, onPointerUp: forget, onPointerCancel: forget };
}

function within(element: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: clientX - box.left, y: clientY - box.top };
}
