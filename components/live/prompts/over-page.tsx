"use client";

import { type CSSProperties, type ReactNode, useEffect, useEffectEvent, useRef } from "react";

/** What the picture below would take as input for the page. */
const INPUTS = ["pointerdown", "pointermove", "pointerup", "pointercancel", "mousedown", "wheel", "contextmenu", "dragover", "drop"] as const;

type OverPageProps = {
  children: ReactNode;
  /** Escape was pressed within it. */
  onEscape?: (() => void) | undefined;
  className?: string;
  style?: CSSProperties;
};

/**
 * A surface of ours over the picture: its clicks and wheel turns are no input of the page. Within it `onClick`, `onMouseUp` and
 * `onMouseMove` are heard; what INPUTS names ends here.
 */
export function OverPage({ children, onEscape, className = "", style }: OverPageProps) {
  const box = useRef<HTMLDivElement>(null);
  const escaped = useEffectEvent(() => onEscape?.());
  useEffect(() => {
    const stop = new AbortController();
    // The picture listens natively and would also keep the focus from moving into our fields.
    for (const type of INPUTS) box.current?.addEventListener(type, (event) => event.stopPropagation(), { signal: stop.signal });
    box.current?.addEventListener("keydown", ({ key }) => key === "Escape" && escaped(), { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return (
    <div ref={box} data-over-page="" className={`pointer-events-auto select-text ${className}`} style={style}>
      {children}
    </div>
  );
}
