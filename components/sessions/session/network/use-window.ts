"use client";

import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Rows drawn above and below what is in sight, so that scrolling shows no gaps. */
const SPARE_ROWS = 12;

/** Which rows of a long list of equally high ones are in sight, from `start` to before `end`. */
export function useWindow(box: RefObject<HTMLElement | null>, count: number, rowPx: number) {
  const [sight, setSight] = useState({ top: 0, height: 800 });
  const look = useCallback((): void => {
    const element = box.current;
    if (element)
      setSight((last) =>
        last.top === element.scrollTop && last.height === element.clientHeight ? last : { top: element.scrollTop, height: element.clientHeight },
      );
  }, [box]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, look]);
  const start = Math.max(0, Math.min(count, Math.floor(sight.top / rowPx)) - SPARE_ROWS);
  return { start, end: Math.min(count, Math.ceil((sight.top + sight.height) / rowPx) + SPARE_ROWS), look };
}
