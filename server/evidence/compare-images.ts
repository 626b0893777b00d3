import pixelmatch from "pixelmatch";
import sharp from "sharp";
import type { CompareShotsOutput } from "../contract/evidence.ts";
import { areasOf } from "./difference.ts";

/** Two pictures as files, and how different two colours must be to count (0 to 1). */
export type CompareJob = { left: Uint8Array; right: Uint8Array; threshold: number };

const MARK: [number, number, number] = [255, 0, 80];

/** What is different in two pictures. Takes a second and more for large ones: run it in a thread. */
export async function compareImages({ left, right, threshold }: CompareJob): Promise<CompareShotsOutput> {
  const sizes = await Promise.all([left, right].map(async (image) => sharp(image).metadata()));
  const width = Math.max(...sizes.map((size) => size.width));
  const height = Math.max(...sizes.map((size) => size.height));
  const [one, other] = await Promise.all([pixelsOf(left, width, height), pixelsOf(right, width, height)]);
  const marks = new Uint8Array(width * height * 4);
  const changedPixels = pixelmatch(one, other, marks, width, height, { threshold, diffColor: MARK, diffMask: true });
  const overlay =
    changedPixels === 0
      ? null
      : await sharp(marks, { raw: { width, height, channels: 4 } })
          .png({ palette: true, colours: 4 })
          .toBuffer();
  return {
    width,
    height,
    changedPixels,
    changedPercent: (changedPixels / (width * height)) * 100,
    areas: areasOf(marks, width, height),
    overlayPng: overlay?.toString("base64") ?? null,
  };
}

/** The picture's pixels; where it is smaller, transparent ones to the right and below. */
async function pixelsOf(image: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const { width: wide, height: high } = await sharp(image).metadata();
  return sharp(image)
    .ensureAlpha()
    .extend({ right: width - wide, bottom: height - high, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer();
}
