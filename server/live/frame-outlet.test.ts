import { describe, expect, it } from "vitest";
import { type Frame, makeFrame } from "./frame.ts";
import { createFrameOutlet } from "./frame-outlet.ts";

const frameOf = (sequence: number): Frame =>
  makeFrame({ sequence, tabId: "t", tier: "high", width: 10, height: 10, capturedAtMs: 1, image: Buffer.from([sequence]) });

function outletOf() {
  const sent: number[] = [];
  const socket = { buffered: 0 };
  const outlet = createFrameOutlet({
    send: (frame) => sent.push(frame.sequence),
    bufferedBytes: () => socket.buffered,
    maxUnacknowledged: () => 2,
    maxBufferedBytes: 100,
  });
  return { sent, socket, outlet };
}

describe("what one viewer gets", () => {
  it("sends two frames without acknowledgement, then only the newest of all that came meanwhile", () => {
    const { sent, outlet } = outletOf();
    for (let sequence = 1; sequence <= 50; sequence += 1) outlet.offer(frameOf(sequence));
    expect(sent).toEqual([1, 2]);
    outlet.acknowledge(1);
    expect(sent).toEqual([1, 2, 50]);
    expect(outlet.stats).toEqual({ sent: 3, dropped: 47, held: false, unacknowledged: 2 });
  });

  it("takes an acknowledgement as one of all frames before it", () => {
    const { sent, outlet } = outletOf();
    for (const sequence of [1, 2, 3]) outlet.offer(frameOf(sequence));
    outlet.acknowledge(2);
    outlet.offer(frameOf(4));
    expect(sent).toEqual([1, 2, 3, 4]);
  });

  it("drops nothing for a viewer that keeps up", () => {
    const { sent, outlet } = outletOf();
    for (let sequence = 1; sequence <= 20; sequence += 1) {
      outlet.offer(frameOf(sequence));
      outlet.acknowledge(sequence);
    }
    expect(sent).toHaveLength(20);
    expect(outlet.stats.dropped).toBe(0);
  });

  it("holds back while the socket is full, though everything was acknowledged, and sends the newest once it drained", () => {
    const { sent, socket, outlet } = outletOf();
    socket.buffered = 101;
    outlet.offer(frameOf(1));
    outlet.acknowledge(99);
    expect(sent).toEqual([]);
    socket.buffered = 0;
    outlet.offer(frameOf(2));
    expect(sent).toEqual([2]);
  });
});
