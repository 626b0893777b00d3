/** How large a picture is shown: as large as its place allows, or a factor of its own pixels. */
export type Zoom = "fit" | number;
export type Size = { width: number; height: number };

export const MAX_ZOOM = 2;
const STEPS = [0.25, 0.5, 0.75, 1, 1.5, 2] as const;

/** The factor at which a picture fits into its place; never above its own size. */
export const fitScale = (picture: Size, place: Size): number =>
  place.width > 0 && place.height > 0 ? Math.min(1, place.width / picture.width, place.height / picture.height) : 1;

/** The factor that is meant. */
export const scaleOf = (zoom: Zoom, fit: number): number => (zoom === "fit" ? fit : zoom);

/** A factor within the limits; as small as fitting means fitting. */
export const bounded = (scale: number, fit: number): Zoom => (scale <= fit * 1.001 ? "fit" : Math.min(MAX_ZOOM, scale));

/** The next step in or out from a factor. */
export function stepped(zoom: Zoom, fit: number, by: 1 | -1): Zoom {
  const scale = scaleOf(zoom, fit);
  const next = by > 0 ? STEPS.find((step) => step > scale * 1.001) : STEPS.findLast((step) => step < scale * 0.999);
  return bounded(next ?? (by > 0 ? MAX_ZOOM : 0), fit);
}

/** Where to scroll to so that the point of the picture under `at` (pixels within the place) stays there as the factor changes. */
export function keptPoint(scroll: { left: number; top: number }, at: { x: number; y: number }, ratio: number): { left: number; top: number } {
  return { left: (scroll.left + at.x) * ratio - at.x, top: (scroll.top + at.y) * ratio - at.y };
}
