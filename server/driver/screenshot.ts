import type { ScreenshotInput } from "../contract/agent.ts";
import { AppError } from "../core/errors.ts";
import type { PageTarget } from "./page-target.ts";
import { queryElement } from "./query.ts";

export type ScreenshotOptions = Pick<ScreenshotInput, "area" | "format" | "selector" | "quality">;
export type Screenshot = { data: Buffer; width: number; height: number; mimeType: string };

/** Chromium draws no picture larger than this on a side (its GPU texture limit); longer pages are cut there. */
const MAX_SIDE = 16_384;

/**
 * A picture of the page: what is in view, the whole page, or one element.
 * @throws AppError ELEMENT_NOT_FOUND | ELEMENT_NOT_ACTIONABLE (no size) | BROWSER_CRASHED | TIMEOUT
 */
export async function takeScreenshot(page: PageTarget, options: ScreenshotOptions, signal: AbortSignal): Promise<Screenshot> {
  const { cssLayoutViewport: view, cssContentSize: content } = await page.cdp.send("Page.getLayoutMetrics", undefined, { signal });
  const area =
    options.area === "fullPage"
      ? { x: 0, y: 0, width: content.width, height: content.height }
      : options.area === "element"
        ? await elementArea(page, options.selector ?? "", view)
        : { x: view.pageX, y: view.pageY, width: view.clientWidth, height: view.clientHeight };
  const clip = {
    ...area,
    width: Math.max(1, Math.min(MAX_SIDE, Math.ceil(area.width))),
    height: Math.max(1, Math.min(MAX_SIDE, Math.ceil(area.height))),
    scale: 1,
  };
  const beyond = options.area !== "viewport";
  const { data } = await page.cdp.send(
    "Page.captureScreenshot",
    { format: options.format, ...(options.quality !== undefined && { quality: options.quality }), captureBeyondViewport: beyond, ...(beyond && { clip }) },
    { signal },
  );
  return { data: Buffer.from(data, "base64"), width: clip.width, height: clip.height, mimeType: `image/${options.format}` };
}

async function elementArea(
  page: PageTarget,
  selector: string,
  view: { pageX: number; pageY: number },
): Promise<{ x: number; y: number; width: number; height: number }> {
  const element = await queryElement(page, selector, page.mainFrameId);
  if (!element) throw new AppError("ELEMENT_NOT_FOUND", `Nothing on the page matches ${selector}.`);
  const rect = await element.bounds();
  if (!rect || rect.width === 0 || rect.height === 0)
    throw new AppError("ELEMENT_NOT_ACTIONABLE", `What matches ${selector} has no size, so there is nothing to picture.`);
  return { ...rect, x: rect.x + view.pageX, y: rect.y + view.pageY };
}
