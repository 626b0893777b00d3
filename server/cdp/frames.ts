/** The first bytes of a WebSocket frame (RFC 6455, section 5.2); lengths in bytes. */
export type FrameHeader = { opcode: number; final: boolean; mask: Buffer | null; headerLength: number; payloadLength: number };

export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;
const MAX_CLOSE_REASON_BYTES = 123;

/** Reads the header of the frame that begins at `at`; null while its bytes have not all come. */
export function headerAt(bytes: Buffer, at: number): FrameHeader | null {
  if (bytes.length < at + 2) return null;
  const first = bytes.readUInt8(at);
  const second = bytes.readUInt8(at + 1);
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 0x80) !== 0;
  const headerLength = 2 + lengthBytes + (masked ? 4 : 0);
  if (bytes.length < at + headerLength) return null;
  const payloadLength = lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const mask = masked ? bytes.subarray(at + headerLength - 4, at + headerLength) : null;
  return { opcode: first & 0x0f, final: (first & 0x80) !== 0, mask, headerLength, payloadLength };
}

/** A frame as servers send them: unmasked, whole. */
export function serverFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff]);
  return Buffer.concat([header, payload]);
}

/** A server's closing frame; a reason that is too long for one is cut. */
export function closeFrame(code: number, reason: string): Buffer {
  const text = Buffer.from(reason)
    .subarray(0, MAX_CLOSE_REASON_BYTES)
    .toString()
    .replace(/\uFFFD+$/, "");
  const payload = Buffer.alloc(2 + Buffer.byteLength(text));
  payload.writeUInt16BE(code);
  payload.write(text, 2);
  return serverFrame(OPCODE.close, payload);
}

/** `raw` is the frame as it came. */
type Keep = (opcode: number, payload: Buffer, final: boolean, raw: Buffer) => boolean;

type FrameStreamOptions = {
  /** Frames with at most so many bytes of payload are shown to `keep`; larger ones pass unseen. */
  inspectUpTo?: number;
  /** Sees a whole frame, unmasked; false takes it out of the stream. */
  keep?: Keep;
  /** Called as each frame that carries data begins. */
  onMessage?: () => void;
};

/**
 * Finds where frames begin and end in a stream, without keeping or decoding what they carry: a header is read, the
 * payload is stepped over. What passes is the stream's own bytes.
 */
export class FrameStream {
  /** May be changed at any time: it counts for the frames that have not passed yet. */
  inspectUpTo: number;
  readonly #keep: Keep;
  readonly #onMessage: () => void;
  /** Bytes that are still to come of a frame whose beginning has passed. */
  #left = 0;
  /** The beginning of a frame that cannot be judged yet: a part of a header or of a frame to inspect. */
  #held: Buffer | null = null;

  constructor({ inspectUpTo = -1, keep = () => true, onMessage = () => {} }: FrameStreamOptions) {
    this.inspectUpTo = inspectUpTo;
    this.#keep = keep;
    this.#onMessage = onMessage;
  }

  /** How many of the next bytes belong to a frame whose beginning has passed. */
  get left(): number {
    return this.#left;
  }

  /**
   * The common case, told without making anything: the next bytes are one frame, whole, that nobody asked to see. They
   * are taken then; else nothing is, and `take` is to be asked.
   */
  passes(chunk: Buffer): boolean {
    if (this.#left > 0 || this.#held !== null || chunk.length < 4) return false;
    const first = chunk.readUInt8(0);
    const second = chunk.readUInt8(1);
    const short = second & 0x7f;
    if (short === 127) return false;
    const payloadLength = short === 126 ? chunk.readUInt16BE(2) : short;
    const headerLength = (short === 126 ? 4 : 2) + ((second & 0x80) === 0 ? 0 : 4);
    if (payloadLength <= this.inspectUpTo || headerLength + payloadLength !== chunk.length) return false;
    if ((first & 0x0f) < OPCODE.close) this.#onMessage();
    return true;
  }

  /**
   * Takes the next bytes and gives those that may pass: `whole` ends where a frame ends, `begun` is what there is of the
   * frame after that.
   */
  take(chunk: Buffer): { whole: Buffer[]; begun: Buffer | null } {
    // Nothing is held within a frame: a large one passes piece by piece.
    if (this.#left >= chunk.length) {
      this.#left -= chunk.length;
      return this.#left > 0 ? { whole: [], begun: chunk } : { whole: [chunk], begun: null };
    }
    const bytes = this.#held ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = null;
    const whole: Buffer[] = [];
    let from = 0;
    let at = this.#left;
    this.#left = 0;
    while (at < bytes.length) {
      const header = headerAt(bytes, at);
      const end = header ? at + header.headerLength + header.payloadLength : 0;
      const inspect = header !== null && header.payloadLength <= this.inspectUpTo;
      if (header === null || (inspect && end > bytes.length)) {
        this.#held = bytes.subarray(at);
        break;
      }
      if (header.opcode < OPCODE.close) this.#onMessage();
      if (end > bytes.length) {
        this.#left = end - bytes.length;
        if (at > from) whole.push(bytes.subarray(from, at));
        return { whole, begun: bytes.subarray(at) };
      }
      if (inspect && !this.#keep(header.opcode, unmasked(bytes.subarray(at + header.headerLength, end), header.mask), header.final, bytes.subarray(at, end))) {
        if (at > from) whole.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    }
    if (at > from) whole.push(bytes.subarray(from, at));
    return { whole, begun: null };
  }
}

function unmasked(payload: Buffer, mask: Buffer | null): Buffer {
  if (mask === null) return payload;
  const plain = Buffer.allocUnsafe(payload.length);
  for (let i = 0; i < payload.length; i += 1) plain[i] = (payload[i] ?? 0) ^ (mask[i & 3] ?? 0);
  return plain;
}
