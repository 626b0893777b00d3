import type { Duplex } from "node:stream";
import { browserClose, isAwaited } from "./commands.ts";
import { closeFrame, FrameStream, OPCODE, serverFrame } from "./frames.ts";

/** Close codes of our own (RFC 6455 leaves 4000–4999 to applications) and of the protocol. */
export const CLOSE = { ended: 4000, notAllowed: 4401, stalled: 4008, held: 4409, goingAway: 1001, browserGone: 1011 } as const;

export type SpliceLimits = {
  /** With so many bytes waiting for the client nothing more is read from the browser, which then waits too. */
  maxWaitingBytes: number;
  /** A client that takes nothing for so long while bytes wait is cut. */
  stallMs: number;
  /** How often the client is asked for a sign of life, which also keeps proxies in between from closing. */
  pingMs: number;
  /** Without a sign of life for so long it is cut: longer than people leave a program at a breakpoint. */
  silenceMs: number;
  /** How long a client may be held while a person has the pages; then it is told so, and cut. */
  heldMs: number;
  /** How long a closing connection may take. */
  closeMs: number;
};
export const SPLICE_LIMITS: SpliceLimits = {
  maxWaitingBytes: 4 * 1024 * 1024,
  stallMs: 30_000,
  pingMs: 30_000,
  silenceMs: 600_000,
  heldMs: 900_000,
  closeMs: 2_000,
};

/** What must be seen (control frames, Browser.close) is shorter than nearly every other command: the rest is not looked at. */
const INSPECT_BYTES = 128;
/** While the client is held, what the browser waits for must be found among its commands: longer ones than this wait too. */
const INSPECT_HELD_BYTES = 1024 * 1024;
const PING = serverFrame(OPCODE.ping, Buffer.alloc(0));

type SpliceParts = {
  client: Duplex;
  browser: Duplex;
  clientHead: Buffer;
  browserHead: Buffer;
  /** Called for each piece of data that passed, either way. */
  onTraffic: (bytes: number) => void;
  /** The client asked the browser to close: it is answered by us, the browser does not hear of it. */
  onBrowserClose: () => void;
  /** The browser ended the connection by itself. */
  onBrowserGone: () => void;
  /** The client is held from the beginning. */
  held?: boolean;
  limits?: SpliceLimits;
};

/**
 * Connects two upgraded sockets: bytes pass as they are, frames are counted but not decoded. What each side may leave
 * waiting is bounded by not reading from the other.
 *
 * A client can be held: its commands then wait here, in their order, and go on later. What it has begun to send is
 * completed, and what comes from the browser passes. So do three things of the client: signs of life, which are for us; its
 * goodbye and Browser.close, since whoever may end a session may do so at any time; and what the browser itself waits for.
 */
export class Splice {
  /** Messages that passed, both ways. */
  messages = 0;
  /** Resolves with why it ended, when both sockets are gone. */
  readonly closed: Promise<string>;
  readonly #parts: SpliceParts;
  readonly #limits: SpliceLimits;
  readonly #fromClient: FrameStream;
  readonly #fromBrowser: FrameStream;
  readonly #pings: NodeJS.Timeout;
  #stall: NodeJS.Timeout | undefined;
  #why = "The client went away.";
  /** The client has been sent only a part of a frame: nothing of ours may go in between. */
  #midFrame = false;
  /** What waits for the client to catch up: the beginning of a frame, held so that the client is at a frame's end. */
  #tail: Buffer | null = null;
  /** Null while the client is not held; else what of it waits, and the limit of that. */
  #held: { commands: Buffer[]; bytes: number; limit: NodeJS.Timeout } | null = null;
  #clientClosing = false;
  #over = false;
  #heardAt = performance.now();

