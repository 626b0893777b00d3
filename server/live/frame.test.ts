import { expect, it } from "vitest";
import { makeFrame } from "./frame.ts";

const frame = (over: Partial<Parameters<typeof makeFrame>[0]> = {}) =>
  makeFrame({
    sequence: 7,
    tabId: "t",
    tier: "high",
    width: 1280,
    height: 720,
    capturedAtMs: 1_900_000_000_123.25,
    image: Buffer.from([0xff, 0xd8, 1, 2]),
    ...over,
  });

it("lays a frame out as the contract says", () => {
  expect(frame().packet.toString("hex")).toBe("0101050002d000000007427ba60d3387b400ffd80102");
});

it("rounds sizes that emulated zoom makes fractional, keeps them in 16 bits and wraps the sequence at 32", () => {
  const { packet } = frame({ width: 390.6, height: 70_000, sequence: 0x1_0000_0003 });
  expect([packet.readUInt16BE(2), packet.readUInt16BE(4), packet.readUInt32BE(6)]).toEqual([391, 65_535, 3]);
});
