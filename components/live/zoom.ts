/** How large the picture is shown: `fit` shows all of it, a number is screen pixels for each CSS pixel of the page. */
export type Zoom = "fit" | number;

/** The steps that zooming goes by. */
export const ZOOM_STEPS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;

/** The next step in or out. `fitted` is the scale that `fit` has now: zooming goes on from what is seen. */
export function zoomBy(direction: "in" | "out", zoom: Zoom, fitted: number): number {
  const from = zoom === "fit" ? fitted : zoom;
  const next = direction === "in" ? ZOOM_STEPS.find((step) => step > from + 0.01) : ZOOM_STEPS.findLast((step) => step < from - 0.01);
  return next ?? (direction === "in" ? ZOOM_STEPS[ZOOM_STEPS.length - 1] : ZOOM_STEPS[0]) ?? 1;
}
