/** Width and height in CSS pixels. */
export type Size = { width: number; height: number };
/** A place in CSS pixels. */
export type Point = { x: number; y: number };

/** Where a picture lies in a box that shows all of it, centred, as CSS `object-fit: contain` does; `scale` is box pixels for each page pixel. */
export function letterbox(box: Size, page: Size): { left: number; top: number; scale: number } {
  const scale = Math.min(box.width / page.width, box.height / page.height);
  return { left: (box.width - page.width * scale) / 2, top: (box.height - page.height * scale) / 2, scale };
}

/**
 * The place in the page under a place in the box. Places beside the picture are moved to its nearest edge, so that a
 * drag may leave it; `inside` tells whether that was needed. Null when there is nothing to map.
 */
export function toPagePoint(point: Point, box: Size, page: Size): (Point & { inside: boolean }) | null {
  if (box.width <= 0 || box.height <= 0 || page.width <= 0 || page.height <= 0) return null;
  const { left, top, scale } = letterbox(box, page);
  const raw = { x: (point.x - left) / scale, y: (point.y - top) / scale };
  const x = clamp(raw.x, page.width - 1);
  const y = clamp(raw.y, page.height - 1);
  return { x, y, inside: raw.x >= 0 && raw.y >= 0 && raw.x <= page.width && raw.y <= page.height };
}

/** The place in the page under a pointer that is over the element which shows it. */
export function pointOn(surface: Element, page: Size | null, { clientX, clientY }: { clientX: number; clientY: number }): ReturnType<typeof toPagePoint> {
  const box = surface.getBoundingClientRect();
  return page && toPagePoint({ x: clientX - box.left, y: clientY - box.top }, box, page);
}

const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, value));
