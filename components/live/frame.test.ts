import { describe, expect, it } from "vitest";
import { decodeFrame } from "./frame.ts";

/** Written out by hand from the contract: version 1, jpeg, 1280×720, sequence 7, 1900000000123.25 ms, four bytes of image. */
const GOLDEN = "0101050002d000000007427ba60d3387b400ffd80102";
const packetOf = (hex: string): ArrayBuffer => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)).buffer;

describe("reading a frame", () => {
  it("gives back size, sequence, time and image", () => {
    expect(decodeFrame(packetOf(GOLDEN))).toEqual({
      sequence: 7,
      width: 1280,
      height: 720,
      capturedAtMs: 1_900_000_000_123.25,
      form: "jpeg",
      image: new Uint8Array([0xff, 0xd8, 1, 2]),
    });
  });

  it("knows webp, and what videos are made of", () => {
    const forms = ["0102", "0103", "0104"].map((start) => decodeFrame(packetOf(GOLDEN.replace(/^0101/, start)))?.form);
    expect(forms).toEqual(["webp", "videoKey", "videoDelta"]);
  });

  it("refuses what is too short, of another version or of an unknown image type", () => {
    for (const hex of ["", GOLDEN.slice(0, 36), GOLDEN.replace(/^01/, "02"), GOLDEN.replace(/^0101/, "0109")]) expect(decodeFrame(packetOf(hex))).toBeNull();
  });
});