  constructor(parts: SpliceParts) {
    const { client, browser } = parts;
    this.#parts = parts;
    this.#limits = parts.limits ?? SPLICE_LIMITS;
    const onMessage = (): void => {
      this.messages += 1;
    };
    this.#fromClient = new FrameStream({ inspectUpTo: INSPECT_BYTES, keep: (...frame) => this.#keep(...frame), onMessage });
    this.#fromBrowser = new FrameStream({ onMessage });
    this.closed = Promise.all([gone(client), gone(browser)]).then(() => {
      this.#finish();
      return this.#why;
    });
    if (parts.held) this.hold();
    this.#connect();
    this.#pings = setInterval(() => this.#ask(), this.#limits.pingMs);
  }

  /** Tells the client why, where it is at a frame's end, and ends both connections. Idempotent. */
  close(code: number, reason: string): void {
    if (this.#over) return;
    this.#why = reason;
    this.#end(this.#midFrame ? null : closeFrame(code, reason));
  }

  /** Keeps the client's commands from the browser until `release`, or for `heldMs`. Idempotent. */
  hold(): void {
    if (this.#held !== null || this.#over) return;
    const limit = setTimeout(
      () => this.close(CLOSE.held, "A person has the session for long; connect again once they have given it back."),
      this.#limits.heldMs,
    );
    this.#held = { commands: [], bytes: 0, limit };
    this.#fromClient.inspectUpTo = INSPECT_HELD_BYTES;
  }

  /** Lets what waits go to the browser, and what comes after it. Idempotent. */
  release(): void {
    if (this.#held === null || this.#over) return;
    const { commands, limit } = this.#held;
    clearTimeout(limit);
    this.#held = null;
    this.#fromClient.inspectUpTo = INSPECT_BYTES;
    // Who said goodbye meanwhile wants nothing done any more.
    if (!this.#clientClosing) this.#pass(commands);
    this.#listen();
  }

  #end(lastFrame: Buffer | null): void {
    const { client, browser } = this.#parts;
    this.#finish();
    browser.destroy();
    if (lastFrame) client.write(lastFrame);
    client.end();
    // What the client still sends is read and dropped, so that its own closing frame can arrive.
    client.removeAllListeners("data").resume();
    const cut = setTimeout(() => client.destroy(), this.#limits.closeMs);
    client.once("close", () => clearTimeout(cut));
  }

  #finish(): void {
    this.#over = true;
    clearInterval(this.#pings);
    clearInterval(this.#stall);
    clearTimeout(this.#held?.limit);
  }

  #connect(): void {
    const { client, browser, clientHead, browserHead } = this.#parts;
    client.on("data", (chunk: Buffer) => this.#toBrowser(chunk));
    browser.on("data", (chunk: Buffer) => this.#toClient(chunk));
    browser.on("drain", () => this.#listen());
    client.on("drain", () => this.#resume());
    // A socket that fails is closed by that, which is what counts.
    client.on("error", () => {});
    browser.on("error", () => {});
    client.once("end", () => client.destroy());
    client.once("close", () => browser.destroy());
    browser.once("end", () => browser.destroy());
    browser.once("close", () => {
      if (this.#over) return;
      // Who said goodbye has been answered by the browser.
      if (this.#clientClosing) this.#end(null);
      else this.#parts.onBrowserGone();
    });
    if (clientHead.length > 0) this.#toBrowser(clientHead);
    if (browserHead.length > 0) this.#toClient(browserHead);
  }

  #toBrowser(chunk: Buffer): void {
    this.#heardAt = performance.now();
    if (this.#held !== null) {
      const begun = this.#fromClient.left;
      if (begun > 0) this.#pass(this.#framesOf(chunk.subarray(0, begun)));
      if (chunk.length > begun) this.#park(this.#framesOf(chunk.subarray(begun)));
    } else this.#pass(this.#fromClient.passes(chunk) ? [chunk] : this.#framesOf(chunk));
    this.#listen();
  }

  #framesOf(chunk: Buffer): Buffer[] {
    const { whole, begun } = this.#fromClient.take(chunk);
    return begun ? [...whole, begun] : whole;
  }

  #pass(pieces: readonly Buffer[]): void {
    for (const bytes of pieces) {
      this.#parts.onTraffic(bytes.length);
      this.#parts.browser.write(bytes);
    }
  }

  #park(pieces: readonly Buffer[]): void {
    if (this.#held === null) return;
    for (const bytes of pieces) {
      this.#held.commands.push(bytes);
      this.#held.bytes += bytes.length;
    }
  }

  /** Reads from the client, unless the browser or what is held has no room for more. */
  #listen(): void {
    const { client, browser } = this.#parts;
    if (this.#over) return;
    const full = browser.writableNeedDrain || (this.#held !== null && this.#held.bytes > this.#limits.maxWaitingBytes);
    if (full) client.pause();
    else if (client.isPaused()) client.resume();
  }

  #toClient(chunk: Buffer): void {
    const { client, onTraffic } = this.#parts;
    onTraffic(chunk.length);
    if (this.#fromBrowser.passes(chunk)) {
      client.write(chunk);
      if (client.writableLength > this.#limits.maxWaitingBytes) this.#wait();
      return;
    }
    const { whole, begun } = this.#fromBrowser.take(chunk);
    for (const bytes of whole) {
      client.write(bytes);
      this.#midFrame = false;
    }
    const full = client.writableLength > this.#limits.maxWaitingBytes;
    if (begun && full && !this.#midFrame) this.#tail = begun;
    else if (begun) {
      client.write(begun);
      this.#midFrame = true;
    }
    if (full) this.#wait();
  }

  /** Reads nothing from the browser until the client has taken what waits; one that takes nothing is cut. */
  #wait(): void {
    const { client, browser } = this.#parts;
    browser.pause();
    let waiting = client.writableLength;
    clearInterval(this.#stall);
    this.#stall = setInterval(() => {
      if (client.writableLength >= waiting) this.close(CLOSE.stalled, `The client read nothing for ${this.#limits.stallMs} ms.`);
      waiting = client.writableLength;
    }, this.#limits.stallMs);
  }

  #resume(): void {
    clearInterval(this.#stall);
    if (this.#over) return;
    const tail = this.#tail;
    this.#tail = null;
    if (tail) {
      this.#parts.client.write(tail);
      this.#midFrame = true;
    }
    this.#parts.browser.resume();
  }

  /** Answers to our own pings stay here, and so does the wish to close the browser, which is for the session to do. */
  #keep(opcode: number, payload: Buffer, final: boolean, raw: Buffer): boolean {
    if (opcode === OPCODE.pong) return false;
    const isGoodbye = opcode === OPCODE.close;
    if (isGoodbye) this.#clientClosing = true;
    const isCommand = opcode === OPCODE.text && final;
    const command = isCommand ? browserClose(payload) : null;
    if (command === null) {
      if (this.#held === null || !(isGoodbye || (isCommand && isAwaited(payload)))) return true;
      this.#pass([raw]);
      return false;
    }
    const answer = { id: command.id, result: {}, ...(command.sessionId !== undefined && { sessionId: command.sessionId }) };
    if (!this.#midFrame) this.#parts.client.write(serverFrame(OPCODE.text, Buffer.from(JSON.stringify(answer))));
    this.#parts.onBrowserClose();
    return false;
  }

  #ask(): void {
    const { client } = this.#parts;
    // While the browser is slow to take what the client sent, the client is not listened to.
    if (client.isPaused()) return;
    if (performance.now() - this.#heardAt > this.#limits.silenceMs) {
      this.#why = "The client gave no sign of life.";
      client.destroy();
      return;
    }
    if (!this.#midFrame && client.writableLength === 0) client.write(PING);
  }
}

const gone = (socket: Duplex): Promise<void> => new Promise((resolve) => (socket.closed ? resolve() : socket.once("close", () => resolve())));
