import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Area } from "../contract/evidence.ts";
import type { Page } from "../driver/page.ts";
import { lookAtPage } from "./page-look.ts";

const JPEG_QUALITY = 80;
/** What covers a secret in a picture: dark, so that nobody takes it for a part of the page. */
const COVER = "#27272a";
/** Drawn around a field too: its letters may stand out of its box. */
const COVER_MARGIN = 2;

/** One picture of a page, with what must not be seen painted over. */
export type Picture = { image: Buffer; sha256: string; width: number; height: number; maskedFields: number };
/** A picture, when it was begun (by `performance.now()` and by the clock), and what part of the page it shows. */
export type Taken = Picture & { begunAtMs: number; at: Date; place: string };

/** SHA-256 of bytes, in hexadecimal. */
export const sha256Of = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Takes a picture of what is in view. Secrets are looked for before and after: a page that moved meanwhile shows them in
 * one of both places, and what stands there is painted over.
 * @throws AppError as `lookAtPage`, CdpError or TIMEOUT: then there is no picture
 */
export async function takePicture(page: Page, hides: (text: string) => boolean, signal: AbortSignal): Promise<Taken> {
  const before = await lookAtPage(page, hides, signal);
  const begunAtMs = performance.now();
  const at = new Date();
  const { data } = await page.cdp.send("Page.captureScreenshot", { format: "jpeg", quality: JPEG_QUALITY, optimizeForSpeed: true }, { signal });
  const image = Buffer.from(data, "base64");
  const after = await lookAtPage(page, hides, signal);
  const { width, height } = await sharp(image).metadata();
  const scale = before.viewWidth > 0 ? width / before.viewWidth : 1;
  const boxes = [...before.secrets, ...after.secrets].flatMap((box) => within(box, scale, { width, height }));
  const shown = boxes.length === 0 ? image : await cover(image, boxes, { width, height });
  return {
    image: shown,
    sha256: sha256Of(shown),
    width,
    height,
    maskedFields: Math.max(before.secrets.length, after.secrets.length),
    begunAtMs,
    at,
    place: before.place,
  };
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
