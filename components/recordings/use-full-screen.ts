"use client";

import { useCallback, useEffect, useState } from "react";

/**
 * Whether a part of the page has the whole screen, and how to change that. The document goes into full screen, not the
 * part: dialogs and hints stay within reach. Where a browser lets no page have the screen, the part fills the window.
 */
export function useFullScreen(): { isFull: boolean; toggle: () => void } {
  const [isFull, setFull] = useState(false);
  const toggle = useCallback(() => {
    const { documentElement, fullscreenElement } = document;
    setFull(!isFull);
    if (!isFull) documentElement.requestFullscreen?.().catch(() => undefined);
    else if (fullscreenElement) document.exitFullscreen().catch(() => undefined);
  }, [isFull]);

  useEffect(() => {
    if (!isFull) return;
    const onChange = (): void => {
      if (!document.fullscreenElement) setFull(false);
    };
    // Browsers leave by themselves; where only the window is filled, nobody else listens. What lies above is closed first.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("[role=dialog]") === null) setFull(false);
    };
    document.addEventListener("fullscreenchange", onChange);
    window.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      window.removeEventListener("keydown", onKey);
    };
  }, [isFull]);

  // Another page must not come up in full screen.
  useEffect(
    () => () => {
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    },
    [],
  );
  return { isFull, toggle };
}
