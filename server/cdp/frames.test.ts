import { describe, expect, it } from "vitest";
import { closeFrame, FrameStream, headerAt, OPCODE, serverFrame } from "./frames.ts";

const MASK = Buffer.from([7, 99, 200, 3]);

/** A frame as clients send them: masked. */
function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, MASK, payload.map((byte, i) => byte ^ (MASK[i & 3] ?? 0))]);
}
const text = (value: string): Buffer => Buffer.from(value);
/** The stream in pieces of so many bytes. */
const pieces = (stream: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(stream.length / size) }, (_, i) => stream.subarray(i * size, (i + 1) * size));

describe("headerAt", () => {
  it.each([
    [0, 2],
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])("reads the length of %i bytes", (payloadLength, headerLength) => {
    const header = Buffer.alloc(headerLength);
    header[0] = 0x81;
    header[1] = headerLength === 2 ? payloadLength : headerLength === 4 ? 126 : 127;
    if (headerLength === 4) header.writeUInt16BE(payloadLength, 2);
    if (headerLength === 10) header.writeBigUInt64BE(BigInt(payloadLength), 2);
    expect(headerAt(header, 0)).toEqual({ opcode: OPCODE.text, final: true, mask: null, headerLength, payloadLength });
    for (let short = 0; short < headerLength; short += 1) expect(headerAt(header.subarray(0, short), 0)).toBeNull();
  });
  it("reads a mask and the first part of a message", () => {
    const frame = clientFrame(OPCODE.text, text("hello"));
    frame[0] = OPCODE.text;
    expect(headerAt(frame, 0)).toMatchObject({ final: false, headerLength: 6, payloadLength: 5, mask: MASK });
  });
});

describe("closeFrame", () => {
  it("carries code and reason", () => expect(closeFrame(4000, "over")).toEqual(Buffer.from([0x88, 6, 0x0f, 0xa0, ...text("over")])));
  it("cuts a reason that is too long, between characters", () => {
    const frame = closeFrame(1001, "é".repeat(100));
    expect(frame[1]).toBeLessThanOrEqual(125);
    expect(frame.subarray(4).toString()).toBe("é".repeat(61));
  });
});

describe("a frame stream", () => {
  const messages = ["", "a", "x".repeat(125), "y".repeat(126), "z".repeat(70_000), "end"];
  const stream = Buffer.concat(messages.map((message) => clientFrame(OPCODE.text, text(message))));

  it.each([1, 2, 3, 7, 64, 1_000, 65_536, stream.length])("passes every byte as it is and counts messages, in pieces of %i", (size) => {
    const state = { messages: 0 };
    const seen: string[] = [];
    const frames = new FrameStream({
      inspectUpTo: 125,
      keep: (_, payload) => {
        seen.push(payload.toString());
        return true;
      },
      onMessage: () => {
        state.messages += 1;
      },
    });
    const passed = pieces(stream, size).flatMap((piece) => {
      const { whole, begun } = frames.take(piece);
      return begun ? [...whole, begun] : whole;
    });
    expect(Buffer.concat(passed).equals(stream)).toBe(true);
    expect(state.messages).toBe(messages.length);
    expect(seen).toEqual(messages.filter(({ length }) => length <= 125));
  });

  it.each([1, 5, 1_000])("takes out what it is told to, in pieces of %i", (size) => {
    const kept = [clientFrame(OPCODE.text, text("one")), clientFrame(OPCODE.text, text("w".repeat(300))), clientFrame(OPCODE.text, text("two"))];
    const pong = clientFrame(OPCODE.pong, text("?"));
    const frames = new FrameStream({ inspectUpTo: 125, keep: (opcode) => opcode !== OPCODE.pong });
    const passed = pieces(Buffer.concat([pong, ...kept.flatMap((frame) => [frame, pong])]), size).flatMap((piece) => {
      const { whole, begun } = frames.take(piece);
      return begun ? [...whole, begun] : whole;
    });
    expect(Buffer.concat(passed).equals(Buffer.concat(kept))).toBe(true);
  });

  it("passes a lone frame at once that nobody asked to see, and counts it", () => {
    const state = { messages: 0 };
    const onMessage = (): void => {
      state.messages += 1;
    };
    const frames = new FrameStream({ inspectUpTo: 10, onMessage });
    const lone = clientFrame(OPCODE.text, text("long enough to pass"));
    expect(frames.passes(lone)).toBe(true);
    expect(frames.passes(clientFrame(OPCODE.text, text("x".repeat(200))))).toBe(true);
    expect(state.messages).toBe(2);
    for (const other of [clientFrame(OPCODE.text, text("short")), lone.subarray(0, 9), Buffer.concat([lone, lone]), Buffer.from([0x81])])
      expect(frames.passes(other)).toBe(false);
    frames.take(lone.subarray(0, 9));
    expect(frames.passes(lone)).toBe(false);
    expect(state.messages).toBe(3);
  });

  it("tells where frames end", () => {
    const frames = new FrameStream({});
    const [first, second] = [serverFrame(OPCODE.text, text("first")), serverFrame(OPCODE.text, text("second"))];
    const cut = first.length + 4;
    const both = Buffer.concat([first, second]);
    expect(frames.take(both.subarray(0, cut))).toEqual({ whole: [first], begun: second.subarray(0, 4) });
    expect(frames.take(both.subarray(cut, cut + 1))).toEqual({ whole: [], begun: second.subarray(4, 5) });
    expect(frames.take(both.subarray(cut + 1))).toEqual({ whole: [second.subarray(5)], begun: null });
  });
});
