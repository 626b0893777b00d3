"use client";

import type { CSSProperties, ReactNode } from "react";
import type { Size } from "../geometry.ts";
import { OverPage } from "./over-page.tsx";

type Box = { x: number; y: number; width: number; height: number };

/** A list opens to the side with more room. */
const LOWER_HALF = 0.55;
const RIGHT_PART = 0.6;

/** The place of the picture within its surface, whatever the surface's shape: what stands in it may be placed by shares of the page. */
export function PagePlace({ page, children }: { page: Size; children: ReactNode }) {
  const ratio = page.width / page.height;
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center" style={{ containerType: "size" }}>
      <div className="relative" style={{ width: `min(100cqw, calc(100cqh * ${ratio}))`, aspectRatio: `${page.width} / ${page.height}` }}>
        {children}
      </div>
    </div>
  );
}

const COVERING = "max-sm:!inset-1 max-sm:!max-h-none max-sm:!max-w-none";

type AtControlProps = {
  box: Box;
  page: Size;
  /** True: covers the picture on narrow screens, where there is no room at the control. */
  covers: boolean;
  children: ReactNode;
};

/** A surface that opens at a control of the page. */
export function AtControl({ box, page, covers, children }: AtControlProps) {
  return (
    <OverPage
      className={`absolute z-10 flex flex-col overflow-hidden rounded-md border bg-popover text-popover-foreground shadow-lg ${covers ? COVERING : ""}`}
      style={placeAt(box, page)}
    >
      {children}
    </OverPage>
  );
}

function placeAt(box: Box, page: Size): CSSProperties {
  const share = (length: number, whole: number): number => Math.min(100, Math.max(0, (length / whole) * 100));
  const top = share(box.y, page.height);
  const bottom = share(box.y + box.height, page.height);
  const isLow = bottom > LOWER_HALF * 100;
  const isRight = share(box.x, page.width) > RIGHT_PART * 100;
  return {
    ...(isLow ? { bottom: `${100 - top}%`, maxHeight: `calc(${top}% - 4px)` } : { top: `${bottom}%`, maxHeight: `calc(${100 - bottom}% - 4px)` }),
    ...(isRight ? { right: `${100 - share(box.x + box.width, page.width)}%` } : { left: `${share(box.x, page.width)}%` }),
    minWidth: `${share(box.width, page.width)}%`,
    maxWidth: "90%",
  };
}
