"use client";

import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import type { LiveViewModel } from "../use-live-view.ts";

/** Sizes that change while a window is dragged are told once it rests. */
const RESTS_AFTER_MS = 250;
const NOTICEABLE_PIXELS = 4;

/** While `on`, tells the server the size of a box whenever it changes, and that it is over when it is. */
export function useFit(on: boolean, box: RefObject<HTMLElement | null>, send: LiveViewModel["send"]): void {
  const sent = useRef({ width: 0, height: 0 });
  const tell = useEffectEvent(() => {
    const width = box.current?.clientWidth ?? 0;
    const height = box.current?.clientHeight ?? 0;
    const same = Math.abs(width - sent.current.width) < NOTICEABLE_PIXELS && Math.abs(height - sent.current.height) < NOTICEABLE_PIXELS;
    if (same || width === 0 || height === 0) return;
    sent.current = { width, height };
    send({ type: "fit", size: { width, height } });
  });
  useEffect(() => {
    const element = box.current;
    if (!on || element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(), RESTS_AFTER_MS);
    });
    observer.observe(element);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      sent.current = { width: 0, height: 0 };
      send({ type: "fit", size: null });
    };
  }, [on, box, send]);
}
