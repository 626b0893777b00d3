"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { Area } from "../../server/contract/evidence.ts";
import { areaBetween, type Corner, grown, moved, oppositeOf } from "./draft.ts";
import { placeOf } from "./shot-picture.tsx";
import type { Size } from "./zoom.ts";

const CORNERS: readonly { corner: Corner; look: string }[] = [
  { corner: "nw", look: "-top-1.5 -left-1.5 cursor-nwse-resize" },
  { corner: "ne", look: "-top-1.5 -right-1.5 cursor-nesw-resize" },
  { corner: "sw", look: "-bottom-1.5 -left-1.5 cursor-nesw-resize" },
  { corner: "se", look: "-bottom-1.5 -right-1.5 cursor-nwse-resize" },
];
const ARROWS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const STRIDE = 10;

type Point = { x: number; y: number };
type RedactLayerProps = { picture: Size; scale: number; draft: Area | null; onDraft: (area: Area) => void };

/**
 * Lies over a picture: an area is drawn by mouse or finger, moved by its middle, resized by its corners. With the area
 * focused the arrow keys move it, with Alt they resize it, with Shift in larger steps.
 */
export function RedactLayer({ picture, scale, draft, onDraft }: RedactLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLButtonElement>(null);
  const drag = useRef<((to: Point) => Area) | null>(null);
  const isThere = draft !== null;
  useEffect(() => {
    if (isThere) box.current?.focus({ preventScroll: true });
  }, [isThere]);

  const pointOf = (event: PointerEvent): Point => {
    const place = layer.current?.getBoundingClientRect();
    return { x: (event.clientX - (place?.left ?? 0)) / scale, y: (event.clientY - (place?.top ?? 0)) / scale };
  };
  const begin = (event: PointerEvent, from: Point, areaAt: (to: Point, from: Point) => Area): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    layer.current?.setPointerCapture(event.pointerId);
    drag.current = (to) => areaAt(to, from);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current) onDraft(drag.current(pointOf(event)));
  };
  const end = (): void => {
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (!arrow || !draft) return;
    event.preventDefault();
    const by = { x: arrow.x * (event.shiftKey ? STRIDE : 1), y: arrow.y * (event.shiftKey ? STRIDE : 1) };
    onDraft(event.altKey ? grown(draft, by, picture) : moved(draft, by, picture));
  };
  return (
    <div
      ref={layer}
      data-redact-layer
      className="absolute inset-0 cursor-crosshair touch-none"
      onPointerDown={(event) => begin(event, pointOf(event), (to, from) => areaBetween(from, to, picture))}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {draft && (
        <div className="absolute" style={placeOf(draft, picture)}>
          <button
            ref={box}
            type="button"
            aria-label={`Area to redact, ${draft.width} by ${draft.height} pixels at ${draft.x}, ${draft.y}. Arrow keys move it, with Alt they resize it.`}
            className="absolute inset-0 size-full cursor-move border-2 border-white bg-black/70 outline-2 outline-primary"
            onPointerDown={(event) => begin(event, pointOf(event), (to, from) => moved(draft, { x: to.x - from.x, y: to.y - from.y }, picture))}
            onKeyDown={onKeyDown}
          />
          {CORNERS.map(({ corner, look }) => (
            <span
              key={corner}
              aria-hidden="true"
              data-corner={corner}
              className={`absolute size-3.5 rounded-full border-2 border-primary bg-white ${look}`}
              onPointerDown={(event) => begin(event, oppositeOf(draft, corner), (to, from) => areaBetween(from, to, picture))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
