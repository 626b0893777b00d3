/**
 * What a page shows that its events alone cannot rebuild, and how much of the view that is, from 0 to 1; `moving`: how much
 * of it stands still here and moved there.
 */
export type Gaps = { kinds: GapKind[]; share: number; moving: number };
export type GapKind = "canvas" | "video" | "frame" | "image" | "style";

/**
 * What of a rebuilt page only pictures show: drawings, videos, frames of other sites; and what other sites would have to be
 * asked for, which the player does not do unasked.
 */
export function gapsOf(page: Document | null): Gaps {
  const view = page?.defaultView;
  if (!page?.body || !view) return NO_GAPS;
  const kinds = new Set<GapKind>();
  const whole = Math.max(1, view.innerWidth * view.innerHeight);
  let area = 0;
  let moving = 0;
  for (const element of page.querySelectorAll<HTMLElement>("canvas, video, iframe, img, link[rel~=stylesheet][href]")) {
    const kind = kindOf(element);
    if (kind === null) continue;
    const share = kind === "style" ? whole : shownArea(element.getBoundingClientRect(), view);
    if (share === 0) continue;
    area += share;
    if (kind === "canvas" || kind === "video") moving += share;
    kinds.add(kind);
  }
  return { kinds: [...kinds], share: Math.min(1, area / whole), moving: Math.min(1, moving / whole) };
}

export const NO_GAPS: Gaps = { kinds: [], share: 0, moving: 0 };

/** Elements are of the replay's own window: their classes are not this page's. */
function kindOf(element: HTMLElement): GapKind | null {
  switch (element.nodeName) {
    case "CANVAS":
      return "canvas";
    case "VIDEO":
      return "video";
    case "IFRAME":
      return ((element as HTMLIFrameElement).contentDocument?.body?.childElementCount ?? 0) > 0 ? null : "frame";
    case "IMG": {
      const { complete, naturalWidth, currentSrc, src } = element as HTMLImageElement;
      return complete && naturalWidth === 0 && (currentSrc || src) !== "" ? "image" : null;
    }
    default:
      return (element as HTMLLinkElement).sheet === null ? "style" : null;
  }
}

function shownArea({ left, top, width, height }: DOMRect, { innerWidth, innerHeight }: Window): number {
  const across = Math.min(left + width, innerWidth) - Math.max(0, left);
  const down = Math.min(top + height, innerHeight) - Math.max(0, top);
  return Math.max(0, across) * Math.max(0, down);
}
