"use client";

import { useCallback, useEffect, useRef } from "react";

/** Takes items one by one and gives them on together, at most every `everyMs` milliseconds: a busy stream draws the page seldom. */
export function useGathered<T>(give: (items: T[]) => void, everyMs: number): (item: T) => void {
  const waiting = useRef<{ items: T[]; timer: ReturnType<typeof setTimeout> | null }>({ items: [], timer: null });
  const latest = useRef(give);
  useEffect(() => {
    latest.current = give;
  }, [give]);
  useEffect(() => {
    const held = waiting.current;
    return () => {
      if (held.timer !== null) clearTimeout(held.timer);
      held.timer = null;
    };
  }, []);
  return useCallback(
    (item) => {
      const held = waiting.current;
      held.items.push(item);
      held.timer ??= setTimeout(() => {
        held.timer = null;
        latest.current(held.items.splice(0));
      }, everyMs);
    },
    [everyMs],
  );
}
