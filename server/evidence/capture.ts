import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Area } from "../contract/evidence.ts";
import type { Page } from "../driver/page.ts";
import { lookAtPage, type PageLook } from "./page-look.ts";

const JPEG_QUALITY = 80;
/** What covers a secret in a picture: dark, so that nobody takes it for a part of the page. */
const COVER = "#27272a";
/** Drawn around a field too: its letters may stand out of its box. */
const COVER_MARGIN = 2;

/** A picture of a page after a look at it. Another look must follow before it is known what of it must not be seen. */
export type Glimpse = { image: Buffer; look: PageLook; at: Date };
/** What was seen of a page, with its secrets still in it: not to be kept or handed on before `develop`. */
export type Exposure = {
  glimpse: Glimpse;
  /** What must not be seen, in CSS pixels. */
  secrets: readonly Area[];
  maskedFields: number;
};
/** One picture of a page, with what must not be seen painted over. */
export type Picture = { image: Buffer; sha256: string; width: number; height: number; maskedFields: number };

/** SHA-256 of bytes, in hexadecimal. */
export const sha256Of = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

/** Takes a picture of what is in view. @throws AppError as `lookAtPage`, CdpError or TIMEOUT: then there is no picture */
export async function glimpse(page: Page, hides: (text: string) => boolean, signal: AbortSignal): Promise<Glimpse> {
  const look = await lookAtPage(page, hides, signal);
  const at = new Date();
  const { data } = await page.cdp.send("Page.captureScreenshot", { format: "jpeg", quality: JPEG_QUALITY }, { signal });
  return { image: Buffer.from(data, "base64"), look, at };
}

/** Whether a picture still shows what the page showed at a later look. */
export const isTrue = ({ look }: Glimpse, later: PageLook): boolean => later.mark !== null && later.mark === look.mark;

/**
 * A picture with all that must not be seen of it. Secrets are looked for before and after: a page that moved meanwhile shows
 * them in one of both places, and what stands there is painted over.
 */
export function exposureOf(seen: Glimpse, after: PageLook): Exposure {
  const { secrets } = seen.look;
  return { glimpse: seen, secrets: [...secrets, ...after.secrets], maskedFields: Math.max(secrets.length, after.secrets.length) };
}

/** Paints over what must not be seen, for good. */
export async function develop({ glimpse, secrets, maskedFields }: Exposure): Promise<Picture> {
  const { image } = glimpse;
  const { viewWidth } = glimpse.look;
  const { width, height } = await sharp(image).metadata();
  const scale = viewWidth > 0 ? width / viewWidth : 1;
  const boxes = secrets.flatMap((box) => within(box, scale, { width, height }));
  const shown = boxes.length === 0 ? image : await cover(image, boxes, { width, height });
  return { image: shown, sha256: sha256Of(shown), width, height, maskedFields };
}

/** The picture with opaque boxes over the given areas, which lie in it. The pixels below are gone. */
export async function cover(image: Buffer, areas: readonly Area[], { width, height }: { width: number; height: number }, color = COVER): Promise<Buffer> {
  const boxes = areas.map((box) => `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" fill="${color}"/>`).join("");
  const layer = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" shape-rendering="crispEdges">${boxes}</svg>`);
  return sharp(image)
    .composite([{ input: layer }])
    .jpeg({ quality: JPEG_QUALITY + 5 })
    .toBuffer();
}

/** The box in the picture's pixels, with its margin; nothing where it lies outside. */
function within(box: Area, scale: number, { width, height }: { width: number; height: number }): Area[] {
  const left = Math.max(0, Math.floor(box.x * scale) - COVER_MARGIN);
  const top = Math.max(0, Math.floor(box.y * scale) - COVER_MARGIN);
  const right = Math.min(width, Math.ceil((box.x + box.width) * scale) + COVER_MARGIN);
  const bottom = Math.min(height, Math.ceil((box.y + box.height) * scale) + COVER_MARGIN);
  return right > left && bottom > top ? [{ x: left, y: top, width: right - left, height: bottom - top }] : [];
}
